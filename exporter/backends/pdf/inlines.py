"""Inlines -> pieces of lines."""

from __future__ import annotations

from abc import ABC

from exporter.backends.pdf.boxes import Box
from exporter.backends.pdf.boxes.pictures import POINTS_PER_PIXEL
from exporter.backends.pdf.runs import NEWLINE, Backing, Picture, Piece, Run
from exporter.backends.pdf.setting import Setting, Typesetter
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

    def pieces(self, content: Inlines, setting: Setting) -> Pieces:
        return [piece for pieces in self.inlines(content, setting) for piece in pieces]

    def plain(self, text: str, setting: Setting) -> Pieces:
        """The pieces of text that is no node: labels, numbers, addresses."""
        return list(self.typesetter.runs(text, setting))

    def text(self, node: Text, context: Setting) -> Pieces:
        return self.plain(node.text, context)

    def strong(self, node: Strong, context: Setting) -> Pieces:
        return self.pieces(node.content, context.bolder())

    def emphasis(self, node: Emphasis, context: Setting) -> Pieces:
        return self.pieces(node.content, context._replace(italic=True))

    def strike(self, node: Strike, context: Setting) -> Pieces:
        return self.pieces(node.content, context._replace(struck=True))

    def subscript(self, node: Subscript, context: Setting) -> Pieces:
        look = self.theme.script
        return self.pieces(node.content, context.shifted(-look.lowered, look.size))

    def superscript(self, node: Superscript, context: Setting) -> Pieces:
        return self.pieces(node.content, self._raised(context))

    def _raised(self, context: Setting) -> Setting:
        look = self.theme.script
        return context.shifted(look.raised, look.size)

    def mark(self, node: Mark, context: Setting) -> Pieces:
        look = self.theme.mark
        return self.pieces(node.content, context._replace(backing=Backing(look.ground, look.radius)))

    def code(self, node: Code, context: Setting) -> Pieces:
        look = self.theme.code
        return self.plain(node.text, context.as_code(look.size, Backing(look.ground, look.radius)))

    def kbd(self, node: Kbd, context: Setting) -> Pieces:
        code, look = self.theme.code, self.theme.key
        backing = Backing(code.ground, look.radius, look.padding, look.rule, look.rule_colour)
        return self.plain(node.text, context.as_code(code.size, backing))

    def link(self, node: Link, context: Setting) -> Pieces:
        linked = context._replace(target=node.target, title=node.title, colour=self.theme.link.colour)
        return self.pieces(node.content, linked)

    def span(self, node: Span, context: Setting) -> Pieces:
        return self.pieces(node.content, context)

    def footnote_ref(self, node: FootnoteRef, context: Setting) -> Pieces:
        note = self.prepared.note(node.id)
        said = self.prepared.phrases.note_number.format(number=note.number)
        colour = self.theme.link.colour
        raised = self._raised(context).bolder()
        called = raised._replace(target=f"#{note.anchor}", title=said, colour=colour)
        return list(self.typesetter.runs(str(note.number), called, note=node.id, anchor=node.anchor))

    def abbreviation(self, node: Abbreviation, context: Setting) -> Pieces:
        return self.plain(node.text, context)

    def line_break(self, node: LineBreak, context: Setting) -> Pieces:
        return [Run(NEWLINE, self.typesetter.runs(" ", context)[0].ink)]

    def inline_image(self, node: InlineImage, context: Setting) -> Pieces:
        """The image at its natural size, made smaller until it stands in the line."""
        asset = self.prepared.document.assets[node.asset]
        height = min(asset.height * POINTS_PER_PIXEL, context.size * self.theme.figure.in_line)
        ink = self.typesetter.runs(" ", context)[0].ink
        return [Picture(asset, ink, height * asset.width / asset.height, height)]
