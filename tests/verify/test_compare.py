"""Views and sequences compared, apart from any format."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.model import Position, View, ViewNode
from exporter.model.view import Role
from exporter.verify.compare import compare
from exporter.verify.diff import stretches
from exporter.verify.words import folded, text_of, words_of

WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=30)


@given(WORDS, WORDS)
def test_replacing_each_stretch_makes_one_sequence_of_the_other(first: list[str], second: list[str]) -> None:
    made = list(first)
    for stretch in reversed(stretches(first, second)):
        made[stretch.start : stretch.end] = second[stretch.other_start : stretch.other_end]
    assert made == second


@given(WORDS)
def test_equal_sequences_have_no_stretch(words: list[str]) -> None:
    assert stretches(words, list(words)) == []


@pytest.mark.parametrize("change", ["none", "one", "all"])
def test_long_texts_take_no_long_time(change: str) -> None:
    words = [f"w{number % 5000}" for number in range(200_000)]
    other = list(words)
    if change == "one":
        other[100_000] = "changed"
    elif change == "all":
        other = [f"v{word}" for word in words]
    started = time.perf_counter()
    assert bool(stretches(words, other)) == (change != "none")
    assert time.perf_counter() - started < 5


def said(role: Role, text: str, **options: object) -> ViewNode:
    return ViewNode(role=role, children=(ViewNode(role="text", text=text),), **options)  # type: ignore[arg-type]


def kinds(expected: View, found: View) -> list[str]:
    return [difference.kind for difference in compare(expected, found)]


def view(*nodes: ViewNode, **options: object) -> View:
    return View(nodes=(said("title", "T"), *nodes), **options)  # type: ignore[arg-type]


def test_words_go_on_through_marks_and_part_at_blocks() -> None:
    node = ViewNode(
        role="item",
        children=(
            ViewNode(role="label", label="1."),
            ViewNode(role="paragraph", children=(ViewNode(role="text", text="H"), said("subscript", "2O"))),
            said("paragraph", " next  word "),
        ),
    )
    assert text_of(node) == "H2O next word"


def test_words_carry_the_place_of_their_block() -> None:
    nodes = (said("paragraph", "a b", pos=Position(3, 1)), said("paragraph", "c", pos=Position(5, 1)))
    assert [(word.text, word.pos.line) for word in words_of(nodes)] == [("a", 3), ("b", 3), ("c", 5)]


def test_characters_without_width_and_hyphens_that_do_not_break() -> None:
    assert folded("a\u00adb\u200bc\u2011d") == "abc-d"


def test_a_deep_tree_is_no_matter_of_recursion() -> None:
    node = said("paragraph", "deep")
    for _ in range(5000):
        node = ViewNode(role="group", children=(node,))
    assert text_of(node) == "deep"


def test_case_and_punctuation_count() -> None:
    assert kinds(view(said("paragraph", "Stop!")), view(said("paragraph", "stop"))) == ["words"]


def test_languages_are_compared_without_case() -> None:
    assert kinds(view(language="en-GB"), view(language="en-gb")) == []
    assert kinds(view(language="en-GB"), view(language="en")) == ["language"]


def test_a_heading_whose_level_changed_is_one_difference() -> None:
    expected = view(said("heading", "A", level=1), said("heading", "B", level=2))
    found = view(said("heading", "A", level=1), said("heading", "B", level=3))
    (difference,) = compare(expected, found)
    assert difference.message == "the heading “B” has level 3, not 2"


def test_a_level_that_the_format_lacks_is_its_deepest() -> None:
    expected = view(said("heading", "A", level=6))
    assert kinds(expected, view(said("heading", "A", level=5), deepest_heading=5)) == []
    assert kinds(expected, view(said("heading", "A", level=5))) == ["headings"]


def test_a_letterhead_in_any_order_and_with_facts() -> None:
    name, phone, code = (said("paragraph", text) for text in ("The Clinic", "555 0100", "KC-01"))
    expected = View(nodes=(name, phone, said("title", "T")))
    found = View(nodes=(code, phone, name, said("title", "T")))
    assert compare(expected, found, ["KC-01"]) == []
    assert [difference.message for difference in compare(expected, found)] == [
        "the letterhead also says “KC-01”"
    ]
    missing = View(nodes=(name, said("title", "T")))
    assert [found.expected for found in compare(expected, missing)] == ["555 0100"]


def test_facts_may_close_the_last_words_and_nothing_else() -> None:
    source = said("paragraph", "A source.")
    expected = view(ViewNode(role="group", label="colophon", children=(source,)))

    def closed(line: str) -> View:
        return view(ViewNode(role="group", label="colophon", children=(source, said("paragraph", line))))

    facts = ["Version 1.0", "KC-01"]
    assert compare(expected, closed("KC-01 · Version 1.0"), facts) == []
    assert compare(expected, closed("KC-01 · Version 1.1"), facts)
    assert compare(expected, closed("KC-01 · Version 1.0"), ["KC", "Version", *facts]) == []
    assert compare(expected, view(source, said("paragraph", "KC-01")), facts)


def test_the_title_of_the_contents_belongs_to_them() -> None:
    expected = view(ViewNode(role="contents", label="Contents"), said("paragraph", "x"))
    outside = view(said("paragraph", "Contents"), ViewNode(role="contents"), said("paragraph", "x"))
    assert kinds(expected, outside) == []
    assert kinds(expected, view(said("paragraph", "Contents"), said("paragraph", "x"))) == ["words"]


def call(number: str) -> ViewNode:
    return ViewNode(role="note-reference", label=number)


def test_calls_of_notes_are_marked_and_not_only_printed() -> None:
    def sentence(*calls: ViewNode) -> ViewNode:
        return ViewNode(role="paragraph", children=(ViewNode(role="text", text="Said"), *calls))

    expected = view(sentence(call("1")), sentence(call("2")))
    assert kinds(expected, expected) == []
    assert kinds(expected, view(said("paragraph", "Said1"), said("paragraph", "Said2"))) == ["words"]
    assert kinds(expected, view(said("paragraph", "Said"), said("paragraph", "Said"))) == ["words"]
    assert kinds(expected, view(sentence(call("1")), sentence())) == ["words"]
    assert set(kinds(expected, view(sentence(call("2")), sentence(call("1"))))) == {"words"}


def test_notes_count_in_the_order_of_their_numbers() -> None:
    first, second = said("note", "one", label="1"), said("note", "two", label="2")
    assert kinds(view(notes=(first, second)), view(notes=(second, first))) == []
    swapped = (said("note", "two", label="1"), said("note", "one", label="2"))
    assert set(kinds(view(notes=(first, second)), view(notes=swapped))) == {"notes"}


def pictured(*alts: str | None) -> View:
    return view(*(ViewNode(role="figure", children=(ViewNode(role="image", alt=alt),)) for alt in alts))


def test_pictures_by_what_stands_for_them() -> None:
    assert kinds(pictured("a", None, "b "), pictured("a", "b")) == []
    assert kinds(pictured("a", "b"), pictured("b", "a")) == ["images", "images"]
    (difference,) = compare(pictured("a", "b"), pictured("a", "c"))
    assert difference.message == "“c” stands for the image “b”"


def tabled(*rows: tuple[ViewNode, ...], **options: object) -> View:
    children = tuple(ViewNode(role="row", children=row) for row in rows)
    return view(ViewNode(role="table", children=children, **options))  # type: ignore[arg-type]


def test_tables_by_their_grids() -> None:
    head, side = said("header-cell", "a", label="column"), said("header-cell", "b", label="row")
    plain, wide = said("cell", "b"), said("cell", "b c", colspan=2)
    assert kinds(tabled((head, plain)), tabled((head, plain))) == []
    assert kinds(tabled((head, plain)), tabled((said("cell", "a"), plain))) == ["tables"]
    assert kinds(tabled((side, wide)), tabled((said("cell", "b"), wide))) == ["tables"]
    assert kinds(tabled((wide,)), tabled((said("cell", "b c"),))) == ["tables"]
    assert kinds(tabled((plain, said("cell", "c"))), tabled((wide,))) == ["tables"]
    assert kinds(tabled((plain,), (plain,)), tabled((plain, plain))) == ["tables"]
    assert kinds(tabled((plain,)), view(said("paragraph", "b"))) == ["tables"]
    assert kinds(tabled((plain,), alt="said"), tabled((plain,))) == ["tables"]
    empty = ViewNode(role="header-cell", label="column"), ViewNode(role="cell")
    assert kinds(tabled((empty[0], plain)), tabled((empty[1], plain))) == []


def test_a_format_without_headers_of_rows() -> None:
    side, head = said("header-cell", "b", label="row"), said("header-cell", "a", label="both")
    found = msgspec.structs.replace(tabled((said("cell", "b"),)), heads_rows=False)
    assert kinds(tabled((side,)), found) == []
    assert kinds(tabled((head,)), msgspec.structs.replace(tabled((said("cell", "a"),)), heads_rows=False))


def test_lists_by_depth_and_numbers() -> None:
    def listed(*children: ViewNode) -> ViewNode:
        return ViewNode(role="list", children=children)

    one, two = said("item", "one", label="1"), said("item", "two", label="2")
    assert kinds(view(listed(one, two)), view(listed(one, two))) == []
    assert kinds(view(listed(one, two)), view(listed(one, listed(two)))) == ["lists"]
    assert kinds(view(listed(one, two)), view(listed(one, said("item", "two", label="3")))) == ["lists"]
    assert kinds(view(listed(said("item", "one"))), view(listed(said("item", "one", label="•")))) == []
    assert kinds(view(listed(one, two)), view(listed(said("item", "one two", label="1")))) == ["lists"]
    flat = view(said("item", "one", label="1", level=1), said("item", "two", label="2", level=1))
    assert kinds(view(listed(one, two)), msgspec.structs.replace(flat, nests_lists=False)) == []
    bullets = view(listed(said("item", "one"), said("item", "two")))
    assert kinds(bullets, msgspec.structs.replace(flat, nests_lists=False)) == ["lists", "lists"]


def test_long_differences_are_quoted_in_part() -> None:
    (difference,) = compare(view(said("paragraph", "w " * 50)), view())
    assert "and 36 more words" in difference.message
    assert difference.expected.count("w") == 50


def test_a_heading_without_words_is_none() -> None:
    empty = ViewNode(role="heading", level=2)
    assert compare(view(empty, said("paragraph", "x")), view(said("paragraph", "x"))) == []


def linked(target: str, lang: str = "") -> ViewNode:
    return ViewNode(role="paragraph", children=(said("link", "See there", target=target, lang=lang),))


def test_links_lead_to_the_same_words_whatever_their_places_are_called() -> None:
    place, other = said("paragraph", "One two", ids=("#a",)), said("paragraph", "Three", ids=("#b",))
    same = view(linked("#p1"), said("paragraph", "One two", ids=("#p1",)), said("paragraph", "Three"))
    assert kinds(view(linked("#a"), place, other), same) == []
    (found,) = compare(view(linked("#a"), place, other), view(linked("#b"), place, other))
    assert found.message == "“See there” leads to “Three”; in the document it leads to “One two Three”"
    assert kinds(view(linked("https://x.org/ü")), view(linked("https://x.org/%C3%BC"))) == []
    assert kinds(view(linked("https://x.org/1")), view(said("paragraph", "See there"))) == ["links"]


def test_languages_are_those_of_passages_and_not_of_the_whole() -> None:
    assert kinds(view(linked("", "fr"), language="en"), view(linked("", "FR"), language="en")) == []
    assert kinds(view(linked("", "en"), language="en"), view(linked(""), language="en")) == []
    assert kinds(view(linked("", "fr"), language="en"), view(linked(""), language="en")) == ["languages"]


def test_what_a_format_has_no_words_for_is_not_compared() -> None:
    boxed = view(ViewNode(role="callout", children=(said("paragraph", "Mind."),)))
    plain = view(said("paragraph", "Mind."))
    assert kinds(boxed, plain) == ["boxes"]
    assert kinds(boxed, msgspec.structs.replace(plain, unsaid=frozenset(("boxes",)))) == []
    two = view(*(ViewNode(role="callout", children=(said("paragraph", word),)) for word in ("One", "Two")))
    one = view(ViewNode(role="callout", children=(said("paragraph", "One"), said("paragraph", "Two"))))
    assert kinds(two, one) == ["boxes"]


def test_a_mark_that_carries_a_meaning() -> None:
    raised = ViewNode(role="paragraph", children=(ViewNode(role="text", text="10"), said("superscript", "2")))
    assert kinds(view(raised), view(said("paragraph", "102"))) == ["marks"]


def test_what_a_file_says_of_itself_as_far_as_it_has_a_place_for_it() -> None:
    expected = view(properties={"author": ("A. B.", "C. D."), "rights": ("Free",)})
    assert kinds(expected, view(properties={"author": ("A. B., C. D.",)})) == []
    assert kinds(expected, view(properties={"author": ("A. B.",)})) == ["metadata"]
    assert kinds(expected, view(properties={"rights": ()})) == ["metadata"]
