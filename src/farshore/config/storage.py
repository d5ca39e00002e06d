"""Where public files lie."""

from django.core.files.storage import FileSystemStorage


class CleanStorage(FileSystemStorage):
    """A folder."""
