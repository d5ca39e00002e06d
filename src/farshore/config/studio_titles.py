"""Titles of pictures and documents in the studio: what a file was called is never one.

Wagtail's uploader sends the name of the file as the title, before anybody has typed one. A name
such as "Hyesan, mother's house.jpg" would stay in the database, and be read aloud as the picture's
alternative text.
"""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm


class _Untitled:
    """A form whose title nobody has typed gets a neutral one."""

    data: Any
    cleaned_data: dict[str, Any]

    def clean_title(self) -> str:
        # The uploader of many files makes up its data; what a person sends is a QueryDict.
        typed = isinstance(self.data, QueryDict)
        return str(self.cleaned_data["title"]) if typed else gettext("Untitled")


class ImageForm(_Untitled, BaseImageForm):
    class Meta(BaseImageForm.Meta):
        pass


class DocumentForm(_Untitled, BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        pass
