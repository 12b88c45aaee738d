"""The style sheet: the theme in CSS, and nothing that is not in the theme."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import msgspec

from exporter.backends.web.css import stack
from exporter.backends.web.fonts import FontFile
from exporter.backends.web.templates import filled
from exporter.prepare import Prepared
from exporter.theme import Colour, Theme, chain_width, face_chain, families, once_a_theme, usual_face
from exporter.theme.theme import FontRole, FontStack

REGULAR, BOLD = 400, 700


class FontSource(msgspec.Struct, frozen=True):
    """A face as ``@font-face`` describes it (CSS Fonts 4); ``address`` is where its bytes are."""

    family: str
    weight: int
    style: str
    address: str


class Stacks(msgspec.Struct, frozen=True):
    """The values of ``font-family`` for words and for code in a language."""

    language: str
    body: str
    code: str


def font_source(font: FontFile, address: str) -> FontSource:
    face = font.face
    weight, style = BOLD if face.bold else REGULAR, "italic" if face.italic else "normal"
    return FontSource(face.family, weight, style, address)


def stylesheet(
    prepared: Prepared, theme: Theme, fonts: Sequence[FontSource], spoken: Sequence[str], *, book: bool
) -> str:
    """The style sheet for ``prepared``, in which the languages ``spoken`` occur, its own first.

    A ``book`` stands in a reading system with sizes, margins and pages of its own (EPUB 3.3, 3.5);
    a web page is given the theme's, for the screen and for the printer.
    """
    stacks = tuple(_stacks(theme, language, fonts) for language in spoken)
    if book:
        return _sheets(theme)(tuple(fonts), stacks, book=True)
    return _sheets(theme)(
        tuple(fonts),
        stacks,
        book=False,
        header=(prepared.said(theme.running.header_start), prepared.said(theme.running.header_end)),
        footer=prepared.said(theme.running.footer_start),
        start="left" if prepared.direction == "ltr" else "right",
        end="right" if prepared.direction == "ltr" else "left",
        page_of=prepared.phrases.page_of,
    )


@once_a_theme
def _sheets(theme: Theme) -> Callable[..., str]:
    """``_sheet`` of a theme, which says the same of documents with the same fonts and running lines."""
    return functools.lru_cache(maxsize=16)(functools.partial(_sheet, theme))


def _sheet(
    theme: Theme, fonts: tuple[FontSource, ...], stacks: tuple[Stacks, ...], *, book: bool, **running: object
) -> str:
    own, *others = stacks
    dark = {**theme.palette, **theme.screen.dark}
    return filled(
        "style.css.j2",
        theme=theme,
        # No look need name a colour of the palette, so none has been checked to be one before.
        palette={name: Colour.named(name, theme.palette) for name in theme.palette},
        dark={name: Colour.named(name, dark) for name in theme.screen.dark},
        fonts=fonts,
        stacks=own,
        passages=[stacks for stacks in others if (stacks.body, stacks.code) != (own.body, own.code)],
        bullets=stack(dict.fromkeys(theme.fonts.body.families), theme.fonts.body.generic),
        separator=_width(theme, theme.running.separator, own.language),
        book=book,
        **running,
    )


def _width(theme: Theme, words: str, language: str) -> float:
    """The width of ``words`` of the body, in em."""
    return chain_width(words, face_chain(theme, "body", bold=False, italic=False, language=language))


def _stacks(theme: Theme, language: str, fonts: Sequence[FontSource]) -> Stacks:
    """Which families set a language: that of its own script first, whose subset has digits and punctuation
    but no letters of other scripts, then those of the theme's stacks, then those embedded."""
    embedded = {font.family for font in fonts}

    def stack_of(role: FontRole, own: FontStack) -> str:
        known = embedded.union(own.families)
        usual = usual_face(theme, role, bold=False, italic=False, language=language)
        chain = (*((usual.family,) if usual else ()), *families(theme, role, language))
        return stack(dict.fromkeys(name for name in chain if name in known), own.generic)

    look = theme.fonts
    return Stacks(language, stack_of("body", look.body), stack_of("code", look.code))
