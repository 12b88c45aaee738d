"""Rules of our own for what stands inside a line: fields, notes, spans, attributes, addresses."""

from __future__ import annotations

import re
from types import SimpleNamespace

from markdown_it import helpers
from markdown_it.common.normalize_url import normalizeLink, normalizeLinkText
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

from exporter.readers.markdown.attributes import NotAttributes, braces_at, parse_attributes

FIELD = re.compile(r"\{\{([^{}\n]*)\}\}")
MARKERS = re.compile(r"[\n\\`*_~\[\]!<&{]")
"""The characters that a rule of ours or of CommonMark begins with; all others are only text."""
TAKES_ATTRIBUTES = ("image", "link_close", "code_inline")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ESCAPED_FIELD = re.compile(r"\\\{\{")
_ADDRESS_WITH_FIELD = re.compile(r"[^\s<>]*?\{\{[^{}\n]*\}\}")


# mdurl fills its tables at the first call, where other threads see them half full: here is but one.
normalizeLink("https://é.example/")
normalizeLinkText("https://%C3%A9.example/")


def footnote_call(state: StateInline, silent: bool) -> bool:
    """``[^label]``, whether or not the note is there: a missing one is refused, not printed."""
    found = _NOTE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.meta["label"] = found[1]
    state.pos = found.end()
    return True


def field(state: StateInline, silent: bool) -> bool:
    """``{{ expression }}``; an escaped brace before it makes it text."""
    found = FIELD.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("field", "", 0)
        token.content = found[1].strip()
    state.pos = found.end()
    return True


def span(state: StateInline, silent: bool) -> bool:
    """``[words]{lang=fr}`` (Pandoc), where what is in the braces can be read as attributes."""
    if state.src[state.pos] != "[" or state.src.find("]{", state.pos, state.posMax) < 0:
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    braces = braces_at(state.src, end + 1, state.posMax) if end >= 0 else ""
    if not braces:
        return False
    try:
        attributes = parse_attributes(braces)
    except NotAttributes:
        return False
    if not silent:
        opening = state.push("span_open", "span", 1)
        opening.meta["attributes"] = attributes
        outer_end, state.pos, state.posMax = state.posMax, state.pos + 1, end
        state.md.inline.tokenize(state)
        state.posMax = outer_end
        state.push("span_close", "span", -1)
    state.pos = end + 1 + len(braces)
    return True


def attributes(state: StateInline, silent: bool) -> bool:
    """The braces right behind an image, a link or code (Pandoc); what they hold is read later."""
    if silent or state.pending or not state.tokens or state.tokens[-1].type not in TAKES_ATTRIBUTES:
        return False
    braces = braces_at(state.src, state.pos, state.posMax)
    if not braces:
        return False
    token = state.push("attributes", "", 0)
    token.content = braces
    state.pos += len(braces)
    return True


def normalised(address: str) -> str:
    """An address percent-encoded as CommonMark wants it, its fields left as they are."""
    parts = FIELD.split(address)
    return "".join(
        f"{{{{{part}}}}}" if index % 2 else normalizeLink(part) for index, part in enumerate(parts)
    )


def _link_destination(text: str, start: int, end: int) -> SimpleNamespace:
    """As CommonMark reads it, but a field in it may hold spaces, and ``\\{{`` is no field."""
    masked = text
    if _ADDRESS_WITH_FIELD.match(text, start, end):
        line_end = text.find("\n", start, end)
        line = text[start : line_end if line_end >= 0 else end]
        masked = text[:start] + FIELD.sub(lambda found: "x" * len(found[0]), line) + text[start + len(line) :]
    found = helpers.parseLinkDestination(masked, start, end)
    written = text[start : found.pos]
    written = written[1:-1] if written.startswith("<") else written
    return SimpleNamespace(
        ok=found.ok, pos=found.pos, str=unescapeAll(_ESCAPED_FIELD.sub("%7B%7B", written)) if found.ok else ""
    )


def _link_title(text: str, start: int, end: int, before: object = None) -> object:
    """As CommonMark reads it, but ``\\{{`` stays as it is: what looks like a field there is none."""
    found = helpers.parseLinkTitle(text, start, end, before)  # type: ignore[arg-type]
    written = text[start : found.pos - 1 if found.ok else end]
    if before is None and found.ok and _ESCAPED_FIELD.search(written):
        found.str = unescapeAll(_ESCAPED_FIELD.sub(r"\\\\{{", written[1:]))
    return found


HELPERS = SimpleNamespace(
    parseLinkLabel=helpers.parseLinkLabel,
    parseLinkDestination=_link_destination,
    parseLinkTitle=_link_title,
)
"""What markdown-it's rules for links and images ask for the parts of one."""
