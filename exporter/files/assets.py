"""Images: the files a document names become assets that travel inside it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import msgspec

from exporter.errors import InputRefused
from exporter.files.reading import read_inside
from exporter.model import Asset, Document, Figure, InlineImage, MediaType, walk
from exporter.notices import Notice

_TYPES: dict[str, MediaType] = {"PNG": "image/png", "JPEG": "image/jpeg"}


def load_assets(document: Document, root: Path) -> Document:
    """``document`` with the bytes of each image it names and does not hold yet.

    Raises ``InputRefused`` with a line for each image that is missing, lies outside ``root``
    or is neither PNG nor JPEG.
    """
    assets = dict(document.assets)
    notices: list[Notice] = []
    for node in walk(document):
        if isinstance(node, (Figure, InlineImage)) and node.asset not in assets:
            try:
                assets[node.asset] = read_asset(read_inside(root, node.asset))
            except InputRefused as refused:
                notices += (
                    msgspec.structs.replace(
                        notice, file=document.source, line=node.pos.line, column=node.pos.column
                    )
                    for notice in refused.notices
                )
    if notices:
        raise InputRefused(*notices)
    return msgspec.structs.replace(document, assets=assets) if assets else document


def read_asset(data: bytes) -> Asset:
    """The asset whose bytes these are; only the header is decoded."""
    from PIL import Image, UnidentifiedImageError  # heavy: only for documents with images

    try:
        with Image.open(io.BytesIO(data), formats=tuple(_TYPES)) as image:
            media_type = _TYPES[image.format or ""]
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, KeyError, Image.DecompressionBombError):
        raise InputRefused.because(
            "image-type", "the image is neither PNG nor JPEG", "convert it to PNG"
        ) from None
    digest = hashlib.sha256(data).hexdigest()
    return Asset(digest=digest, media_type=media_type, width=width, height=height, data=data)
