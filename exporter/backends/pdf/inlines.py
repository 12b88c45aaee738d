"""Inlines -> pieces of lines."""

from __future__ import annotations

from abc import ABC

from exporter.backends.pdf.bidi import isolated
from exporter.backends.pdf.boxes import Box
from exporter.backends.pdf.boxes.pictures import POINTS_PER_PIXEL
from exporter.backends.pdf.hyphenation import hyphenated
from exporter.backends.pdf.runs import NEWLINE, Backing, Picture, Piece, Run
from exporter.backends.pdf.setting import Setting, Typesetter
from exporter.backends.pdf.structure import StructElem
from exporter.model import (
    Abbreviation,
    Code,
    Emphasis,
    FootnoteRef,
    InlineImage,
    Inlines,
    Kbd,
    LineBreak,
    Link,
    Mark,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from exporter.prepare import Prepared
from exporter.render import Renderer
from exporter.theme import Theme

Pieces = list[Piece]


class InlineRenderer(Renderer[Setting, Box, Pieces], ABC):
    """The half of the renderer that makes pieces; marks change the setting and go on."""

    def __init__(self, prepared: Prepared, theme: Theme, typesetter: Typesetter) -> None:
        self.prepared = prepared
        self.theme = theme
        self.typesetter = typesetter
        self.is_rtl = prepared.direction == "rtl"
        self.root = StructElem("Document")
        self.notes = {note.id: StructElem("Note", id=note.anchor) for note in prepared.notes}

    def pieces(self, content: Inlines, setting: Setting) -> Pieces:
        return [piece for pieces in self.inlines(content, setting) for piece in pieces]

    def plain(self, text: str, setting: Setting) -> Pieces:
        """The pieces of text that is no node: labels, numbers, addresses."""
        return list(self.typesetter.runs(text, setting))

    def text(self, node: Text, context: Setting) -> Pieces:
        if not context.style.hyphenated:
            return self.plain(node.text, context)
        language = context.language or self.prepared.language
        return self.plain(hyphenated(node.text, language), context)

    def strong(self, node: Strong, context: Setting) -> Pieces:
        return self.pieces(node.content, context.bolder().marked("Strong"))

    def emphasis(self, node: Emphasis, context: Setting) -> Pieces:
        return self.pieces(node.content, context._replace(italic=True).marked("Em"))

    def strike(self, node: Strike, context: Setting) -> Pieces:
        look = {"Layout": {"TextDecorationType": "/LineThrough"}}
        return self.pieces(node.content, context._replace(struck=True).marked("Strike", attributes=look))

    def subscript(self, node: Subscript, context: Setting) -> Pieces:
        look = self.theme.script
        return self.pieces(
            node.content, _shifted("Subscript", context, context.shifted(-look.lowered, look.size))
        )

    def superscript(self, node: Superscript, context: Setting) -> Pieces:
        return self.pieces(node.content, _shifted("Superscript", context, self._raised(context)))

    def _raised(self, context: Setting) -> Setting:
        look = self.theme.script
        return context.shifted(look.raised, look.size)

    def mark(self, node: Mark, context: Setting) -> Pieces:
        look = self.theme.mark
        marked = context.marked("Mark", attributes={"Layout": {"BackgroundColor": look.ground.rgb}})
        return self.pieces(node.content, marked._replace(backing=Backing(look.ground, look.radius)))

    def code(self, node: Code, context: Setting) -> Pieces:
        look = self.theme.code
        marked = context.marked("Code")
        return self.plain(node.text, marked.as_code(look.size, Backing(look.ground, look.radius)))

    def kbd(self, node: Kbd, context: Setting) -> Pieces:
        code, look = self.theme.code, self.theme.key
        backing = Backing(code.ground, look.radius, look.padding, look.rule, look.rule_colour)
        return self.plain(node.text, context.marked("Kbd").as_code(code.size, backing))

    def link(self, node: Link, context: Setting) -> Pieces:
        words = " ".join(plain_text(node.content).split())
        said = node.title or (words if node.target.startswith("#") else "")
        return self.pieces(node.content, self.linked(context, node.target, said))

    def linked(self, context: Setting, target: str, said: str) -> Setting:
        """The setting for the words of a link; ``said`` is what its annotation says of it, for which its
        address stands where nothing is said."""
        marked = context.marked("Link")
        return marked._replace(target=target, title=said, colour=self.theme.link.colour)

    def span(self, node: Span, context: Setting) -> Pieces:
        setting = context.spoken(node.lang)
        pieces = self.pieces(node.content, setting.marked("Span", lang=node.lang) if node.lang else setting)
        return isolated(pieces, rtl=node.dir == "rtl") if node.dir else pieces

    def footnote_ref(self, node: FootnoteRef, context: Setting) -> Pieces:
        note = self.prepared.note(node.id)
        words = self.prepared.phrases.note_number.format(number=note.number)
        called = self.linked(self._raised(context).bolder().marked("Reference"), f"#{note.anchor}", words)
        if context.elem and note.calls[0] == node.anchor:
            context.elem.adopt(self.notes[note.id], self.prepared.language)
        number = self.typesetter.runs(str(note.number), called, note=node.id, anchor=node.anchor)
        # A digit would go with the letters before it, and take along the marks between (UAX #9, W7 and N1).
        return isolated(number, rtl=False) if context.rtl else list(number)

    def abbreviation(self, node: Abbreviation, context: Setting) -> Pieces:
        return self.plain(node.text, context.marked("Span", expansion=node.expansion))

    def line_break(self, node: LineBreak, context: Setting) -> Pieces:
        return [Run(NEWLINE, self.typesetter.runs(" ", context)[0].ink)]

    def inline_image(self, node: InlineImage, context: Setting) -> Pieces:
        """The image at its natural size, made smaller until it stands in the line."""
        asset = self.prepared.document.assets[node.asset]
        height = min(asset.height * POINTS_PER_PIXEL, context.size * self.theme.figure.in_line)
        setting = context._replace(elem=None)
        if not node.decorative:
            setting = context.marked("Figure", alt=node.alt)
        ink = self.typesetter.runs(" ", setting)[0].ink
        return [Picture(asset, ink, height * asset.width / asset.height, height)]


def _shifted(type: str, around: Setting, setting: Setting) -> Setting:
    """The setting for words off the baseline around them, as their element states (14.8.5.4.4)."""
    return setting.marked(type, attributes={"Layout": {"BaselineShift": setting.rise - around.rise}})
