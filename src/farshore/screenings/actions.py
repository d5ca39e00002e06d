"""Changes to the film's own pages."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from farshore import sanitize
from farshore.kernel.registry import registry
from farshore.screenings import queries
from farshore.screenings.models import Film, StillRendition

_EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


@transaction.atomic
def film_changed(*, film: Film) -> None:
    """After an editor saved the film: make its still's files anew, and press what shows it.

    Raises `sanitize.Refused` where the still cannot be proved clean; nothing is changed then.
    """
    old = list(film.renditions.all())
    touched = registry.touching("film", str(film.pk)) | registry.touching("house", "")
    StillRendition.objects.filter(film=film).delete()
    if film.still is not None:
        with film.still.file.open("rb") as file:
            _render_still(film, file.read())
    registry.mark(touched | registry.touching("film", str(film.pk)))
    transaction.on_commit(lambda: _delete_files(old))


def _render_still(film: Film, picture: bytes) -> None:
    master = sanitize.open_picture(picture)
    key = secrets.token_hex(8)
    for made in sanitize.render(master.data):
        name = f"film/{key}/{made.width}.{_EXTENSIONS[made.format]}"
        default_storage.save(name, ContentFile(made.data))
        StillRendition.objects.create(
            film=film, key=key, format=made.format, width=made.width, height=made.height
        )


def _delete_files(old: list[StillRendition]) -> None:
    for made in old:
        default_storage.delete(queries.still_address(made).removeprefix("/media/"))
