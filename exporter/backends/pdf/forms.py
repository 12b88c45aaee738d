"""Places to write, as the structure tree describes those of print (ISO 32000-1, 14.8.5.6)."""

from __future__ import annotations

from exporter.backends.pdf.structure import Attributes
from exporter.model import FillIn, plain_text


def print_field(node: FillIn) -> dict[str, Attributes]:
    """The attributes of a field that is filled in with a pen: what kind it is, and what belongs in it."""
    described = " ".join(f"{plain_text(node.label)} {plain_text(node.suffix)}".split())
    if node.kind == "checkbox":
        return {"PrintField": {"Role": "/cb", "checked": "/off", "Desc": described}}
    return {"PrintField": {"Role": "/tv", "Desc": described}}
