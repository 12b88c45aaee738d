"""Places to write: with a pen, as the structure tree describes those of print (ISO 32000-1, 14.8.5.6), or
on the screen, as fields of an interactive form (12.7)."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from exporter.backends.pdf.structure import Attributes, StructElem
from exporter.language import Phrases
from exporter.model import FillIn, plain_text
from exporter.theme import Colour, Face
from exporter.theme.theme import FillInLook

_LONGEST_NAME = 100
"""Characters of the name of a field: it is for programs, and the tooltip says the rest."""


class TextField(NamedTuple):
    """A field for text (12.7.4.3). ``name`` is what it would be called if no other were; ``tooltip`` says
    what belongs in it. What is typed is set in ``face`` at ``size`` points.
    """

    name: str
    tooltip: str
    face: Face
    size: float
    colour: Colour
    is_multiline: bool
    is_rtl: bool


class CheckField(NamedTuple):
    """A check box (12.7.4.2.3), which has the tick of the boxes of ``look``."""

    name: str
    tooltip: str
    look: FillInLook


Field: TypeAlias = TextField | CheckField


class Form(NamedTuple):
    """A place to write: the structure element of type Form, and its field; none where a pen writes."""

    elem: StructElem | None
    field: Field | None = None


def described(node: FillIn, phrases: Phrases) -> str:
    """What belongs in a place to write, in words: never none, for a field has to say it (14289-1, 7.18.1)."""
    words = " ".join(f"{plain_text(node.label)} {plain_text(node.suffix)}".split())
    return words or phrases.field


def print_field(node: FillIn, phrases: Phrases) -> dict[str, Attributes]:
    """The attributes of a field that is filled in with a pen: what kind it is, and what belongs in it."""
    said = described(node, phrases)
    if node.kind == "checkbox":
        return {"PrintField": {"Role": "/cb", "checked": "/off", "Desc": said}}
    return {"PrintField": {"Role": "/tv", "Desc": said}}


def name_of(node: FillIn, phrases: Phrases) -> str:
    """What a field is called: the identifier that the document has for it, else the first of its words. A
    full stop would part the name of a field from that of what holds it (12.7.3.2)."""
    name = (node.id or described(node, phrases)).replace(".", " ")
    return " ".join(name[:_LONGEST_NAME].split()) or phrases.field
