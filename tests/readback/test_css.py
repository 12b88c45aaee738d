"""How words look by style sheets written by hand."""

from __future__ import annotations

import sys
import time

import pytest

from exporter.errors import UsageError
from exporter.model import Look
from exporter.readback import read_back
from exporter.readback.html import read_html
from exporter.verify.words import looks_of

LENGTH = '@property --x { syntax: "<length>"; inherits: true; initial-value: 40px }'


def look(css: str, body: str = "<p class=a id=b>Word</p>", attributes: str = "") -> Look:
    """The look of the one word of a page."""
    page = f"<!DOCTYPE html><html {attributes}><head><title>T</title><style>{css}</style></head><body>{body}</body></html>"
    (word,) = looks_of(read_html(page.encode()).nodes)
    (found,) = set(word.values)
    assert found is not None
    return found


def test_what_a_user_agent_begins_with() -> None:
    assert look("") == Look(
        families=(), size=12, bold=False, italic=False, colour="#000000", before=12, after=12
    )
    assert look("", "<h2>Word</h2>").size == 18
    assert look("", "<p><em><b>Word</b></em></p>").bold


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        ("p { color: red } p { color: lime }", "#00FF00"),
        (".a { color: red } p { color: lime }", "#FF0000"),
        ("#b { color: red } p.a { color: lime }", "#FF0000"),
        ("p { color: red !important } #b { color: lime }", "#FF0000"),
        ("body { color: red }", "#FF0000"),
        ("* { color: red } body { color: lime }", "#FF0000"),
        ("body { color: red } p { color: inherit }", "#FF0000"),
        ("body { color: red } p { color: initial }", "#000000"),
        ("p { color: rgb(255, 0, 0) }", "#FF0000"),
        ("p { color: #f00 }", "#FF0000"),
        ("@media screen { p { color: red } }", "#FF0000"),
        ("@media print { p { color: red } }", "#000000"),
        ("@media print, screen { p { color: red } }", "#FF0000"),
        ("@media screen and (min-width: 1px) { p { color: red } }", "#000000"),
        (":root { --x: red } p { color: var(--x) }", "#FF0000"),
        (":root { --x: red } body { --x: lime } p { color: var(--x) }", "#00FF00"),
        ("p { color: var(--x, red) }", "#FF0000"),
        ("body { color: lime } p { color: var(--x) }", "#00FF00"),
        ("p { --x: var(--y); --y: var(--x); color: var(--x) }", "#000000"),
        ("p::before, p { color: red }", "#FF0000"),
    ],
)  # fmt: skip
def test_colours(css: str, colour: str) -> None:
    assert look(css).colour == colour


@pytest.mark.parametrize(
    ("css", "size"),
    [
        ("p { font-size: 10pt }", 10),
        ("p { font-size: 16px }", 12),
        ("body { font-size: 20pt } p { font-size: 0.5em }", 10),
        ("html { font-size: 20pt } body { font-size: 5pt } p { font-size: 0.5rem }", 10),
        ("body { font-size: 20pt } p { font-size: 50% }", 10),
        ("p { font-size: smaller }", 10),
        ("p { font-size: small }", 12 * 8 / 9),
        ("p { font-size: 1in }", 72),
        ("p { font-size: 10furlongs }", None),
        ("body { font-size: 20pt } p { font-size: calc(0.5 * 1em) }", 10),
        ("body { font-size: 20pt } p { font-size: calc(1em * 0.5 * 3) }", 30),
        ("p { font-size: calc(1em + 2pt) }", None),
        ("p { font-size: calc(2 * 3) }", None),
        (
            "body { font-size: 20pt; --x: 1em } p { font-size: 10pt; --y: calc(2 * var(--x)) } b { font-size: var(--y) }",
            10,
        ),
        ("body { --x: 1em } p { font-size: calc(2 * var(--x)) }", 24),
        (f"{LENGTH} body {{ font-size: 20pt; --x: 1em }} p {{ font-size: calc(0.5 * var(--x)) }}", 10),
        (f"{LENGTH} body {{ --x: 1em }} p {{ font-size: 50%; font-size: var(--x) }}", 12),
        (f"{LENGTH} p {{ font-size: var(--x) }}", 30),
        (f"{LENGTH} p {{ --x: 20pt; font-size: var(--x) }}", 20),
        (f"{LENGTH} body {{ font-size: 10pt }} p {{ --x: 2em; font-size: var(--x) }}", 10),
        (f"{LENGTH} p {{ --x: red; font-size: var(--x) }}", 12),
    ],
)
def test_sizes(css: str, size: float | None) -> None:
    found = look(css).size
    assert found == (None if size is None else pytest.approx(size))


def test_a_length_that_is_handed_down_does_not_grow_in_boxes_in_boxes() -> None:
    css = "body { --x: 1em } div, p { font-size: calc(0.5 * var(--x)) }"
    body = "<div><div><p>Word</p></div></div>"
    assert look(css, body).size == 1.5
    assert look(f"{LENGTH} {css}", body).size == 6


@pytest.mark.parametrize(
    ("css", "leading"),
    [
        ("p { line-height: 1.5 }", 18),
        ("body { line-height: 2 } p { font-size: 10pt }", 20),
        ("body { line-height: 200% } p { font-size: 10pt }", 24),
        ("p { line-height: 15pt }", 15),
        ("p { line-height: normal }", None),
    ],
)
def test_lines(css: str, leading: float | None) -> None:
    assert look(css).leading == leading


@pytest.mark.parametrize(
    ("css", "around"),
    [
        ("p { margin: 1pt }", (1, 1)),
        ("p { margin: 1pt 2pt }", (1, 1)),
        ("p { margin: 1pt 2pt 3pt }", (1, 3)),
        ("p { margin: 1pt 2pt 3pt 4pt }", (1, 3)),
        ("p { margin: 1pt; margin-bottom: 2em; font-size: 10pt }", (1, 20)),
        ("p { margin: auto }", (0, 0)),
    ],
)
def test_space(css: str, around: tuple[float, float]) -> None:
    found = look(css)
    assert (found.before, found.after) == around


def test_fonts() -> None:
    assert look("p { font-family: Gill Sans , 'Noto Sans', serif }").families == (
        "Gill Sans",
        "Noto Sans",
        "serif",
    )
    assert look("p { font-weight: 600 }").bold
    assert not look("b { font-weight: lighter }", "<p><b>Word</b></p>").bold
    assert look("p { font-style: oblique }").italic


def test_markers() -> None:
    css = "li { color: lime } li::marker { color: red; font-weight: bold } .none { list-style: none }"
    page = f"<!DOCTYPE html><html><head><style>{css}</style></head><body><ul><li>A</li><li class=none>B</li></ul></body></html>"
    (items,) = read_html(page.encode()).nodes
    first, second = (item.look for item in items.children)
    assert first is not None
    assert (first.colour, first.bold) == ("#FF0000", True)
    assert second is None


@pytest.mark.parametrize(
    "css",
    [
        "p { --a0: x x; "
        + "".join(f"--a{i + 1}: var(--a{i}) var(--a{i}); " for i in range(60))
        + "color: var(--a60) }",
        "p { color: " + "var(--a, " * 500 + "red" + ")" * 500 + " }",
        "p { margin: " + "1pt " * 50_000 + "}",
        "}}}} { ;; @media { p::",
        "p { font-size: 1e400pt; line-height: 1e400; font-weight: 1e400 }",
    ],
)
def test_sheets_made_to_do_harm(css: str) -> None:
    started = time.perf_counter()
    look(css)
    assert time.perf_counter() - started < 10


def test_without_the_library_the_notice_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("exporter.readback.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tinycss2", None)
    with pytest.raises(UsageError, match=r"EPUB and HTML needs tinycss2.*exporter\[verify\]"):
        read_back(b"<!DOCTYPE html><html><body><p>x</html>")
