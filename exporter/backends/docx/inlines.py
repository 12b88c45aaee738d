"""The document's nodes as WordprocessingML: inlines, each a run or several."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import msgspec

from exporter.addresses import leads_out
from exporter.backends.docx import controls, xml
from exporter.backends.docx.context import Context
from exporter.backends.docx.drawings import Shown, fitted
from exporter.backends.docx.fragments import Fragments
from exporter.backends.docx.ledgers import Ledgers, Record
from exporter.backends.docx.references import References
from exporter.backends.docx.slots import RIGHT_TO_LEFT_MARK, direction_marks
from exporter.backends.docx.stylesheet import NOTE_CALL, Stylesheet
from exporter.backends.docx.words import Words
from exporter.language import direction_of, primary
from exporter.model import (
    Abbreviation,
    Asset,
    Block,
    Code,
    Emphasis,
    FootnoteRef,
    Inline,
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
from exporter.render import PageMap, Renderer
from exporter.theme import Theme

_PLACES = frozenset(("Subscript", "Superscript"))


class InlineRenderer(Renderer[Context, str, str]):
    """The half of the renderer that writes runs, with the ledgers that both halves fill."""

    def __init__(
        self,
        prepared: Prepared,
        theme: Theme,
        page_map: PageMap | None,
        styles: Stylesheet,
        ledgers: Ledgers,
    ) -> None:
        self.prepared, self.theme, self.page_map = prepared, theme, page_map
        self.document, self.is_rtl = prepared.document, prepared.direction == "rtl"
        self.styles, self.ledgers = styles, ledgers
        self.record = Record(styles)
        self.fragments = Fragments(prepared, theme, page_map)
        self.references = References(prepared, self.record)
        self._notes = {note.id: note for note in prepared.notes}
        self.words = Words(theme, styles, prepared.language, self.record)

    def settled(self, text: str) -> str:
        """``text``, which has just been written, with the answers of the ledgers."""
        return self.record.fragment(text).settled(self.ledgers)

    def remembered(self, key: Hashable, write: Callable[[], str], blocks: Sequence[Block] = ()) -> str:
        """What ``write`` writes of ``blocks``, always the same for ``key``, with the ledgers' answers."""
        fragment = self.fragments.of(blocks, key, lambda: self.record.fragment(write()))
        return fragment.settled(self.ledgers)

    def contacts(self, context: Context) -> str:
        """The ways to reach the publisher, in one line. Between a number and an address, both from left to
        right, what separates them would run their way."""
        mark = RIGHT_TO_LEFT_MARK if self.is_rtl else ""
        ways = self.prepared.contacts(mark + self.theme.running.separator)
        return "".join(self.inlines(ways, context))

    def text(self, node: Text, context: Context) -> str:
        return self._said(node.text, context)

    def strong(self, node: Strong, context: Context) -> str:
        return self._marked("Strong", node.content, context)

    def emphasis(self, node: Emphasis, context: Context) -> str:
        return self._marked("Emphasis", node.content, context)

    def strike(self, node: Strike, context: Context) -> str:
        return self._marked("Strike", node.content, context)

    def subscript(self, node: Subscript, context: Context) -> str:
        return self._moved("Subscript", node.content, context)

    def superscript(self, node: Superscript, context: Context) -> str:
        return self._moved("Superscript", node.content, context)

    def mark(self, node: Mark, context: Context) -> str:
        return self._marked("Mark", node.content, context)

    def code(self, node: Code, context: Context) -> str:
        return self._marked("Code", (Text(node.text),), context)

    def kbd(self, node: Kbd, context: Context) -> str:
        return self._marked("Keyboard", (Text(node.text),), context)

    def link(self, node: Link, context: Context) -> str:
        """A link, unless it leads where it may not, or stands where a link cannot: then its words."""
        inside = node.target.startswith("#")
        if context.in_contents or not (inside or leads_out(node.target)):
            return "".join(self.inlines(node.content, context))
        if inside:
            to = f'w:anchor="{self.record.bookmark(node.target[1:])}"'
        else:
            to = f'r:id="{self.record.hyperlink(node.target, in_note=context.in_note)}"'
        title = f' w:tooltip="{xml.escape(node.title)}"' if node.title else ""
        words = self._marked("Hyperlink", node.content, context)
        if inside:
            words = self.references.referring(node, words)
        return f'<w:hyperlink {to}{title} w:history="1">{words}</w:hyperlink>'

    def span(self, node: Span, context: Context) -> str:
        direction = node.dir or (direction_of(node.lang) if node.lang else None)
        rtl = direction == "rtl" if direction else context.rtl
        inner = context.but(lang=node.lang or context.lang, rtl=rtl)
        words = "".join(self.inlines(node.content, inner))
        if rtl == context.rtl:
            return words
        before, after = direction_marks(plain_text(node.content), rtl=rtl)
        return self._said(before, inner) + words + self._said(after, inner)

    def footnote_ref(self, node: FootnoteRef, context: Context) -> str:
        """The call of a note (17.11.14). Word allows one for each note, and none inside a note:
        a further call refers to the first (NOTEREF, 17.16.5.43).
        """
        note = self._notes.get(node.id)
        if note is None or context.in_contents:
            return ""
        # In a note it is a number that only the name of its style, or of the base of that, calls a call.
        style = self.styles.marked(context.marks | {NOTE_CALL}, context.on_bold and not context.in_note)
        shown = xml.styled_run(str(note.number), style)
        if context.in_note:
            return shown
        self.record.call(note.id)
        bookmark = f"_noteref{note.number}"
        if node.anchor != note.calls[0]:
            return xml.field(f"NOTEREF {bookmark} \\h", shown)
        call = (
            f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
            f'<w:footnoteReference w:id="{note.number}"/></w:r>'
        )
        return self.record.around(bookmark, call) if len(note.calls) > 1 else call

    def abbreviation(self, node: Abbreviation, context: Context) -> str:
        """Its letters, under a title that says what they stand for; contents repeat the letters alone."""
        letters = self._said(node.text, context)
        if context.in_contents or not node.expansion:
            return letters
        if not controls.is_whole(node.expansion):
            self.record.cut(node.text, node.expansion)
        return controls.abbreviation(self.record.control(), node.expansion, letters)

    def line_break(self, node: LineBreak, context: Context) -> str:
        return "<w:r><w:br/></w:r>"

    def inline_image(self, node: InlineImage, context: Context) -> str:
        asset = self.document.assets[node.asset]
        room = (context.width, self.theme.figure.in_line * self.theme.text.body.size)
        picture = fitted(asset, "" if node.decorative else node.alt, room)
        titled = msgspec.structs.replace(picture, title=node.title)
        return self._place_of(asset, context).inline(titled)

    def _place_of(self, asset: Asset, context: Context) -> Shown:
        relationship = self.record.asset(asset, in_note=context.in_note)
        return Shown(self.record.picture(), relationship)

    def _marked(self, mark: str, content: tuple[Inline, ...], context: Context) -> str:
        return "".join(self.inlines(content, context.but(marks=context.marks | {mark})))

    def _moved(self, mark: str, content: tuple[Inline, ...], context: Context) -> str:
        """Words off the line: a run has one place (17.3.2.42), and the nearest mark says which."""
        return self._marked(mark, content, context.but(marks=context.marks - _PLACES))

    def _said(self, text: str, context: Context) -> str:
        """``text`` as the context has it: its marks, its language and its direction."""
        return self.words.runs(
            text,
            marks=context.marks,
            on_bold=context.on_bold,
            size=context.size,
            lang=context.lang,
            rtl=context.rtl,
        )

    def _phrase(self, words: str, context: Context) -> Inlines:
        """Words of the program, marked with their language where it is not the one around them."""
        own, spoken = self.prepared.language, self.prepared.phrases.language
        if spoken == primary(context.lang or own):
            return (Text(words),)
        return (Span((Text(words),), own if spoken == primary(own) else spoken),)
