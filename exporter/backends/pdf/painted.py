"""What a box puts on a page, and how it is put there again in another document.

All that drawing does is to add to lists and dictionaries of the page and the file that only ever grow. What
it adds follows from the box, its place and the ``state`` before; so where those are the same it is added
again, and nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from exporter.backends.pdf.faces import FontForms
from exporter.backends.pdf.structure import StructElem
from exporter.backends.pdf.structure_tree import Entry, StructTree

if TYPE_CHECKING:
    from exporter.backends.pdf.file import PageCanvas
    from exporter.backends.pdf.objects.navigation import Destination

Key = TypeVar("Key")
Value = TypeVar("Value")


class Painted(NamedTuple):
    """What was added, by where: to the content of the page, to the structure tree and to the file.

    ``steps`` make what has an order of its own in the file, each at a count of objects; ``objects``, how
    many there are then, and ``graphics`` are the state behind it. ``forms`` are what the codes of fonts
    show and say here; none, where that does not follow from the words alone: then it cannot be added again.
    """

    operators: Sequence[str]
    contents: Sequence[bytes]
    linked: Sequence[tuple[StructElem, bytes]]
    annotations: Sequence[bytes]
    destinations: Mapping[str, Destination]
    entries: Sequence[Entry]
    refs: Mapping[StructElem, bytes]
    written: Mapping[StructElem, bytes]
    areas: Mapping[StructElem, tuple[float, ...]]
    given: Mapping[int, bytes]
    steps: Sequence[tuple[int, Callable[[Any], object]]]
    objects: int
    graphics: tuple[Any, ...]
    forms: FontForms | None
    page: int


def state(canvas: PageCanvas, tree: StructTree) -> Hashable:
    """What decides beside box and place what drawing adds: how far all is counted, what is set on the page,
    and what the file has, in the order in which it came. Of codes of fonts see ``FontForms``."""
    document = canvas._doc
    return (
        document.objectcounter,
        tree.page,
        tree.next_annotation,
        len(tree.contents),
        canvas.is_referred,
        canvas.graphics.state,
        *canvas.fonts,
        *document.shared_keys,
    )


def recorded(canvas: PageCanvas, tree: StructTree, draw: Callable[[], None]) -> Painted:
    """Draws, and says what that has added."""
    document = canvas._doc
    code, annotations = len(canvas._code), len(canvas.annotations)
    contents, linked, entries = len(tree.contents), len(tree.annotations), len(tree.entries)
    dictionaries: tuple[dict[Any, Any], ...] = (
        canvas.destinations,
        tree.refs,
        tree.written,
        tree.areas,
        document.given,
    )
    before = [*map(len, dictionaries)]
    document.steps, document.texts = [], []
    draw()
    steps, texts = document.steps, document.texts
    document.steps = document.texts = None
    destinations, refs, written, areas, given = map(_since, dictionaries, before)
    painted = Painted(
        ("\n".join(canvas._code[code:]),) if canvas._code[code:] else (),
        tree.contents[contents:],
        tree.annotations[linked:],
        canvas.annotations[annotations:],
        destinations,
        tree.entries[entries:],
        refs,
        written,
        areas,
        given,
        steps,
        document.objectcounter,
        canvas.graphics.state,
        FontForms.of(texts),
        tree.page,
    )
    del tree.entries[entries:]
    return painted


def _since(dictionary: dict[Key, Value], count: int) -> dict[Key, Value]:
    return dict(islice(dictionary.items(), count, None))


def added_again(painted: Painted, canvas: PageCanvas, tree: StructTree) -> bool:
    """Adds all of it where the codes of fonts say here what they said there; whether they do."""
    if painted.forms is None or not painted.forms.can_stand(canvas.fonts):
        return False
    document = canvas._doc
    for count, step in painted.steps:
        document.objectcounter = count
        step(canvas)
    document.objectcounter = painted.objects
    painted.forms.enter(canvas.fonts)
    canvas._code += painted.operators
    canvas.annotations += painted.annotations
    canvas.destinations.update(painted.destinations)
    canvas.graphics.state = painted.graphics
    tree.contents += painted.contents
    tree.annotations += painted.linked
    tree.refs.update(painted.refs)
    tree.written.update(painted.written)
    tree.areas.update(painted.areas)
    document.given.update(painted.given)
    return True
