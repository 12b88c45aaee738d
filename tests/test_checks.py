"""Every rule fires on what it is for, and stays silent on what it is not."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from exporter.checks import RULES, check, named_profile, parse_profile, profile_names
from exporter.errors import InputRefused
from exporter.files import find_family
from exporter.files.fonts import IN_EXTRA
from exporter.model import (
    Callout,
    DefinitionItem,
    DefinitionList,
    Document,
    Field,
    Figure,
    Footnote,
    FootnoteRef,
    Group,
    Heading,
    Inline,
    Link,
    Metadata,
    OrderedList,
    Paragraph,
    Position,
    QrCode,
    Strong,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    new_document,
)
from exporter.notices import ALL_STANDARDS, Verdict
from exporter.theme import Theme, named_theme
from exporter.theme.values import Colour, Length
from tests.samples import cell, everything, item, minimal, paragraph, picture, words

PLACE = Position(7, 3)
TODAY = datetime.date(2026, 11, 25)
PAST, FUTURE = datetime.date(2026, 11, 24), TODAY
GERMAN = (
    "Nehmen Sie die Tabletten nicht mit dem Essen ein, und trinken Sie ein Glas Wasser dazu. Wenn es nicht hilft, "
    "sprechen Sie mit der Ärztin oder mit dem Arzt, und bringen Sie die Packung zu dem Termin mit."
)
ENGLISH = (
    "Do not take the tablets with food, and drink a glass of water with them. If it does not help, talk to your "
    "doctor about it, and bring the box with you when you come to the clinic."
)
GREEK = "Μην παίρνετε τα χάπια με φαγητό και πίνετε ένα ποτήρι νερό. Αν δεν βοηθά, μιλήστε με τον γιατρό σας."


def said(*inlines: str | Inline, **metadata: object) -> Document:
    return minimal(Paragraph(words(*inlines), pos=PLACE), **metadata)


def noted(*notes: Footnote, calls: tuple[str, ...] = ()) -> Document:
    refs = [FootnoteRef(call, pos=PLACE) for call in calls]
    return msgspec.structs.replace(minimal(paragraph(*refs)), footnotes=notes)


def figure(alt: str, *, held: bool = True, decorative: bool = False) -> Document:
    assets = {"a.png": picture()} if held else {}
    return msgspec.structs.replace(minimal(Figure("a.png", alt, decorative, pos=PLACE)), assets=assets)


def pictured(alt: str, *, pixels: int = 900, width: float = 0.5) -> Document:
    figure = Figure("a.png", alt, width=width, pos=PLACE)
    return msgspec.structs.replace(minimal(figure), assets={"a.png": picture(pixels, 40)})


def gridded(*rows: tuple[TableCell, ...], **options: object) -> Document:
    cells = tuple(TableRow(row) for row in rows)
    return minimal(
        Table(columns=(TableColumn(),) * 3, rows=cells, caption=words("c"), **options)  # type: ignore[arg-type]
    )


def spanning(text: str, colspan: int = 1, rowspan: int = 1) -> TableCell:
    return msgspec.structs.replace(cell(text, colspan=colspan, rowspan=rowspan), pos=PLACE)


def lines(*texts: str) -> Document:
    return minimal(*(Paragraph(words(text), pos=PLACE) for text in texts))


FIRES: dict[str, Document] = {
    "review-passed": minimal(review_due=PAST),
    "language-implausible": said(GERMAN),
    "abbreviation-unexpanded": lines("A cream for CRPS.", "More of CRPS (complex pain)."),
    "colour-alone": said("Words shown in red matter."),
    "heading-faked": minimal(
        Paragraph((Strong(words("How to use it")),), pos=PLACE), paragraph("Rub it in.")
    ),
    "list-faked": lines("1) wash your hands", "2) rub it in"),
    "link-vague": said(Link("https://example.org/", words("Click ", Strong(words("here")), "!"), pos=PLACE)),
    "link-bare": said(Link("https://example.org/", words("https://example.org/"), pos=PLACE)),
    "address-long": minimal(QrCode(f"https://example.org/{'a' * 30}", words("x"), pos=PLACE)),
    "alt-file-name": pictured("photo 1.JPG"),
    "alt-says-image": pictured("Image of a leaf"),
    "image-coarse": pictured("A leaf", pixels=400),
    "table-header-missing": minimal(
        Table(
            caption=words("c"),
            columns=(TableColumn(),),
            rows=(TableRow((cell(),)), TableRow((cell("x"),))),
            pos=PLACE,
        )
    ),
    "table-caption-missing": minimal(
        Table(
            caption=(),
            columns=(TableColumn(),),
            rows=(TableRow((cell("a"),)), TableRow((cell("x"),))),
            pos=PLACE,
        )
    ),
    "table-span": gridded(
        (cell("a"), cell("b"), spanning("c", rowspan=2)),
        (spanning("d", colspan=2), cell("e")),
        header_columns=1,
    ),
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
    "review-passed": minimal(review_due=FUTURE),
    "language-implausible": minimal(paragraph(ENGLISH), Group((paragraph(GERMAN),), lang="de")),
    "abbreviation-unexpanded": lines(
        "Complex pain (CRPS) and CRPS again. NMDA (N-methyl-D-aspartate). Do NOT swallow it. GO HOME. Stage IV.",
        "It is not a PDF; the code is KC-01, from AT&T.",
    ),
    "colour-alone": said("Your skin turns red. The red cells of your blood. Green tea."),
    "heading-faked": minimal(
        paragraph(Strong(words("Never swallow it."))),
        paragraph("Rub it in."),
        Heading(1, words("a")),
        paragraph(Strong(words("The last words"))),
    ),
    "list-faked": lines("– a dash that begins a speech", "2026. A year", "one • two"),
    "link-vague": said(Link("https://example.org/", words("More about the cream"))),
    "link-bare": said(
        Link("https://example.org/", words("example.org")),
        Link("mailto:a@example.org", words("a@example.org")),
    ),
    "address-long": minimal(
        QrCode("https://example.org/kc-01", words("x")),
        paragraph(Link(f"https://example.org/{'a' * 30}", words("x"))),
    ),
    "alt-file-name": pictured("Page 3 of the PNG standard"),
    "alt-says-image": pictured("The image of the heart in the chest"),
    "image-coarse": pictured("A leaf", pixels=500),
    "table-header-missing": minimal(
        Table(
            caption=words("c"),
            header_rows=0,
            header_columns=1,
            columns=(TableColumn(),),
            rows=(TableRow((cell("x"),)),),
        )
    ),
    "table-caption-missing": gridded((cell("a"), cell("b"), cell("c"))),
    "table-span": gridded(
        (spanning("a", rowspan=2), spanning("b", colspan=2)),
        (cell("c"), cell("d")),
        (cell("e"), spanning("f", colspan=2)),
        header_rows=2,
        header_columns=1,
    ),
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
    assert set(ids) - {"contrast-low", "size-small", "line-length"} == set(FIRES) == set(SILENT)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", FIRES)
def test_a_rule_fires(rule: str, theme: Theme) -> None:
    verdict = check(FIRES[rule], theme, today=TODAY)
    found = [notice for notice in verdict.notices if notice.code == rule]
    assert found
    about_all = rule.startswith(("title-", "phrases-", "base-", "language-", "review-"))
    assert {(notice.line, notice.column) for notice in found} <= {(1, 1) if about_all else (7, 3)}


@pytest.mark.parametrize("rule", SILENT)
def test_a_rule_stays_silent(rule: str, theme: Theme) -> None:
    assert rule not in {notice.code for notice in check(SILENT[rule], theme, today=TODAY).notices}


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
    alone = msgspec.structs.replace(theme, name="without the extra")  # faces are kept by the theme
    fixes = {notice.fix == 'pip install "exporter[fonts]"' for notice in check(said(text), alone).errors}
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
    strict, draft = check(figure(""), theme), check(figure(""), theme, named_profile("draft"))
    assert strict.errors and not draft.errors
    assert draft.standards == frozenset()


def test_the_whole_sample_has_little_against_it(theme: Theme) -> None:
    """A table without headers and captions, small pictures: what the sample is there to hold."""
    found = {(notice.severity, notice.code) for notice in check(everything(), theme).notices}
    assert found == {
        ("warning", "table-header-missing"),
        ("info", "table-caption-missing"),
        ("info", "image-coarse"),
    }


class TestLook:
    def test_sizes_below_the_least(self, theme: Theme) -> None:
        for kind, size, least in (("body", 11, 12), ("caption", 10, 11), ("note", 8, 9)):
            style = msgspec.structs.replace(getattr(theme.text, kind), size=Length(size))
            text = msgspec.structs.replace(theme.text, **{kind: style})
            notices = check(minimal(), msgspec.structs.replace(theme, text=text)).notices
            messages = [notice.message for notice in notices if notice.code == "size-small"]
            assert messages == [f"theme clinic: text.{kind} is set in {size} pt, less than {least} pt"]

    @pytest.mark.parametrize(
        ("language", "width", "found"),
        [
            ("en", 1, ""),
            ("en", 1.1, "more than 80"),
            ("en", 0.5, "fewer than 45"),
            ("zh", 1, ""),
            ("zh", 1.2, "than 40"),
        ],
    )
    def test_lines_too_long_and_too_short(
        self, language: str, width: float, found: str, theme: Theme
    ) -> None:
        wider = theme.page.text_width * (width - 1)
        page = msgspec.structs.replace(theme.page, right=Length(theme.page.right - wider))
        notices = check(minimal(language=language), msgspec.structs.replace(theme, page=page)).notices
        assert [notice.code for notice in notices] == ["line-length"] * bool(found)
        assert all(found in notice.message for notice in notices)


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "text", "found"),
        [
            ("en", GERMAN, "'de'"),
            ("de", ENGLISH, "'en'"),
            ("en", GREEK, "Grek"),
            ("el", ENGLISH, "Latn"),
            ("ar", ENGLISH, "Latn"),
            ("de-AT", GERMAN, ""),
            ("el", GREEK, ""),
            ("sw", GERMAN, ""),
            ("en", "Die Katze ist nicht da.", ""),
            ("sr-Latn", "Ovo je samo jedan tekst, a jezik se ne poznaje po tri reči. " * 4, ""),
            ("en", "rub the cream twice, NMDA 10 mg, Donaudampfschifffahrt, x = y, façade, Привет. " * 6, ""),
        ],
    )
    def test_a_text_in_another(self, language: str, text: str, found: str, theme: Theme) -> None:
        notices = check(minimal(paragraph(text), language=language), theme).notices
        messages = [notice.message for notice in notices if notice.code == "language-implausible"]
        assert bool(messages) == bool(found)
        assert all(found in message for message in messages)


@pytest.mark.parametrize("bullet", "•▪–-*")
def test_a_list_of_any_bullets_in_a_box(bullet: str, theme: Theme) -> None:
    blocks = tuple(paragraph(f"{bullet} {text}") for text in ("one", "two", "three"))
    for holder in (
        Callout(kind="note", blocks=blocks),
        DefinitionList((DefinitionItem(words("a"), (blocks,)),)),
    ):
        assert [notice.code for notice in check(minimal(holder), theme).notices] == ["list-faked"]


def test_bullets_that_a_paragraph_ran_together(theme: Theme) -> None:
    assert [notice.code for notice in check(lines("• one • two"), theme).notices] == ["list-faked"]


def test_a_short_form_that_a_note_explains(theme: Theme) -> None:
    note = Footnote((paragraph("N-methyl-D-aspartate."),), id="a")
    document = msgspec.structs.replace(minimal(paragraph("«NMDA»,", FootnoteRef("a"))), footnotes=(note,))
    assert check(document, theme).notices == ()


class TestProfiles:
    def profile(self, text: str, theme: Theme) -> list[tuple[str, str]]:
        document = msgspec.structs.replace(figure(""), metadata=Metadata(title="T", language="sw"))
        notices = check(document, theme, parse_profile(text.encode(), "p.toml")).notices
        return [(notice.severity, notice.code) for notice in notices if notice.code != "image-coarse"]

    def test_severities_of_one_s_own(self, theme: Theme) -> None:
        as_they_are = [("warning", "phrases-missing"), ("error", "alt-missing")]
        assert self.profile("", theme) == self.profile('extends = "strict"', theme) == as_they_are
        assert self.profile('extends = "draft"\n[severities]\nphrases-missing = "error"', theme) == [
            ("error", "phrases-missing"),
            ("warning", "alt-missing"),
        ]

    def test_what_is_left_out_costs_its_claims_all_the_same(self, theme: Theme) -> None:
        profile = parse_profile(b'[severities]\nalt-missing = "off"\nimage-coarse = "off"', "p.toml")
        assert check(figure(""), theme, profile) == Verdict()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                '[severities]\nalt-mising = "off"',
                "there is no rule 'alt-mising' (did you mean 'alt-missing'?)",
            ),
            ('[severities]\nalt-missing = "warn"', "'warn' is no severity (did you mean 'warning'?)"),
            ('[severities]\nalt-missing = "x"', "(choose from error, warning, info, off)"),
            ('[severities]\nlink-scheme = "warning"', "link-scheme is always an error"),
            ("[severities]\nalt-missing = 1", "Expected `str`"),
            ('extends = "strickt"', "there is no profile 'strickt' (did you mean 'strict'?)"),
            ('extend = "strict"', "says nothing of 'extend' (did you mean 'extends'?)"),
            ("placeholders = 3", "Expected `bool | null`"),
            ("x = 1\ny = =", "p.toml:2:5 error profile-syntax"),
        ],
    )
    def test_one_that_is_wrong(self, text: str, said: str) -> None:
        with pytest.raises(InputRefused) as refused:
            parse_profile(text.encode(), "p.toml")
        assert said in str(refused.value) and str(refused.value).startswith("p.toml:")

    def test_those_of_the_package_load(self) -> None:
        assert profile_names() == ("draft", "strict")
        assert named_profile("draft").placeholders and not named_profile("strict").severities
