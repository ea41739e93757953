#!/usr/bin/env python3
"""Serve the record on this machine, for trying it out and for development.

    tools/run.py          gunicorn, as in production but without https
    tools/run.py --dev    Django's own server, which reloads when a file changes

Everything that this instance keeps is in var/: the database, its secret key and the
example people's password. A production server never goes through this file.

From the environment: PORT (8000), EXAMPLE_PASSWORD (random at the first run), and
every setting that config/settings reads.
"""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
RECORD = ROOT / "data" / "record-norway.json"
FICTIONAL = ROOT / "data" / "fictional-norway.json"
HOST = "127.0.0.1"
SIGN_INS = (
    ("indonesia@example.org", "officer, Indonesia's desk"),
    ("china@example.org", "officer, China's desk"),
    ("lead@example.org", "desk lead: signs off minutes, closes rounds"),
    ("analyst@example.org", "analyst: filters, plots, exports"),
    ("auditor@example.org", "auditor: history and reading log"),
    ("admin@example.org", "administrator: people, desks, lists, settings"),
)
# Easy to read aloud and to type: no letters or digits that look alike.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


def read_port():
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def refuse_taken_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            sys.exit(f"Port {port} needs root. Choose another: make run PORT=8001")
        except OSError:
            sys.exit(f"Port {port} is in use. Choose another: make run PORT={port + 1}")


def keep(name, make):
    """The text of var/<name>, made at the first run and readable by its owner only."""
    path = VAR / name
    if not path.exists():
        write_private(path, make())
    return path.read_text(encoding="utf-8").strip()


def write_private(path, text):
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")


def random_password():
    groups = (
        "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in "abcd"
    )
    return "-".join(groups)


def example_password():
    if given := os.environ.get("EXAMPLE_PASSWORD"):
        write_private(VAR / "example_password", given)
    return keep("example_password", random_password)


def environment(dev):
    env = dict(os.environ)
    env.setdefault("SECRET_KEY", keep("secret_key", lambda: secrets.token_urlsafe(50)))
    env.setdefault("HTTPS", "off")
    env.setdefault("ALLOWED_HOSTS", f"{HOST},localhost")
    settings = "development" if dev else "base"
    env["DJANGO_SETTINGS_MODULE"] = f"config.settings.{settings}"
    env["EXAMPLE_PASSWORD"] = example_password()
    return env


def manage(env, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=env).returncode
    if code != 0:
        sys.exit(f"Stopped: `manage.py {' '.join(arguments)}` failed (see above).")


def step(text):
    print(text, flush=True)


def static_is_current(env):
    """Whether no file has changed since the static files were collected."""
    manifest = Path(env.get("STATIC_ROOT") or VAR / "static") / "staticfiles.json"
    if not manifest.exists():
        return False
    inputs = [
        ROOT / ".venv" / "ok",
        ROOT / "node_modules" / ".ok",
        ROOT / "build" / "theme" / "dialog.css",
        *ROOT.glob("config/settings/*.py"),
        *ROOT.glob("static/**/*"),  # folders too: they change when a file goes
    ]
    collected = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= collected for path in inputs if path.exists())


def example_state(env):
    """What the example data was loaded from, and where to, as one short text."""
    digest = hashlib.sha256(env.get("DATABASE_URL", "").encode())
    digest.update(env["EXAMPLE_PASSWORD"].encode())
    for path in (RECORD, FICTIONAL):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def load_examples(env, new_database):
    if env.get("HOME_COUNTRY", "NO") != "NO":
        step("3/4 Example records: none for this HOME_COUNTRY")
        return
    marker = VAR / "example_loaded"
    state = example_state(env)
    if not new_database and marker.exists() and marker.read_text().strip() == state:
        step("3/4 Example records: loaded already")
        step("4/4 Example people: there already")
        return
    marker.unlink(missing_ok=True)
    step("3/4 Example records …")
    manage(env, "load_record", str(RECORD.relative_to(ROOT)))
    step("4/4 Example people, and what they have to do …")
    manage(env, "example_users")
    manage(env, "load_record", str(FICTIONAL.relative_to(ROOT)))
    write_private(marker, state)


def prepare(env, dev):
    new_database = "DATABASE_URL" not in env and not (VAR / "db.sqlite3").exists()
    step("1/4 Database …")
    manage(env, "migrate", "--verbosity=0", "--no-input")
    manage(env, "createcachetable", "--verbosity=0")
    if dev:
        step("2/4 Static files: served from their folders")
    elif static_is_current(env):
        step("2/4 Static files: unchanged")
    else:
        step("2/4 Static files …")
        manage(env, "collectstatic", "--verbosity=0", "--no-input")
    load_examples(env, new_database)


def announce(port, password):
    width = max(len(address) for address, _ in SIGN_INS)
    print(f"\nOpen http://{HOST}:{port}/ and sign in as one of")
    for address, role in SIGN_INS:
        print(f"  {address:{width}}  {role}")
    print(f"with the password  {password}")
    print("Stop with Ctrl-C.\n", flush=True)


def server_command(port, dev):
    if dev:
        return [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    workers = min(2 * (os.cpu_count() or 1) + 1, 5)
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi"),
        *("--bind", f"{HOST}:{port}"),
        *("--worker-class", "sync", "--workers", str(workers)),
        # The taking of a long file is one request.
        *("--timeout", "180", "--no-control-socket", "--log-level", "warning"),
    ]


def main(arguments):
    if arguments not in ([], ["--dev"]):
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    dev = bool(arguments)
    port = read_port()
    refuse_taken_port(port)
    os.umask(0o077)  # the database is for its owner alone
    VAR.mkdir(exist_ok=True)
    env = environment(dev)
    prepare(env, dev)
    announce(port, env.pop("EXAMPLE_PASSWORD"))
    os.chdir(ROOT)
    command = server_command(port, dev)
    os.execve(command[0], command, env)  # noqa: S606 (the server takes this one's place)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
