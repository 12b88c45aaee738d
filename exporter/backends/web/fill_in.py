"""Places to write and boxes to tick: words a screen reader hears, and shapes that CSS draws."""

from __future__ import annotations

from exporter.backends.web.markup import Attributes, element
from exporter.model import FillIn
from exporter.theme import Theme


def check_box(words: str, checked: bool, name: str | None = None, language: Attributes | None = None) -> str:
    """A box inside the label that names it (HTML, 4.10.4); ``name`` where there are no ``words``.

    It is disabled: a page keeps no ticks, and one that seemed to would mislead.
    """
    box = element(
        "input",
        "",
        {
            "type": "checkbox",
            "disabled": True,
            "checked": checked,
            "aria-label": name,
            **(language or {}),
        },
    )
    return element("label", box + words) if words else box


def writing_space(node: FillIn, label: str, suffix: str, theme: Theme) -> str:
    """The label, the space and what follows it. The space is empty: there is nothing to hear in it."""
    words = element("span", label, {"class": "label"}) if label else ""
    after = element("span", suffix, {"class": "suffix"}) if suffix else ""
    attributes: Attributes = {"id": node.id, "class": f"fill-in {node.kind}"}
    match node.kind:
        case "checkbox":
            box = check_box(f"{words} {after}".strip(), checked=False)
            return element("p", box, attributes)
        case "line" | "date":
            parts = (words, element("span", "", {"class": "rule"}), after)
            return element("p", " ".join(part for part in parts if part), attributes)
        case "lines":
            rules = element("span", "", {"class": "rule"}) * node.rows
            return element("p", f"{words}{rules}{after}", attributes)
        case "box":
            height = node.rows * theme.fill_in.row / theme.text.body.size
            space = element("span", "", {"class": "space", "style": f"height: {height:.4g}em"})
            return element("p", f"{words}{space}{after}", attributes)
