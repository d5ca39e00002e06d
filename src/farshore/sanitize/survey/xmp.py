"""XMP packets, by the words in them: no XML parser is ever shown a stranger's XML."""

import re

from ..values import Removed

WORDS = (
    (Removed.POSITION, rb"GPS|:City\b|:Country|:Location\b|:State\b|LocationCreated|LocationShown"),
    (Removed.CAMERA, rb"tiff:Make|tiff:Model|SerialNumber|aux:Lens|exifEX:Lens|CameraOwner"),
    (
        Removed.DATE,
        rb"CreateDate|ModifyDate|MetadataDate|DateTimeOriginal|DateTimeDigitized|DateCreated",
    ),
    (Removed.OWNER, rb"dc:creator|dc:rights|Artist|OwnerName|CreatorContactInfo|:Credit\b|:Owner"),
    (Removed.PEOPLE, rb"mwg-rs:|PersonInImage|MP:Region|RegionInfo|PersonDisplayName"),
    (Removed.COMMENT, rb"dc:description|dc:title|dc:subject|UserComment|:Headline|:Caption"),
    (Removed.EDIT_HISTORY, rb"xmpMM:|CreatorTool|crs:|photoshop:History|DerivedFrom"),
    (Removed.HIDDEN_PICTURE, rb"GDepth:|GImage:|hdrgm:|HDRGainMap"),
    (Removed.THUMBNAIL, rb"xmp:Thumbnails|xmpGImg:"),
)
PATTERNS = tuple((kind, re.compile(words)) for kind, words in WORDS)


def found_in_xmp(packet: bytes) -> set[Removed]:
    """Say what an XMP packet speaks of; a packet that says nothing known is OTHER."""
    plain = packet.replace(b"\0", b"")  # UTF-16 and UTF-32 packets become readable
    found = {kind for kind, pattern in PATTERNS if pattern.search(plain)}
    return found or {Removed.OTHER}
