"""What every block is made of: a paragraph in a named style, with what its place asks of it."""

from __future__ import annotations

from exporter.backends.docx import controls, references, settings, xml
from exporter.backends.docx.context import Context
from exporter.backends.docx.inlines import InlineRenderer
from exporter.model import Figure, FillIn, Inline, Inlines, ListItem, Table, Text, rewrite


class ParagraphRenderer(InlineRenderer):
    """Writes paragraphs; which of them a block needs is the business of ``DocxRenderer``."""

    def _set(self, style: str, content: Inlines, context: Context) -> str:
        """``content`` as a paragraph of this style."""
        return self._written(style, self._words(style, content, context), context)

    def _words(self, style: str, content: Inlines, context: Context) -> str:
        on_bold, size = self.styles.is_bold(style), self.styles.size(style)
        if (on_bold, size) != (context.on_bold, context.size):
            context = context.but(on_bold=on_bold, size=size)
        return "".join(self.inlines(content, context))

    def _written(self, style: str, runs: str, context: Context) -> str:
        """A paragraph of these runs, with what the context has for its start and its end."""
        start = context.start
        style = self.styles.aligned(style, context.align)
        style = self.styles.spaced(style, start.before, context.after)
        if context.keep_next:
            style = self.styles.kept(style)
        properties = "<w:pageBreakBefore/>" if start.page_break else ""
        if start.number:
            number, level = start.number
            properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        if context.bidi:
            properties += "<w:bidi/>"
        elif self.is_rtl:
            properties += '<w:bidi w:val="0"/>'
        return xml.paragraph(style, start.lead + runs, properties)

    def _caption(self, style: str, node: Figure | Table, context: Context) -> str:
        """The caption, its number as a field that counts (SEQ, 17.16.5.56) where the text refers to it."""
        numbered = self.prepared.numbers.get(node.id)
        if numbered is None:
            return self._set(style, node.caption, context)
        phrases = self.prepared.phrases
        template = phrases.figure if numbered.kind == "Figure" else phrases.table
        before, after, number = (
            self._words(style, (_like(node.caption[0], part),), context)
            for part in (*template.partition("{number}")[::2], str(numbered.number))
        )
        counted = references.counted(numbered, number, fixed=context.in_note)
        label = self.record.around(references.label_bookmark(numbered), before + counted + after)
        return self._written(style, label + self._words(style, node.caption[1:], context), context)

    def _text_style(self, context: Context) -> str:
        return settings.paragraph_style(self.styles, context.setting, self.theme, context.depth)

    def _lead(self, context: Context) -> str:
        return xml.TAB if settings.needs_tab(context.setting, self.theme, context.depth) else ""

    def _check_box(self, node: ListItem | FillIn, words: str, checked: bool) -> str:
        return controls.check_box(controls.Name(self.record.control(), words, node.id), checked)

    def _table_gap(self) -> str:
        return xml.paragraph("TableGap", "")


def _like(label: Inline, words: str) -> Inline:
    """Other words in the place of those of a label: as bold, and in the same language."""
    return rewrite(label, lambda node: Text(words) if isinstance(node, Text) else node)
