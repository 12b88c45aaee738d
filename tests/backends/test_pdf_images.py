"""Images in a PDF: as they came where they can be, in RGB or greys, and each once."""

from __future__ import annotations

import hashlib
import io
import itertools
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pikepdf
import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from exporter.backends.pdf import PdfBackend
from exporter.backends.pdf.objects import icc
from exporter.files import read_asset
from exporter.model import Block, Figure, InlineImage
from exporter.prepare import prepare
from exporter.render import Rendered
from exporter.theme import named_theme
from tests.backends.test_pdf import DATE
from tests.judges import page_validation, problems, require
from tests.samples import minimal, paragraph

WIDTH, HEIGHT = 48, 32


def shades(mode: str) -> Image.Image:
    """A picture in which neighbouring pixels differ, and all channels."""
    picture = Image.new("RGBA", (WIDTH, HEIGHT))
    picture.putdata([(x * 5, y * 7, (x + y) * 3, 255 - x) for y in range(HEIGHT) for x in range(WIDTH)])
    return picture if mode == "RGBA" else picture.convert("RGB").convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def raw_png(
    depth: int, colour_type: int, rows: bytes, *, interlaced: bool = False, size: tuple[int, int] = (1, 1)
) -> bytes:
    """A PNG of which Pillow cannot write the like."""
    header = struct.pack(">IIBBBBB", *size, depth, colour_type, 0, 0, interlaced)
    chunks = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def render(*blocks: Block, **assets: bytes) -> Rendered:
    held = {name: read_asset(data) for name, data in assets.items()}
    document = msgspec.structs.replace(minimal(*blocks), assets=held)
    return PdfBackend().render(prepare(document, DATE), named_theme("clinic"), None)


OPEN: list[pikepdf.Pdf] = []


@pytest.fixture(autouse=True)
def close_what_was_read() -> Iterator[None]:
    """Objects live no longer than the file they were read from."""
    yield
    while OPEN:
        OPEN.pop().close()


def x_objects(rendered: Rendered) -> list[pikepdf.Stream]:
    """The images that pages paint, each once."""
    pdf = pikepdf.open(io.BytesIO(rendered.data))
    OPEN.append(pdf)
    found = [item for page in pdf.pages for item in page.Resources.get("/XObject", {}).values()]
    return list({item.objgen: item for item in found}.values())


def the_image(data: bytes) -> pikepdf.Stream:
    (found,) = x_objects(render(Figure("a", "A picture"), a=data))
    assert "/Interpolate" not in found
    return found


def pixels(found: pikepdf.Stream) -> Image.Image:
    return pikepdf.PdfImage(found).as_pil_image()


JPEGS = {
    "RGB": saved(shades("RGB"), "JPEG"),
    "grey": saved(shades("L"), "JPEG"),
    "progressive": saved(shades("RGB"), "JPEG", progressive=True),
}


@pytest.mark.parametrize("data", JPEGS.values(), ids=JPEGS)
def test_a_jpeg_is_not_encoded_anew(data: bytes) -> None:
    found = the_image(data)
    assert found.read_raw_bytes() == data
    assert found.Filter == "/DCTDecode"
    assert found.ColorSpace == ("/DeviceGray" if data == JPEGS["grey"] else "/DeviceRGB")


PNGS = {
    "RGB": (saved(shades("RGB"), "PNG"), "RGB"),
    "grey": (saved(shades("L"), "PNG"), "L"),
    "black and white": (saved(shades("1"), "PNG"), "L"),
    "palette": (saved(shades("RGB").quantize(60), "PNG"), "RGB"),
    "palette of 4": (saved(shades("RGB").quantize(4), "PNG"), "RGB"),
}


@pytest.mark.parametrize(("data", "mode"), PNGS.values(), ids=PNGS)
def test_the_pixels_of_a_png_go_in_as_they_are(data: bytes, mode: str) -> None:
    found = the_image(data)
    assert found.read_raw_bytes() in data
    assert pixels(found).convert(mode).tobytes() == Image.open(io.BytesIO(data)).convert(mode).tobytes()


def test_greys_of_16_bits_go_in_as_they_are() -> None:
    found = the_image(raw_png(16, 0, b"\0\x12\x34"))
    assert (found.BitsPerComponent, found.ColorSpace) == (16, "/DeviceGray")
    assert found.read_bytes() == b"\x12\x34"


def test_an_interlaced_png_is_decoded() -> None:
    assert the_image(raw_png(8, 2, b"\0\x10\x20\x30", interlaced=True)).read_bytes() == b"\x10\x20\x30"
    assert the_image(raw_png(16, 0, b"\0\x12\xff", interlaced=True)).read_bytes() == b"\x12"


def test_a_png_with_more_rows_than_it_says_is_decoded() -> None:
    found = the_image(raw_png(8, 0, b"\0\x10\0\x99"))
    assert found.read_bytes() == b"\x10"
    assert "/DecodeParms" not in found


TRANSPARENT: dict[str, bytes] = {
    "RGBA": saved(shades("RGBA"), "PNG"),
    "grey and alpha": saved(shades("RGBA").convert("LA"), "PNG"),
    "palette": saved(shades("RGB").quantize(8), "PNG", transparency=3),
    "one colour of RGB": saved(shades("RGB"), "PNG", transparency=(0, 0, 0)),
    "one grey": saved(shades("L"), "PNG", transparency=0),
}


@pytest.mark.parametrize("data", TRANSPARENT.values(), ids=TRANSPARENT)
def test_what_is_transparent_becomes_a_soft_mask(data: bytes) -> None:
    found = the_image(data)
    whole = Image.open(io.BytesIO(data)).convert("RGBA")
    mask = found.SMask
    assert (mask.ColorSpace, mask.BitsPerComponent) == ("/DeviceGray", 8)
    assert mask.read_bytes() == whole.getchannel("A").tobytes()
    assert len(set(mask.read_bytes())) > 0
    assert pixels(found).convert("RGB").tobytes() == whole.convert("RGB").tobytes()


def test_alpha_that_hides_nothing_is_left_out() -> None:
    picture = shades("RGB").convert("RGBA")
    found = the_image(saved(picture, "PNG"))
    assert "/SMask" not in found
    assert found.read_bytes() == shades("RGB").tobytes()


def test_cmyk_becomes_rgb_and_is_told() -> None:
    data = saved(shades("RGB").convert("CMYK"), "JPEG", quality=95)
    rendered = render(Figure("a", "A picture"), a=data)
    (found,) = x_objects(rendered)
    assert found.ColorSpace == "/DeviceRGB"
    assert found.read_bytes() == Image.open(io.BytesIO(data)).convert("RGB").tobytes()
    assert [notice.code for notice in rendered.notices] == ["pdf-cmyk"]
    assert render(Figure("a", "A picture"), a=JPEGS["RGB"]).notices == ()


def test_an_rgb_jpeg_that_says_so_only_by_its_names_is_decoded() -> None:
    """A PDF would take its components for luminance and chrominance."""
    plain = saved(shades("RGB"), "JPEG", keep_rgb=True)
    start = plain.index(b"\xff\xee") if b"\xff\xee" in plain else plain.index(b"\xff\xe0")
    length = int.from_bytes(plain[start + 2 : start + 4])
    bare = plain[:start] + plain[start + 2 + length :]
    found = the_image(bare)
    assert found.Filter == "/FlateDecode"
    assert found.read_bytes() == Image.open(io.BytesIO(bare)).convert("RGB").tobytes()


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
WITH_PROFILE: dict[str, Callable[[bytes], bytes]] = {
    "JPEG": lambda profile: saved(shades("RGB"), "JPEG", icc_profile=profile),
    "PNG": lambda profile: saved(shades("RGB"), "PNG", icc_profile=profile),
    "palette": lambda profile: saved(shades("RGB").quantize(9), "PNG", icc_profile=profile),
    "alpha": lambda profile: saved(shades("RGBA"), "PNG", icc_profile=profile),
}


@pytest.mark.parametrize("make", WITH_PROFILE.values(), ids=WITH_PROFILE)
def test_a_profile_that_came_with_the_image_says_its_colours(make: Callable[[bytes], bytes]) -> None:
    space = the_image(make(PROFILE)).ColorSpace
    based = space[1] if space[0] == "/Indexed" else space
    assert based[0] == "/ICCBased"
    assert based[1].read_bytes() == PROFILE
    assert based[1].N == 3


def test_a_profile_for_other_colours_is_left_out() -> None:
    for wrong in (b"none", PROFILE[:16] + b"CMYK" + PROFILE[20:], PROFILE + b"more"):
        assert the_image(WITH_PROFILE["JPEG"](wrong)).ColorSpace == "/DeviceRGB"


def test_a_long_profile_of_a_jpeg_is_joined() -> None:
    """A segment holds 64 KiB; what follows goes on in the next (ICC.1, B.4)."""
    profile = PROFILE + bytes(200_000)
    profile = len(profile).to_bytes(4) + profile[4:]
    assert icc.channels(profile) == 3
    assert the_image(WITH_PROFILE["JPEG"](profile)).ColorSpace[1].read_bytes() == profile


def test_one_object_for_one_asset_and_one_profile() -> None:
    data = WITH_PROFILE["PNG"](PROFILE)
    blocks = (
        Figure("a", "One"),
        paragraph(InlineImage("a", "two")),
        Figure("b", "Three"),
        Figure("c", "Four"),
    )
    rendered = render(*blocks, a=data, b=bytes(data), c=WITH_PROFILE["JPEG"](PROFILE))
    one, other = x_objects(rendered)
    assert one.ColorSpace[1].objgen == other.ColorSpace[1].objgen


def test_the_profile_of_srgb_is_srgb() -> None:
    """Little CMS converts a grid of colours from ours to its own, and finds nothing to change."""
    steps = (0, 1, 5, 10, 11, 40, 77, 128, 200, 254, 255)
    grid = Image.new("RGB", (len(steps) ** 2, len(steps)))
    grid.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    ours = ImageCms.ImageCmsProfile(io.BytesIO(icc.srgb()))
    other = ImageCms.profileToProfile(grid, ours, ImageCms.createProfile("sRGB"))
    assert other is not None
    differences = [abs(a - b) for a, b in zip(grid.tobytes(), other.tobytes(), strict=True)]
    assert max(differences) <= 1
    assert ImageCms.getProfileDescription(ours).strip() == "sRGB IEC61966-2.1"


def test_the_profile_of_srgb_is_signed_and_always_the_same() -> None:
    profile = icc.srgb()
    unsigned = profile[:84] + bytes(16) + profile[100:]
    assert profile[84:100] == hashlib.md5(unsigned, usedforsecurity=False).digest()
    assert icc.channels(profile) == 3
    assert len(profile) == int.from_bytes(profile[:4]) < 600


@pytest.mark.judges
def test_page_validation_has_nothing_to_say_of_images(tmp_path: Path) -> None:
    """Beside what it says of any file that has no tags yet."""
    require("page_validation")
    sources = {
        **{f"png{number}": data for number, (data, _) in enumerate(PNGS.values())},
        **{f"alpha{number}": data for number, data in enumerate(TRANSPARENT.values())},
        **{f"profile{number}": make(PROFILE) for number, make in enumerate(WITH_PROFILE.values())},
        **{f"jpeg{number}": data for number, data in enumerate(JPEGS.values())},
        "cmyk": saved(shades("RGB").convert("CMYK"), "JPEG"),
        "deep": raw_png(16, 0, b"\0\x12\x34"),
    }
    plain, pictures = tmp_path / "plain.pdf", tmp_path / "pictures.pdf"
    plain.write_bytes(render(paragraph("Words.")).data)
    pictures.write_bytes(render(*(Figure(name, "A picture") for name in sources), **sources).data)
    for profile in (page_validation.Profile.PDF_UA_1, page_validation.Profile.PDF_A_2A):
        said = page_validation.judge([plain, pictures], profile)
        asked = {path: {finding.code for finding in problems(found)} for path, found in said.items()}
        assert asked[pictures] == asked[plain]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *itertools.product(["JPEG"], ["L", "RGB", "CMYK"]),
        *itertools.product(["PNG"], ["L", "RGB", "P", "RGBA"]),
    ],
)
def test_a_picture_stands_as_its_camera_says(kind: str, orientation: int, mode: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(shades(mode), kind, exif=exif, icc_profile=icc.srgb() if mode == "RGB" else None)
    asset = read_asset(data)
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    with Image.open(io.BytesIO(asset.data)) as stored:
        assert stored.size == (asset.width, asset.height) == wanted.size
        assert stored.getexif().get(0x0112, 1) == 1
        assert bool(stored.info.get("icc_profile")) == (mode == "RGB")
        differences = ImageChops.difference(stored.convert("RGBA"), wanted.convert("RGBA"))
    assert max(ImageStat.Stat(differences).mean) < (4 if kind == "JPEG" else 0.001)
    assert (asset.data == data) == (orientation == 1)


def test_a_camera_that_writes_nonsense_turns_nothing() -> None:
    for exif in (b"Exif\0\0MM\0*\0\0\xff\xff\1\2\3", b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\2\0\xff\0\0\0"):
        data = saved(shades("RGB"), "JPEG", exif=exif)
        assert read_asset(data).data == data
