"""Markdown -> Document: front matter and text apart, markdown-it-py in between."""

from __future__ import annotations

from exporter.model import Position, new_document
from exporter.readers.markdown.blocks import BlockReader
from exporter.readers.markdown.floods import refuse_floods
from exporter.readers.markdown.front_matter import read_metadata, split_front_matter
from exporter.readers.markdown.parser import parse
from exporter.readers.markdown.source import Source
from exporter.readers.reading import Notices, Read, decode


def read_markdown(data: bytes, name: str, *, repair: bool = False) -> Read:
    """The document in UTF-8 Markdown (CommonMark with the extensions of ARCHITECTURE.md).

    Raises ``InputRefused`` with a line for everything that is wrong or cannot be read, and
    ``LimitReached`` for nesting past the limit; nothing is ever left out.
    """
    text = decode(data, name, repair=repair)
    notices = Notices(name)
    if not text.strip():
        notices.error("source-empty", "the source is empty", Position(1, 1), "write something in it")
        notices.settle()
    front_matter, body = split_front_matter(text, name)
    metadata = read_metadata(front_matter, notices)
    refuse_floods(body, name)
    parsed = parse(body, name)
    reader = BlockReader(Source(name, body), parsed, notices)
    blocks = reader.blocks(parsed.tokens)
    reader.note_unused()
    settled = notices.settle()
    document = new_document(metadata=metadata, blocks=blocks, footnotes=tuple(reader.footnotes), source=name)
    return Read(document, settled)
