"""The characters that a document sets: those its fonts must hold."""

from __future__ import annotations

import unicodedata

from exporter.model import Abbreviation, Code, CodeBlock, Kbd, Text, walk
from exporter.prepare import Prepared

_ALWAYS = "0123456789.,:;()—·•- \u00a0"


def characters_of(prepared: Prepared) -> frozenset[int]:
    """The code points of everything that can stand on a page of this document."""
    texts = [_ALWAYS, *prepared.facts.values(), *_phrases(prepared), *_stated(prepared)]
    roots = (prepared.document.blocks, *(note.blocks for note in prepared.notes))
    for blocks in roots:
        for root in blocks:
            for node in (root, *walk(root)):
                if isinstance(node, (Text, Code, CodeBlock, Kbd, Abbreviation)):
                    texts.append(node.text)
    texts += [getattr(node, "target", "") for node in walk(prepared.document)]
    whole = "".join(texts)
    composed = unicodedata.normalize("NFC", whole)  # a face may have a letter only with its mark
    return frozenset(map(ord, {*whole, *composed})) | set(range(0x61, 0x7B)) | set(range(0x41, 0x5B))


def _phrases(prepared: Prepared) -> tuple[str, ...]:
    return tuple(value for value in prepared.phrases if isinstance(value, str))


def _stated(prepared: Prepared) -> list[str]:
    metadata = prepared.metadata
    publisher = metadata.publisher
    named = [publisher.name, publisher.note, *publisher.contacts] if publisher else []
    return [metadata.title, metadata.subtitle, metadata.rights, *metadata.sources, *named]
