"""Shaping: a word -> the glyphs that show it, kerned, joined and in visual order.

HarfBuzz shapes with the whole face, so what a word looks like does not depend on the document it
stands in, and each word is shaped once in a process.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from exporter.theme import Face
from exporter.theme.fonts import is_ignorable

MOST_WORDS = 1 << 15
"""The words of one face that are remembered; a novel has about half as many."""

SPACES = re.compile("([ \t\u00a0])")
"""What parts words for shaping. A no-break space does too: it may be stretched as another may."""
SOFT_HYPHEN = "\u00ad"
"""Only those that end a line come to a page, as hyphens."""
_SUBSTITUTES = {"\u2011": "-", "\u202f": "\u00a0", "\t": " "}
"""Characters that are set as others where a face has no glyph for them."""
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]+")
"""Characters that have no glyph, but say how their neighbours look: joiners and variation selectors."""
_UNSEEN = re.compile("[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Characters that say where a line may end and which way it runs: a page shows what came of it."""

_TEXT = {"kern": True, "liga": True, "dlig": False}
_CODE = {"liga": False, "clig": False, "calt": False, "dlig": False}
"""In code every character is seen: ``->`` is two, and no arrow."""

_SCRIPTLESS = (None, "Zyyy", "Zinh")
"""The scripts of text that is common to several (ISO 15924)."""


class Part(NamedTuple):
    """A glyph of a cluster, and where it stands from the first that takes room, in units of the face."""

    glyph: int
    x: int
    y: int


class Cluster(NamedTuple):
    """Glyphs that show ``text`` together: what a reader takes for one character, or a ligature.

    ``width`` is what the parts take by themselves in units of the face; ``shift`` is how far from the
    pen they stand, and ``advance`` how far it moves on, in thousandths of an em: both know of kerning.
    """

    text: str
    parts: tuple[Part, ...]
    width: int
    shift: float
    advance: float

    @property
    def is_plain(self) -> bool:
        """Whether it is one glyph on the baseline, of characters that are seen."""
        return len(self.parts) == 1 and self.parts[0][1:] == (0, 0) and not _JOINERS.search(self.text)


class Word(NamedTuple):
    """A shaped word: its clusters from left to right, and its advance in em.

    ``direction`` is ``ltr``, or ``rtl`` where it is read from its last cluster to its first; numbers
    and punctuation have none, and stand from left to right.
    """

    clusters: tuple[Cluster, ...]
    advance: float
    direction: str


class Shaper:
    """Shapes the words of one face. ``word`` remembers the words it was asked for last."""

    def __init__(self, face: Face) -> None:
        self._characters = face.characters
        self._font = face.hb_font
        self.scale = 1000 / face.look.units  # from its units to thousandths of an em
        self._features = _CODE if face.look.is_fixed_pitch else _TEXT
        self._hyphen = next(filter(self._has, "\u2010-"), "-")
        self.word = functools.lru_cache(MOST_WORDS)(self._word)

    def advance(self, text: str) -> float:
        """The advance of ``text`` in em: that of its words and spaces, each shaped alone."""
        if " " not in text and "\u00a0" not in text and "\t" not in text:
            return self.word(text).advance
        return sum(self.word(part).advance for part in SPACES.split(text) if part)

    def _has(self, character: str) -> bool:
        return ord(character) in self._characters

    def _word(self, text: str) -> Word:
        told = self._set_as(text)
        if not told:
            return Word((), 0, "")
        buffer = self._shaped(told.replace(SOFT_HYPHEN, self._hyphen))
        clusters = tuple(self._clusters(told, buffer))
        advance = sum(cluster.advance for cluster in clusters) / 1000
        return Word(clusters, advance, "" if buffer.script in _SCRIPTLESS else buffer.direction)

    def _shaped(self, text: str) -> Any:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS  # marks by themselves
        buffer.language = "und"  # guessed, it would be that of the machine
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer, self._features)
        return buffer

    def _clusters(self, text: str, buffer: Any) -> Iterator[Cluster]:
        """The glyphs by what they show: from where their cluster begins to where the next one does."""
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = sorted({0, *(info.cluster for info in infos), len(text)})
        ends = dict(itertools.pairwise(starts))
        place = 0
        while place < len(infos):
            first, start = place, infos[place].cluster
            while place < len(infos) and infos[place].cluster == start:
                place += 1
            yield self._cluster(text[start : ends[start]], infos[first:place], positions[first:place])

    def _cluster(self, text: str, infos: list[Any], positions: list[Any]) -> Cluster:
        if _JOINERS.fullmatch(text):  # nothing, where HarfBuzz has put a space without width
            return Cluster(text, (), 0, 0, 0)
        pen = 0
        parts: list[Part] = []
        for info, position in zip(infos, positions, strict=True):
            parts.append(Part(info.codepoint, pen + position.x_offset, position.y_offset))
            pen += position.x_advance
        wide = [part for part, position in zip(parts, positions, strict=True) if position.x_advance]
        if not wide:  # a mark takes no room, and stands where the font that is made of it has it
            return Cluster(text, tuple(parts), 0, 0, 0)
        origin = wide[0].x
        width = max(wide[-1].x - origin + self._font.get_glyph_h_advance(wide[-1].glyph), 0)
        from_origin = tuple(part._replace(x=part.x - origin) for part in parts)
        return Cluster(text, from_origin, width, origin * self.scale, pen * self.scale)

    def _set_as(self, text: str) -> str:
        """``text`` in characters that the face has, without those that draw nothing."""
        if text.isascii() and text != "\t":
            return text
        return "".join(map(self._character, _UNSEEN.sub("", text)))

    def _character(self, character: str) -> str:
        if self._has(character) or character == SOFT_HYPHEN or _JOINERS.match(character):
            return character
        if character in _SUBSTITUTES:
            return _SUBSTITUTES[character]
        return character if character.isspace() or not is_ignorable(character) else ""


shaper_of = functools.cache(Shaper)
"""The shaper of a face, one in a process: its words serve all documents."""
