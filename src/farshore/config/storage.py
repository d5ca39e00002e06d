"""Where public files lie. Every byte that is written there has been proved clean."""

import posixpath
import secrets
from os import PathLike
from pathlib import PurePosixPath

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from farshore import sanitize

_FORMATS = {".avif": "avif", ".jpeg": "jpeg", ".jpg": "jpeg", ".webp": "webp"}
_CLEANED = ".jpg"


class CleanStorage(FileSystemStorage):
    """A folder that only clean pictures enter, whoever brings them and by whatever way.

    What proves clean is kept byte for byte. Anything else is opened in the sandbox, and its clean
    copy is kept instead, as JPEG. What cannot be cleaned raises `sanitize.Refused`, and nothing
    has been written then.
    """

    def generate_filename(self, filename: str | PathLike[str]) -> str:
        """A random name in the folder that a model's field asks for: no name of a file is kept."""
        folder = posixpath.dirname(str(filename).replace("\\", "/"))
        suffix = _suffix(str(filename))
        made = secrets.token_hex(8) + (suffix if suffix in _FORMATS else _CLEANED)
        return super().generate_filename(posixpath.join(folder, made))

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        content.seek(0)
        data = content.read()
        if not _is_proved(data, name):
            data = sanitize.open_picture(data).data
            name = self.get_available_name(str(PurePosixPath(name).with_suffix(_CLEANED)))
        return str(super()._save(name, ContentFile(data)))  # type: ignore[misc]


def _is_proved(data: bytes, name: str) -> bool:
    format = _FORMATS.get(_suffix(name), "")
    try:
        sanitize.prove_clean(data, format=format)
    except sanitize.NotProved:
        return False
    return True


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
