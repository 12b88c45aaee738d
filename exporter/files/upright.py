"""Images the right way up: some readers of a file turn a picture as its camera says, and some do not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION = 0x0112
"""The tag that says how a picture has to be turned (Exif 2.32, 4.6.5.1)."""


def is_upright(image: Image) -> bool:
    """Whether an image is to be shown as its rows are stored."""
    return _turn(image) is None


def upright(image: Image) -> bytes:
    """The bytes of a PNG or JPEG that is stored as ``image`` is to be shown, with its colours and without
    what its camera says. A JPEG is coded anew with its own tables, so that it loses next to nothing."""
    turn = _turn(image)
    turned = image if turn is None else image.transpose(turn)
    options: dict[str, Any] = {}
    if image.format == "JPEG":
        from PIL import JpegImagePlugin  # heavy: only for pictures to turn

        sampling = JpegImagePlugin.get_sampling(image)
        options = {"qtables": image.quantization, "subsampling": sampling}  # type: ignore[attr-defined]
    if "transparency" in image.info:
        options["transparency"] = image.info["transparency"]
    stream = io.BytesIO()
    turned.save(stream, image.format, icc_profile=image.info.get("icc_profile"), **options)
    return stream.getvalue()


def _turn(image: Image) -> Any:
    """How to transpose an image, if at all."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    stated: object = image.getexif().get(_ORIENTATION)
    return turns.get(stated) if isinstance(stated, int) else None
