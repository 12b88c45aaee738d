"""What is remembered from one document to the next."""

from __future__ import annotations

from exporter.model.memory import Memory


class Counted:
    """Makes numbers, each another."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def in_document(memory: Memory, number: int) -> Memory:
    for _ in range(number):
        memory.turn()
    return memory


def test_one_document_keeps_nothing() -> None:
    memory, make, part = in_document(Memory(), 1), Counted(), object()
    assert [memory.of("a", (part,), make) for _ in range(2)] == [1, 2]


def test_from_the_second_on_the_same_parts_are_made_once() -> None:
    memory, make, part = in_document(Memory(), 2), Counted(), object()
    assert [memory.of("a", (part,), make) for _ in range(2)] == [1, 1]
    memory.turn()
    assert memory.of("a", (part,), make) == 1


def test_parts_are_known_by_identity_and_keys_by_value() -> None:
    memory, make = in_document(Memory(), 2), Counted()
    one, other = [1], [1]
    assert memory.of(("a", 1), (one,), make) == 1
    assert memory.of(("a", 1), (other,), make) == 2
    assert memory.of(("a", 2), (one,), make) == 3
    assert memory.of(("a", 2 - 1), (one,), make) == 1


def test_what_no_document_uses_is_forgotten() -> None:
    memory, make, name, text = in_document(Memory(), 2), Counted(), object(), object()
    memory.of("a", (name,), make)
    for _ in range(100):
        assert memory.of("a", (text,), make) == 2
        memory.turn()
    assert memory.of("a", (name,), make) == 3


def test_memory_is_flat_however_many_names_there_are() -> None:
    memory, make = in_document(Memory(), 2), Counted()
    for _ in range(1000):
        memory.turn()
        memory.of("a", ([1],), make)
    assert len(memory._kept) <= 32


def test_what_all_documents_have_together_is_one_run() -> None:
    first, second, third, own = object(), object(), object(), object()
    memory = Memory([(first, second), (third,)])
    assert memory.runs((own, first, second, third)) == [(own,), (first, second), (third,)]
    assert memory.runs((second, own, own)) == [(second,), (own, own)]


def test_the_latest_is_kept_until_there_is_another() -> None:
    memory, make, one, other = Memory(), Counted(), object(), object()
    assert [memory.latest("a", part, make) for part in (one, one, other, one)] == [1, 1, 2, 3]
