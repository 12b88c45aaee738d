"""The fonts to embed: a subset of each face that the document uses, and of no other."""

from __future__ import annotations

import functools
import string
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from exporter.backends.web.found import Clusters, Found, clusters_apart
from exporter.prepare import Prepared
from exporter.theme import (
    Face,
    TextStyle,
    Theme,
    face_chains,
    itemise,
    once_a_theme,
)
from exporter.theme.theme import FontRole

_ALWAYS = string.ascii_letters + string.digits + string.punctuation
"""In the subset of every face that is no script's: the numbers of lists and pages, and so one cached
subset serves many documents."""


_MOST_SUBSETS = 16
_Setting: TypeAlias = tuple[FontRole, bool, bool, Clusters]
"""What a style has to set: its role, whether it is bold and italic, and the clusters (UAX #29)."""


class FontFile(NamedTuple):
    """A subset of ``face`` as a TrueType font."""

    face: Face
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.face.name}.ttf"


def font_files(prepared: Prepared, theme: Theme, found: Found, spoken: Sequence[str]) -> tuple[FontFile, ...]:
    """The subsets that set what is ``found`` in all of ``prepared``, in a fixed order.

    Each language of ``spoken`` is taken to say everything, which embeds little twice: Han characters that
    passages write in several ways, and digits and punctuation where languages have scripts of their own.
    Letters of other scripts are in no subset of a script's face, so it may stand before the others.
    """
    spoken = tuple(spoken)
    sets_all = _sets_all(theme)
    settings = [
        (role, bold, italic, _with_letters(clusters) if sets_all(role, bold, italic, spoken) else clusters)
        for role, bold, italic, clusters in _settings(prepared, theme, found)
    ]
    return _maker(theme)(tuple(settings), spoken)


_ALL, _LETTERS = frozenset(_ALWAYS), frozenset(string.ascii_letters)


@functools.lru_cache(_MOST_SUBSETS)
def _with_letters(clusters: Clusters) -> Clusters:
    """``clusters`` with ``_ALWAYS``, which their face has whole, if there is any letter of it among them: so
    documents that differ in a name have one subset."""
    return clusters if clusters.isdisjoint(_LETTERS) else clusters | _ALL


@once_a_theme
def _sets_all(theme: Theme) -> Callable[[FontRole, bool, bool, tuple[str, ...]], bool]:
    """Whether one face sets all of ``_ALWAYS``, also where scripts have digits and marks of their own."""

    @functools.lru_cache(_MOST_SUBSETS)
    def sets_all(role: FontRole, bold: bool, italic: bool, spoken: tuple[str, ...]) -> bool:
        faces = (face_chains(theme)(role, bold, italic, tag) for tag in spoken)
        own = {*theme.fonts.body.families, *theme.fonts.code.families}
        return all(
            usual in (None, chain[0]) and chain[0].family in own and chain[0].has_all(_ALWAYS)
            for chain, usual in faces
        )

    return sets_all


@once_a_theme
def _maker(theme: Theme) -> Callable[[tuple[_Setting, ...], tuple[str, ...]], tuple[FontFile, ...]]:
    """The subsets for what is to be set in ``theme``: most documents of a run have the same characters."""

    @functools.lru_cache(_MOST_SUBSETS)
    def made(settings: tuple[_Setting, ...], spoken: tuple[str, ...]) -> tuple[FontFile, ...]:
        return _subsets(theme, settings, spoken)

    return made


def _subsets(theme: Theme, settings: Iterable[_Setting], spoken: Sequence[str]) -> tuple[FontFile, ...]:
    used: dict[Face, set[str]] = defaultdict(set)
    for role, bold, italic, parts in settings:
        for chain, usual in {face_chains(theme)(role, bold, italic, tag) for tag in spoken}:
            for face, run in (run for part in parts for run in itemise(part, chain, usual)):
                used[face].update(_glyphs(face, run))
    own = {*theme.fonts.body.families, *theme.fonts.code.families}
    return tuple(
        FontFile(
            face,
            face.subset(map(ord, characters | (_always(face) if face.family in own else set()))),
        )
        for face, characters in sorted(used.items())
        if any(not character.isspace() for character in characters)
    )


def languages(prepared: Prepared, found: Found) -> tuple[str, ...]:
    """The language of the document, then those of its passages, each once."""
    return tuple(dict.fromkeys((prepared.language, *found.languages)))


def _glyphs(face: Face, text: str) -> set[str]:
    """The characters that ``face`` may set ``text`` with: browsers compose letters and marks (NFC)."""
    composed = "" if text.isascii() else unicodedata.normalize("NFC", text)
    return {character for character in (*text, *composed) if ord(character) in face.characters}


@functools.cache
def _always(face: Face) -> frozenset[str]:
    """What of ``_ALWAYS`` is in ``face``."""
    return frozenset(_glyphs(face, _ALWAYS))


def _settings(prepared: Prepared, theme: Theme, found: Found) -> Iterator[_Setting]:
    """The clusters that each style has to set.

    Bold may be asked of any words (titles, labels, headers of tables); italic only of those that
    are emphasised, unless the theme sets a whole kind of text in it.
    """
    around = tuple(_words_around(prepared, theme))
    always = prepared.memory.of(("words around", around), (), lambda: clusters_apart(around))
    everything = found.words.union(always, clusters_apart([prepared.title]))
    yield "body", False, False, everything
    yield "body", True, False, everything
    yield "body", False, True, everything if _sets_italic(theme) else found.emphasised
    yield "body", True, True, found.bold_emphasised
    yield "code", False, False, found.code


def _words_around(prepared: Prepared, theme: Theme) -> Iterator[str]:
    """What stands around the blocks besides the title: letterhead, footer, and the language's phrases."""
    metadata, phrases = prepared.metadata, prepared.phrases
    yield from (metadata.subtitle, metadata.rights, *metadata.sources)
    yield from (words for fact, words in prepared.facts.items() if fact != "title")
    if metadata.publisher:
        yield from metadata.publisher.contacts
    yield from (phrases.contents, phrases.notes, phrases.back, phrases.sources, phrases.skip)
    yield from (phrases.page_of, theme.running.separator)


@once_a_theme
def _sets_italic(theme: Theme) -> bool:
    styles: Iterable[TextStyle] = (getattr(theme.text, name) for name in theme.text.__struct_fields__)
    return any(style.italic for style in styles)
