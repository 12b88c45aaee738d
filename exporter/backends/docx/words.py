"""Words as runs: each with its style, its font, its direction and its language."""

from __future__ import annotations

import functools
from collections.abc import Hashable, Iterator

from exporter.backends.docx import looks, xml
from exporter.backends.docx.ledgers import Record
from exporter.backends.docx.slots import Slot, is_of_letters, slotted
from exporter.backends.docx.stylesheet import Style, Stylesheet
from exporter.scripts import script_of
from exporter.theme import Chain, Length, Theme, face_chains, itemise
from exporter.theme.theme import FontRole

_NO_MARKS: frozenset[str] = frozenset()
_CODE = frozenset(("Code", "Keyboard"))


class Words:
    """Writes the words of one document, whose language is ``language``.

    ``record`` is told of the characters that other families than the body's are asked to set.
    """

    def __init__(self, theme: Theme, styles: Stylesheet, language: str, record: Record) -> None:
        self._record = record
        self._theme, self._styles, self._language = theme, styles, language
        self._chains = face_chains(theme)
        self._properties: dict[tuple[Hashable, ...], tuple[str, Style | None]] = {}

    @functools.cached_property
    def _usual(self) -> looks.Families:
        return looks.usual_families(self._theme, self._language)

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
        if is_of_letters(text, rtl=rtl) and self._chain(role, lang).faces[0].has_all(_drawn(text)):
            if role == "code":
                self._use(self._chain(role, lang).faces[0].family, "")
            return xml.run(text, self._said_of(marks, on_bold, size, lang, "", ""))
        return "".join(
            xml.run(letters, self._said_of(marks, on_bold, size, lang, slot, family))
            for slot, part in slotted(text, rtl=rtl)
            for family, letters in self._by_family(part, slot, role, lang)
        )

    def _by_family(self, text: str, slot: Slot, role: FontRole, lang: str) -> Iterator[tuple[str, str]]:
        """``text`` cut where another family sets it, each part with the style that names the family; with
        none, where it is the one that Word takes by itself.

        Letters, of which a font may lack a few, are asked for one by one; in the other slots a stretch has
        the family of its first, and one without any that of the language.
        """
        chain, usual = self._chain(role, lang)
        if not slot:
            if role == "code":
                self._use(chain[0].family, "")
            drawn = _drawn(text)
            start = 0
            for face, part in itemise(drawn, chain):
                end = start + len(part)
                yield self._letters(face.family, part, chain[0].family), text[start:end]
                start = end
            return
        letter = next(filter(script_of, text), "")
        face = next(face for face, _ in itemise(letter or text, chain, usual))
        self._use(face.family, text)
        is_usual = role == "body" and face.family == self._usual.of(slot)
        yield "" if is_usual else self._style(_other(face.family)), text

    def _letters(self, family: str, text: str, own: str) -> str:
        """The style for letters of ``family`` among those of ``own``."""
        if family == own:
            return ""
        self._use(family, text)
        return self._style(_letters(family))

    def _chain(self, role: FontRole, lang: str) -> Chain:
        return self._chains(role, False, False, lang or self._language)

    def _use(self, family: str, text: str) -> None:
        self._record.use(family, text)

    def _style(self, style: Style) -> str:
        self._styles.made(style)
        return style.name

    def _said_of(
        self, marks: frozenset[str], on_bold: bool, size: float, lang: str, slot: Slot, family: str
    ) -> str:
        asked = marks, on_bold, size, lang, slot, family
        known = self._properties.get(asked)
        if known is None:
            known = self._properties[asked] = self._new_properties(*asked)
        properties, style = known
        if style is not None:
            self._styles.made(style)
        return properties

    def _new_properties(
        self, marks: frozenset[str], on_bold: bool, size: float, lang: str, slot: Slot, family: str
    ) -> tuple[str, Style | None]:
        """A ``w:rPr``: a character style, a direction and a language, as far as there are any; and the style,
        unless all documents have it."""
        parts: xml.Properties = {}
        style: Style | None = None
        if marks or family:
            id = self._styles.marked(marks, on_bold, family, self._code_size(size))
            style = self._styles.own(id)
            parts["rStyle"] = f'<w:rStyle w:val="{id}"/>'
        if slot in ("rtl", "cs"):
            parts[slot] = f"<w:{slot}/>"
        if lang:
            parts["lang"] = looks.passage_language(lang, slot)
        return (f"<w:rPr>{xml.run_properties(parts)}</w:rPr>" if parts else ""), style

    def _code_size(self, size: float) -> Length | None:
        """The size of code among words of ``size``, where it is not the one that its style has."""
        if not size or size == self._theme.text.body.size:
            return None
        return Length(size * self._theme.code.size)


def _drawn(text: str) -> str:
    """The characters that stand for ``text``: Word draws one hyphen with another of the font."""
    return text.replace("\u2011", "-")


def _other(family: str) -> Style:
    """The character style for words of other scripts that ``family`` sets."""
    run: xml.Properties = {"rFonts": looks.script_fonts(family)}
    return Style(kind="character", name=family, based_on="Default Paragraph Font", run=run, offered=False)


def _letters(family: str) -> Style:
    """The character style for letters, and whatever the font around lacks, that ``family`` sets."""
    run: xml.Properties = {"rFonts": looks.all_fonts(family)}
    name = f"{family} Letters"
    return Style(kind="character", name=name, based_on="Default Paragraph Font", run=run, offered=False)
