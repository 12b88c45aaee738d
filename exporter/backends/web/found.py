"""What blocks hold that their output has to know as a whole: found once for each, and added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from exporter.model import (
    Abbreviation,
    Block,
    BlockBase,
    Code,
    CodeBlock,
    Contents,
    Emphasis,
    Figure,
    FootnoteRef,
    Group,
    Heading,
    InlineImage,
    Kbd,
    Node,
    QrCode,
    Span,
    Strong,
    Table,
    Text,
    plain_text,
    walk,
)
from exporter.model.memory import Memory
from exporter.theme import distinct_clusters

_APART = "\x1e"
"""What parts the words of blocks: no letter of one clings to the next."""
RUN = 16
"""Blocks that are remembered as one, too: where one of them is personal, so many are looked at again."""
Clusters: TypeAlias = frozenset[str]


class Found(NamedTuple):
    """What is found in some blocks.

    ``anchors`` are all that they bear, ``calls`` the notes they call, in order, ``images`` the
    assets they show, ``contents`` their tables of contents, ``languages`` those of passages, ``headings``
    the levels of headings. ``blocks`` are all of any depth, in order, and
    ``identities`` theirs.

    The clusters (UAX #29) are those of all words, of emphasised ones, of those both bold and emphasised, and
    of code. Of what is to be seen, ``shows`` says that there is any, ``undescribed`` that not all of it
    stands in words; ``table_headers`` that a table has some.
    """

    anchors: frozenset[str]
    calls: tuple[str, ...]
    images: frozenset[str]
    contents: tuple[Contents, ...]
    languages: tuple[str, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[BlockBase, ...]
    identities: frozenset[int]
    words: Clusters
    emphasised: Clusters
    bold_emphasised: Clusters
    code: Clusters
    shows: bool
    undescribed: bool
    table_headers: bool

    @classmethod
    def in_blocks(cls, blocks: Sequence[Block], memory: Memory) -> Found:
        """What is found in ``blocks``."""
        if not memory.is_warm:
            return found_in(*blocks)

        def sum_of(run: tuple[Block, ...]) -> Found:
            if len(run) == 1:
                return memory.each(found_in, run)[0]
            return memory.of("found", run, lambda: cls.together(memory.each(found_in, run)))

        blocks = tuple(blocks)
        return cls.together([sum_of(blocks[start : start + RUN]) for start in range(0, len(blocks), RUN)])

    @classmethod
    def together(cls, parts: Sequence[Found]) -> Found:
        """What is found in all the blocks of ``parts``, in their order."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return found_in()
        columns: list[Any] = list(zip(*parts, strict=True))
        for index, column in enumerate(columns):
            if isinstance(column[0], frozenset):
                columns[index] = frozenset().union(*column)
            elif isinstance(column[0], tuple):
                columns[index] = tuple(chain.from_iterable(column))
            else:
                columns[index] = any(column)
        return cls(*columns)


def found_in(*blocks: Block) -> Found:
    """What is found in ``blocks`` at once."""
    nodes = [node for block in blocks for node in (block, *walk(block))]
    kinds = set(map(type, nodes))

    def of(*wanted: type[Any]) -> list[Any]:
        """The nodes of these types, which most blocks have none of."""
        return [] if kinds.isdisjoint(wanted) else [node for node in nodes if isinstance(node, wanted)]

    all_blocks = tuple(node for node in nodes if isinstance(node, BlockBase))
    calls, emphasised, tables = of(FootnoteRef), of(Emphasis), of(Table)
    pictures = of(Figure, InlineImage)
    seen = [picture for picture in pictures if not picture.decorative]
    bold = _bold_and_emphasised(of(Strong, Heading, Emphasis)) if emphasised else ()
    return Found(
        frozenset([block.id for block in all_blocks] + [call.anchor for call in calls]) - {""},
        tuple([call.id for call in calls]),
        frozenset([picture.asset for picture in pictures]),
        tuple(of(Contents)),
        tuple([node.lang for node in of(Group, Span) if node.lang]),
        tuple(of(Heading)),
        all_blocks,
        frozenset(map(id, all_blocks)),
        clusters_of("".join(map(_words, nodes))),
        clusters_apart(plain_text((node,)) for node in emphasised),
        clusters_apart(plain_text((node,)) for node in bold),
        clusters_apart(map(_words, of(Code, Kbd, CodeBlock))),
        shows=bool(seen) or QrCode in kinds,
        undescribed=not all(picture.alt for picture in seen),
        table_headers=any(table.header_rows or table.header_columns for table in tables),
    )


def clusters_of(text: str) -> Clusters:
    """The clusters of ``text``, whose blocks stand apart."""
    found = distinct_clusters(text)
    return (
        frozenset(cluster.lstrip(_APART) for cluster in found) - {""} if _APART in text else frozenset(found)
    )


def clusters_apart(texts: Iterable[str]) -> Clusters:
    """The clusters of ``texts``, none of which clings to the one before."""
    return clusters_of(_APART.join(texts))


def _words(node: Node) -> str:
    match node:
        case Text(text=text) | Code(text=text) | Kbd(text=text) | Abbreviation(text=text):
            return text
        case CodeBlock(text=text):
            return _APART + text
        case QrCode(target=target):
            return _APART + target
        case BlockBase():
            return _APART
        case _:
            return ""


def _bold_and_emphasised(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Strong | Heading):
            yield from (below for below in walk(node) if isinstance(below, Emphasis))
        elif isinstance(node, Emphasis):
            yield from (below for below in walk(node) if isinstance(below, Strong))
