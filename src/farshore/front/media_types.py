"""What kind of thing a file is, by its name; feeds by their first element.

Written here, because the system's own table differs from machine to machine.
"""

import re

_TEXT = "; charset=utf-8"
_KINDS = {
    "html": "text/html" + _TEXT,
    "css": "text/css" + _TEXT,
    "js": "text/javascript" + _TEXT,
    "mjs": "text/javascript" + _TEXT,
    "txt": "text/plain" + _TEXT,
    "csv": "text/csv" + _TEXT,
    "vtt": "text/vtt" + _TEXT,
    "srt": "application/x-subrip" + _TEXT,
    "ics": "text/calendar" + _TEXT,
    "xml": "application/xml" + _TEXT,
    "json": "application/json",
    "geojson": "application/geo+json",
    "webmanifest": "application/manifest+json",
    "map": "application/json",
    "svg": "image/svg+xml" + _TEXT,
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "m3u8": "application/vnd.apple.mpegurl",
    "ts": "video/mp2t",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "oga": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "wacz": "application/wacz",
    "kmz": "application/vnd.google-earth.kmz",
    "kml": "application/vnd.google-earth.kml+xml",
    "pmtiles": "application/vnd.pmtiles",
    "mvt": "application/vnd.mapbox-vector-tile",
    "pbf": "application/x-protobuf",
    "parquet": "application/vnd.apache.parquet",
}
UNKNOWN = "application/octet-stream"
SNIFFED = 1024
"""Bytes of an XML file in which its first element stands."""

_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_FEEDS = {b"rss": "application/rss+xml" + _TEXT, b"feed": "application/atom+xml" + _TEXT}


def kind_of(name: str, beginning: bytes = b"") -> str:
    """The media type of a file; `beginning` are its first bytes, for XML."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    kind = _KINDS.get(suffix, UNKNOWN)
    if suffix != "xml":
        return kind
    root = _ROOT.search(beginning[:SNIFFED])
    return _FEEDS.get(root[1], kind) if root else kind
