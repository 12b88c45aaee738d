"""Fields and conditions: what values may be, what expressions may say, what becomes of nodes."""

from __future__ import annotations

import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import InputRefused, UsageError
from exporter.fields import ExpressionError, evaluate, fill, printed, typed_values
from exporter.model import (
    BulletList,
    Conditional,
    Document,
    Field,
    FieldSpec,
    Figure,
    Link,
    Paragraph,
    QrCode,
    Text,
    plain_text,
    walk,
)
from tests.samples import everything, item, minimal, paragraph, words

SPECS = {
    "patient.name": FieldSpec("text"),
    "dose": FieldSpec("number"),
    "visit": FieldSpec("date"),
    "large": FieldSpec("yes-no"),
    "size": FieldSpec("choice", choices=("small", "big")),
    "note": FieldSpec("text", optional=True),
}
GIVEN = {"patient.name": "A. Person", "dose": "2.5", "visit": "2026-11-22", "large": "yes", "size": "big"}


def with_fields(*blocks, **metadata) -> Document:  # type: ignore[no-untyped-def]
    return minimal(*blocks, fields=SPECS, **metadata)


def filled(document: Document) -> Document:
    return fill(document, typed_values(document, GIVEN))


def test_values_are_typed_by_the_schema() -> None:
    assert typed_values(with_fields(), GIVEN) == {
        "patient.name": "A. Person",
        "dose": 2.5,
        "visit": datetime.date(2026, 11, 22),
        "large": True,
        "size": "big",
        "note": None,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dose", "two"),
        ("dose", "1e5"),
        ("dose", "nan"),
        ("visit", "22.11.2026"),
        ("large", "perhaps"),
        ("size", "huge"),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str) -> None:
    with pytest.raises(InputRefused, match=name):
        typed_values(with_fields(), {**GIVEN, name: value})


def test_an_unknown_field_is_a_usage_error_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match=r"patient\.name"):
        typed_values(with_fields(), {"patient.nam": "x"})


def test_fields_become_text_as_the_language_writes_it() -> None:
    document = with_fields(
        paragraph(Field("patient.name"), ": ", Field("dose"), ", ", Field("visit"), Field("note")),
        language="de",
    )
    assert plain_text(filled(document).blocks) == "A. Person: 2,5, 22. November 2026"
    assert printed(1234.5, "xx-unknown") == "1,234.5"


def test_fields_stand_in_targets_alts_and_metadata() -> None:
    document = with_fields(
        paragraph(Link("https://example.org/?n={{patient.name}}", words("x"))),
        QrCode("https://example.org/{{ size }}", words("y")),
        Figure("a", "For {{patient.name}}"),
        title="For {{ patient.name }}",
    )
    found = filled(document)
    assert found.metadata.title == "For A. Person"
    targets = [node.target for node in walk(found) if isinstance(node, (Link, QrCode))]
    assert targets == ["https://example.org/?n=A.%20Person", "https://example.org/big"]
    assert [node.alt for node in walk(found) if isinstance(node, Figure)] == ["For A. Person"]


def test_conditions_leave_their_blocks_or_nothing_at_any_depth() -> None:
    yes, no = Conditional("large", (paragraph("yes"),)), Conditional("not large", (paragraph("no"),))
    nested = Conditional("dose > 2", (yes, no))
    document = with_fields(nested, BulletList((item("x", yes, no),)))
    found = filled(document)
    assert [type(block) for block in found.blocks] == [Paragraph, BulletList]
    assert plain_text(found.blocks) == "yesxyes"


def test_a_document_without_fields_is_left_as_it_is() -> None:
    document = everything()
    assert fill(document, {}).blocks == document.blocks


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("dose", 2.5),
        ("dose >= 2 and not (size == 'small')", True),
        ("large == yes", True),
        ("'a' in patient.name", False),
        ("visit < visit", False),
        ("no or large", True),
    ],
)
def test_expressions(expression: str, value: object) -> None:
    assert evaluate(expression, typed_values(with_fields(), GIVEN)) == value


@pytest.mark.parametrize(
    "expression",
    ["", "dose +", "dose + 1", "dose()", "patient['name']", "patient.name.upper()", "x", "1 < 2 < 3", "visit > dose",
     "f'{dose}'", "(" * 300, "not " * 400 + "large", "[dose]", "yes if no else yes", "dose := 3", "...", "b'x'"],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(expression, typed_values(with_fields(), GIVEN))


@given(st.text(max_size=80))
def test_no_expression_does_anything_but_answer_or_be_refused(expression: str) -> None:
    try:
        answer = evaluate(expression, {"a": "x", "b": 2.0, "c": True})
    except ExpressionError:
        return
    assert answer is None or isinstance(answer, (str, float, bool))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_a_value_is_never_parsed(value: str) -> None:
    document = minimal(paragraph(Field("a")), fields={"a": FieldSpec("text")})
    (block,) = fill(document, typed_values(document, {"a": value})).blocks
    assert isinstance(block, Paragraph) and block.content == (Text(value),)


def test_every_refusal_has_its_place() -> None:
    node = msgspec.structs.replace(paragraph("x", Field("nobody")), pos=(3, 1))
    with pytest.raises(InputRefused) as refused:
        fill(minimal(node), {})
    assert "nobody" in refused.value.notices[0].message


DOSE = FieldSpec("number", min=0.5, max=4, unit="g")


@pytest.mark.parametrize("value", ["0.5", "4", " 2 g ", "2g"])
def test_a_number_is_within_its_range_and_may_bear_its_unit(value: str) -> None:
    document = minimal(paragraph(Field("dose")), fields={"dose": DOSE}, language="de")
    values = typed_values(document, {"dose": value})
    assert values["dose"] == float(value.strip(" g"))
    assert plain_text(fill(document, values).blocks).endswith("\N{NO-BREAK SPACE}g")


@pytest.mark.parametrize(
    ("value", "why"), [("0.4", "0.5 or more"), ("4.1", "4 or less"), ("2 mg", "a number"), ("٣", "a number")]
)
def test_a_number_out_of_its_range_or_in_another_unit_is_refused(value: str, why: str) -> None:
    with pytest.raises(InputRefused, match=why):
        typed_values(minimal(fields={"dose": DOSE}), {"dose": value})


def test_only_numbers_have_ranges_and_units() -> None:
    with pytest.raises(ValueError, match="of numbers"):
        FieldSpec("text", unit="g")
