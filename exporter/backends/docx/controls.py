"""Content controls (17.5.2): a piece of text with a title, which Word shows and reads out with it."""

from __future__ import annotations

from typing import NamedTuple

from exporter.backends.docx.xml import escape

LONGEST_TITLE = 64
"""UTF-16 code units: what Word takes in a ``w:alias`` (17.5.2.1) and in a ``w:tag`` (17.5.2.42)."""
_ELLIPSIS = "\u2026"
_EMPTY_BOX, _TICKED_BOX = "\u2610", "\u2612"


class Name(NamedTuple):
    """What a control goes by: the ``number`` that is its own in the document, the ``title`` that Word shows
    and reads out, and the ``tag`` by which programs find it: an id of the source, where it gives one."""

    number: str
    title: str
    tag: str = ""


def fitting_title(words: str) -> str:
    """``words`` on one line, cut between two of them where they are more than a title can hold."""
    line = _one_line(words)
    if _units(line) <= LONGEST_TITLE:
        return line
    while line and _units(line + _ELLIPSIS) > LONGEST_TITLE:
        line = line.rpartition(" ")[0] or line[:-1]
    return line + _ELLIPSIS


def is_whole(words: str) -> bool:
    """Whether a title can hold all of ``words``."""
    return fitting_title(words) == _one_line(words)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_box(name: Name, checked: bool) -> str:
    """A box to tick ([MS-DOCX] 2.6.1.8), announced by its title."""
    state, box = ("1", _TICKED_BOX) if checked else ("0", _EMPTY_BOX)
    look = '<w:rPr><w:rStyle w:val="CheckBox"/></w:rPr>'
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{state}"/>'
        f'<w14:checkedState w14:val="{ord(_TICKED_BOX):X}"/>'
        f'<w14:uncheckedState w14:val="{ord(_EMPTY_BOX):X}"/></w14:checkbox>'
    )
    return _control(name, look, kind, f"<w:r>{look}<w:t>{box}</w:t></w:r>")


def abbreviation(number: str, expansion: str, run: str) -> str:
    """The letters of an abbreviation, ``run``, under the title of what they stand for.

    Word's own style "HTML Acronym" says what the title is; the control is of rich text (17.5.2.26), for
    one of plain text loses the look of its letters in LibreOffice.
    """
    look = '<w:rPr><w:rStyle w:val="HTMLAcronym"/></w:rPr>'
    return _control(Name(number, expansion), look, "<w:richText/>", run)


_BLANK = "\u00a0"
"""What an empty place holds: Word shows its own words in a control that has none."""


def text(name: Name, *, many_lines: bool = False) -> str:
    """A place for words (17.5.2.44), announced by its title, on ``many_lines`` if wanted."""
    return _blank(name, '<w:text w:multiLine="1"/>' if many_lines else "<w:text/>")


def date(name: Name, picture: str, language: str) -> str:
    """A place for a date (17.5.2.7): Word offers a calendar, and writes as ``picture`` says (17.16.4.1)."""
    kind = (
        f'<w:date><w:dateFormat w:val="{escape(picture)}"/><w:lid w:val="{escape(language)}"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return _blank(name, kind)


def _blank(name: Name, kind: str) -> str:
    """A control to write into, on the line that goes on behind it."""
    look = '<w:rPr><w:rStyle w:val="FillInRule"/></w:rPr>'
    return _control(name, look, kind, f"<w:r>{look}<w:t>{_BLANK}</w:t></w:r>")


def _control(name: Name, look: str, kind: str, content: str) -> str:
    titled = f'<w:alias w:val="{escape(fitting_title(name.title))}"/>' if name.title.strip() else ""
    # An id that is too long is left out: cut, it would be another one.
    tagged = f'<w:tag w:val="{escape(name.tag)}"/>' if 0 < _units(name.tag) <= LONGEST_TITLE else ""
    return (
        f'<w:sdt><w:sdtPr>{look}{titled}{tagged}<w:id w:val="{name.number}"/>{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
