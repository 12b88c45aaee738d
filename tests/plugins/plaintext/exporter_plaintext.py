"""Plain text, for exporter: a whole backend as a distribution of its own."""

from __future__ import annotations

from typing import Any

from exporter.model import Block, Inline, Inlines, children
from exporter.prepare import Prepared
from exporter.render import PageMap, Rendered, Renderer
from exporter.theme import Theme


class PlainTextBackend:
    """Empty lines between paragraphs; what lies deeper is indented by two spaces."""

    suffix = "txt"
    description = "Plain text, to read anywhere"

    def render(self, prepared: Prepared, theme: Theme, page_map: PageMap | None) -> Rendered:
        text = PlainText(prepared)
        blocks = text.blocks(prepared.document.blocks, "")
        notes = [f"[{note.number}]\n" + "\n".join(text.blocks(note.blocks, "  ")) for note in prepared.notes]
        return Rendered("\n\n".join(filter(None, [prepared.title, *blocks, *notes, ""])).encode())


class PlainText(Renderer[str, str, str]):
    """A string for every node; the context is its indentation."""

    def __init__(self, prepared: Prepared) -> None:
        self.numbers = {note.id: note.number for note in prepared.notes}

    def run(self, inlines: Inlines) -> str:
        return "".join(self.inlines(inlines, ""))

    def words(self, node: Any, context: str) -> str:
        return self.run(node.content)

    def verbatim(self, node: Any, context: str) -> str:
        return context + str(node.text).rstrip("\n").replace("\n", f"\n{context}")

    def alternative(self, node: Any, context: str) -> str:
        return f"[{node.alt}]" if node.alt else ""

    def nothing(self, node: Any, context: str) -> str:
        return ""

    def box(self, node: Any, context: str) -> str:
        """What lies below ``node``: its line, then, deeper, its blocks."""
        below = list(children(node))
        line = "".join(self.inline(child, "") for child in below if isinstance(child, Inline))
        deeper = context + "  " if line else context
        blocks = [self.block(child, deeper) for child in below if isinstance(child, Block)]
        parts = [self.box(child, deeper) for child in below if not isinstance(child, Block | Inline)]
        return "\n\n".join(filter(None, [line and context + line, *blocks, *parts]))

    paragraph = heading = group = block_quote = callout = definition_list = table = box
    bullet_list = ordered_list = box
    strong = emphasis = strike = subscript = superscript = mark = span = link = words
    text = code = kbd = abbreviation = code_block = verbatim
    thematic_break = page_break = contents = nothing
    inline_image = alternative

    def figure(self, node: Any, context: str) -> str:
        return f"{context}{self.alternative(node, '')}\n{self.box(node, context)}"

    def qr_code(self, node: Any, context: str) -> str:
        return f"{context}{self.run(node.label)}\n{context}{node.target}\n{context}{self.run(node.note)}"

    def fill_in(self, node: Any, context: str) -> str:
        return f"{context}{self.run(node.label)} ____ {self.run(node.suffix)}"

    def footnote_ref(self, node: Any, context: str) -> str:
        return f"[{self.numbers[node.id]}]"

    def line_break(self, node: Any, context: str) -> str:
        return "\n"
