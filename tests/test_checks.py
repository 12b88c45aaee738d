"""Every rule fires on what it is for, and stays silent on what it is not."""

from __future__ import annotations

import msgspec
import pytest

from exporter.checks import DRAFT, RULES, check
from exporter.files import find_family
from exporter.files.fonts import IN_EXTRA
from exporter.model import (
    Document,
    Field,
    Figure,
    Footnote,
    FootnoteRef,
    Heading,
    Inline,
    Link,
    Metadata,
    OrderedList,
    Paragraph,
    Position,
    QrCode,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    new_document,
)
from exporter.notices import ALL_STANDARDS
from exporter.theme import Theme, named_theme
from exporter.theme.values import Colour
from tests.samples import everything, item, minimal, paragraph, picture, words

PLACE = Position(7, 3)


def said(*inlines: str | Inline, **metadata: object) -> Document:
    return minimal(Paragraph(words(*inlines), pos=PLACE), **metadata)


def noted(*notes: Footnote, calls: tuple[str, ...] = ()) -> Document:
    refs = [FootnoteRef(call, pos=PLACE) for call in calls]
    return msgspec.structs.replace(minimal(paragraph(*refs)), footnotes=notes)


def figure(alt: str, *, held: bool = True, decorative: bool = False) -> Document:
    assets = {"a.png": picture()} if held else {}
    return msgspec.structs.replace(minimal(Figure("a.png", alt, decorative, pos=PLACE)), assets=assets)


FIRES: dict[str, Document] = {
    "title-missing": new_document(metadata=Metadata(language="en"), blocks=(paragraph("x"),)),
    "language-missing": minimal(language=""),
    "language-malformed": minimal(language="english"),
    "phrases-missing": minimal(language="sw"),
    "heading-skipped": minimal(Heading(1, words("a")), Heading(3, words("b"), pos=PLACE)),
    "heading-empty": minimal(Heading(1, (), pos=PLACE)),
    "alt-missing": figure(" "),
    "glyph-missing": said("😀"),
    "base-url": said("x", base_url="http://["),
    "link-scheme": said(Link("JavaScript:alert(1)", words("x"), pos=PLACE)),
    "link-malformed": said(Link("java\tscript:alert(1)", words("x"), pos=PLACE)),
    "link-too-long": said(Link("https://example.org/" + "ü" * 5_460, words("x"), pos=PLACE)),
    "link-relative": said(Link("other.html", words("x"), pos=PLACE)),
    "qr-relative": minimal(QrCode("#here", words("x"), pos=PLACE)),
    "table-surplus": minimal(
        Table(columns=(TableColumn(),), rows=(TableRow((TableCell(()), TableCell((), pos=PLACE))),))
    ),
    "qr-too-long": minimal(QrCode("https://example.org/" + "a" * 2400, words("x"), pos=PLACE)),
    "control-character": said("x", Link("https://example.org/", words("y"), "a\x01b")),
    "anchor-missing": said(Link("#nowhere", words("x"), pos=PLACE)),
    "id-twice": minimal(
        paragraph("x"), Heading(1, words("a"), id="a"), Heading(1, words("b"), id="a", pos=PLACE)
    ),
    "footnote-missing": noted(calls=("a",)),
    "footnote-circular": noted(
        Footnote((paragraph(FootnoteRef("b")),), id="a", pos=PLACE),
        Footnote((paragraph(FootnoteRef("a")),), id="b", pos=PLACE),
        calls=("a",),
    ),
    "footnote-uncalled": noted(Footnote((paragraph("x"),), id="a", pos=PLACE)),
    "asset-missing": figure("x", held=False),
    "value-unfilled": said(Field("name", pos=PLACE)),
    "numbering-ends": minimal(OrderedList((item("x"), item("y")), 26, "lower-alpha", pos=PLACE)),
}

SILENT: dict[str, Document] = {
    "title-missing": minimal(),
    "language-missing": minimal(),
    "language-malformed": minimal(language="zh-Hant-TW"),
    "phrases-missing": minimal(language="de-AT"),
    "heading-skipped": minimal(Heading(1, words("a")), Heading(2, words("b")), Heading(1, words("c"))),
    "heading-empty": minimal(Heading(1, words("a"))),
    "alt-missing": figure("", decorative=True),
    "glyph-missing": said("Ĳ Ελληνικά русский Việt \u200b \u00ad 药 دواء תרופה दवा"),
    "base-url": said("x", base_url="https://example.org/a/"),
    "link-scheme": said(Link("HTTPS://example.org", words("x")), Link("tel:+1555", words("y"))),
    "link-malformed": said(Link("https://example.org/ü", words("x"))),
    "link-too-long": said(Link("https://example.org/" + "ü" * 5_450, words("x"))),
    "link-relative": said(Link("other.html", words("x")), base_url="https://example.org/"),
    "qr-relative": minimal(QrCode("https://example.org/a", words("x"))),
    "table-surplus": minimal(
        Table(
            columns=(TableColumn(), TableColumn()),
            rows=(TableRow((TableCell((), rowspan=2), TableCell(()))), TableRow((TableCell(()),))),
        )
    ),
    "qr-too-long": minimal(QrCode("https://example.org/" + "a" * 2300, words("x"))),
    "control-character": said("a\tb\nc \u200b"),
    "anchor-missing": minimal(Heading(1, words("Some words")), paragraph(Link("#some-words", words("x")))),
    "id-twice": minimal(Heading(1, words("a")), Heading(1, words("a"))),
    "footnote-missing": noted(Footnote((paragraph("x"),), id="a"), calls=("a", "a")),
    "footnote-circular": noted(
        Footnote((paragraph(FootnoteRef("b")),), id="a"),
        Footnote((paragraph("x"),), id="b"),
        calls=("a", "b"),
    ),
    "footnote-uncalled": noted(Footnote((paragraph("x"),), id="a"), calls=("a",)),
    "asset-missing": figure("x"),
    "value-unfilled": said("name"),
    "numbering-ends": minimal(
        OrderedList((item("x"),), 26, "lower-alpha"), OrderedList((item("x"),), 4000, "decimal")
    ),
}


@pytest.fixture(scope="module")
def theme() -> Theme:
    return named_theme("clinic")


def test_every_rule_is_tried_both_ways() -> None:
    ids = [rule.id for rule in RULES]
    assert set(ids) - {"contrast-low"} == set(FIRES) == set(SILENT)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", FIRES)
def test_a_rule_fires(rule: str, theme: Theme) -> None:
    verdict = check(FIRES[rule], theme)
    found = [notice for notice in verdict.notices if notice.code == rule]
    assert found
    about_all = rule in ("title-missing", "phrases-missing", "base-url") or rule.startswith("language-")
    assert {(notice.line, notice.column) for notice in found} <= {(1, 1) if about_all else (7, 3)}


@pytest.mark.parametrize("rule", SILENT)
def test_a_rule_stays_silent(rule: str, theme: Theme) -> None:
    assert rule not in {notice.code for notice in check(SILENT[rule], theme).notices}


@pytest.mark.parametrize(
    ("text", "extra"),
    [("日", True), ("ש", True), ("ع", True), ("，日", True), ("，", False), ("😀日", None), ("ก", False)],
)
def test_a_missing_glyph_says_what_to_install(
    text: str, extra: bool | None, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra, where the theme has a family in it for the script; of a mark, for that of its neighbours."""
    for module in ("exporter.theme.chains", "exporter.checks.glyphs"):
        monkeypatch.setattr(
            f"{module}.find_family", lambda name: None if name in IN_EXTRA else find_family(name)
        )
    fixes = {notice.fix == 'pip install "exporter[fonts]"' for notice in check(said(text), theme).errors}
    assert fixes == ({True, False} if extra is None else {extra})


def test_a_missing_glyph_says_which_wheel_to_install(theme: Theme) -> None:
    fonts = msgspec.structs.replace(theme.fonts, scripts={"Thai": ("Noto Sans Thai",)})
    (notice,) = check(said("ก"), msgspec.structs.replace(theme, fonts=fonts)).errors
    assert notice.fix == "pip install fontpkg-noto-sans-thai"


def test_low_contrast_fires_in_light_and_in_dark(theme: Theme) -> None:
    pale = msgspec.structs.replace(theme, palette={**theme.palette, "soft": "#B0B0B0"})
    dim = msgspec.structs.replace(
        theme, screen=msgspec.structs.replace(theme.screen, dark={**theme.screen.dark, "ink": "#333333"})
    )
    assert [notice for notice in check(minimal(), pale).notices if "text.subtitle" in notice.message]
    assert [notice for notice in check(minimal(), dim).notices if "dark" in notice.message]
    assert "contrast-low" not in {notice.code for notice in check(minimal(), theme).notices}
    assert isinstance(theme.text.body.colour, Colour)


def test_every_standard_is_earned_by_a_sound_document(theme: Theme) -> None:
    verdict = check(minimal(Heading(1, words("a")), paragraph("b")), theme)
    assert verdict.standards == ALL_STANDARDS
    assert verdict.notices == ()


def test_a_draft_pays_with_its_claims(theme: Theme) -> None:
    strict, draft = check(figure(""), theme), check(figure(""), theme, DRAFT)
    assert strict.errors and not draft.errors
    assert draft.standards == frozenset()


def test_the_whole_sample_has_nothing_against_it(theme: Theme) -> None:
    assert check(everything(), theme).notices == ()
