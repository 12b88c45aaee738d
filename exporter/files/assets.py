"""Images: the files a document names become assets that travel inside it."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import NamedTuple

import msgspec

from exporter.errors import ExporterError, InputRefused, LimitReached
from exporter.files.places import Place
from exporter.files.reading import read_inside
from exporter.files.upright import is_upright, upright
from exporter.model import (
    Asset,
    Document,
    Figure,
    InlineImage,
    MediaType,
    Node,
    Paragraph,
    Text,
    kinds_of,
    rewrite,
    walk,
)
from exporter.notices import Notice

MOST_PIXELS = 25_000_000
"""The largest image, decided from its header: a small file can hold gigabytes of one colour."""
_TYPES: dict[str, MediaType] = {"PNG": "image/png", "JPEG": "image/jpeg"}


_IMAGES = {Figure, InlineImage}


class Loaded(NamedTuple):
    """A document with its images, and what is to be said of those it does without."""

    document: Document
    notices: tuple[Notice, ...]


def load_assets(document: Document, root: Place, *, placeholders: bool = False) -> Loaded:
    """``document`` with the bytes of each image it names and does not hold yet.

    Raises ``InputRefused`` or ``LimitReached`` with a line for each image that is missing, lies
    outside ``root``, is neither PNG nor JPEG, is damaged or too large. With ``placeholders``
    such an image becomes its words in brackets, and its line a warning.
    """
    assets = dict(document.assets)
    refusals: list[ExporterError] = []
    for node in walk(document) if kinds_of(document) & _IMAGES else ():
        if isinstance(node, (Figure, InlineImage)) and node.asset not in assets:
            try:
                assets[node.asset] = read_asset(read_inside(root, node.asset))
            except (InputRefused, LimitReached) as refused:
                refusals.append(type(refused)(*_placed(refused, document.source, node)))
    notices = tuple(notice for refusal in refusals for notice in refusal.notices)
    if refusals and not placeholders:
        kind = LimitReached if any(isinstance(one, LimitReached) for one in refusals) else InputRefused
        raise kind(*notices)
    loaded = msgspec.structs.replace(document, assets=assets) if assets else document
    warned = tuple(msgspec.structs.replace(notice, severity="warning") for notice in notices)
    return Loaded(_with_placeholders(loaded) if refusals else loaded, warned)


def _placed(refused: ExporterError, source: str, node: Figure | InlineImage) -> list[Notice]:
    """What was said of a file, at the place in the document that names it."""
    return [
        msgspec.structs.replace(notice, file=source, line=node.pos.line, column=node.pos.column)
        for notice in refused.notices
    ]


def _with_placeholders(document: Document) -> Document:
    """Images that the document does not hold as their words."""

    def shown(node: Node) -> Node:
        if isinstance(node, Figure) and node.asset not in document.assets:
            words = (
                Text(f"[{node.alt or node.asset}]"),
                *((Text(" "), *node.caption) if node.caption else ()),
            )
            return Paragraph(words, id=node.id, pos=node.pos)
        if isinstance(node, InlineImage) and node.asset not in document.assets:
            return _words(node)
        return node

    return msgspec.structs.replace(
        document,
        blocks=tuple(rewrite(block, shown) for block in document.blocks),
        footnotes=tuple(rewrite(note, shown) for note in document.footnotes),
    )


def _words(image: Figure | InlineImage) -> Text:
    """What stands for an image that is not there."""
    return Text(f"[{image.alt or image.asset}]")


def read_asset(data: bytes) -> Asset:
    """The asset whose bytes these are.

    The size comes from the header; the image is decoded once, to see that it can be. One that is stored
    on its side is turned here, once for all formats. Raises
    ``InputRefused`` for what is no sound PNG or JPEG, ``LimitReached`` for too many pixels.
    """
    from PIL import Image, UnidentifiedImageError  # heavy: only for documents with images

    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:100].lower().startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        raise InputRefused.because("image-svg", "SVG images cannot be used yet", "export it as PNG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a camera wrote badly is no fault of the picture
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(_TYPES)) as image:
                media_type = _TYPES[image.format or ""]
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise _too_large(width, height)
                image.verify()  # every chunk and its checksum, also those that decoding does not reach
            with Image.open(io.BytesIO(data), formats=tuple(_TYPES)) as image:
                image.load()
                if not is_upright(image):
                    return read_asset(upright(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise LimitReached.because("image-too-large", "the image has too many pixels") from None
    except UnidentifiedImageError:
        raise InputRefused.because(
            "image-type", "the image is neither PNG nor JPEG", "convert it to PNG"
        ) from None
    except (OSError, ValueError, SyntaxError, KeyError, EOFError, MemoryError):
        raise InputRefused.because("image-damaged", "the image is damaged", "save it again") from None
    digest = hashlib.sha256(data).hexdigest()
    return Asset(digest=digest, media_type=media_type, width=width, height=height, data=data)


def _too_large(width: int, height: int) -> LimitReached:
    return LimitReached.because(
        "image-too-large",
        f"the image has {width} × {height} pixels, more than {MOST_PIXELS // 1_000_000} million",
        "make it smaller",
    )
