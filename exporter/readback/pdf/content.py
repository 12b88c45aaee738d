"""Content streams (ISO 32000-1, 7.8.2) -> the marked content of a page and its characters."""

from __future__ import annotations

from typing import Any, NamedTuple

import pikepdf

from exporter.readback.pdf.fonts import NO_FONT, Decoder, decoder_of

DEEPEST_FORM = 12
_MOVES = frozenset(("Td", "TD", "Tm", "T*"))


class Marked(NamedTuple):
    """A sequence of marked content: its tag, its characters, and the words for a picture (14.9.3).

    What stands in no sequence has no tag; each of its text objects counts as one.
    """

    tag: str
    text: str
    alt: str = ""


class _Sequence(NamedTuple):
    """A sequence that is open; ``actual`` replaces what is shown in it (14.9.4)."""

    tag: str
    actual: str | None
    alt: str


def marked_content(page: Any) -> list[Marked]:
    """The marked content of a page, in the order of its content stream."""
    reader = _Reader()
    reader.read(page.obj, page.resources, 0)
    reader.flush()
    return reader.found


class _Reader:
    """Follows the operators of one page: marked content, text, and forms."""

    def __init__(self) -> None:
        self.found: list[Marked] = []
        self._open: list[_Sequence] = []
        self._text: list[str] = []
        self._font = NO_FONT
        self._saved: list[Decoder] = []
        self._decoders: dict[tuple[int, int], Decoder] = {}

    def read(self, stream: Any, resources: Any, depth: int) -> None:
        for instruction in pikepdf.parse_content_stream(stream):
            self._follow(str(instruction.operator), instruction.operands, resources, depth)

    def flush(self) -> None:
        """Ends a sequence, or a stretch of text outside any."""
        outer = self._open[0] if self._open else _Sequence("", None, "")
        text = "".join(self._text)
        if text.strip() or outer.tag:
            self.found.append(Marked(outer.tag, text, outer.alt))
        self._text = []

    def _follow(self, operator: str, operands: Any, resources: Any, depth: int) -> None:
        match operator:
            case "BMC" | "BDC":
                self._begin(operands, resources)
            case "EMC":
                self._end()
            case "Tf":
                self._font = self._decoder(operands[0], resources)
            case "Tj":
                self._show(operands[0])
            case "TJ":
                self._show(*operands[0])
            case "'" | '"':
                self._move()
                self._show(operands[-1])
            case "ET":
                self._end_text()
            case "q":
                self._saved.append(self._font)
            case "Q" if self._saved:
                self._font = self._saved.pop()
            case "Do":
                self._form(operands[0], resources, depth)
            case _ if operator in _MOVES:
                self._move()

    def _begin(self, operands: Any, resources: Any) -> None:
        if not self._open:
            self.flush()
        properties = _properties(operands, resources)
        actual = properties.get("/ActualText")
        self._open.append(
            _Sequence(
                str(operands[0])[1:],
                None if actual is None else str(actual),
                str(properties.get("/Alt", "")),
            )
        )
        if actual is not None and not self._is_replaced(self._open[:-1]):
            self._text.append(str(actual))

    def _end(self) -> None:
        if len(self._open) == 1:
            self.flush()
        if self._open:
            self._open.pop()

    def _end_text(self) -> None:
        """Outside marked content a text object is all there is to tell paragraphs apart."""
        if not self._open:
            self.flush()

    def _move(self) -> None:
        """In marked content only characters part words (14.8.2.5); elsewhere a new line does too."""
        if not self._open and self._text:
            self._text.append(" ")

    @staticmethod
    def _is_replaced(sequences: list[_Sequence]) -> bool:
        return any(sequence.actual is not None for sequence in sequences)

    def _show(self, *operands: Any) -> None:
        """What one operator shows: its codes in their order, or reversed (14.8.2.3.3)."""
        if self._is_replaced(self._open):
            return
        shown = b"".join(bytes(part) for part in operands if isinstance(part, pikepdf.String))
        found = self._font.characters_of(shown)
        is_reversed = any(sequence.tag == "ReversedChars" for sequence in self._open)
        self._text += reversed(found) if is_reversed else found

    def _decoder(self, name: Any, resources: Any) -> Decoder:
        font = resources.get("/Font", {}).get(str(name)) if resources is not None else None
        if font is None:
            return NO_FONT
        known = self._decoders.get(font.objgen) if font.is_indirect else None
        if known is None:
            known = decoder_of(font)
            if font.is_indirect:
                self._decoders[font.objgen] = known
        return known

    def _form(self, name: Any, resources: Any, depth: int) -> None:
        """A form is painted as if its content stood there (8.10)."""
        form = resources.get("/XObject", {}).get(str(name)) if resources is not None else None
        if form is None or form.get("/Subtype") != "/Form" or depth >= DEEPEST_FORM:
            return
        outer = self._font
        self.read(form, form.get("/Resources", resources), depth + 1)
        self._font = outer


def _properties(operands: Any, resources: Any) -> Any:
    """The property list of a sequence: written there, or a named resource (14.6.2)."""
    if len(operands) < 2:
        return {}
    stated = operands[1]
    if isinstance(stated, pikepdf.Name):
        named = resources.get("/Properties", {}) if resources is not None else {}
        return named.get(str(stated), {})
    return stated
