"""Shaping: a word -> the glyphs that show it, kerned, joined and in visual order.

HarfBuzz shapes with the whole face, so what a word looks like does not depend on the document it
stands in, and each word is shaped once in a process.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from exporter.backends.pdf.fonts.strings import moved, string
from exporter.theme import Face
from exporter.theme.fonts import is_ignorable

MOST_WORDS = 1 << 17
"""The words of one face that are remembered, half a kilobyte each: a novel has a tenth of them, a long
table of numbers all."""

MOST_CLUSTERS = 1 << 12
"""The clusters of one face that are remembered: its letters, each as often as it is kerned differently."""

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
_DIGITS = "0123456789"
_NEIGHBOURS = "".join(map("".join, itertools.product(_DIGITS, repeat=2)))
"""Every two digits side by side, most of them between different others; and a number that is longer than
any: there are faces that group its thousands."""

_Positioned = tuple[int, tuple[int, int, int, int]]
"""A glyph, and HarfBuzz's position of it: offset and advance, each across and up."""


class Part(NamedTuple):
    """A glyph of a cluster, and where it stands from the first that takes room, in units of the face."""

    glyph: int
    x: int
    y: int


class Form(NamedTuple):
    """What one character code shows, and what it says: the glyphs of a cluster, and their width as it
    is in the font, in units of the face."""

    text: str
    parts: tuple[Part, ...]
    width: int


class Cluster(NamedTuple):
    """Glyphs that show a text together: what a reader takes for one character, or a ligature.

    ``shift`` is how far from the pen they stand, and ``advance`` how far it moves on, in thousandths of
    an em: both know of kerning. ``is_plain`` where it is one glyph on the baseline, of characters that
    are seen; then ``operand`` is how it is shown if the glyph has its own number as its code.
    """

    form: Form
    shift: float
    advance: float
    is_plain: bool
    operand: str = ""


class Word(NamedTuple):
    """A shaped word: its clusters from left to right, and its advance in thousandths of an em.

    ``direction`` is ``ltr``, or ``rtl`` where it is read from its last cluster to its first; numbers
    and punctuation have none, and stand from left to right. ``operand`` is how it is shown if all its
    glyphs have their own numbers as codes; empty where they cannot have.
    """

    clusters: tuple[Cluster, ...]
    advance: float
    direction: str
    operand: str


class Shaper:
    """Shapes the words of one face. ``word`` and ``advance`` remember what they were asked for last."""

    def __init__(self, face: Face) -> None:
        self._characters = face.characters
        self._font = face.hb_font
        self.scale = 1000 / face.look.units  # from its units to thousandths of an em
        self._features = _CODE if face.look.is_fixed_pitch else _TEXT
        self._hyphen = next(filter(self._has, "\u2010-"), "-")
        self.word = functools.lru_cache(MOST_WORDS)(self._word)
        self.advance = functools.lru_cache(MOST_WORDS)(self._advance)
        self._cluster = functools.lru_cache(MOST_CLUSTERS)(self._new_cluster)

    def _advance(self, text: str) -> float:
        """The advance of ``text`` in em: that of its words and spaces, each shaped alone."""
        parts = (text,) if text.isalnum() else SPACES.split(text)
        return sum([self.word(part).advance for part in parts if part]) / 1000

    def _has(self, character: str) -> bool:
        return ord(character) in self._characters

    def _word(self, text: str, rtl: bool | None = None) -> Word:
        """``rtl`` is the direction of the line there; where it is not said, that of the letters."""
        if rtl is None and text.isascii() and text.isdigit() and self._digits:
            return _joined(self._number(text), "")
        told = self._set_as(text)
        if not told:
            return Word((), 0, "", "")
        buffer = self._shaped(told.replace(SOFT_HYPHEN, self._hyphen), rtl)
        clusters = tuple(self._clusters(told, buffer))
        direction = "" if rtl is None and buffer.script in _SCRIPTLESS else buffer.direction
        return _joined(clusters, direction)

    @functools.cached_property
    def _digits(self) -> dict[str, Cluster]:
        """The cluster of each digit as a number ends with it, and before each other digit; none of a face
        where more than that tells how a digit looks."""
        known: dict[str, Cluster] = {}
        for text in (*_DIGITS, _NEIGHBOURS):
            clusters = list(self._clusters(text, self._shaped(text, None)))
            pairs = [text[start : start + 2] for start in range(len(text))]
            if len(clusters) < len(pairs) or not all(cluster.is_plain for cluster in clusters):
                return {}
            for pair, cluster in zip(pairs, clusters, strict=True):
                if known.setdefault(pair, cluster) != cluster:
                    return {}
        return known

    def _number(self, text: str) -> tuple[Cluster, ...]:
        """The clusters of digits without shaping them: long tables have as many numbers as rows."""
        known = self._digits
        return tuple([known[text[start : start + 2]] for start in range(len(text))])

    def _shaped(self, text: str, rtl: bool | None) -> Any:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS  # marks by themselves
        buffer.language = "und"  # guessed, it would be that of the machine
        buffer.guess_segment_properties()
        if rtl is not None:
            buffer.direction = "rtl" if rtl else "ltr"
        uharfbuzz.shape(self._font, buffer, self._features)
        return buffer

    def _clusters(self, text: str, buffer: Any) -> Iterator[Cluster]:
        """The glyphs by what they show: from where their cluster begins to where the next one does."""
        infos = buffer.glyph_infos
        found = [info.cluster for info in infos]
        glyphs = [
            (info.codepoint, position.position)
            for info, position in zip(infos, buffer.glyph_positions, strict=True)
        ]
        if found == list(range(len(text))):  # as most words are
            yield from map(self._cluster, text, zip(glyphs, strict=True))
            return
        starts = sorted({0, *found, len(text)})
        texts = {start: text[start:end] for start, end in itertools.pairwise(starts)}
        for start, group in itertools.groupby(zip(found, glyphs, strict=True), operator.itemgetter(0)):
            yield self._cluster(texts[start], tuple(glyph for _, glyph in group))

    def _new_cluster(self, text: str, glyphs: tuple[_Positioned, ...]) -> Cluster:
        if _JOINERS.fullmatch(text):  # nothing, where HarfBuzz has put a space without width
            return Cluster(Form(text, (), 0), 0, 0, is_plain=False)
        pen = 0
        parts: list[Part] = []
        wide: list[Part] = []
        for glyph, (right, up, advance, _) in glyphs:
            part = Part(glyph, pen + right, up)
            parts.append(part)
            wide += [part] if advance else []
            pen += advance
        if not wide:  # a mark takes no room, and stands where the font that is made of it has it
            has_none = self._font.get_glyph_h_advance(parts[0].glyph) == 0  # some get it by shaping alone
            return self._cluster_of(Form(text, tuple(parts), 0), 0, 0, has_none and _is_plain(text, parts))
        origin = wide[0].x
        width = max(wide[-1].x - origin + self._font.get_glyph_h_advance(wide[-1].glyph), 0)
        parts = [part._replace(x=part.x - origin) for part in parts]
        form = Form(text, tuple(parts), width)
        return self._cluster_of(form, origin * self.scale, pen * self.scale, _is_plain(text, parts))

    def _cluster_of(self, form: Form, shift: float, advance: float, is_plain: bool) -> Cluster:
        if not is_plain:
            return Cluster(form, shift, advance, is_plain)
        after = advance - shift - form.width * self.scale
        operand = moved(shift) + string(form.parts[0].glyph) + moved(after)
        return Cluster(form, shift, advance, is_plain, operand)

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


def _joined(clusters: tuple[Cluster, ...], direction: str) -> Word:
    """The word of ``clusters``, which is read in ``direction``."""
    advance = sum([cluster.advance for cluster in clusters])
    is_plain = direction != "rtl" and all(cluster.is_plain for cluster in clusters)
    operand = "".join([cluster.operand for cluster in clusters]) if is_plain else ""
    return Word(clusters, advance, direction, operand)


def _is_plain(text: str, parts: list[Part]) -> bool:
    return len(parts) == 1 and parts[0].x == parts[0].y == 0 and not _JOINERS.search(text)


shaper_of = functools.cache(Shaper)
"""The shaper of a face, one in a process: its words serve all documents."""
