"""Lines in two directions, held against another implementation of the algorithm (unicode-bidi)."""

from __future__ import annotations

import unicodedata

import bidi
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.backends.pdf.bidi import isolated, levelled, text_levels, visual_order
from exporter.backends.pdf.runs import Run
from exporter.backends.pdf.setting import Setting, Typesetter
from exporter.theme import named_theme

ALPHABET = "abcאבגابج123٣٤ ,.:+-$%()[]{}\u0301\u0651!?&/"


def shown(text: str, base: int) -> str:
    """``text`` from left to right, trailing spaces at the base level (L1)."""
    levels = text_levels(text, base)
    end = len(text)
    while end and unicodedata.bidirectional(text[end - 1]) == "WS":
        end -= 1
        levels[end] = base
    return "".join(visual_order(text, levels))


@settings(max_examples=500, deadline=None)
@given(text=st.text(ALPHABET, max_size=16), base=st.sampled_from([0, 1]))
def test_lines_are_ordered_as_unicode_says(text: str, base: int) -> None:
    assert shown(text, base) == bidi.get_display(text, base_dir="LR"[base])


def test_a_line_end_begins_anew() -> None:
    """A forced break parts what is resolved together: the number after it is not of the Arabic text."""
    assert text_levels("ابج\n12", 0) == [1, 1, 1, 0, 0, 0]


def runs(*texts: str) -> list[Run]:
    theme = named_theme("clinic")
    setting = Setting.of(theme.text.body)
    typesetter = Typesetter(theme)
    return [run for text in texts for run in typesetter.runs(text, setting)]


def test_text_of_one_direction_is_left_as_it_is() -> None:
    pieces = runs("only Latin (12)")
    assert levelled(pieces, rtl=False) == tuple(pieces)


def test_a_span_with_a_direction_is_an_isolate() -> None:
    """The number after it stays on its side: without the span it would join the Hebrew."""
    loose = levelled(runs("אב", " 12"), rtl=False)
    assert [piece.level for piece in loose] == [1, 1, 2]
    kept = levelled([*isolated(runs("אב"), rtl=True), *runs(" 12")], rtl=False)
    assert [(piece.text, piece.level) for piece in kept if isinstance(piece, Run)] == [("אב", 1), (" 12", 0)]


def test_a_span_to_the_right_inside_text_to_the_left() -> None:
    inside = isolated(runs("ab אב"), rtl=False)
    pieces = levelled([*runs("גד "), *inside, *runs(" הו")], rtl=True)
    levels = [piece.level for piece in pieces]
    texts = [piece.text[:: -1 if piece.level % 2 else 1] for piece in pieces if isinstance(piece, Run)]
    assert "".join(visual_order(texts, levels)) == "וה ab בא דג"
