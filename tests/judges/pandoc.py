"""Pandoc, which reads DOCX, EPUB and HTML with readers of its own: what structure does it find?"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypandoc

from tests.judges import programs
from tests.judges.finding import Finding, JudgeBroken

FORMATS = {".docx": "docx", ".epub": "epub", ".html": "html", ".xhtml": "html"}


@dataclass(frozen=True)
class Node:
    """A part of the outline: `heading 2`, `bullets`, `numbers from 3`, `item`, `table 4x2 header 1`…"""

    kind: str
    text: str = ""
    children: tuple[Node, ...] = ()

    def __str__(self) -> str:
        """The outline as indented lines, for a golden file or the message of a failed test."""
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        yield f"{indent}{self.kind}{f': {self.text}' if self.text else ''}"
        for child in self.children:
            yield from child._lines(indent + "  ")


def missing() -> str | None:
    return None  # pip installs it with the dev group, so importing this module is the proof


def version() -> str:
    return f"pandoc {pypandoc.get_pandoc_version()}"


def judge(files: Sequence[Path]) -> dict[Path, list[Finding]]:
    """What pandoc's readers complain of: a note without its text, for example."""
    return {
        file: [Finding(str(file), "warning", "pandoc", line) for line in _read(file).stderr.splitlines()]
        for file in files
    }


def outline(file: Path) -> Node:
    """Headings, lists, tables, quotations, definitions, figures, notes, nested; no paragraphs."""
    document = json.loads(_read(file).stdout)
    title = plain(document["meta"].get("title", {}).get("c", []))
    return Node("document", title, tuple(_outline(document["blocks"])))


def _read(file: Path) -> subprocess.CompletedProcess[str]:
    """Pandoc's own JSON of a document; its program is the one inside the PyPI package `pypandoc_binary`."""
    program = pypandoc.get_pandoc_path()
    done = programs.run(program, "--from", FORMATS[file.suffix], "--to", "json", file)
    if done.returncode:
        raise JudgeBroken(f"pandoc cannot read {file}: {done.stderr.strip()}")
    return done


def text(file: Path) -> str:
    """All the words of a document as plain text, as long on one line as they are in one paragraph."""
    program = pypandoc.get_pandoc_path()
    done = programs.run(program, "--from", FORMATS[file.suffix], "--to", "plain", "--wrap=none", file)
    if done.returncode:
        raise JudgeBroken(f"pandoc cannot read {file}: {done.stderr.strip()}")
    return done.stdout


def plain(content: Any) -> str:
    """The words of inlines or blocks, without those of their notes."""
    return " ".join("".join(_words(content)).split())


def _outline(content: Any) -> Iterator[Node]:
    """The nodes of any piece of pandoc's tree; whatever has no line of its own is passed through."""
    if isinstance(content, list):
        for part in content:
            yield from _outline(part)
    elif isinstance(content, dict):
        make = _MAKERS.get(content.get("t", ""))
        yield from make(content["c"]) if make else _outline(content.get("c", []))


def _heading(content: Any) -> Iterator[Node]:
    level, _, inlines = content
    yield Node(f"heading {level}", plain(inlines), tuple(_outline(inlines)))


def _bullets(items: Any) -> Iterator[Node]:
    yield Node("bullets", children=tuple(_items(items)))


def _numbers(content: Any) -> Iterator[Node]:
    (start, _, _), items = content
    yield Node(f"numbers from {start}", children=tuple(_items(items)))


def _items(items: Any) -> Iterator[Node]:
    for blocks in items:
        # The words of an item are those of its paragraphs: nested lists have items of their own.
        own = [block for block in blocks if block["t"] in ("Para", "Plain")]
        yield Node("item", plain(own), tuple(_outline(blocks)))


def _definitions(content: Any) -> Iterator[Node]:
    terms = (Node("term", plain(term), tuple(_outline(meanings))) for term, meanings in content)
    yield Node("definitions", children=tuple(terms))


def _table(content: Any) -> Iterator[Node]:
    _, (_, caption), columns, (_, header), bodies, (_, footer) = content
    rows = [*header, *footer]
    for _, _, more_header, body in bodies:
        rows += [*more_header, *body]
    kind = f"table {len(rows)}x{len(columns)} header {len(header)}"
    yield Node(kind, plain(caption), tuple(_outline(rows)))


def _figure(content: Any) -> Iterator[Node]:
    _, (_, caption), blocks = content
    yield Node("figure", plain(caption), tuple(_outline(blocks)))


def _image(content: Any) -> Iterator[Node]:
    _, alternative, _ = content
    yield Node("image", plain(alternative))


def _quote(blocks: Any) -> Iterator[Node]:
    yield Node("quote", children=tuple(_outline(blocks)))


def _note(blocks: Any) -> Iterator[Node]:
    yield Node("note", plain(blocks), tuple(_outline(blocks)))


_MAKERS = {
    "Header": _heading,
    "BulletList": _bullets,
    "OrderedList": _numbers,
    "DefinitionList": _definitions,
    "Table": _table,
    "Figure": _figure,
    "Image": _image,
    "BlockQuote": _quote,
    "Note": _note,
}

_SPACES = {"Space", "SoftBreak", "LineBreak"}
_BLOCKS = {"Para", "Plain", "Header", "CodeBlock"}


def _words(content: Any) -> Iterator[str]:
    if isinstance(content, list):
        for part in content:
            yield from _words(part)
    elif isinstance(content, dict) and content.get("t") != "Note":
        kind = content.get("t")
        if kind == "Str":
            yield content["c"]
        elif kind in ("Code", "CodeBlock", "Math"):
            yield content["c"][1]
        elif kind in _SPACES:
            yield " "
        else:
            yield from _words(content.get("c", []))
        if kind in _BLOCKS:
            yield " "  # the words of two blocks never run together
