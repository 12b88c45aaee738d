"""Rules about the theme: its colours, its sizes, its lines."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from exporter.checks.subject import Finding, Subject
from exporter.language import han_of
from exporter.theme import Length, TextStyle, Theme, low_contrasts, set_width
from exporter.theme.contrast import LowContrast
from exporter.theme.once import once_a_theme

SHORTEST_LINE, LONGEST_LINE, LONGEST_HAN_LINE = 45, 80, 40
"""Characters of a line of body text that the eye follows with ease."""
_SAMPLE = "Most lines that people read with ease hold from nine to twelve words of a few letters each."
_HALF_A_WORD = 3.2
"""What the end of a ragged line leaves empty on average, in characters; long words come there more often."""


def contrast_low(subject: Subject) -> Iterator[Finding]:
    for low in _low_contrasts(subject.theme):
        mode = " in dark mode" if low.dark else ""
        yield Finding(
            f"theme {subject.theme.name}: {low.pair.use}{mode} has a contrast of {low.ratio:.2f}:1,"
            f" less than {low.pair.least}:1"
        )


@once_a_theme
def _low_contrasts(theme: Theme) -> list[LowContrast]:
    return list(low_contrasts(theme))


def size_small(subject: Subject) -> Iterator[Finding]:
    for name, size, least in _small_sizes(subject.theme):
        yield Finding(
            f"theme {subject.theme.name}: text.{name} is set in {size:g} pt, less than {least:g} pt"
        )


@once_a_theme
def _small_sizes(theme: Theme) -> list[tuple[str, Length, Length]]:
    """The kinds of text below the least size, with their size and that."""
    styles: dict[str, TextStyle] = msgspec.structs.asdict(theme.text)
    sizes = [(name, style.size, _least(name, theme)) for name, style in styles.items()]
    return [(name, size, least) for name, size, least in sizes if size < least]


def _least(name: str, theme: Theme) -> Length:
    """The least size of a kind of text: what is looked up in tables, what is read, all else."""
    if name.startswith(("table", "caption")):
        return theme.least.table
    is_read = name.startswith(("body", "quote", "title", "subtitle", "heading", "letterhead_name"))
    return theme.least.body if is_read else theme.least.running


def line_length(subject: Subject) -> Iterator[Finding]:
    """On paper, in the width of the whole text, by the widths of the letters of an ordinary sentence: how
    many characters a line has on average, for one that is not filled ends half a word early. Where Han
    characters are written, each is as wide as it is high."""
    theme, body = subject.theme, subject.theme.text.body
    is_han = bool(han_of(subject.document.metadata.language))
    average = body.size if is_han else _letter_width(theme)
    lost = 0 if is_han or body.justified else _HALF_A_WORD
    count = int(theme.page.text_width / average - lost)
    longest = LONGEST_HAN_LINE if is_han else LONGEST_LINE
    if count > longest:
        yield Finding(f"theme {theme.name}: a line has {count} characters, more than {longest}")
    elif count < SHORTEST_LINE and not is_han:
        yield Finding(f"theme {theme.name}: a line has {count} characters, fewer than {SHORTEST_LINE}")


@once_a_theme
def _letter_width(theme: Theme) -> float:
    """How wide a letter of body text is on average, in points."""
    return set_width(_SAMPLE, theme.text.body, theme) / len(_SAMPLE)
