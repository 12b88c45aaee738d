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

from exporter.backends.archive import Deflated, deflated_between
from exporter.backends.blanks import Blanks, Form
from exporter.backends.web import FontFile, FontSource, filled, font_source, legal
from exporter.backends.web.css import stack
from exporter.model import Direction
from exporter.prepare import Prepared
from exporter.theme import Colour, Face, TextStyle, Theme, chain_width, face_chains, itemise, once_a_theme

COVER_IMAGE = "cover.svg"
_SMALLER = 0.9
_LEAST = 1.0
_OF_NAMES = string.ascii_letters + string.digits + "'-., "
_MOST_BALANCED = 6
"""As many lines as browsers balance."""


class Line(NamedTuple):
    """A line of words, how far down its baseline stands, and how it looks."""

    words: str
    baseline: float
    size: float
    weight: str
    colour: Colour


class About(NamedTuple):
    """What a cover says besides its title, and in which language."""

    language: str
    direction: Direction
    subtitle: str
    publisher: str
    kind: str


def cover(prepared: Prepared, theme: Theme) -> Deflated:
    """The picture: the publisher and the title on a band of colour, the subtitle and the kind below."""
    publisher = prepared.metadata.publisher
    about = About(
        prepared.language,
        prepared.direction,
        legal(prepared.metadata.subtitle),
        legal(publisher.name) if publisher else "",
        legal(theme.running.separator.join(prepared.said(theme.letterhead.end))),
    )
    return _sheets(theme)(about).titled(legal(prepared.title))


@once_a_theme
def _sheets(theme: Theme) -> Callable[[About], _Sheet]:
    return functools.lru_cache(maxsize=16)(functools.partial(_Sheet, theme))


class _Sheet:
    """A cover with all but its title, for the documents of a batch differ in that alone."""

    def __init__(self, theme: Theme, about: About) -> None:
        self._theme, self._about = theme, about
        self._setter = setter = _Setter(about.language, theme)
        page, text = theme.page, theme.text
        band = page.height * theme.cover.band
        head = setter.lines(about.publisher, text.letterhead_name, theme.cover.ink, band / 2, below=page.top)
        foot = setter.lines(
            about.kind, text.letterhead, text.letterhead.colour, band, above=page.height - page.bottom
        )
        left = min((line.baseline for line in foot), default=page.height) - band - page.top - page.bottom
        below = setter.lines(about.subtitle, text.subtitle, text.subtitle.colour, left, below=band + page.top)
        self._above, self._below = head, (*below, *foot)
        self._foot_of_title = band - page.bottom
        self._left = self._foot_of_title - max((line.baseline for line in head), default=page.top)
        self._words = (
            (about.publisher, text.letterhead_name.bold),
            (about.kind, text.letterhead.bold),
            (about.subtitle, text.subtitle.bold),
        )
        self.titled = functools.lru_cache(maxsize=4)(self._titled)
        self._fonts = functools.lru_cache(maxsize=8)(self._fonts_with)
        self._pieces = functools.lru_cache(maxsize=8)(self._pieces_around)

    def _titled(self, title: str) -> Deflated:
        """The picture, compressed in pieces around ``title`` and its lines."""
        look = self._theme.text.title
        lines = self._setter.lines(title, look, self._theme.cover.ink, self._left, above=self._foot_of_title)
        blanks = Blanks()
        pieces = self._pieces(
            blanks.blank(escape(title)),
            tuple([line._replace(words=blanks.blank(escape(line.words))) for line in lines]),
            self._fonts(self._setter.telling(title)),
        )
        parts = [pieces[0]]
        for words, piece in zip(blanks.words, pieces[1:], strict=True):
            parts += (words.encode(), piece)
        return deflated_between(parts)

    def _fonts_with(self, title: str) -> tuple[FontSource, ...]:
        """The fonts that set ``title`` and all else."""
        words = (*self._words, (title, self._theme.text.title.bold))
        return tuple(
            font_source(font, f"data:font/ttf;base64,{base64.b64encode(font.data).decode('ascii')}")
            for font in self._setter.fonts(words)
        )

    def _pieces_around(
        self, title: str, lines: tuple[Line, ...], fonts: tuple[FontSource, ...]
    ) -> tuple[bytes, ...]:
        """The picture in pieces, between which the words of ``title`` and of its ``lines`` stand."""
        about, page, look = self._about, self._theme.page, self._theme.cover
        picture = filled(
            "cover.svg.j2",
            language=about.language,
            direction=about.direction,
            title=title,
            width=page.width,
            height=page.height,
            band=page.height * look.band,
            paper=page.background,
            ground=look.ground,
            start=page.left if about.direction == "ltr" else page.width - page.left,
            fonts=fonts,
            family=stack(dict.fromkeys(font.family for font in fonts), self._theme.fonts.body.generic),
            lines=(*self._above, *lines, *self._below),
        )
        return tuple(piece.encode() for piece in Form.of(picture).pieces)


@functools.cache
def _of_names(face: Face) -> frozenset[str]:
    """What of ``_OF_NAMES`` is in a face."""
    return frozenset(filter(face.has_all, _OF_NAMES))


class _Setter:
    """Sets words in lines between the margins of covers in one language."""

    def __init__(self, language: str, theme: Theme) -> None:
        self._breaker = _breakers(theme)(language)
        self._titles = self._breaker.chain(theme.text.title.bold)[0]
        self._of_names = _of_names(self._titles)

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
        broken, size = self._breaker.fitted(words, style, height)
        leading = size * style.leading / style.size
        first = above - (len(broken) - 1) * leading if above else below + size
        weight = "bold" if style.bold else "normal"
        return [
            Line(line, first + number * leading, size, weight, colour) for number, line in enumerate(broken)
        ]

    def telling(self, title: str) -> str:
        """Of ``title`` what the fonts hang on: one character if it has only those that names are made of."""
        return title if set(title) - self._of_names else title and min(self._of_names)

    def fonts(self, said: Iterable[tuple[str, bool]]) -> list[FontFile]:
        """Subsets of the faces that set words, in bold or not, without instructions for small sizes. The
        face of a title has all that names are made of, so that most titles have the same."""
        used: dict[Face, set[str]] = {}
        for words, bold in said:
            for face, run in itemise(words, self._breaker.chain(bold)) if words else ():
                used.setdefault(face, set()).update(run)
        if self._titles in used:
            used[self._titles] |= self._of_names
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
