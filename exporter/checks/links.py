"""Rules about addresses: of links, and of QR codes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from exporter.addresses import SAFE_SCHEMES, is_relative, printed_address, scheme_of, uri_of
from exporter.checks.subject import Finding, Subject
from exporter.checks.wording import VAGUE
from exporter.model import Link, QrCode, plain_text
from exporter.prepare import Part
from exporter.qr import MOST_BYTES

LONGEST_ADDRESS = 32_767
"""Characters of an address as a URI: the bytes of a string in a PDF/A (ISO 19005-2, 6.1.13)."""
LONGEST_TYPED = 40
"""Characters of an address that one can be asked to type from paper."""
_BARE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AROUND = " \t\u00a0.…:!>»›→[]()"
"""What stands around the words of a link and says nothing."""


def link_scheme(links: Sequence[Link | QrCode]) -> Iterator[Finding]:
    for node in links:
        scheme = scheme_of(node.target)
        if scheme and scheme not in SAFE_SCHEMES:
            yield Finding(f"links to {scheme}: are not allowed", node.pos)


def link_malformed(links: Sequence[Link | QrCode]) -> Iterator[Finding]:
    for node in links:
        if scheme_of(node.target) is None:
            yield Finding(f"{node.target!r} is not an address", node.pos)


def link_too_long(links: Sequence[Link | QrCode]) -> Iterator[Finding]:
    for node in links:
        if len(uri_of(node.target)) > LONGEST_ADDRESS:
            yield Finding(f"an address can have {LONGEST_ADDRESS} characters; this one has more", node.pos)


def link_relative(subject: Subject) -> Iterator[Finding]:
    if subject.document.metadata.base_url:
        return
    for node in subject.of(Link):
        if is_relative(node.target):
            yield Finding(f"the link to {node.target!r} becomes its words", node.pos)


def link_vague(links: Sequence[Link]) -> Iterator[Finding]:
    """Words that are the same whatever the link leads to; its sentence may say more, but a list of links does
    not show sentences."""
    for node in links:
        words = plain_text(node.content).strip()
        if words.strip(_AROUND).lower() in VAGUE:
            yield Finding(f"{words!r} does not say where the link leads", node.pos)


def link_bare(links: Sequence[Link]) -> Iterator[Finding]:
    """An address for words, which a screen reader spells out. That of a home page, without ``https://``, is a
    name and may stand; so may telephone numbers and mail addresses."""
    for node, words in _bare_links(links):
        yield Finding(f"the words of the link are its address, {_short(words)!r}", node.pos)


def address_long(subject: Subject) -> Iterator[Finding]:
    """What paper shows: the address beside a QR code, and a link whose words are its address."""
    printed = [(printed_address(node.target), node.pos) for node in subject.of(QrCode)]
    bare = itertools.chain.from_iterable(subject.each(_bare_links_in))
    printed += [(printed_address(words), node.pos) for node, words in bare]
    for address, pos in printed:
        if len(address) > LONGEST_TYPED:
            yield Finding(f"{_short(address)!r} has {len(address)} characters to type from paper", pos)


def _bare_links_in(part: Part) -> list[tuple[Link, str]]:
    return list(_bare_links(part.of((Link,))))


def _bare_links(links: Sequence[Link]) -> Iterator[tuple[Link, str]]:
    for node in links:
        words = plain_text(node.content).strip()
        is_path = "/" in words and words.rstrip("/") == printed_address(node.target)
        if _BARE.fullmatch(words) or is_path:
            yield node, words


def _short(address: str) -> str:
    return address if len(address) <= 2 * LONGEST_TYPED else f"{address[: 2 * LONGEST_TYPED]}…"


def qr_relative(subject: Subject) -> Iterator[Finding]:
    for node in subject.of(QrCode):
        if scheme_of(node.target) == "":
            is_based = is_relative(node.target) and subject.document.metadata.base_url
            if not is_based:
                yield Finding(f"a QR code cannot lead to {node.target!r} from paper", node.pos)


def qr_too_long(codes: Sequence[QrCode]) -> Iterator[Finding]:
    for node in codes:
        if len(node.target.encode()) > MOST_BYTES:
            yield Finding(f"a QR code holds {MOST_BYTES} bytes; this address is longer", node.pos)
