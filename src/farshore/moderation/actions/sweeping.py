"""What a killed process left behind: files of a release that never was, of a story that is gone."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from farshore.stories.models import Media

FOLDER = "stories"
REST = timedelta(hours=1)
"""A release that is under way has files without rows: younger ones are left alone."""


def sweep(now: datetime) -> int:
    """Delete files of no public story, an hour old; how many."""
    if not default_storage.exists(FOLDER):
        return 0
    folders, _files = default_storage.listdir(FOLDER)
    known = {str(pk) for pk in Media.objects.values_list("pk", flat=True)}
    return sum(_clear(f"{FOLDER}/{name}", now) for name in folders if name not in known)


def _clear(folder: str, now: datetime) -> int:
    _folders, files = default_storage.listdir(folder)
    old = [f"{folder}/{name}" for name in files if _is_old(f"{folder}/{name}", now)]
    for name in old:
        default_storage.delete(name)
    if len(old) == len(files):
        default_storage.delete(folder)
    return len(old)


def _is_old(name: str, now: datetime) -> bool:
    written = default_storage.get_modified_time(name)
    return (now - timezone.localtime(written)) > REST
