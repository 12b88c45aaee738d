"""The last words, after the text: where it comes from, and who may use it how."""

from __future__ import annotations

from exporter.language import Phrases
from exporter.model import Block, BulletList, ListItem, Metadata, Paragraph, Strong, Text
from exporter.prepare.labels import said


def colophon_of(metadata: Metadata, phrases: Phrases) -> tuple[Block, ...]:
    """Sources below their label, and rights. A label and no heading: those are the author's alone."""
    language = metadata.language
    blocks: list[Block] = []
    sources = [source for source in metadata.sources if source]
    if sources:
        blocks.append(Paragraph((Strong((said(phrases.sources, language, phrases, language),)),)))
        blocks.append(BulletList(tuple(ListItem((_line(source),)) for source in sources)))
    if metadata.rights:
        blocks.append(_line(metadata.rights))
    return tuple(blocks)


def _line(words: str) -> Paragraph:
    return Paragraph((Text(words),))
