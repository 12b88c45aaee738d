"""Which family sets which character: by coverage, by what is installed, for Han characters by language."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import msgspec
import pytest

from exporter.errors import InputRefused
from exporter.files import find_family, how_to_install
from exporter.files.fonts import IN_EXTRA
from exporter.theme import (
    Theme,
    clusters,
    distinct_clusters,
    face_chain,
    families,
    itemise,
    missing,
    named_theme,
    parse_theme,
    set_width,
    theme_names,
    usual_face,
)
from exporter.theme.chains import licences

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
OWN = ["Atkinson Hyperlegible", "Noto Sans"]


@pytest.fixture(scope="module")
def theme() -> Theme:
    return named_theme("clinic")


@pytest.fixture
def in_plain_install(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """A theme of which no other test has asked, as if the fonts of the extra were not installed."""
    monkeypatch.setattr(
        "exporter.theme.chains.find_family", lambda name: None if name in IN_EXTRA else find_family(name)
    )
    return msgspec.structs.replace(theme, name="in a plain install")


def set_in_script(text: str, theme: Theme, language: str) -> list[tuple[str, str]]:
    """As ``set_by``, with what all scripts share in the face of the letters beside it."""
    look: dict[str, bool] = {"bold": False, "italic": False}
    chain = face_chain(theme, "body", language=language, **look)
    usual = usual_face(theme, "body", language=language, **look)
    return [(face.family, run) for face, run in itemise(text, chain, usual)]


def set_by(text: str, theme: Theme, language: str = "") -> list[tuple[str, str]]:
    chain = face_chain(theme, "body", bold=False, italic=False, language=language)
    return [(face.family, run) for face, run in itemise(text, chain)]


@pytest.mark.parametrize("name", theme_names())
def test_every_theme_names_families_that_the_extra_installs(name: str) -> None:
    scripts = named_theme(name).fonts.scripts
    assert list(scripts) == ["Arab", "Hebr", "Deva", "Hans", "Hant", "Jpan", "Kore"]
    assert {family for names in scripts.values() for family in names} == IN_EXTRA


def test_the_extra_is_in_the_project_and_among_what_tests_need() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    assert set(extras["fonts"]) <= set(PROJECT["dependency-groups"]["dev"])
    assert extras["all"] == ["exporter[batch,cluster,storage,verify,fonts]"]
    wheels = {requirement.split(">")[0] for requirement in extras["fonts"]}
    for family in IN_EXTRA:
        installed = find_family(family)
        assert installed and wheels & {part.replace("_", "-") for part in Path(installed.root).parts}


def test_script_families_come_after_the_own_ones(theme: Theme) -> None:
    body, code = families(theme, "body"), families(theme, "code")
    assert list(body[:2]) == OWN and list(code[:2]) == ["JetBrains Mono", "Noto Sans"]
    assert body[2:] == code[2:]
    assert list(body[2:5]) == ["Noto Sans Arabic", "Heebo", "Noto Sans Devanagari"]


def test_what_is_not_installed_is_not_in_the_chain(in_plain_install: Theme) -> None:
    assert list(families(in_plain_install, "body", "zh")) == OWN
    chain = face_chain(in_plain_install, "body", bold=True, italic=False)
    assert list(missing("a日", chain)) == [(1, "日")]


def test_a_family_of_its_own_must_be_installed() -> None:
    with pytest.raises(InputRefused, match="pip install fontpkg-no-such"):
        list(missing("x", face_chain(own_theme('family = "No Such"'), "body", bold=False, italic=False)))


def own_theme(body: str = 'family = "Noto Sans"', scripts: str = "") -> Theme:
    text = f'extends = "clinic"\nname = "own"\n[fonts.body]\n{body}\n[fonts.scripts]\n{scripts}\n'
    return parse_theme(text.encode(), "own.toml")


def test_a_theme_adds_a_script_and_keeps_the_others() -> None:
    scripts = own_theme(scripts='Thai = ["Noto Sans Thai"]\nHebr = ["Rubik", "Heebo"]').fonts.scripts
    assert scripts["Thai"] == ("Noto Sans Thai",) and scripts["Hebr"] == ("Rubik", "Heebo")
    assert scripts["Arab"] == ("Noto Sans Arabic",)


@pytest.mark.parametrize("code", ["arab", "Arabic", "A1ab"])
def test_a_script_is_named_by_its_code(code: str) -> None:
    with pytest.raises(InputRefused, match="ISO 15924"):
        own_theme(scripts=f'{code} = ["Noto Sans Arabic"]')


def test_how_to_install_a_family() -> None:
    assert how_to_install("Heebo") == how_to_install("Noto Sans SC") == 'pip install "exporter[fonts]"'
    assert how_to_install("Noto Sans Thai") == "pip install fontpkg-noto-sans-thai"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Dzień dobry", OWN[0]),
        ("الأدوية بعيدًا عن متناول الأطفال،", "Noto Sans Arabic"),
        ("שָׁלוֹם עֲלֵיכֶם צה״ל ג׳", "Heebo"),
        ("बच्चों की पहुँच।", "Noto Sans"),
        ("请将药物放在儿童接触不到的地方。", "Noto Sans SC"),
        ("한국어", "Noto Sans KR"),
        ("カッター", "Noto Sans SC"),
    ],
)  # fmt: skip
def test_a_text_is_set_by_one_family(text: str, family: str, theme: Theme) -> None:
    assert {name for name, run in set_by(text, theme) if run.strip()} == {family}
    for bold in (False, True):
        assert not list(missing(text, face_chain(theme, "code", bold=bold, italic=True)))


@pytest.mark.parametrize(
    ("language", "family"),
    [("", "SC"), ("en", "SC"), ("zh-Hans", "SC"), ("zh-TW", "TC"), ("ja", "JP"), ("ko-KR", "KR")],
)
def test_the_language_chooses_the_shapes_of_han_characters(language: str, family: str, theme: Theme) -> None:
    assert set_by("直骨", theme, language) == [(f"Noto Sans {family}", "直骨")]


def test_a_letter_with_its_marks_is_in_one_run(theme: Theme) -> None:
    vedic = "क\u1cd0"  # the mark is in Noto Sans Devanagari alone, the letter in Noto Sans before it
    assert set_by(f"a{vedic}b", theme) == [(OWN[0], "a"), ("Noto Sans Devanagari", vedic), (OWN[0], "b")]


def test_a_mark_that_no_face_has_with_the_letter_goes_to_one_that_has_it(theme: Theme) -> None:
    runs = set_by("ש\u0323", theme)
    assert [run for _, run in runs] == ["ש", "\u0323"] and not list(
        missing("ש\u0323", face_chain(theme, "body", bold=False, italic=False))
    )


def test_letters_are_looked_for_with_their_marks_composed(theme: Theme) -> None:
    composed = "Để thuốc xa tầm tay trẻ em, żółć"
    apart = unicodedata.normalize("NFD", composed)
    runs = set_by(apart, theme)
    assert "".join(run for _, run in runs) == apart
    assert [(name, unicodedata.normalize("NFC", run)) for name, run in runs] == set_by(composed, theme)


def test_clusters() -> None:
    assert list(clusters("")) == []
    assert list(clusters("ab")) == ["a", "b"]
    assert list(clusters("e\u0323\u0302x")) == ["e\u0323\u0302", "x"]
    assert distinct_clusters("abab") == {"a", "b"}
    assert distinct_clusters("ae\u0301e") == {"a", "e\u0301", "e"}
    assert list(clusters("किं न्\u200dय")) == ["किं", " ", "न्\u200d", "य"]


def test_width_needs_no_chain_for_what_the_first_face_has(theme: Theme) -> None:
    style = theme.text.body
    assert set_width("药房", style, theme) == pytest.approx(2 * style.size)
    assert set_width("a药", style, theme) > set_width("a", style, theme) > 0


def test_letters_that_join_are_narrower_than_alone(theme: Theme) -> None:
    """Tables and running lines measure words as they are set."""
    style, word = theme.text.body, "الثلاثاء"
    assert 0 < set_width(word, style, theme) < sum(set_width(letter, style, theme) for letter in word)


def test_every_font_is_free_to_embed(theme: Theme) -> None:
    assert set(licences(theme)) == {*OWN, "JetBrains Mono", *IN_EXTRA}
    assert set(licences(theme).values()) == {"OFL-1.1"}


def test_bold_is_another_weight_of_the_same_file(theme: Theme) -> None:
    regular, bold = (
        face_chain(theme, "body", bold=bold, italic=False, language="zh")[2] for bold in (False, True)
    )
    first, second = (face.subset({ord("药")}) for face in (regular, bold))
    assert first != second and b"fvar" not in first[:400] + second[:400]
    assert b"glyf" in first[:400], "ReportLab reads no other outlines"


ARABIC, LATIN = "Noto Sans Arabic", "Atkinson Hyperlegible"


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("مرتان (3)، 10%!", "ar", [(ARABIC, "مرتان (3)، 10%!")]),
        ("مرتان (3)، 10%!", "en", [(ARABIC, "مرتان (3)، 10%!")]),
        ("(10 مغ)", "en", [(ARABIC, "(10 مغ)")]),
        ("555 0100", "ar", [(ARABIC, "555 0100")]),
        ("555 0100", "en", [(LATIN, "555 0100")]),
        ("10%", "hi", [("Noto Sans", "10%")]),  # which sets its letters
        ("5.", "ja", [("Noto Sans JP", "5.")]),
        ("كريم (Cream 1) 2", "ar", [(ARABIC, "كريم ("), (LATIN, "Cream 1"), (ARABIC, ") 2")]),
        ("«Cream» كريم.", "ar", [(LATIN, "«Cream» "), (ARABIC, "كريم.")]),
        ("أ 2 ✓", "ar", [(ARABIC, "أ 2 "), ("Noto Sans SC", "✓")]),
    ],
)
def test_what_scripts_share_is_set_as_the_letters_beside_it(
    text: str, language: str, runs: list[tuple[str, str]], theme: Theme
) -> None:
    assert set_in_script(text, theme, language) == runs


def test_every_digit_of_code_is_in_its_face(theme: Theme) -> None:
    assert usual_face(theme, "code", bold=False, italic=False, language="ar") is None


def test_without_the_fonts_of_a_script_the_first_face_sets_digits(in_plain_install: Theme) -> None:
    assert set_in_script("10%", in_plain_install, "ar") == [(LATIN, "10%")]
