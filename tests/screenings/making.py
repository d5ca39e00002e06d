"""The film, for tests."""

import io

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.images import get_image_model

from farshore.screenings.models import Film


def film(title: str = "The Ferry", **more: object) -> Film:
    """A film as an editor may have left it."""
    return Film.objects.create(title=title, **more)


def still(colour: str = "navy", size: tuple[int, int] = (956, 400)) -> object:
    """A picture in the studio, as an editor uploaded it."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", comment=b"a secret in a comment")
    return get_image_model().objects.create(title="Still", file=ImageFile(out, name="still.jpg"))
