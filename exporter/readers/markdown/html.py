"""The little HTML that Markdown may hold: tags that become nodes, and what happens to the rest.

``br``, ``sub``, ``sup``, ``kbd``, ``abbr`` and ``mark`` become nodes, tables become tables, a
comment is left out with a notice, and anything else is shown as the text it is, with a notice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from markdown_it.rules_block import StateBlock, html_block
from markdown_it.token import Token

from exporter.errors import LimitReached

PAIRED = ("sub", "sup", "kbd", "abbr", "mark")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>[^<>]*?)/?>")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w:.-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_COMMENT_OPENS = re.compile(r"<!--(-?>)?")
DEEPEST_TABLES = 20
_OURS = re.compile(rf"</?(?:br|{'|'.join(PAIRED)})(?=[\s/>])", re.IGNORECASE)
_TABLE_EDGE = re.compile(r"<(/?)table\b", re.IGNORECASE)


class Tag(NamedTuple):
    """A tag: its name in lower case, its attributes decoded, whether it closes."""

    name: str
    attributes: dict[str, str]
    closes: bool


def tag_of(text: str) -> Tag | None:
    """The tag that ``text`` is, whole; ``None`` where it is something else."""
    found = _TAG.fullmatch(text.strip())
    if not found:
        return None
    return Tag(found["name"].lower(), attributes_of(found["attributes"]), bool(found["close"]))


def attributes_of(text: str) -> dict[str, str]:
    """Attributes as HTML writes them, the first of a name counting (HTML, 13.1.2.3)."""
    values: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(text):
        values.setdefault(name.lower(), html.unescape(value.strip("\"'")))
    return values


def is_comment(text: str) -> bool:
    """Whether ``text`` is nothing but comments, each looked for once."""
    rest = text.strip()
    while found := _COMMENT_OPENS.match(rest):
        end = found.end() if found[1] else rest.find("-->", found.end()) + 3
        if end < found.end():
            return False
        rest = rest[end:].lstrip()
        if not rest:
            return True
    return False


def paired(tokens: Sequence[Token]) -> list[Token]:
    """``tokens`` with the pairs of tags that become nodes turned into opening and closing tokens.

    A pair must open and close at one depth, inside the same marks. Everything else of HTML keeps
    its type, ``html_inline``.
    """
    found = list(tokens)
    open_tags: list[tuple[str, int, int]] = []
    depth = 0
    for index, token in enumerate(found):
        depth += token.nesting
        open_tags = [entry for entry in open_tags if entry[2] <= depth]
        tag = tag_of(token.content) if token.type == "html_inline" else None
        if tag is None or tag.name not in PAIRED:
            continue
        if not tag.closes:
            open_tags.append((tag.name, index, depth))
        elif (opener := _opener(open_tags, tag.name, depth)) is not None:
            start = found[opener]
            start_tag = tag_of(start.content)
            assert start_tag
            attributes: dict[str, Any] = dict(start_tag.attributes)
            found[opener] = Token(f"html_{tag.name}_open", tag.name, 1, attributes, meta=start.meta)
            found[index] = Token(f"html_{tag.name}_close", tag.name, -1)
            open_tags = [entry for entry in open_tags if entry[1] < opener]
    return found


def _opener(open_tags: list[tuple[str, int, int]], name: str, depth: int) -> int | None:
    """The index of the last open tag of this name at this depth."""
    matching = [index for tag, index, at in open_tags if tag == name and at == depth]
    return matching[-1] if matching else None


def html_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """CommonMark's, but a line that begins with a tag of ours is a paragraph, in which it means something."""
    begin = state.bMarks[start] + state.tShift[start]
    is_ours = _OURS.match(state.src, begin, state.eMarks[start])
    return not is_ours and html_block(state, start, end, silent)


def html_table_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block from ``<table`` to its ``</table>``, blank lines inside it or not."""
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not re.match(r"<table\b", first, re.IGNORECASE) or state.sCount[start] - state.blkIndent >= 4:
        return False
    depth = 0
    for line in range(start, end):
        text = state.src[state.bMarks[line] : state.eMarks[line]]
        depth += sum(-1 if closes else 1 for closes in _TABLE_EDGE.findall(text))
        if depth > DEEPEST_TABLES:
            raise tables_too_deep(state.env["file"], line + 1)
        if depth <= 0:
            if not silent:
                token = state.push("html_table", "", 0)
                token.map = [start, line + 1]
                token.content = state.getLines(start, line + 1, state.blkIndent, True)
                state.line = line + 1
            return True
    return False


def tables_too_deep(file: str, line: int) -> LimitReached:
    """Tables past the limit on a line, counted from 1."""
    message = f"tables are nested more than {DEEPEST_TABLES} deep"
    return LimitReached.because("tables-too-deep", message, file=file, line=line, column=1)
