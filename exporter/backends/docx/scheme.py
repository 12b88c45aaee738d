"""The colours of the theme part (20.1.6.2), and which of them a colour of the design is.

Styles name the colours they take from there, so that who changes one in Word changes the document.
A scheme has twelve; the other colours of a design, such as the grounds of callouts, are their own.
"""

from __future__ import annotations

from exporter.theme import Colour, Theme, once_a_theme


def scheme(theme: Theme) -> dict[str, Colour]:
    """The twelve colours by the names of their elements, in the order of the schema (20.1.6.2)."""
    callouts = theme.callouts
    return {
        "dk1": theme.text.body.colour,
        "lt1": theme.page.background,
        "dk2": theme.text.title.colour,
        "lt2": theme.table.header_ground,
        "accent1": theme.text.heading1.colour,
        "accent2": callouts.tip.bar,
        "accent3": callouts.warning.bar,
        "accent4": callouts.emergency.bar,
        "accent5": theme.text.quote.colour,
        "accent6": theme.table.rule_colour,
        "hlink": theme.link.colour,
        "folHlink": theme.link.colour,
    }


_CALLED = {
    "dk1": "text1",
    "lt1": "background1",
    "dk2": "text2",
    "lt2": "background2",
    "hlink": "hyperlink",
    "folHlink": "followedHyperlink",
}
"""What a document calls a colour where that is not the name in the theme part (17.18.97)."""


def theme_colour(theme: Theme, colour: Colour) -> str:
    """The name under which the document calls ``colour`` (17.18.97); empty where the scheme lacks it."""
    return _names(theme).get(colour.name, "")


@once_a_theme
def _names(theme: Theme) -> dict[str, str]:
    """By the names of the palette; the first place that a colour has in the scheme is its own."""
    names: dict[str, str] = {}
    for slot, colour in scheme(theme).items():
        names.setdefault(colour.name, _CALLED.get(slot, slot))
    return names
