"""Serves the few npm files that the pages need, and nothing else of node_modules."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, searched_locations
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage


class PickedStorage(FileSystemStorage):
    prefix = None

    def __init__(self, picked):
        super().__init__(location=str(settings.BASE_DIR))
        self.picked = picked

    def path(self, name):
        return str(self.picked[name])


class PickedFilesFinder(BaseFinder):
    """Finds the files named in `settings.PICKED_STATIC`."""

    def __init__(self, *args, **kwargs):
        self.picked = {k: Path(v) for k, v in settings.PICKED_STATIC.items()}
        self.storage = PickedStorage(self.picked)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs):
        # A warning: an error would also stop `migrate` where npm was never run.
        return [
            CheckWarning(
                f"Front-end file is missing: {path}",
                hint="Run `make setup`.",
                id="core.W001",
            )
            for path in self.picked.values()
            if not path.is_file()
        ]

    def find(self, path, find_all=False, **kwargs):
        searched_locations.append("PICKED_STATIC")
        source = self.picked.get(path)
        if source is None or not source.is_file():
            return [] if find_all else None
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns):
        for name in self.picked:
            yield name, self.storage
