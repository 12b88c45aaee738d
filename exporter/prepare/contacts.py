"""How to reach the publisher, each way an isolate where it runs the other way than the document."""

from __future__ import annotations

import unicodedata

from exporter.model import Direction, Inline, Publisher, Span, Text


def contacts_of(publisher: Publisher | None, direction: Direction) -> tuple[Inline, ...]:
    """The ways to reach ``publisher``, in the order a letterhead prints them.

    The digits of a telephone number are not put in another order by the letters around them, nor are
    the parts of an address of mail or the web: these run from left to right in any document.
    """
    if publisher is None:
        return ()
    ways = (
        (publisher.address, _direction(publisher.address, direction)),
        *((words, "ltr") for words in (publisher.phone, publisher.email, publisher.web)),
    )
    return tuple(_isolated(words, own, direction) for words, own in ways if words)


def _isolated(words: str, own: str, around: Direction) -> Inline:
    if own == around and (own == "rtl" or _direction(words, "ltr") == "ltr"):
        return Text(words)
    return Span((Text(words),), dir="rtl" if own == "rtl" else "ltr")


def _direction(words: str, around: Direction) -> Direction:
    """That of the first letter (UAX #9, P2 and P3); of words without letters, that around them."""
    for character in words:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return around
