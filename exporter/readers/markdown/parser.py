"""markdown-it-py, set up for the dialect, with rules of our own for what it lacks.

The rules record the position of every inline token, keep links for the checks to judge
instead of turning bad ones into text, and refuse nesting that markdown-it would cut off.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from exporter.errors import LimitReached
from exporter.readers.markdown.html import html_table_rule
from exporter.readers.reading import DEEPEST_NESTING

_UNREACHED = 2 * DEEPEST_NESTING
FIELD = re.compile(r"\{\{([^{}\n]*)\}\}")
_ABBREVIATION = re.compile(r"\*\[([^\]]+)\]:[ \t]*(.*)")
_FENCE = re.compile(r":{3,}[ \t]*(.*)")
_CODE_FENCE = re.compile(r"(`{3,}|~{3,})")


class Parsed(NamedTuple):
    """The token stream, the abbreviations the text defines, and its link references."""

    tokens: list[Token]
    abbreviations: dict[str, str]
    references: dict[str, Any]


def parse(text: str, name: str, references: dict[str, Any] | None = None) -> Parsed:
    """The tokens of ``text``, which may use the link references of the text it is a part of.

    Raises ``LimitReached`` for nesting deeper than the limit.
    """
    env: dict[str, Any] = {"abbreviations": {}, "file": name, "references": dict(references or {})}
    tokens = _parser().parse(text, env)
    return Parsed(tokens, env["abbreviations"], env["references"])


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _UNREACHED})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(attrs_plugin, after=(), spans=True)
    parser.use(deflist_plugin)
    parser.block.ruler.before("table", "depth_limit", _depth_limit, {"alt": []})
    parser.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.before("reference", "abbreviation", _abbreviation, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before(
        "html_block", "html_table", html_table_rule, {"alt": ["paragraph", "blockquote"]}
    )
    parser.inline.ruler.at("footnote_ref", _footnote_call)
    parser.inline.ruler.before("escape", "field", _field)
    parser.inline.ruler.before("text", "depth_limit", _inline_depth_limit)
    parser.core.ruler.at("inline", _positioned_inline)
    parser.core.ruler.disable("text_join")  # an escaped character stays apart from the rest
    setattr(parser, "validateLink", _any_link)  # noqa: B010 - the checks judge links, not the parser
    setattr(parser, "normalizeLink", _normalised)  # noqa: B010 - fields in addresses stay as they are
    # Rulers compile when they are first used, in a way that shows other threads an empty one.
    parser.parse("*a*\n", {"abbreviations": {}, "file": ""})
    return parser


def _any_link(_url: str) -> bool:
    return True


def _normalised(address: str) -> str:
    """An address percent-encoded as CommonMark wants it, its fields left as they are."""
    parts = FIELD.split(address)
    return "".join(
        f"{{{{{part}}}}}" if index % 2 else normalizeLink(part) for index, part in enumerate(parts)
    )


class _PositionedInline(StateInline):
    """Notes, for each token, the offset in the content at which it was pushed."""

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["offset"] = self.pos
        return token


def _positioned_inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            inline = _PositionedInline(token.content, state.md, _at_line(state.env, token), token.children)
            state.md.inline.tokenize(inline)
            for rule in state.md.inline.ruler2.getRules(""):
                rule(inline)
            depth = deepest = 0
            for child in token.children:
                depth += child.nesting
                deepest = max(deepest, depth)
            if deepest > DEEPEST_NESTING:
                raise _too_deep(state.env, state.env["line"])


def _at_line(env: Any, token: Token) -> Any:
    env["line"] = token.map[0] if token.map else 0
    return env


def _depth_limit(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:
    if state.level > DEEPEST_NESTING:
        raise _too_deep(state.env, line)
    return False


def _inline_depth_limit(state: StateInline, _silent: bool) -> bool:
    if state.level > DEEPEST_NESTING:
        raise _too_deep(state.env, state.env["line"])
    return False


def _too_deep(env: Any, line: int) -> LimitReached:
    return LimitReached.because(
        "nesting-too-deep",
        f"blocks or brackets are nested more than {DEEPEST_NESTING} deep here",
        "flatten the lists or quotes",
        file=env["file"],
        line=line + 1,
        column=1,
    )


def _line_at(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _is_indented_code(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def _div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fenced div (Pandoc): ``::: info`` to the ``:::`` that closes it; divs nest."""
    found = _FENCE.fullmatch(_line_at(state, start))
    if not found or not found[1].strip() or _is_indented_code(state, start):
        return False
    if silent:
        return True
    close, is_closed = _closing_line(state, start, end)
    token = state.push("div_open", "div", 1)
    token.info = found[1]
    token.map = [start, close]
    token.meta["closed"] = is_closed
    outer_parent, outer_line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "div", close
    state.md.block.tokenize(state, start + 1, close)
    state.parentType, state.lineMax = outer_parent, outer_line_max
    state.push("div_close", "div", -1)
    if start < state.line < close:  # what a list or quote around it has not let in is read outside
        token.meta["closed"] = False
    else:
        state.line = max(close + is_closed, start + 1)
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """The line of the fence that closes the div opened at ``start``, else the line it runs to.

    Fences inside code blocks do not count; a line to the left of the list that the div stands in
    ends it.
    """
    depth, code_fence = 1, ""
    for line in range(start + 1, end):
        text = _line_at(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        code = _CODE_FENCE.match(text)
        if code_fence:
            if code and code[1].startswith(code_fence) and not text.strip(code_fence[0]).strip():
                code_fence = ""
        elif code:
            code_fence = code[1]
        elif found := _FENCE.fullmatch(text):
            depth += 1 if found[1].strip() else -1
            if depth == 0:
                return line, True
    return end, False


def _abbreviation(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """``*[NMDA]: N-methyl-D-aspartate`` (PHP Markdown Extra)."""
    found = _ABBREVIATION.fullmatch(_line_at(state, start))
    if not found or _is_indented_code(state, start):
        return False
    if not silent:
        state.env["abbreviations"][found[1].strip()] = found[2].strip()
        state.line = start + 1
    return True


def _footnote_call(state: StateInline, silent: bool) -> bool:
    """``[^label]``, whether or not the note is there: a missing one is refused, not printed."""
    found = re.compile(r"\[\^([^\]\s]+)\]").match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.meta["label"] = found[1]
    state.pos = found.end()
    return True


def _field(state: StateInline, silent: bool) -> bool:
    """``{{ expression }}``; an escaped brace before it makes it text."""
    found = FIELD.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("field", "", 0)
        token.content = found[1].strip()
    state.pos = found.end()
    return True


def siblings(tokens: Sequence[Token]) -> list[tuple[Token, Sequence[Token]]]:
    """The elements that ``tokens`` holds side by side, each with the tokens inside it."""
    found = []
    index = 0
    while index < len(tokens):
        close = _closing_index(tokens, index)
        found.append((tokens[index], tokens[index + 1 : close]))
        index = close + 1
    return found


def _closing_index(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens)
