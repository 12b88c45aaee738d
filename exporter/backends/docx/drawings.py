"""Pictures (DrawingML, ISO/IEC 29500-1, 20.4): their parts, sizes and words."""

from __future__ import annotations

import functools
import hashlib
import io
import itertools
from typing import NamedTuple

import msgspec

from exporter.backends.docx.xml import escape
from exporter.model import Asset, MediaType
from exporter.qr import qr_code
from exporter.theme import Length, Theme

POINTS_PER_PIXEL = 0.75
"""At 96 pixels an inch, the natural size of an image (CSS Values 3, 5.2)."""

_WHOLE = 100_000
"""The side of an image in thousandths of a percent (22.9.2.9)."""

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
    title: str = ""


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

    def number(self) -> int:
        """That of the next place."""
        return next(self._numbers)


class Shown(NamedTuple):
    """A place that shows an image: its number, and the relationship to the image."""

    number: str
    relationship: str

    def inline(self, picture: Picture) -> str:
        """A run with ``picture`` in it (``wp:inline``, 20.4.2.8)."""
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"{self._content(picture)}</wp:inline></w:drawing></w:r>"
        )

    def beside(self, picture: Picture, gap: float, *, hang: float, rtl: bool) -> str:
        """A run with ``picture`` at the start of the line, text going past it (``wp:anchor``, 20.4.2.3).

        In points: ``gap`` is the space between picture and text, and ``hang`` what of the picture is left
        out at the start of the line (20.1.8.55), where it is as white as the paper.
        """
        # From right to left, programs do not agree from where an offset counts.
        start = "<wp:align>right</wp:align>" if rtl else "<wp:posOffset>0</wp:posOffset>"
        crop = f'<a:srcRect {"r" if rtl else "l"}="{round(hang / picture.width * _WHOLE)}"/>' if hang else ""
        shown = msgspec.structs.replace(picture, width=picture.width - hang)
        left, right = (Length(gap).emu, 0) if rtl else (0, Length(gap).emu)
        extent, rest = self._content(shown, crop).split("/>", 1)
        return (
            f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="{left}" distR="{right}" simplePos="0" '
            'relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
            '<wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="column">{start}</wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            f'{extent}/><wp:wrapSquare wrapText="bothSides"/>{rest}</wp:anchor></w:drawing></w:r>'
        )

    def _content(self, picture: Picture, crop: str = "") -> str:
        """What a drawing holds, wherever it stands: its extent first, then the rest. ``crop`` says which part
        of the image it does not show."""
        number, relationship = self
        size = f'cx="{Length(picture.width).emu}" cy="{Length(picture.height).emu}"'
        title = f' title="{escape(picture.title)}"' if picture.title else ""
        described = (
            f'descr="{escape(picture.alt)}"/>' if picture.alt else f'descr="">{_DECORATIVE}</wp:docPr>'
        )
        return (
            f'<wp:extent {size}/><wp:docPr id="{number}" name="Picture {number}"{title} {described}'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relationship}"/>{crop}'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        )


def fitted(asset: Asset, alt: str, room: tuple[float, float], share: float = 0) -> Picture:
    """The picture of ``asset`` within ``room`` (width and height in points), never distorted.

    ``share`` of the room's width; 0 is the natural size. A picture only ever shrinks to fit.
    """
    width, height = asset.width * POINTS_PER_PIXEL, asset.height * POINTS_PER_PIXEL
    scale = share * room[0] / width if share else 1
    scale = min(scale, room[0] / width, room[1] / height)
    return Picture(asset.digest, width * scale, height * scale, alt)


def quiet_zone(target: str, theme: Theme) -> float:
    """How wide the quiet zone of the code for ``target`` is (ISO/IEC 18004, 6.3.8), in points."""
    quiet, modules = theme.qr.quiet_zone, len(qr_code(target).matrix)
    return theme.qr.size * quiet / (modules + 2 * quiet)


def qr_png(target: str, theme: Theme) -> bytes:
    """A QR code (ISO/IEC 18004) for ``target`` as a PNG, always the same bytes."""
    look = theme.qr
    return _qr_png(target, look.quiet_zone, look.dark, look.light)


@functools.lru_cache(maxsize=16)
def _qr_png(target: str, quiet_zone: int, dark: str, light: str) -> bytes:
    """Kept, because a batch of handouts bears the same code thousands of times."""
    stream = io.BytesIO()
    code = qr_code(target)
    code.save(stream, kind="png", scale=_QR_SCALE, border=quiet_zone, dark=dark, light=light)
    return stream.getvalue()


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
