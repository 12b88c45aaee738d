"""Rules about pictures, and about what stands for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exporter.checks.subject import Finding, Subject
from exporter.checks.wording import IMAGE_OF
from exporter.model import Asset, Figure, InlineImage
from exporter.theme import Theme

LEAST_DPI = 150
"""Pixels an inch below which print looks coarse."""
_NATURAL = 0.75
"""Points a pixel of a picture without a width: 96 pixels an inch (CSS Values 4, 6.2)."""
_FILE_NAME = re.compile(
    r"[^\n/\\]+\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|heic|avif)"
    r"|(?:img|dsc[nf]?|pxl|image|picture|screenshot|untitled)[_ -]?\d[\d_.:() -]*",
    re.IGNORECASE,
)
"""Names of files, and those that cameras and programs give where nobody else does."""


def alt_missing(images: Sequence[Figure | InlineImage]) -> Iterator[Finding]:
    for node in images:
        if not node.decorative and not node.alt.strip():
            yield Finding(f"the image {node.asset!r} has no text alternative", node.pos)


def alt_file_name(images: Sequence[Figure | InlineImage]) -> Iterator[Finding]:
    for node in images:
        if not node.decorative and _FILE_NAME.fullmatch(node.alt.strip()):
            yield Finding(f"the text alternative {node.alt!r} is the name of a file", node.pos)


def alt_says_image(images: Sequence[Figure | InlineImage]) -> Iterator[Finding]:
    """A screen reader has said already that there is an image."""
    for node in images:
        if not node.decorative and node.alt.strip().lower().startswith(IMAGE_OF):
            yield Finding(f"the text alternative begins {node.alt.strip()[:20]!r}", node.pos)


def image_coarse(subject: Subject) -> Iterator[Finding]:
    """At the size it has on the page where it stands in the full width of the text; one in a box or a cell
    is smaller, and finer than is said here."""
    for node in subject.of(Figure, InlineImage):
        asset = subject.document.assets.get(node.asset)
        if asset:
            dpi = asset.width / (_width(node, asset, subject.theme) / 72)
            if dpi < LEAST_DPI:
                yield Finding(f"{node.asset!r} has {dpi:.0f} pixels an inch at the size it is used", node.pos)


def _width(node: Figure | InlineImage, asset: Asset, theme: Theme) -> float:
    """How wide the picture is on paper, in points."""
    page = theme.page
    natural, ratio = asset.width * _NATURAL, asset.width / asset.height
    if isinstance(node, InlineImage):
        return min(natural, theme.text.body.size * theme.figure.in_line * ratio)
    highest = (page.height - page.top - page.bottom) * theme.figure.most
    wanted = page.text_width * node.width if node.width else natural
    return min(wanted, page.text_width, highest * ratio)


def asset_missing(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(Figure, InlineImage):
        if node.asset not in subject.document.assets:
            yield Finding(f"the document does not hold the image {node.asset!r}", node.pos)
