"""Draws the README's picture: the guide in its four formats, side by side, as others show it.

The PDF by poppler, the Word file by LibreOffice, the EPUB and the HTML page by Chromium.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import exporter
from exporter.backends import BACKENDS
from exporter.files import font_family
from exporter.theme import named_theme
from tests.judges import chromium, libreoffice
from tests.judges.available import why_missing

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "content/ketamine-cream.md"
PICTURE = ROOT / ".github/outputs.png"

HEIGHT = 760
GAP = 36
LABEL = 46
PHONE = 390
NAMES = {"pdf": "PDF", "docx": "Word", "epub": "EPUB", "html": "HTML"}


def main() -> int:
    missing = [
        f"{name}: {why}" for name in ("poppler", "libreoffice", "chromium") if (why := why_missing(name))
    ]
    if missing:
        print("; ".join(missing), "(make judges)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        shown = pictures(Path(folder))
    PICTURE.parent.mkdir(exist_ok=True)
    sheet(shown).quantize(256, Image.Quantize.MAXCOVERAGE).save(PICTURE, optimize=True)
    print(PICTURE.relative_to(ROOT))
    return 0


def pictures(folder: Path) -> dict[str, Image.Image]:
    """The first page of each format."""
    paths = {}
    for name, rendered in exporter.export(exporter.load(GUIDE), to=BACKENDS).items():
        paths[name] = folder / f"guide.{name}"
        paths[name].write_bytes(rendered.data)
    converted = libreoffice.to_pdf([paths["docx"]], folder)[paths["docx"]]
    assert isinstance(converted, Path), converted
    pages = chromium.epub_pages(paths["epub"], folder / "epub")
    chapter = next(page for page in pages if page.name == "chapter-006.xhtml")
    return {
        "pdf": first_page(paths["pdf"]),
        "docx": first_page(converted),
        "epub": on_phone(chapter, folder / "epub.png"),
        "html": on_phone(paths["html"], folder / "html.png"),
    }


def first_page(pdf: Path) -> Image.Image:
    command = ["pdftoppm", "-png", "-f", "1", "-l", "1", "-r", "120", str(pdf)]
    return Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))


def on_phone(page: Path, picture: Path) -> Image.Image:
    """What a phone's screen shows of a page."""
    chromium.look([chromium.Job(page, PHONE, round(PHONE * 2.05), screenshot=picture)])
    with Image.open(picture) as whole:
        return whole.crop((0, 0, PHONE, round(PHONE * 2.05)))


def sheet(shown: dict[str, Image.Image]) -> Image.Image:
    """The pictures at one height on the theme's tint, each with its name below."""
    palette = named_theme("clinic").palette
    scaled = {
        name: picture.convert("RGB").resize(
            (round(picture.width * HEIGHT / picture.height), HEIGHT), Image.LANCZOS
        )
        for name, picture in shown.items()
    }
    width = sum(picture.width for picture in scaled.values()) + GAP * (len(scaled) + 1)
    whole = Image.new("RGB", (width, HEIGHT + 2 * GAP + LABEL), palette["tint"])
    draw = ImageDraw.Draw(whole)
    family = font_family("Atkinson Hyperlegible")
    font = ImageFont.truetype(os.path.join(family.root, "files/AtkinsonHyperlegible-Bold.ttf"), 24)
    x = GAP
    for name, picture in scaled.items():
        draw.rectangle((x - 1, GAP - 1, x + picture.width, GAP + HEIGHT), outline=palette["hairline"])
        whole.paste(picture, (x, GAP))
        draw.text((x, GAP + HEIGHT + 14), NAMES[name], font=font, fill=palette["accent"])
        x += picture.width + GAP
    return whole


def at_height(picture: Image.Image) -> Image.Image:
    width = round(picture.width * HEIGHT / picture.height)
    return picture.convert("RGB").resize((width, HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main())
