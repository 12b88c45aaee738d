"""The style sheet: the theme in CSS, and nothing that is not in the theme."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

import msgspec

from exporter.backends.blanks import Blanks, Form
from exporter.backends.web.css import quoted, stack
from exporter.backends.web.fonts import FontFile
from exporter.backends.web.templates import filled
from exporter.prepare import Prepared
from exporter.theme import Colour, Theme, chain_width, face_chain, families, once_a_theme, usual_face
from exporter.theme.theme import Fact, FontRole, FontStack

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
    if book:
        return _forms(theme)(tuple(fonts), tuple(spoken), book=True).pieces[0]
    blanks, look = Blanks(), theme.running

    def line(facts: Iterable[Fact]) -> str:
        return blanks.blank(quoted(look.separator.join(prepared.said(facts))))

    form = _forms(theme)(
        tuple([msgspec.structs.replace(font, address=blanks.blank(font.address)) for font in fonts]),
        tuple(spoken),
        book=False,
        header=(line(look.header_start), line(look.header_end)),
        footer=line(look.footer_start),
        start="left" if prepared.direction == "ltr" else "right",
        end="right" if prepared.direction == "ltr" else "left",
        page_of=prepared.phrases.page_of,
    )
    return form.joined(blanks.words)


@once_a_theme
def _forms(theme: Theme) -> Callable[..., Form]:
    """``_form`` of a theme, which says the same of documents with the same fonts."""
    return functools.lru_cache(maxsize=16)(functools.partial(_form, theme))


def _form(
    theme: Theme, fonts: tuple[FontSource, ...], spoken: tuple[str, ...], *, book: bool, **running: object
) -> Form:
    own, *others = [_stacks(theme, language, fonts) for language in spoken]
    dark = {**theme.palette, **theme.screen.dark}
    return Form.of(
        filled(
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
