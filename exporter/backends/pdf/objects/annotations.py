"""Link annotations (ISO 32000-1, 12.5.6.5): where a stretch of a page leads."""

from __future__ import annotations

from exporter.addresses import leads_out, uri_of
from exporter.backends.pdf.objects.syntax import Value, dictionary, numbers, string, text_string

PRINTED = 4
"""The flag of an annotation that is printed; PDF/A asks for it (ISO 19005-2, 6.3.2)."""


def link(
    target: str, words: str, rectangle: tuple[float, float, float, float], **more: Value
) -> bytes | None:
    """The dictionary of a link to ``target``, an address or ``#`` and a destination.

    ``words`` say where it leads (ISO 14289-1, 7.18.5). ``rectangle`` is in points from the lower
    left. ``more`` are further entries, such as ``StructParent``. ``None`` where a file may not lead.
    """
    if target.startswith("#"):
        leads = {"Dest": string(target[1:].encode())}
    elif leads_out(target):
        leads = {"A": dictionary(S="/URI", URI=string(uri_of(target).encode("ascii")))}
    else:
        return None
    return dictionary(
        Type="/Annot",
        Subtype="/Link",
        Rect=b"[%b]" % numbers(*rectangle),
        Border="[0 0 0]",
        F=PRINTED,
        Contents=text_string(words or target),
        **leads,
        **more,
    )
