"""Pictures in the line (DrawingML, ISO/IEC 29500-1, 20.4.2.8): their parts, sizes and words."""

from __future__ import annotations

import functools
import hashlib
import io
import itertools

import msgspec

from exporter.backends.docx.xml import escape
from exporter.model import Asset, MediaType
from exporter.theme import Length, Theme

POINTS_PER_PIXEL = 0.75
"""At 96 pixels an inch, the natural size of an image (CSS Values 3, 5.2)."""

_QR_SCALE = 8
"""Pixels for each module: enough to print sharply at any size a page has room for."""

_SUFFIXES: dict[MediaType, str] = {"image/png": "png", "image/jpeg": "jpg"}
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


class Picture(msgspec.Struct, frozen=True):
    """An image as the line holds it: its size in points; without ``alt`` it is decorative."""

    digest: str
    width: float
    height: float
    alt: str


class Media:
    """The images of one document, each held once, and a number for each place that shows one."""

    def __init__(self) -> None:
        self._images: dict[str, tuple[MediaType, bytes]] = {}
        self._numbers = itertools.count(1)

    def add(self, digest: str, media_type: MediaType, data: bytes) -> None:
        self._images.setdefault(digest, (media_type, data))

    def part(self, digest: str) -> tuple[str, MediaType, bytes]:
        """The name of the part that holds an image, its type and its bytes."""
        media_type, data = self._images[digest]
        return f"/word/media/{digest[:32]}.{_SUFFIXES[media_type]}", media_type, data

    def inline(self, picture: Picture, relationship: str) -> str:
        """A run with ``picture`` in it (``wp:inline``)."""
        number = next(self._numbers)
        width, height = Length(picture.width).emu, Length(picture.height).emu
        size = f'cx="{width}" cy="{height}"'
        described = (
            f'descr="{escape(picture.alt)}"/>' if picture.alt else f'descr="">{_DECORATIVE}</wp:docPr>'
        )
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{number}" name="Picture {number}" {described}'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relationship}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def fitted(asset: Asset, alt: str, room: tuple[float, float], share: float = 0) -> Picture:
    """The picture of ``asset`` within ``room`` (width and height in points), never distorted.

    ``share`` of the room's width; 0 is the natural size. A picture only ever shrinks to fit.
    """
    width, height = asset.width * POINTS_PER_PIXEL, asset.height * POINTS_PER_PIXEL
    scale = share * room[0] / width if share else 1
    scale = min(scale, room[0] / width, room[1] / height)
    return Picture(asset.digest, width * scale, height * scale, alt)


def qr_png(target: str, theme: Theme) -> bytes:
    """A QR code (ISO/IEC 18004) for ``target`` as a PNG, always the same bytes."""
    look = theme.qr
    return _qr_png(target, look.quiet_zone, look.dark, look.light)


@functools.lru_cache(maxsize=16)
def _qr_png(target: str, quiet_zone: int, dark: str, light: str) -> bytes:
    """Kept, because a batch of handouts bears the same code thousands of times."""
    import segno  # only for documents that have one

    stream = io.BytesIO()
    code = segno.make(target, micro=False)
    code.save(stream, kind="png", scale=_QR_SCALE, border=quiet_zone, dark=dark, light=light)
    return stream.getvalue()


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
