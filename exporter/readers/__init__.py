"""Readers: bytes -> Document. They get bytes and a name, and open nothing."""

from __future__ import annotations

from exporter.readers.json import read_json
from exporter.readers.markdown import read_markdown
from exporter.readers.metadata import with_overrides
from exporter.readers.reading import Read


def read(data: bytes, name: str, *, repair: bool = False) -> Read:
    """The document in ``data``: the model's JSON where ``name`` ends in ``.json``, else Markdown.

    ``repair`` replaces characters that no XML file can hold by U+FFFD instead of refusing them.
    Raises ``InputRefused`` or ``LimitReached``, with a line for everything found wrong.
    """
    if name.lower().endswith(".json"):
        return read_json(data, name)
    return read_markdown(data, name, repair=repair)
