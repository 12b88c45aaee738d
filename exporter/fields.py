"""Document + values -> Document: fields become text, conditions their blocks or nothing.

Values enter as text nodes and are never parsed. Expressions are a small language of names,
literals and comparisons, read with Python's own parser and evaluated here, node by node: there
is nothing in it to call, to loop or to grow.
"""

from __future__ import annotations

import ast
import datetime
import difflib
import functools
import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote

import msgspec

from exporter.errors import InputRefused, UsageError
from exporter.model import (
    NOWHERE,
    Block,
    Blocks,
    Conditional,
    Document,
    Field,
    FieldSpec,
    Metadata,
    Node,
    Position,
    Text,
    by_kind,
    new_document,
    rewrite,
)
from exporter.model.once import once
from exporter.model.text import strings
from exporter.notices import Notice

Value = str | float | bool | datetime.date | None
"""What a field can hold; ``None`` is an optional field that was left out."""

TEMPLATE = re.compile(r"\\?\{\{([^{}\n]*)\}\}")
"""A field in a string; with a backslash before it, it is text, and loses the backslash."""
LONGEST_EXPRESSION = 500
_KEPT_EXPRESSIONS = 256
_UNIT_SPACE = "\N{NO-BREAK SPACE}"
"""What stands between a number and its unit (ISO 80000-1, 7.1.4), and keeps them on one line."""
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda part, whole: str(part) in str(whole),
}
_TEXT_FIELDS = ("target", "alt", "title", "description", "expansion")
"""The strings of nodes that may hold fields: what is no text node but is read or followed."""


class ExpressionError(ValueError):
    """An expression that cannot be read, or not with these values; the message says why."""


def typed_values(document: Document, given: Mapping[str, str]) -> dict[str, Value]:
    """``given`` as the types that the document's ``fields`` state, optional ones filled with nothing.

    Raises ``UsageError`` for a name that is no field, and ``InputRefused`` with a line for each
    value that is missing or of the wrong type.
    """
    specs = document.metadata.fields
    refuse_unknown_fields(specs, given)
    values, wrong = checked_values(specs, given)
    if wrong:
        raise InputRefused(
            *(
                Notice(
                    "field-value",
                    message,
                    "" if given.get(name) else f"give it one: --set {name}=VALUE",
                    file=document.source,
                    line=1,
                    column=1,
                )
                for name, message in wrong.items()
            )
        )
    return values


def refuse_unknown_fields(specs: Mapping[str, FieldSpec], names: Iterable[str]) -> None:
    """Raises ``UsageError`` for a name that is no field, with the nearest one."""
    for name in names:
        if name not in specs:
            near = difflib.get_close_matches(name, specs, 1, 0.6)
            raise UsageError.because(
                "field-unknown",
                f"the document has no field {name!r}",
                f"write {near[0]!r}" if near else f"it has {', '.join(specs) or 'none'}",
            )


def checked_values(
    specs: Mapping[str, FieldSpec], given: Mapping[str, str]
) -> tuple[dict[str, Value], dict[str, str]]:
    """The values that ``specs`` make of what is ``given``, and what is wrong with the others, by name."""
    values: dict[str, Value] = {}
    wrong: dict[str, str] = {}
    for name, spec in specs.items():
        try:
            values[name] = _typed(name, spec, given.get(name))
        except ExpressionError as error:
            wrong[name] = str(error)
    return values, wrong


def _typed(name: str, spec: FieldSpec, given: str | None) -> Value:
    if given is None or not given.strip():
        if spec.optional:
            return None
        raise ExpressionError(f"the field {name!r} has no value")
    match spec.type:
        case "text":
            return given
        case "number":
            return _number(name, spec, given)
        case "date":
            return _date(name, given)
        case "yes-no":
            if given.strip().lower() in _YES_NO:
                return _YES_NO[given.strip().lower()]
            raise ExpressionError(f"the field {name!r} is yes or no, not {given!r}")
        case "choice":
            if given in spec.choices:
                return given
            raise ExpressionError(f"the field {name!r} is one of {', '.join(spec.choices)}, not {given!r}")


def _number(name: str, spec: FieldSpec, given: str) -> float:
    """The number in ``given``, with or without its unit."""
    digits = given.strip().removesuffix(spec.unit).strip()
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", digits):
        raise ExpressionError(f"the field {name!r} is a number, not {given!r}")
    number = float(digits)
    if spec.min is not None and number < spec.min:
        raise ExpressionError(f"the field {name!r} is {spec.min:g} or more, not {given!r}")
    if spec.max is not None and number > spec.max:
        raise ExpressionError(f"the field {name!r} is {spec.max:g} or less, not {given!r}")
    return number


def _date(name: str, given: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(given.strip())
    except ValueError:
        raise ExpressionError(f"the field {name!r} is a date such as 2026-11-22, not {given!r}") from None


def fill(document: Document, values: Mapping[str, Value]) -> Document:
    """``document`` with every field and condition resolved.

    Raises ``InputRefused`` with a line for each expression that cannot be resolved.
    """
    if not _is_template(document):
        return document
    filler = _Filler(document, values)
    filled = msgspec.structs.replace(
        document,
        metadata=filler.metadata(document.metadata, _personal_facts(document)),
        blocks=filler.blocks(_runs(document)),
        footnotes=tuple(rewrite(note, filler.node) for note in document.footnotes),
    )
    if filler.notices:
        raise InputRefused(*filler.notices)
    return filled


def unfilled(document: Document) -> tuple[Blocks, ...]:
    """The blocks that follow each other in whatever ``document`` is filled with, the same for everybody."""
    return tuple(blocks for is_personal, blocks in _runs(document) if not is_personal)


@once
def _runs(document: Document) -> tuple[tuple[bool, Blocks], ...]:
    """The blocks in their order: in turns those that have something to fill, and those that have nothing."""
    return tuple((is_personal, tuple(run)) for is_personal, run in groupby(document.blocks, _is_personal))


def _is_personal(block: Block) -> bool:
    return _has_places(new_document(blocks=(block,)))


@once
def _is_template(document: Document) -> bool:
    """Whether anything in ``document`` could be filled; in most there is nothing."""
    return _has_places(document) or bool(_personal_facts(document))


@once
def _personal_facts(document: Document) -> tuple[str, ...]:
    """What of the metadata has something to fill; ``fields`` itself and ``extra`` are data."""
    facts = msgspec.structs.asdict(document.metadata)
    del facts["fields"], facts["extra"]
    return tuple(name for name, value in facts.items() if any("{{" in text for text in strings(value)))


def _has_places(document: Document) -> bool:
    """Whether there is anything to fill in the text of ``document``."""
    kinds = by_kind(document)
    if Field in kinds or Conditional in kinds:
        return True
    values = (
        getattr(node, name)
        for kind, nodes in kinds.items()
        for name in _fillable(kind)
        if name in _TEXT_FIELDS
        for node in nodes
    )
    return any("{{" in text for text in values if isinstance(text, str))


@functools.cache
def _fillable(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a type of node that may hold templates or conditions."""
    return tuple(
        name for name in kind.__struct_fields__ if name in _TEXT_FIELDS or name in ("blocks", "definitions")
    )


class _Filler:
    """Resolves one document, and collects what cannot be resolved."""

    def __init__(self, document: Document, values: Mapping[str, Value]) -> None:
        self._file = document.source
        self._language = document.metadata.language
        self._values = values
        self._specs = document.metadata.fields
        self.notices: list[Notice] = []

    def metadata(self, metadata: Metadata, personal: Iterable[str]) -> Metadata:
        """Every string of what is ``personal`` in the metadata filled, however deep."""
        changed = {name: self._deep(getattr(metadata, name)) for name in personal}
        return msgspec.structs.replace(metadata, **changed)

    def _deep(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._filled(value, Position(1, 1))
        if isinstance(value, tuple):
            return tuple(self._deep(part) for part in value)
        if isinstance(value, msgspec.Struct):
            return type(value)(*(self._deep(getattr(value, name)) for name in value.__struct_fields__))
        return value

    def blocks(self, runs: Iterable[tuple[bool, Blocks]]) -> Blocks:
        """The blocks of ``runs`` filled, of which only those that are personal are looked at."""
        filled: list[Block] = []
        for is_personal, blocks in runs:
            if is_personal:
                filled += self._without_conditions(rewrite(block, self.node) for block in blocks)
            else:
                filled += blocks
        return tuple(filled)

    def node(self, node: Node) -> Node:
        """The node with its own fields filled, and the conditions among its blocks resolved."""
        if isinstance(node, Field):
            return Text(self._text(node.expression, node.pos))
        changed: dict[str, Any] = {}
        for name in _fillable(type(node)):
            value = getattr(node, name)
            if name in _TEXT_FIELDS and isinstance(value, str) and "{{" in value and TEMPLATE.search(value):
                is_part = name == "target" and not TEMPLATE.fullmatch(value)
                changed[name] = self._filled(value, getattr(node, "pos", NOWHERE), escape=is_part)
            elif name in ("blocks", "definitions") and value:
                changed[name] = self._resolved(value)
        return msgspec.structs.replace(node, **changed) if changed else node

    def _resolved(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        if any(isinstance(part, tuple) for part in value):
            return tuple(self._resolved(part) for part in value)
        return tuple(self._without_conditions(value))

    def _without_conditions(self, blocks: Iterable[Block]) -> list[Any]:
        kept: list[Any] = []
        for block in blocks:
            if not isinstance(block, Conditional):
                kept.append(block)
            elif self._evaluated(block.expression, block.pos):
                kept += block.blocks
        return kept

    def _filled(self, text: str, pos: Position, *, escape: bool = False) -> str:
        """``text`` with its fields filled; ``escape`` percent-encodes values put into an address."""
        if "{{" not in text:
            return text

        def value(found: re.Match[str]) -> str:
            if found[0].startswith("\\"):
                return found[0][1:]
            words = self._text(found[1].strip(), pos)
            return quote(words, safe="") if escape else words

        return TEMPLATE.sub(value, text)

    def _text(self, expression: str, pos: Position) -> str:
        """What a field prints: dates and numbers as the document's language writes them."""
        value = self._evaluated(expression, pos)
        if isinstance(value, bool):
            self._refuse(f"{expression!r} is yes or no, which cannot be printed", pos)
            return ""
        words = printed(value, self._language)
        spec = self._specs.get(expression.strip())
        return f"{words}{_UNIT_SPACE}{spec.unit}" if words and spec and spec.unit else words

    def _evaluated(self, expression: str, pos: Position) -> Value:
        try:
            return evaluate(expression, self._values)
        except ExpressionError as error:
            self._refuse(str(error), pos)
            return None

    def _refuse(self, message: str, pos: Position) -> None:
        self.notices.append(Notice("field", message, "", "error", self._file, pos.line or 1, pos.column or 1))


def printed(value: Value, language: str) -> str:
    """A value in words, as the language writes dates and numbers (Unicode CLDR)."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        from babel.dates import format_date  # heavy: only for documents with dates

        return str(format_date(value, "long", locale=_locale(language)))
    if isinstance(value, float):
        from babel.numbers import format_decimal

        return str(format_decimal(value, locale=_locale(language)))
    return str(value)


def _locale(language: str) -> str:
    """The nearest locale that CLDR knows; English for a language it does not."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language.replace("-", "_"), sep="_"))
    except (UnknownLocaleError, ValueError):
        return "en"


def evaluate(expression: str, values: Mapping[str, Value]) -> Value:
    """The value of an expression: names, quoted text, numbers, ``yes``, ``no``; comparisons;
    ``and``, ``or``, ``not``. A dotted name is one flat name. Raises ``ExpressionError``.
    """
    if len(expression) > LONGEST_EXPRESSION:
        raise ExpressionError(f"the expression is longer than {LONGEST_EXPRESSION} characters")
    try:
        tree = _parsed(expression.strip())
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ExpressionError(f"cannot read the expression {expression!r}") from None
    try:
        return _value(tree, values)
    except (TypeError, RecursionError, OverflowError):
        raise ExpressionError(f"the parts of {expression!r} cannot be compared") from None


@functools.lru_cache(_KEPT_EXPRESSIONS)
def _parsed(expression: str) -> ast.expr:
    """The tree of an expression, which nothing changes: each document of a template has the same."""
    return ast.parse(expression, mode="eval").body


def _value(node: ast.expr, values: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=str() | int() | float() as value):
            number = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
            if isinstance(number, float) and not math.isfinite(number):
                raise ExpressionError("a number is too large")
            return number
        case ast.Name() | ast.Attribute():
            return _named(_dotted(node), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, values)
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_value(part, values) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_value(part, values) for part in parts)
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            if type(comparison) in _COMPARISONS:
                return _COMPARISONS[type(comparison)](_value(left, values), _value(right, values))
    raise ExpressionError("an expression holds names, quoted text, numbers and comparisons, nothing else")


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
    raise ExpressionError("a name is words with dots between them")


def _named(name: str, values: Mapping[str, Value]) -> Value:
    if name in values:
        return values[name]
    if name in ("yes", "no"):
        return name == "yes"
    near = difflib.get_close_matches(name, values, 1, 0.6)
    meant = f"; did you mean {near[0]!r}?" if near else "; declare it under fields: in the front matter"
    raise ExpressionError(f"there is no field {name!r}{meant}")
