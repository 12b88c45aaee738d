"""Long texts to measure on: a short guide, many times over, its words shuffled each time.

Plain copies would flatter every cache: no two paragraphs of a real book are the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import msgspec

from exporter.model import (
    Block,
    Contents,
    Document,
    Footnote,
    FootnoteRef,
    Heading,
    Inline,
    Link,
    ListItem,
    Metadata,
    OrderedList,
    Paragraph,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    new_document,
)

GUIDE = """\
# How the cream works

Ketamine cream is a medicine that you rub on your skin where it hurts, above all for pain that comes from
damaged nerves. It **blocks** small switches on nerve cells, called NMDA receptors, and so it calms the signals
of pain before they reach the spine. Very little of the medicine gets into your blood, which is why most people
feel nothing of it in the rest of the body.

## Before you begin

1. **Wash your hands.** Dry them well, and put on gloves.
2. **Look at your skin.** It should be clean, dry and unbroken.
   - Do not use the cream on cuts or sores.
   - Do not use it on a rash.
3. **Take a small amount.** About as much as covers the tip of one finger.

::: warning "Stop and get help"
Wash the cream off and call your clinic when you feel dizzy, confused, or when your heart beats fast.
:::

| Day | Morning | Evening |
|-----|---------|---------|
| Monday | 4 of 10 | 6 of 10 |
| Tuesday | 5 of 10 | 4 of 10 |
| Wednesday | 3 of 10 | 3 of 10 |

: Pain in the first week {header-columns=1}

## What people ask

**How soon does it work?** Many people notice less pain within an hour, and for some it takes a week of regular
use. See [the clinic's page](https://clinic.example.org/cream) for what others have said about it.

**May I take other medicines?** Ask your pharmacist first. It is often mixed with amitriptyline, which makes the
effect on burning pain stronger, and studies found real relief in pain after shingles.

- Keep it out of the reach of children and pets.
- Store it in a cool and dry place, away from the sun.
- Do not use more than three times a day, and leave four to six hours between.

> I use it at night, when my feet burn most, and I sleep again.

Studies of diabetic nerve pain do not agree with each other: some report less pain, and others no difference
from a cream without the medicine. Long-term benefit and safety need more research before anyone can be sure.
"""
_WORD = re.compile(r"(?<![/.:\w-])[a-z]{3,}(?![/:\w-]|\.\w)")
"""A word in lower case that is no part of an address."""
_MARKUP = (":", "|--")
"""How lines begin whose words are no text."""


def book(copies: int, seed: int = 1) -> str:
    """Markdown of ``copies`` guides, each with its words in another order."""
    shuffle = random.Random(seed)
    words = [word for line in GUIDE.splitlines() for word in _words(line)]
    parts = ["---\ntitle: A book of guides\nlanguage: en\n---\n"]
    for _ in range(copies):
        shuffle.shuffle(words)
        following = iter(words)
        for line in GUIDE.splitlines():
            is_text = bool(_words(line))
            parts.append(
                _WORD.sub(lambda _, next_words=following: next(next_words), line) if is_text else line
            )
    return "\n".join(parts)


def _words(line: str) -> list[str]:
    return [] if line.startswith(_MARKUP) else _WORD.findall(line)


def long_table(rows: int) -> Document:
    """A table of three short columns (hazard L5)."""

    def cell(text: str) -> TableCell:
        return TableCell((Paragraph((Text(text),)),))

    body = [TableRow(tuple(map(cell, ("Day", "Morning", "Evening"))))]
    body += [TableRow((cell(f"Day {n}"), cell(f"{n % 11} of 10"), cell("rested"))) for n in range(rows)]
    table = Table(columns=(TableColumn(),) * 3, rows=tuple(body))
    return new_document(metadata=Metadata(title="A long table", language="en"), blocks=(table,))


def paragraph(size: int) -> Document:
    """One paragraph of about ``size`` characters (hazard L6)."""
    choose = random.Random(1)
    vocabulary = sorted({word for line in GUIDE.splitlines() for word in _words(line)})
    words = [choose.choice(vocabulary) for _ in range(size * len(vocabulary) // len(" ".join(vocabulary)))]
    blocks = (Paragraph((Text(" ".join(words)),)),)
    return new_document(metadata=Metadata(title="A long paragraph", language="en"), blocks=blocks)


def lists(count: int) -> Document:
    """Ordered lists in a row, each of which begins anew."""
    items = tuple(ListItem((_saying(Text(word)),)) for word in ("Wash", "Dry"))
    return _many(count, lambda _: OrderedList(items))


def notes(count: int) -> Document:
    """Paragraphs that call a note each."""
    written = tuple(Footnote((_saying(Text(f"Note {n}")),), id=f"n{n}") for n in range(count))
    return _many(count, lambda n: _saying(Text("Text"), FootnoteRef(f"n{n}")), footnotes=written)


def links(count: int) -> Document:
    """Paragraphs with a link each, all to other addresses."""
    return _many(count, lambda n: _saying(Link(f"https://clinic.example.org/{n}", (Text("link"),))))


def headings(count: int) -> Document:
    """Contents, and headings whose ids begin alike for longer than the name of a bookmark may be."""
    alike = "a-heading-that-begins-as-all-the-others-do"
    document = _many(count, lambda n: Heading(1, (Text(f"Part {n}"),), id=f"{alike}-{n}"))
    return msgspec.structs.replace(document, blocks=(Contents(), *document.blocks))


def _saying(*content: Inline) -> Paragraph:
    return Paragraph(content)


def _many(count: int, make: Callable[[int], Block], footnotes: tuple[Footnote, ...] = ()) -> Document:
    metadata = Metadata(title="Many of one kind", language="en")
    return new_document(metadata=metadata, blocks=tuple(map(make, range(count))), footnotes=footnotes)
