"""The theme: loading, contrast, fonts."""

from __future__ import annotations

import pytest

from exporter.errors import InputRefused, UsageError
from exporter.files import resource
from exporter.theme import (
    Theme,
    edition_names,
    face_chain,
    itemise,
    low_contrasts,
    missing,
    named_theme,
    parse_theme,
    theme_names,
)
from exporter.theme.chains import licences
from exporter.theme.contrast import luminance, ratio
from exporter.theme.values import Length

CLINIC = resource("templates", "themes", "clinic.toml").decode()


@pytest.mark.parametrize("name", theme_names())
def test_every_theme_of_the_package_loads_with_contrast(name: str) -> None:
    theme = named_theme(name)
    assert theme.name == name
    assert list(low_contrasts(theme)) == []


LEAST = {
    **dict.fromkeys(("body", "title", "subtitle", "quote", "letterhead_name"), "body"),
    **{f"heading{level}": "body" for level in range(1, 7)},
    **dict.fromkeys(("caption", "table", "table_header"), "table"),
    **dict.fromkeys(("code_block", "note", "running", "letterhead", "aside"), "running"),
}
"""Which of the least sizes each kind of text must keep to: what is read, what is looked up, the rest."""


@pytest.mark.parametrize("editions", [(), *((name,) for name in edition_names()), edition_names()])
@pytest.mark.parametrize("name", theme_names())
def test_nothing_is_set_below_the_least_sizes(name: str, editions: tuple[str, ...]) -> None:
    theme = named_theme(name, editions)
    assert set(LEAST) == set(theme.text.__struct_fields__)
    for kind, least in LEAST.items():
        style = getattr(theme.text, kind)
        assert style.size >= getattr(theme.least, least), kind
        assert style.leading >= 1.12 * style.size, kind


@pytest.mark.parametrize("name", theme_names())
def test_large_print_is_large_in_all(name: str) -> None:
    theme = named_theme(name, ("large-print",))
    assert {theme.least.body, theme.least.table, theme.least.running} == {18}
    assert theme.text.body.size * theme.script.size >= 18
    assert theme.text.table.size * theme.code.size >= 18


def test_lengths_have_units() -> None:
    assert Length.parse(12) == Length.parse("12pt") == Length.parse("16px") == 12
    assert Length.parse("25.4mm") == pytest.approx(72)
    assert (Length(12).twips, Length(12).half_points, Length(0.5).eighths, Length(1).emu) == (
        240,
        24,
        4,
        12700,
    )


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('body = { size = 12,', 'body = { size = "12 elephants",', "text.body.size"),
        ('marker_colour = "accent"', 'marker_colour = "pink"', "lists.marker_colour"),
        ('ink = "#16242A"', 'ink = "dark"', "text.body.colour"),
        ("item_gap = 4", "item_gap = 4\nitem_gaap = 4", "lists"),
        ("page_numbers = true", 'page_numbers = "yes"', "running.page_numbers"),
        ('tint = "#16303A"', 'tint = "night"', "screen.dark.tint"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_place(old: str, new: str, where: str) -> None:
    assert old in CLINIC
    with pytest.raises(InputRefused) as refused:
        parse_theme(CLINIC.replace(old, new, 1).encode(), "mine.toml")
    (notice,) = refused.value.notices
    assert notice.file == "mine.toml"
    assert notice.message.startswith(where)


def test_an_unknown_theme_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="clinic"):
        named_theme("nope")


def test_an_uninstalled_font_names_the_wheel_to_install() -> None:
    theme = parse_theme(CLINIC.replace('"JetBrains Mono"', '"No Such Font"').encode(), "t.toml")
    with pytest.raises(InputRefused, match="pip install fontpkg-no-such-font"):
        itemise_all(theme)


def itemise_all(theme: Theme) -> list[object]:
    return list(itemise("x", face_chain(theme, "code", bold=False, italic=False)))


def test_contrast_as_wcag_defines_it() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert luminance("#FFFFFF") == pytest.approx(1)


def test_fallback_faces_set_what_the_first_lacks() -> None:
    chain = face_chain(named_theme("clinic"), "body", bold=True, italic=False)
    runs = [(face.family, text) for face, text in itemise("ab жы cd", chain)]
    assert runs == [("Atkinson Hyperlegible", "ab "), ("Noto Sans", "жы "), ("Atkinson Hyperlegible", "cd")]
    assert list(missing("a\u200b😀b", chain)) == [(2, "😀")]


def test_subsets_are_small_static_and_repeatable() -> None:
    fallback = face_chain(named_theme("clinic"), "body", bold=True, italic=False)[1]
    subset = fallback.subset(map(ord, "жы"))
    assert subset == fallback.subset(map(ord, "жы"))
    assert len(subset) < 20_000
    assert b"fvar" not in subset[:400]


def test_every_font_has_a_licence_that_allows_embedding() -> None:
    assert set(licences(named_theme("clinic")).values()) == {"OFL-1.1"}
