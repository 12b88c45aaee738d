"""The cover: a picture drawn from the theme, for the shelf of a reading system and for its first page.

It is an SVG whose words are text, so that the reading system puts them in their order and shapes them; the
fonts they need are inside, for a picture can fetch nothing. Its units are points: it is a sheet of paper.
"""

from __future__ import annotations

import base64
import functools
import math
import string
from collections.abc import Callable, Iterable
from typing import NamedTuple

from markupsafe import escape

from exporter.backends.archive import Deflated, deflated_around
from exporter.backends.blanks import Blanks, Form
from exporter.backends.web import FontFile, FontSource, filled, font_source, legal
from exporter.backends.web.css import stack
from exporter.model import Direction
from exporter.prepare import Prepared
from exporter.theme import Colour, Face, TextStyle, Theme, chain_width, face_chains, itemise, once_a_theme

COVER_IMAGE = "cover.svg"
_SMALLER = 0.9
_LEAST = 1.0
_OF_NAMES = string.ascii_letters + string.digits + "'-.,"
_MOST_BALANCED = 6
"""As many lines as browsers balance."""


class Line(NamedTuple):
    """A line of words, how far down its baseline stands, and how it looks."""

    words: str
    baseline: float
    size: float
    weight: str
    colour: Colour


class Said(NamedTuple):
    """What a cover says, and in which language."""

    language: str
    direction: Direction
    title: str
    subtitle: str
    publisher: str
    kind: str


def cover(prepared: Prepared, theme: Theme) -> Deflated:
    """The picture: the publisher and the title on a band of colour, the subtitle and the kind below."""
    publisher = prepared.metadata.publisher
    return _covers(theme)(
        Said(
            prepared.language,
            prepared.direction,
            legal(prepared.title),
            legal(prepared.metadata.subtitle),
            legal(publisher.name) if publisher else "",
            legal(theme.running.separator.join(prepared.said(theme.letterhead.end))),
        )
    )


@once_a_theme
def _covers(theme: Theme) -> Callable[[Said], Deflated]:
    """``_drawn`` of a theme: one picture for documents that differ below their title alone, and one form for
    those whose titles take as much room."""
    form = functools.lru_cache(maxsize=16)(functools.partial(_form, theme))
    return functools.lru_cache(maxsize=16)(functools.partial(_drawn, theme, form))


def _drawn(theme: Theme, form: Callable[..., Form], said: Said) -> Deflated:
    page, look, text = theme.page, theme.cover, theme.text
    setter = _Setter(said.language, theme)
    band = page.height * look.band
    head = setter.lines(said.publisher, text.letterhead_name, look.ink, band / 2, below=page.top)
    left = band - page.bottom - max((line.baseline for line in head), default=page.top)
    title = setter.lines(said.title, text.title, look.ink, left, above=band - page.bottom)
    foot = setter.lines(
        said.kind, text.letterhead, text.letterhead.colour, band, above=page.height - page.bottom
    )
    left = min((line.baseline for line in foot), default=page.height) - band - page.top - page.bottom
    about = setter.lines(said.subtitle, text.subtitle, text.subtitle.colour, left, below=band + page.top)
    blanks = Blanks()
    shape = form(
        said.language,
        said.direction,
        blanks.blank(escape(said.title)),
        tuple(
            font_source(font, blanks.blank(f"data:font/ttf;base64,{_base64(font.data)}"))
            for font in setter.fonts()
        ),
        tuple(
            line._replace(words=blanks.blank(escape(line.words))) for line in (*head, *title, *about, *foot)
        ),
    )
    own = dict.fromkeys(escape(words).encode() for words in (said.title, *(line.words for line in title)))
    return deflated_around(shape.joined(blanks.words).encode(), own)


def _form(
    theme: Theme,
    language: str,
    direction: Direction,
    title: str,
    fonts: tuple[FontSource, ...],
    lines: tuple[Line, ...],
) -> Form:
    """The picture without what it says."""
    page, look = theme.page, theme.cover
    return Form.of(
        filled(
            "cover.svg.j2",
            language=language,
            direction=direction,
            title=title,
            width=page.width,
            height=page.height,
            band=page.height * look.band,
            paper=page.background,
            ground=look.ground,
            start=page.left if direction == "ltr" else page.width - page.left,
            fonts=fonts,
            family=stack(dict.fromkeys(font.family for font in fonts), theme.fonts.body.generic),
            lines=lines,
        )
    )


@functools.lru_cache(maxsize=64)
def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@functools.cache
def _of_names(face: Face) -> frozenset[str]:
    """What of ``_OF_NAMES`` is in a face."""
    return frozenset(filter(face.has_all, _OF_NAMES))


class _Setter:
    """Sets words in lines between the margins of one cover, and remembers what its fonts have to set."""

    def __init__(self, language: str, theme: Theme) -> None:
        self._breaker = _breakers(theme)(language)
        self._titles = theme.text.title
        self._used: dict[bool, str] = {}

    def lines(
        self,
        words: str,
        style: TextStyle,
        colour: Colour,
        height: float,
        *,
        below: float = 0,
        above: float = 0,
    ) -> list[Line]:
        """``words`` in the largest size, up to the cover's own, in which they need no more than ``height``;
        with the first line right ``below`` a place, or the last right ``above`` one.
        """
        if not words:
            return []
        self._used[style.bold] = self._used.get(style.bold, "") + words
        broken, size = self._breaker.fitted(words, style, height)
        leading = size * style.leading / style.size
        first = above - (len(broken) - 1) * leading if above else below + size
        weight = "bold" if style.bold else "normal"
        return [
            Line(line, first + number * leading, size, weight, colour) for number, line in enumerate(broken)
        ]

    def fonts(self) -> list[FontFile]:
        """Subsets of the faces that set what has been set, without instructions for small sizes. The face of
        a title has all that names are made of, so that most titles have the same."""
        used: dict[Face, set[str]] = {}
        for bold, words in self._used.items():
            for face, run in itemise(words, self._breaker.chain(bold)):
                used.setdefault(face, set()).update(run)
        titles = self._breaker.chain(self._titles.bold)[0]
        if titles in used:
            used[titles] |= _of_names(titles)
        return [
            FontFile(face, face.subset(map(ord, run), is_hinted=False)) for face, run in sorted(used.items())
        ]


@once_a_theme
def _breakers(theme: Theme) -> Callable[[str], _Breaker]:
    return functools.lru_cache(maxsize=8)(functools.partial(_Breaker, theme))


class _Breaker:
    """Breaks words of a language into lines between the margins; most covers share all but their titles."""

    def __init__(self, theme: Theme, language: str) -> None:
        self._width, self._scale = theme.page.text_width, theme.cover.scale
        self._chains, self._language = face_chains(theme), language
        self.fitted = functools.lru_cache(maxsize=16)(self._fitted)

    def _fitted(self, words: str, style: TextStyle, height: float) -> tuple[list[str], float]:
        """``words`` in lines, and their size in points, up to the cover's own."""
        size = style.size * self._scale
        broken = self._broken(words, style, self._width / size)
        while size > _LEAST and not self._fit(broken, style, size, height):
            size *= _SMALLER
            broken = self._broken(words, style, self._width / size)
        return (self._balanced(broken, style) if style.balanced else broken), size

    def _broken(self, words: str, style: TextStyle, room: float) -> list[str]:
        """``words`` in lines no wider than ``room``, in em; a word that is wider has a line to itself."""
        lines: list[str] = []
        for word in words.split():
            if lines and self._reach(longer := f"{lines[-1]} {word}", style) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _balanced(self, lines: list[str], style: TextStyle) -> list[str]:
        """``lines`` with the widest as narrow as their number allows (CSS Text 4, ``text-wrap: balance``)."""
        while 1 < len(lines) <= _MOST_BALANCED:
            widest = max(self._reach(line, style) for line in lines)
            narrower = self._broken(" ".join(lines), style, math.nextafter(widest, 0))
            if len(narrower) > len(lines) or narrower == lines:
                break
            lines = narrower
        return lines

    def _fit(self, lines: Iterable[str], style: TextStyle, size: float, height: float) -> bool:
        broken = list(lines)
        widest = max((self._reach(line, style) for line in broken), default=0)
        return widest * size <= self._width and len(broken) * size * style.leading / style.size <= height

    def _reach(self, words: str, style: TextStyle) -> float:
        """The width of ``words`` in em."""
        return chain_width(words, self.chain(style.bold))

    def chain(self, bold: bool) -> tuple[Face, ...]:
        return self._chains("body", bold, False, self._language).faces
