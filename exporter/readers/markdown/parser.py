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
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from exporter.errors import LimitReached
from exporter.readers.markdown import inline_rules
from exporter.readers.markdown.attributes import split_last_attributes
from exporter.readers.markdown.block_rules import abbreviation, div
from exporter.readers.markdown.floods import Budget
from exporter.readers.markdown.html import html_block_rule, html_table_rule
from exporter.readers.reading import DEEPEST_NESTING

_UNREACHED = 2 * DEEPEST_NESTING
_TABLES = ("table_close", "html_table")
_CAPTION = re.compile(r":(\s|$)")


class Parsed(NamedTuple):
    """The token stream, the abbreviations the text defines, its link references, and what it may spend."""

    tokens: list[Token]
    abbreviations: dict[str, str]
    references: dict[str, Any]
    budget: Budget


def parse(
    text: str, name: str, references: dict[str, Any] | None = None, budget: Budget | None = None
) -> Parsed:
    """The tokens of ``text``, which may use the link references of the text it is a part of.

    A part spends from the ``budget`` of the whole.

    Raises ``LimitReached`` for nesting deeper than the limit.
    """
    env = _environment(name, references, budget)
    tokens = _parser().parse(text, env)
    abbreviations = {
        token.meta["word"]: token.meta["expansion"] for token in tokens if token.type == "abbreviation"
    }
    return Parsed(tokens, abbreviations, env["references"], env["budget"])


def parse_line(text: str, name: str, references: dict[str, Any], budget: Budget) -> Token:
    """The inline token of a line that is no block, whatever its first words look like."""
    (inline,) = _parser().parseInline(text, _environment(name, references, budget))
    return inline


def _environment(name: str, references: dict[str, Any] | None, budget: Budget | None) -> dict[str, Any]:
    """``columns`` is where blocks begin, by line and depth; ``divs`` where those in a div end, by line."""
    return {
        "file": name,
        "references": dict(references or {}),
        "columns": {},
        "divs": {},
        "budget": budget or Budget(name),
    }


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _UNREACHED})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(deflist_plugin)
    parser.block.ruler.before("table", "begin", _begin, {"alt": ["list"]})
    parser.block.ruler.before("fence", "div", div, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.before("reference", "abbreviation", abbreviation, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before(
        "html_block", "html_table", html_table_rule, {"alt": ["paragraph", "blockquote"]}
    )
    parser.block.ruler.at("html_block", html_block_rule, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.terminator_re = inline_rules.MARKERS
    parser.inline.ruler.at("footnote_ref", inline_rules.footnote_call)
    parser.inline.ruler.before("escape", "field", inline_rules.field)
    parser.inline.ruler.after("link", "span", inline_rules.span)
    parser.inline.ruler.before("text", "attributes", inline_rules.attributes)
    parser.inline.ruler.before("text", "depth_limit", _inline_depth_limit)
    parser.core.ruler.at("inline", _positioned_inline)
    parser.core.ruler.disable("text_join")  # an escaped character stays apart from the rest
    setattr(parser, "helpers", inline_rules.HELPERS)  # noqa: B010 - fields stand in addresses and titles
    setattr(parser, "validateLink", _any_link)  # noqa: B010 - the checks judge links, not the parser
    setattr(parser, "normalizeLink", inline_rules.normalised)  # noqa: B010 - fields in addresses stay as they are
    # Rulers compile when they are first used, in a way that shows other threads an empty one.
    parser.parse("*a*\n", _environment("", None, None))
    return parser


def _any_link(_url: str) -> bool:
    return True


class _PositionedInline(StateInline):
    """Notes, for each token, the offset in the content at which it was pushed."""

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        is_behind_bracket = ttype == "link_open" and self.pos > 0 and self.src[self.pos - 1] == "["
        token.meta["offset"] = self.pos - is_behind_bracket
        return token


def _positioned_inline(state: StateCore) -> None:
    before_that, before = "", Token("", "", 0)
    for token in state.tokens:
        if token.type == "inline":
            is_caption = before_that in _TABLES and _CAPTION.match(token.content)
            if is_caption or before.type == "heading_open":
                token.content, token.meta["attributes"] = split_last_attributes(token.content)
                token.meta["caption"] = bool(is_caption)
            state.env["budget"].spend_words(token.content, token.map[0] if token.map else 0)
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
                raise too_deep(state.env["file"], state.env["line"] + 1)
        elif (column := _column(state.env["columns"], token)) is not None:
            token.meta["column"] = column
        before_that, before = before.type, token


def _column(columns: dict[tuple[int, int], int], token: Token) -> int | None:
    """Where a block begins on its line: where one of its depth, or the one around it, was seen to."""
    if token.nesting < 0 or not token.map:
        return None
    depths = range(token.level, -1, -1)
    return next(
        (found for depth in depths if (found := columns.get((token.map[0], depth))) is not None), None
    )


def _at_line(env: Any, token: Token) -> Any:
    env["line"] = token.map[0] if token.map else 0
    return env


def _begin(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """Before any other rule: notes where a block begins, and refuses one that is too deep."""
    if state.level > DEEPEST_NESTING:
        raise too_deep(state.env["file"], line + 1)
    if not silent:
        state.env["budget"].spend_block(line)
    begin = state.bMarks[line] + state.tShift[line]
    state.env["columns"].setdefault((line, state.level), begin - state.src.rfind("\n", 0, begin) - 1)
    return False


def _inline_depth_limit(state: StateInline, _silent: bool) -> bool:
    if state.level > DEEPEST_NESTING:
        raise too_deep(state.env["file"], state.env["line"] + 1)
    return False


def too_deep(file: str, line: int) -> LimitReached:
    """What is nested past the limit on a line, counted from 1."""
    return LimitReached.because(
        "nesting-too-deep",
        f"blocks or brackets are nested more than {DEEPEST_NESTING} deep here",
        "flatten the lists or quotes",
        file=file,
        line=line,
        column=1,
    )


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
