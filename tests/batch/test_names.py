"""Names of files from rows, whatever the rows say (hazards C3, C4, H26)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.batch.names import LONGEST_ENDING, LONGEST_NAME, folded, named, refuse_unknown_places
from exporter.errors import UsageError


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Ada Löwe", "Ada-Löwe"),
        ("../../etc/passwd", "etc-passwd"),
        ("-rf", "rf"),
        ("", ""),
        ("..", ""),
        ("♥", ""),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console", "console"),
        (".hidden", "hidden"),
        ("a\0b\u202ec\x1b[1m", "a-b-c-1m"),
        ("C:\\x|y*", "C-x-y"),
        ("محمد", "محمد"),
        ("e\u0301", "é"),
    ],
)
def test_h26_a_name_is_plain(value: str, name: str) -> None:
    assert named("{a}", {"a": value}) == name


@given(st.text(max_size=400))
def test_any_value_gives_a_name_that_every_system_takes(value: str) -> None:
    name = named("{a}", {"a": value})
    assert len(name.encode()) + LONGEST_ENDING <= LONGEST_NAME
    assert (
        not set(name) & set('/\\:*?"<>|\0')
        and name[:1] not in (".", "-", " ")
        and name[-1:] not in (".", " ")
    )
    assert name.isprintable()
    assert named("{a}", {"a": name}) in (name, name.lstrip("_"), f"_{name.lstrip('_')}")


def test_c4_long_names_are_cut_and_told_apart() -> None:
    first, second = named("{a}", {"a": "ö" * 300 + "1"}), named("{a}", {"a": "ö" * 300 + "2"})
    assert first != second and first[:100] == second[:100]


def test_c3_names_fold_as_file_systems_do() -> None:
    assert folded("STRASSE") == folded("Straße") and folded("É") == folded("e\u0301")


@pytest.mark.parametrize("template", ["{b}", "{a", "a}", "{a.b}", "{}"])
def test_a_template_that_no_row_can_fill(template: str) -> None:
    with pytest.raises(UsageError, match="--name"):
        refuse_unknown_places(template, ["a", "row"])
