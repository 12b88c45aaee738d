"""No word of a source is lost, whatever it stands in and whatever stands around it.

Every word of these sources is another one, so that a word that is gone, or is there twice, shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from exporter.errors import ExporterError
from exporter.model.text import strings
from exporter.readers import read
from tests.properties import examples

WORD = re.compile(r"w\d+w")
Draw = Callable[[st.SearchStrategy[object]], object]


def words_in(source: str) -> Counter[str]:
    return Counter(WORD.findall(source))


def words_kept(source: str) -> Counter[str]:
    document = read(source.encode(), "t.md").document
    return words_in("\n".join(strings((document.blocks, document.footnotes))))


class Writer:
    """Writes a source at random, each word another one."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.count = 0
        self.behind: list[str] = []

    def number(self, least: int, most: int) -> int:
        return self.data.draw(st.integers(least, most))

    def word(self) -> str:
        self.count += 1
        return f"w{self.count}w"

    def name(self) -> str:
        """A name that nothing else has, and that is no word."""
        self.count += 1
        return f"n{self.count}n"

    def attributes(self) -> str:
        return ["", " {.c}", " {lang=fr .c}", f" {{#{self.name()} dir=ltr lang='de'}}"][self.number(0, 3)]

    def line(self, depth: int = 2) -> str:
        return " ".join(self.inline(depth) for _ in range(self.number(1, 3)))

    def inline(self, depth: int) -> str:
        if depth == 0:
            return self.word()
        kinds = (
            lambda: self.word(),
            lambda: f"**{self.line(depth - 1)}**",
            lambda: f"_{self.line(depth - 1)}_",
            lambda: f"{self.word()} ~~{self.line(depth - 1)}~~",
            lambda: f"`` {self.word()} ` {self.word()} ``",
            lambda: f"`{self.word()}`{{.c}}",
            lambda: f"[{self.line(0)}](https://example.org/{self.word()})",
            lambda: f'[{self.line(0)}](<{{{{ f }}}}> "{self.word()}"){{lang=fr}}',
            lambda: f"[{self.line(depth - 1)}]{{lang=fr}}",
            lambda: f'![{self.line(0)}](a.png "{self.word()}"){{.decorative}}',
            lambda: f"<https://example.org/{self.name()}>",
            lambda: f"<sub>{self.line(depth - 1)}</sub>",
            lambda: f"<KBD>{self.word()}</kbd>",
            lambda: f'<abbr title="{self.word()}">{self.word()}</abbr>',
            lambda: f"<b>{self.word()}</b>",
            lambda: f"{self.word()}<br>{self.word()}",
            lambda: f"{self.word()}\\\n{self.word()}",
            lambda: f"{{{{ {self.word()} }}}}",
            lambda: f"\\{{{{ {self.word()} }}}}",
            lambda: f"{self.word()} &amp; \\*{self.word()}\\* < > | {{ }} [ ]",
            self.call,
        )
        return kinds[self.number(0, len(kinds) - 1)]()

    def call(self) -> str:
        name = self.name()
        self.behind.append(f"[^{name}]: {self.line(1)}\n\n    {self.line(1)}")
        return f"{self.word()}[^{name}]"

    def cell(self) -> str:
        return self.line(1).replace("|", "\\|").replace("\\\n", " ")

    def blocks(self, depth: int) -> str:
        return "\n\n".join(self.block(depth) for _ in range(self.number(1, 3)))

    def block(self, depth: int) -> str:
        leaves = (
            lambda: self.line(),
            lambda: f"{self.line()}\n{self.line()}",
            lambda: f"{'#' * self.number(1, 6)} {self.cell()}{self.attributes()}",
            lambda: f"{self.cell()}\n---",
            lambda: f"```python {{#{self.name()}}}\n{self.word()}\n\n:::\n{self.word()}\n```",
            lambda: f"~~~\n> {self.word()}\n~~~",
            lambda: f'![{self.line(0)}](a.png "{self.word()}"){{#{self.name()} width=50%}}',
            lambda: (
                f"| {self.cell()} | {self.cell()} |\n|---|:-:|\n| {self.cell()} | |\n\n: {self.cell()} {{.c}}"
            ),
            lambda: (
                f"<table>\n<caption>- {self.word()}</caption>\n<tr><td>{self.word()}\n\n{self.line()}\n\n</td>"
                f"<td>{self.word()}</tr></table>"
            ),
            lambda: f"{self.cell()}\n:   {self.cell()}\n:   {self.cell()}\n\n    {self.cell()}",
            lambda: f"::: fill-in\n{self.word()} ____ {self.word()}\n[ ] {self.word()}\n:::",
            lambda: f"::: qr\n[{self.word()}](https://example.org/{self.word()})\n{self.word()}\n:::",
            lambda: f"<div>\n{self.word()}\n</div>",
            lambda: "***\n\n\\newpage\n\n[[toc]]",
            lambda: f"::: {{.pagebreak #{self.name()}}}\n{self.line()}\n:::",
        )
        containers = (
            lambda: self.items("- ", depth),
            lambda: self.items(f"* [x] {self.word()}\n\n  ", depth, "  "),
            lambda: self.items("7. ", depth),
            lambda: "\n".join(f"> {line}".rstrip() for line in self.blocks(depth - 1).split("\n")),
            lambda: (
                "> [!Warning]\n"
                + "\n".join(f"> {line}" for line in ["", *self.blocks(depth - 1).split("\n")])
            ),
            lambda: f'::: warning "{self.word()}"\n{self.blocks(depth - 1)}\n:::',
            lambda: f"::: {{.note title='{self.word()}' lang=fr}}\n{self.blocks(depth - 1)}\n\n:::",
            lambda: f':::: {{.if when="{self.word()}"}}\n{self.blocks(depth - 1)}\n::::',
            lambda: f"::: {{lang=ar dir=rtl}}\n\n{self.blocks(depth - 1)}\n\n:::",
        )
        kinds = (*leaves, *(containers * 2 if depth else ()))
        return kinds[self.number(0, len(kinds) - 1)]()

    def items(self, marker: str, depth: int, indent: str = "") -> str:
        indent = indent or " " * len(marker)
        items = (self.blocks(depth - 1) for _ in range(self.number(1, 3)))
        return "\n".join(marker + item.replace("\n", f"\n{indent}") for item in items)

    def source(self) -> str:
        written = self.blocks(3)
        return "\n\n".join([written, *self.behind]) + "\n"


@examples(150)
@given(st.data())
def test_a_sound_source_keeps_every_word_once(data: st.DataObject) -> None:
    source = Writer(data).source()
    note(source)
    kept = words_kept(source)
    assert kept == words_in(source), source


LINES = (
    "{0}", "{0} {1}", "# {0}", "## {0} {{#i}}", "{0} {{.c}}", "===", "---", "- {0}", "1. {0}", "10) {0}", "> {0}", ">{0}",
    "```", "```{0}", "~~~", "    {0}", "\t{0}", "| {0} | {1} |", "|---|---|", "{0} | {1}", ": {0}", ":   {0}", "::: note",
    '::: {{.tip title="{0}"}}', ":::", "::: fill-in", "::: qr", "[{0}](#i)", "![{0}](a.png)", '![{0}](a.png "{1}"){{width=9%}}',
    "[^1]: {0}", "{0}[^1]", "*{0}", "{0}*", "**{0}", "{0}**", "`{0}", "``{0}", "<table>", "</table>", "<table><tr><td>{0}",
    "<tr><td>{0}", "<th>{0}", "<caption>{0}", "<div>", "</div>", "<b>{0}", "<sub>{0}", "{0}</sub>", "<script>{0}", "[{0}",
    "{0}]", "[{0}]{{lang=fr}}", "{{{{ {0} }}}}", "{{{{ {0}", "\\newpage", "[[toc]]", "> [!NOTE]", "[!NOTE]", "[ ] {0}", "- [ ] {0}",
    "{0}\\", "{0}  ", "<br>{0}", "{0} ____ {1}", "~ {0}", "<kbd>{0}</kbd> <pre>", "&lt;{0}&#x20;", "(){0}",
)  # fmt: skip
"""Lines of every feature, whole and broken."""
IN_FRONT = ("", "", "", "> ", "- ", "  ", "    ", "\t", ">", "> > ", "1. ", "   ", "- - ", "> - ", "| ")
ENDS = ("\n", "\n", "\n", "\n\n", "\r\n", "\r", " \n")


@examples(600)
@given(st.lists(st.tuples(*map(st.sampled_from, (IN_FRONT, LINES, ENDS))), min_size=1, max_size=12))
def test_a_broken_source_keeps_every_word_or_is_refused(lines: list[tuple[str, str, str]]) -> None:
    source = "".join(
        front + line.format(f"w{2 * index}w", f"w{2 * index + 1}w") + end
        for index, (front, line, end) in enumerate(lines)
    )
    try:
        kept = words_kept(source)
    except ExporterError as refused:
        assert all(notice.line and notice.column for notice in refused.notices), refused
    else:
        assert words_in(source) - kept == {}, source


@pytest.mark.parametrize("lost", ["w1w", "w2w"])
def test_a_lost_word_would_be_seen(lost: str) -> None:
    """Our own ruler: a comment is left out, with a notice, and so are its words."""
    source = "x w1w *w2w*".replace(lost, f"<!-- {lost} -->")
    assert words_in(source) - words_kept(source) == {lost: 1}
