"""The look that is read back from each format, beside what the theme promises."""

from __future__ import annotations

import functools
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

import exporter
from exporter.cli import main
from exporter.fields import fill, typed_values
from exporter.model import (
    BlockQuote,
    CalloutKind,
    Document,
    Footnote,
    FootnoteRef,
    Heading,
    Inline,
    Look,
    View,
    ViewNode,
    new_document,
)
from exporter.prepare import Prepared, prepare
from exporter.readback import read_back
from exporter.theme import Colour, Theme, edition_names, theme_names
from exporter.verify.compare import compare
from exporter.verify.expected import expected_view
from exporter.verify.promised import dressed
from tests.samples import everything, minimal, paragraph, words
from tests.strategies import numbered
from tests.verify.damage import Edit, edited, put

CONTENT = Path(__file__).parents[2] / "content"
FORMATS = ("pdf", "docx", "epub", "html")
CLINIC = exporter.load_theme("clinic")
KINDS: tuple[CalloutKind, ...] = ("note", "tip", "important", "caution", "warning", "emergency")


@functools.cache
def document(name: str) -> Document:
    if name == "levels":
        return minimal(*(Heading(level, words(f"Level {level}")) for level in range(1, 7)))
    if name == "long":
        long = paragraph("Words that are more than fit into one line of a page. " * 4)
        quote = BlockQuote(
            (long,), words("Somebody who has a name that is as long as a line is, and longer. " * 2)
        )
        blocks = (quote, paragraph("Called", FootnoteRef("n")))
        return new_document(
            metadata=minimal().metadata, blocks=blocks, footnotes=(Footnote((long,), id="n"),)
        )
    return everything() if name == "everything" else exporter.load(CONTENT / f"{name}.md")


@functools.cache
def exported(name: str, format: str) -> bytes:
    return exporter.export(document(name), to=[format])[format].data


@functools.cache
def read(name: str, format: str) -> View:
    return read_back(exported(name, format))


@functools.cache
def prepared(name: str) -> Prepared:
    return prepare(fill(document(name), typed_values(document(name), {})), date(1980, 1, 1))


def compared(name: str, format: str, theme: Theme) -> list[str]:
    """What ``differences`` says of the file as it was exported, without reading it again."""
    expected = dressed(expected_view(prepared(name)), theme, read(name, format))
    facts = prepared(name).facts.values()
    return [difference.message for difference in compare(expected, read(name, format), facts)]


def differences(name: str, format: str, data: bytes, theme: Theme) -> list[str]:
    found = exporter.verify(document(name), {format: data}, theme=theme)
    return [difference.message for difference in found]


LOOKS = [(theme, ()) for theme in ("clinic", "plain")] + [
    (theme, (edition,)) for theme in ("clinic", "plain") for edition in edition_names()
] + [("clinic", ("large-print", "greyscale", "a5"))]  # fmt: skip


WORD_LOOKS = [
    (theme, editions) for theme in theme_names() for editions in ((), *((name,) for name in edition_names()))
]


@pytest.mark.parametrize(
    ("name", "editions"), LOOKS, ids=lambda value: "-".join(value) if isinstance(value, tuple) else value
)
@pytest.mark.parametrize("source", ["kitchen-sink", "ketamine-cream"])
def test_files_look_as_their_theme_says(source: str, name: str, editions: tuple[str, ...]) -> None:
    theme = exporter.load_theme(name, editions)
    files = exporter.export(document(source), to=FORMATS, theme=theme)
    found = exporter.verify(document(source), {name: made.data for name, made in files.items()}, theme=theme)
    assert [str(difference) for difference in found] == []


@pytest.mark.parametrize("number", range(24))
def test_generated_documents_look_as_the_theme_says(number: int) -> None:
    made = numbered(number)
    theme = random.Random(number).choice((CLINIC, exporter.load_theme("plain", ["a5"])))
    files = exporter.export(made, to=FORMATS, theme=theme)
    found = exporter.verify(made, {name: file.data for name, file in files.items()}, theme=theme)
    assert [str(difference) for difference in found if difference.kind == "look"] == []


@pytest.mark.parametrize(
    ("theme", "editions"),
    WORD_LOOKS,
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else value,
)
@pytest.mark.parametrize("source", sorted(path.stem for path in CONTENT.glob("*.md")))
def test_word_files_of_all_content_are_the_document_in_every_look(
    source: str, theme: str, editions: tuple[str, ...]
) -> None:
    look = exporter.load_theme(theme, editions)
    data = exporter.export(document(source), to=["docx"], theme=look)["docx"].data
    assert differences(source, "docx", data, look) == []


# A theme that says something else


def changed(theme: Theme, path: str, value: object) -> Theme:
    """``theme`` with another value where ``path`` leads."""

    def put_in(struct: Any, names: list[str]) -> Any:
        name, *rest = names
        return msgspec.structs.replace(
            struct, **{name: put_in(getattr(struct, name), rest) if rest else value}
        )

    return put_in(theme, path.split("."))  # type: ignore[no-any-return]


def another(theme: Theme, path: str) -> object:
    """Another value of the same kind as the one that is there."""
    value: Any = theme
    for name in path.split("."):
        value = getattr(value, name)
    match value:
        case Colour():
            return Colour.named("red", theme.palette)
        case bool():
            return not value
        case float():
            return value + 1
    return "Noto Serif"


NAMES = ("everything", "kitchen-sink", "long")
STYLES = (
    "body", "title", "subtitle", "heading1", "heading2", "heading3", "caption", "table", "table_header", "quote",
    "code_block", "note", "letterhead_name", "letterhead", "aside",
)  # fmt: skip
EVERYWHERE = [
    *(f"text.{style}.{value}" for style in STYLES for value in ("size", "colour", "bold", "italic")),
    "text.body.font",
    "fonts.body.family",
    "fonts.code.family",
    "lists.marker_colour",
    "lists.marker_bold",
    "lists.term_bold",
    *(f"callouts.{kind}.label" for kind in KINDS),
]
LEADINGS = [f"text.{style}.leading" for style in STYLES if style != "body"]
SPACES = [f"text.{style}.after" for style in ("title", "subtitle", "heading1", "heading2", "heading3", "body")] + [
    f"text.{style}.before" for style in ("heading2", "heading3")
]  # fmt: skip
CHANGES = {
    "pdf": [
        *EVERYWHERE,
        *(f"text.{style}.leading" for style in ("body", "table", "quote", "code_block", "note", "aside")),
        "fill_in.rule_colour", "script.size", "code.size", "link.colour", "page.width", "page.height", "page.left",
    ],
    "docx": [
        *EVERYWHERE,
        *LEADINGS,
        *SPACES,
        "text.body.leading",
        "text.title.before",
        "text.heading1.before",
        *(f"page.{side}" for side in ("width", "height", "top", "bottom", "left", "right")),
        "link.colour",
    ],
    "html": [*EVERYWHERE, *LEADINGS, *SPACES, "text.title.before", "script.size", "code.size", "link.colour", "screen.body", "screen.line_height"],
    "epub": [*EVERYWHERE, *LEADINGS, *SPACES, "script.size", "code.size", "link.colour", "epub.body", "screen.line_height"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("format", "path"), [(format, path) for format, paths in CHANGES.items() for path in paths]
)
def test_a_theme_that_says_something_else_is_told_of(format: str, path: str) -> None:
    value = "code" if path.endswith(".font") else another(CLINIC, path)
    other = changed(CLINIC, path, value)
    found = [message for name in NAMES for message in compared(name, format, other)]
    known = [message for name in NAMES for message in compared(name, format, CLINIC)]
    told = [message for message in found if message not in known]
    assert told
    assert all("the theme says" in message for message in told)


def scale(format: str) -> float:
    """What sizes of the theme are multiplied by."""
    return CLINIC.screen.body / CLINIC.text.body.size if format == "html" else 1.0


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("level", range(1, 7))
def test_each_level_of_headings(level: int, format: str) -> None:
    other = changed(CLINIC, f"text.heading{level}.size", 30.0)
    messages = compared("levels", format, other)
    if level == 6 and format == "html":
        assert messages == []  # a page has no heading below its h6, which is one of level 5
        return
    assert all(
        re.match(rf"heading \d: size .* pt, the theme says {30 * scale(format):.4g} pt", line)
        for line in messages
    )
    assert any(line.startswith(f"heading {level}: ") for line in messages)


# A file that was changed


def with_properties(properties: str) -> Edit:
    """Formatting by hand of the run that says "Wear gloves"."""
    return lambda text: re.sub(r"<w:r>(<w:t[^>]*>Wear gloves)", rf"<w:r>{properties}\1", text)


DAMAGES: list[tuple[str, str, Edit, str]] = [
    ("pdf", "the size of the title", put(" 28 Tf", " 26 Tf"), "title: size 26 pt, the theme says 28 pt"),
    ("pdf", "the colour of text", put("0.086 0.141 0.165 rg", "0.5 0.5 0.5 rg"), "body text: colour #808080, the theme says #16242A"),
    ("pdf", "a colour in another space", put("0.086 0.141 0.165 rg", "1 0 0 0 k"), "body text: colour #00FFFF, the theme says #16242A"),
    ("pdf", "a page that is scaled", lambda text: f"q 0.9 0 0 0.9 0 0 cm {text} Q", "body text: size 10.8 pt, the theme says 12 pt"),
    ("docx", "a colour in a style", put('<w:color w:val="0B3B46" w:themeColor="text2"/>', '<w:color w:val="123456"/>'), "title: colour #123456, the theme says #0B3B46"),
    ("docx", "a size in a style", put('<w:sz w:val="56"/>', '<w:sz w:val="50"/>'), "title: size 25 pt, the theme says 28 pt"),
    ("docx", "a font of the theme", put('<a:latin typeface="Atkinson Hyperlegible"/>', '<a:latin typeface="Georgia"/>'), "title: font Georgia, the theme says Atkinson Hyperlegible"),
    ("docx", "a paper", put('w:w="11906"', 'w:w="12240"'), "width of the page: 612 pt, the theme says 595.3 pt"),
    ("docx", "the colour of markers", put('<w:b/><w:bCs/><w:color w:val="0B5563" w:themeColor="accent1"/></w:rPr></w:lvl>', '<w:b/><w:bCs/></w:rPr></w:lvl>'), "bullet: colour #16242A, the theme says #0B5563"),
    ("docx", "a style that turns bold off", put('<w:name w:val="Strong"/>', '<w:name w:val="Strong"/><w:rPr><w:b w:val="0"/></w:rPr>'), "strong words in body text: face not bold, the theme says bold"),
    ("docx", "a run made red by hand", with_properties('<w:rPr><w:color w:val="FF0000"/></w:rPr>'), "body text: colour #FF0000, the theme says #16242A"),
    ("docx", "a colour of the Office theme", with_properties('<w:rPr><w:color w:val="000000" w:themeColor="accent4"/></w:rPr>'), "body text: colour #B3261E, the theme says #16242A"),
    ("docx", "lines that are set wider", put('w:line="340"', 'w:line="400"'), "body text: leading 20 pt, the theme says 17 pt"),
    ("html", "a colour of the palette", put("--deep: #0B3B46", "--deep: #123456"), "title: colour #123456, the theme says #0B3B46"),
    ("html", "a stronger rule", put("/* Text */", "html body h1.title { font-size: 10pt }"), "title: size 10 pt, the theme says 29.75 pt"),
    ("html", "a style of one element", put('<h1 class="title">', '<h1 class="title" style="font-weight: 400">'), "title: face not bold, the theme says bold"),
    ("html", "an important one", put("/* Text */", "h1 { font-family: Georgia, serif !important }"), "title: font Georgia, the theme says Atkinson Hyperlegible"),
    ("html", "a variable without a value", put("--soft:", "--other:"), "subtitle: colour #16242A, the theme says #33464D"),
    ("html", "a rule for screens", put("/* Text */", "@media screen { body { line-height: 40px !important } }"), "body text: leading 30 pt, the theme says 19.12 pt"),
    ("html", "another size for all", put("font-size: 106.25%", "font-size: 20px"), "title: size 35 pt, the theme says 29.75 pt"),
    ("epub", "a margin", put("margin: 1.037em 0 0.2222em;", "margin: 2em 0 0.2222em;"), "heading 2: before 27 pt, the theme says 14 pt"),
    ("epub", "the colour of markers", put("li::marker {", "li::marker { color: red !important;"), "bullet: colour #FF0000, the theme says #0B5563"),
    ("epub", "a style sheet of one file", put("</head>", "<style>p { font-style: italic }</style></head>"), "body text: face italic, the theme says not italic"),
    ("epub", "a style sheet lost", put('href="style.css"', 'href="gone.css"'), "title: size 24 pt, the theme says 28 pt"),
    ("pdf", "a page that is moved", lambda text: f"q 1 0 0 1 9 0 cm {text} Q", "left margin of the page: 88.37 pt, the theme says 79.37 pt"),
]  # fmt: skip


@pytest.mark.parametrize(("format", "_what", "edit", "message"), DAMAGES)
def test_a_changed_look_is_caught(format: str, _what: str, edit: Edit, message: str) -> None:
    found = differences("everything", format, edited(exported("everything", format), edit), CLINIC)
    assert any(line.startswith(message) for line in found), found


@pytest.mark.parametrize(
    ("format", "edit"),
    [
        ("pdf", put("0.086 0.141 0.165 rg", "/DeviceRGB cs 0.086 0.141 0.165 sc")),
        ("docx", with_properties('<w:rPr><w:b w:val="0"/></w:rPr>')),
        ("docx", with_properties('<w:rPr><w:color w:themeColor="text1"/></w:rPr>')),
        ("docx", put('w:w="11906"', 'w:w="595.3pt"')),
        ("html", put("/* Text */", "@media print { h1 { color: red !important } }")),
        ("html", put("/* Text */", "@media (max-width: 600px) { h1 { color: red !important } }")),
        ("html", put("/* Text */", "h1::unheard-of { color: red !important }")),
        ("html", put("--deep: #0B3B46", "--deep: var(--deeper, rgb(11, 59, 70))")),
        ("html", put("font-size: 106.25%", "font-size: 17px")),
        (
            "epub",
            put(
                '<link rel="stylesheet"',
                '<link rel="alternate stylesheet" href="x.css"/><link rel="stylesheet"',
            ),
        ),
        ("pdf", lambda text: f"q 2 0 0 2 0 0 cm q 0.5 0 0 0.5 0 0 cm {text} Q Q"),
    ],
)
def test_the_same_look_said_in_another_way(format: str, edit: Edit) -> None:
    data = edited(exported("everything", format), edit)
    assert differences("everything", format, data, CLINIC) == compared("everything", format, CLINIC)


# What is compared


def said(*inlines: str | Inline) -> Document:
    return minimal(paragraph(*inlines))


def test_without_a_theme_no_look_is_compared() -> None:
    data = exporter.export(said("Words."), to=["pdf"], theme="plain")["pdf"].data
    assert exporter.verify(said("Words."), {"pdf": data}) == []
    assert exporter.verify(said("Words."), {"pdf": data}, theme=CLINIC)


def test_what_a_file_does_not_tell_is_not_compared() -> None:
    def view(look: Look | None) -> View:
        return View(nodes=(ViewNode(role="title", children=(ViewNode(role="text", text="T", look=look),)),))

    promised = Look(name="title", families=("Noto Sans",), size=12, bold=True, colour="#000000", leading=17)
    assert compare(view(promised), view(None)) == []
    assert compare(view(promised), view(Look(size=12.1))) == []
    (difference,) = compare(view(promised), view(Look(size=13, families=("NotoSans",))))
    assert str(difference) == "-: error look-differs title: size 13 pt, the theme says 12 pt (“T”)"


def test_lines_that_only_break_tell_no_leading() -> None:
    (title, *_) = read_back(exporter.export(said("Words."), to=["pdf"])["pdf"].data).nodes
    assert title.children[0].look is not None
    assert title.children[0].look.leading is None


# The command


def test_the_command_takes_the_look_of_the_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.md").write_text("---\ntitle: T\nlanguage: en\n---\n\nWear gloves.\n", "utf-8")
    assert main(["export", "t.md", "--to", "pdf", "--theme", "plain", "--edition", "a5"]) == 0
    capsys.readouterr()
    assert main(["verify", "t.md", "t.pdf"]) == 1
    assert (
        "t.md:6:1 error look-differs t.pdf: body text: font NotoSans, the theme says"
        in capsys.readouterr().err
    )
    assert main(["verify", "t.md", "t.pdf", "--theme", "plain"]) == 1
    assert main(["verify", "t.md", "t.pdf", "--theme", "plain", "--edition", "a5"]) == 0
    assert main(["verify", "t.md", "t.pdf", "--theme", "none"]) == 0
    assert main(["verify", "t.md", "t.pdf", "--theme", "none", "--edition", "a5"]) == 2
    assert main(["verify", "t.md", "t.pdf", "--theme", "nothing"]) == 2
