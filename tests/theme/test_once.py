"""What is made once for a theme is made again for one that says anything else."""

from __future__ import annotations

import msgspec

from exporter.theme import Colour, Theme, named_theme, once_a_theme

CLINIC = named_theme("clinic")


def test_what_hangs_on_the_theme_is_made_once_however_often_it_is_loaded() -> None:
    """A theme is known by what it says, which the name of a colour in the palette is a part of."""
    made: list[Theme] = []

    @once_a_theme
    def make(theme: Theme) -> int:
        made.append(theme)
        return len(made)

    grey = named_theme("clinic", ("greyscale",))
    aliased = msgspec.structs.replace(CLINIC.callouts.tip, bar=copied(CLINIC.callouts.tip.bar, "other"))
    callouts = msgspec.structs.replace(CLINIC.callouts, tip=aliased)
    renamed = msgspec.structs.replace(CLINIC, callouts=callouts)
    for theme in (CLINIC, msgspec.structs.replace(CLINIC), grey, renamed, CLINIC):
        make(theme)
    assert made == [CLINIC, grey, renamed]


def copied(colour: Colour, name: str) -> Colour:
    return Colour.named(name, {name: str(colour)})
