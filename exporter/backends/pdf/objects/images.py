"""Image XObjects (ISO 32000-1, 8.9.5): the pixels of an asset, as they came where a PDF can hold them so."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exporter.backends.pdf.objects import icc
from exporter.backends.pdf.objects.jpeg import Jpeg, read_jpeg
from exporter.backends.pdf.objects.png import Png, read_png
from exporter.backends.pdf.objects.syntax import Stream, Value, array, dictionary, reference
from exporter.model import Asset

if TYPE_CHECKING:
    from PIL.Image import Image

_DEVICE = {1: "/DeviceGray", 3: "/DeviceRGB"}
_OPAQUE = 255


def image(document: Any, asset: Asset) -> Stream:
    """The XObject of ``asset``, in greys or RGB: the output intent is sRGB.

    A JPEG goes in as it is, a PNG as the pixels it holds, unless its transparency or its order of
    rows forbids it; those, and what is in CMYK, are decoded and packed anew without loss.
    """
    if asset.media_type == "image/jpeg":
        jpeg = read_jpeg(asset.data)
        return _jpeg(document, asset, jpeg) if jpeg and jpeg.can_stand else _decoded(document, asset)
    png = read_png(asset.data)
    return _png(document, png) if png and png.can_stand else _decoded(document, asset)


def is_cmyk(asset: Asset) -> bool:
    """Whether the image has to be brought into RGB."""
    jpeg = read_jpeg(asset.data) if asset.media_type == "image/jpeg" else None
    return jpeg is not None and jpeg.is_cmyk


def _jpeg(document: Any, asset: Asset, jpeg: Jpeg) -> Stream:
    colours = _colours(document, len(jpeg.components), jpeg.profile)
    size = (jpeg.width, jpeg.height)
    return _x_object(asset.data, size, 8, {"ColorSpace": colours, "Filter": "/DCTDecode"})


def _png(document: Any, png: Png) -> Stream:
    colours = _colours(document, 3 if png.is_indexed else png.channels, png.profile)
    if png.is_indexed:
        table = b"<%b>" % png.palette.hex().encode()
        colours = array(("/Indexed", colours, len(png.palette) // 3 - 1, table))
    predicted = dictionary(Predictor=15, Colors=png.channels, BitsPerComponent=png.depth, Columns=png.width)
    entries = {"ColorSpace": colours, "Filter": "/FlateDecode", "DecodeParms": predicted}
    return _x_object(png.pixels, (png.width, png.height), png.depth, entries)


def _decoded(document: Any, asset: Asset) -> Stream:
    """The pixels of any image, and its alpha as a soft mask (ISO 32000-1, 11.6.5.3)."""
    from PIL import Image  # heavy: only for images that cannot stand as they are

    with Image.open(io.BytesIO(asset.data)) as opened:
        profile = opened.info.get("icc_profile") or b""
        pixels, alpha = _in_rgb(opened, profile)
        known = b"" if opened.mode == "CMYK" else profile
    entries = {"ColorSpace": _colours(document, len(pixels.getbands()), known)}
    if alpha and alpha.getextrema() != (_OPAQUE, _OPAQUE):
        mask = _x_object(alpha.tobytes(), alpha.size, 8, {"ColorSpace": _DEVICE[1]})
        entries["SMask"] = reference(document, mask)
    return _x_object(pixels.tobytes(), pixels.size, 8, entries)


def _in_rgb(opened: Image, profile: bytes) -> tuple[Image, Image | None]:
    """The pixels in greys or RGB, and their alpha where they have any."""
    if opened.mode == "CMYK":
        return _from_cmyk(opened, profile), None
    if opened.mode.startswith("I"):  # greys of 16 bits, whose upper byte is kept
        return opened.convert("I").point(lambda grey: grey / 256).convert("L"), None
    if opened.mode in ("LA", "RGBA") or "transparency" in opened.info:
        whole = opened.convert("LA" if opened.mode in ("1", "L", "LA") else "RGBA")
        *_, alpha = whole.split()
        return whole.convert(whole.mode[:-1]), alpha
    return opened.convert("L" if opened.mode in ("1", "L") else "RGB"), None


def _from_cmyk(opened: Image, profile: bytes) -> Image:
    """By the profile the image carries, else as readers do who know of none."""
    from PIL import ImageCms  # only for the rare image in CMYK

    try:
        converted = ImageCms.profileToProfile(
            opened, io.BytesIO(profile), io.BytesIO(icc.srgb()), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        converted = None
    return converted or opened.convert("RGB")


def _colours(document: Any, channels: int, profile: bytes) -> Value:
    """The colour space: the profile that came with the image, else the device's, which is sRGB."""
    if icc.channels(profile) != channels:
        return _DEVICE[channels]
    stream: Stream = document.shared(("icc", profile), lambda: Stream(profile, {"N": channels}))
    return array(("/ICCBased", reference(document, stream)))


def _x_object(data: bytes, size: tuple[int, int], depth: int, more: Mapping[str, Value]) -> Stream:
    width, height = size
    entries: dict[str, Value] = {"Type": "/XObject", "Subtype": "/Image", "Width": width, "Height": height}
    return Stream(data, {**entries, "BitsPerComponent": depth, **more})
