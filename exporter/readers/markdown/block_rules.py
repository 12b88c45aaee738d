"""Rules of our own for blocks: fenced divs and abbreviations."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

CONTAINERS = re.compile(r"(\s*(>|[-*+]\s|\d+[.)]\s))*")
"""The markers of the quotes and lists that a line stands in."""
_QUOTES = re.compile(r"[\s>]*")
_ABBREVIATION = re.compile(r"\*\[([^\]]+)\]:[ \t]*(.*)")
_FENCE = re.compile(r":{3,}[ \t]*(.*)")
_CODE_FENCE = re.compile(r"(`{3,}|~{3,})")


def line_at(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def is_indented_code(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fenced div (Pandoc): ``::: info`` to the ``:::`` that closes it; divs nest."""
    found = _FENCE.fullmatch(line_at(state, start))
    if not found or not found[1].strip() or is_indented_code(state, start):
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

    Divs that open behind the marker of a list or quote count, fences inside code blocks do not; a
    line to the left of the list that the div stands in ends it. What was seen of the divs inside is
    kept for those that stand directly in this one: looking once is enough for all of them.
    """
    seen: dict[int, tuple[int, bool]] = state.env["divs"]
    if state.parentType == "div" and start in seen:
        line, is_closed = seen[start]
        return min(line, end), is_closed and line < end
    opened, code_fence = [start], ""
    for line in range(start + 1, end):
        text = line_at(state, line)
        if text and state.sCount[line] < state.blkIndent:
            end = line
            break
        inside = CONTAINERS.sub("", text, count=1).lstrip()
        if code_fence:
            behind = _QUOTES.sub("", text, count=1)
            if behind.startswith(code_fence) and not behind.strip(code_fence[0]).strip():
                code_fence = ""
        elif code := _CODE_FENCE.match(inside):
            code_fence = code[1]
        elif found := _FENCE.fullmatch(inside):
            is_closing = not found[1].strip()
            if is_closing and _QUOTES.sub("", text, count=1) != inside:
                continue  # an item of a list that is nothing but colons
            if not is_closing:
                opened.append(line)
                continue
            seen[opened.pop()] = (line, True)
            if not opened:
                return line, True
    seen.update(dict.fromkeys(opened, (end, False)))
    return end, False


def abbreviation(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """``*[NMDA]: N-methyl-D-aspartate`` (PHP Markdown Extra)."""
    found = _ABBREVIATION.fullmatch(line_at(state, start))
    if not found or is_indented_code(state, start):
        return False
    if not silent:
        token = state.push("abbreviation", "", 0)
        token.map = [start, start + 1]
        token.meta["word"], token.meta["expansion"] = found[1].strip(), found[2].strip()
        state.line = start + 1
    return True
