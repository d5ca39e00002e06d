"""How uploaded bytes enter Django: in memory only, nameless, refused when too large.

Django's own handlers spool large files to a temporary folder in the clear. Here nothing touches
the disk before it is sealed, and the name that the phone gave is dropped unread.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

AT_ONCE = 4
"""So many times the largest file may lie in memory for one request, however many files it has."""


class NamelessMemoryHandler(FileUploadHandler):
    """Each file becomes bytes in memory called `file`.

    One that is `too_large`, or comes after too many others (`crowded`), becomes empty and says so:
    it does not end the request, since the rest of the form must not be lost.
    """

    together = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file_name = "file"
        self.held = io.BytesIO()
        self.too_large = self.crowded = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        size = start + len(raw_data)
        self.too_large = self.too_large or size > settings.PICTURE_BYTES
        self.crowded = self.crowded or self.together + size > AT_ONCE * settings.PICTURE_BYTES
        if self.too_large or self.crowded:
            self.held = io.BytesIO()
            return
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        self.together += self.held.tell()
        name = f"file.{_extension(self.held.getvalue()[:16])}"
        self.held.seek(0)
        made = InMemoryUploadedFile(self.held, self.field_name, name, "", file_size, None)
        made.too_large = self.too_large  # type: ignore[attr-defined]
        made.crowded = self.crowded and not self.too_large  # type: ignore[attr-defined]
        return made


def _extension(head: bytes) -> str:
    """What the bytes begin like; `bin` for all else. The studio's forms ask for an extension."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "avif" if head[8:12] in {b"avif", b"avis"} else "heic"
    return "bin"
