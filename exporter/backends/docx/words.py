"""Words as runs: each with its style, its font, its direction and its language."""

from __future__ import annotations

import functools

from exporter.backends.docx import looks, xml
from exporter.backends.docx.slots import Slot, slotted
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.scripts import script_of
from exporter.theme import Length, Theme, face_chain, itemise
from exporter.theme.theme import FontRole

_NO_MARKS: frozenset[str] = frozenset()
_CODE = frozenset(("Code", "Keyboard"))


class Words:
    """Writes the words of one document, whose language is ``language``."""

    def __init__(self, theme: Theme, styles: Stylesheet, language: str) -> None:
        self._theme, self._styles = theme, styles
        self._usual = looks.other_family(theme)
        self._properties = functools.cache(self._new_properties)
        self._chain = functools.cache(
            lambda role, spoken: face_chain(
                theme, role, bold=False, italic=False, language=spoken or language
            )
        )

    def runs(
        self,
        text: str,
        *,
        marks: frozenset[str] = _NO_MARKS,
        on_bold: bool = False,
        size: float = 0,
        lang: str = "",
        rtl: bool = False,
        role: FontRole = "body",
    ) -> str:
        """``text`` as runs in the character style for ``marks``, in a passage in ``lang``.

        ``on_bold`` where the paragraph is bold already; ``size`` is its own, in points, and 0 that of the
        body; ``role`` says whether it is set as code.
        """
        if marks & _CODE:
            role = "code"
        else:
            size = 0
        return "".join(
            xml.run(
                part, self._properties(marks, on_bold, size, lang, slot, self._family(part, slot, role, lang))
            )
            for slot, part in slotted(text, rtl=rtl)
        )

    def _family(self, text: str, slot: Slot, role: FontRole, lang: str) -> str:
        """The family that sets the letters of ``text``, where it is not the one Word takes by itself."""
        letter = next(filter(script_of, text), "") if slot else ""
        if not letter:
            return ""
        face = next(face for face, _ in itemise(letter, self._chain(role, lang)))
        return "" if face.family == self._usual and role == "body" else face.family

    def _new_properties(
        self, marks: frozenset[str], on_bold: bool, size: float, lang: str, slot: Slot, family: str
    ) -> str:
        """A ``w:rPr``: a character style, a direction and a language, as far as there are any."""
        parts: xml.Properties = {}
        if family:
            self._styles.made(_style_of(family))
        if marks or family:
            parts["rStyle"] = (
                f'<w:rStyle w:val="{self._styles.marked(marks, on_bold, family, self._code_size(size))}"/>'
            )
        if slot in ("rtl", "cs"):
            parts[slot] = f"<w:{slot}/>"
        if lang:
            parts["lang"] = looks.passage_language(lang, slot)
        return f"<w:rPr>{xml.run_properties(parts)}</w:rPr>" if parts else ""

    def _code_size(self, size: float) -> Length | None:
        """The size of code among words of ``size``, where it is not the one that its style has."""
        if not size or size == self._theme.text.body.size:
            return None
        return Length(size * self._theme.code.size)


def _style_of(family: str) -> Style:
    """The character style for words that another family sets than those around them."""
    run: xml.Properties = {"rFonts": looks.script_fonts(family)}
    return Style(kind="character", name=family, based_on="Default Paragraph Font", run=run, offered=False)
