"""What goes to each worker of a cluster, once: all that its documents have in common."""

from __future__ import annotations

import pickle
from array import array

import msgspec

from exporter.batch.plan import Plan
from exporter.batch.request import Request, look
from exporter.batch.versions import versions
from exporter.errors import ExporterError, UsageError
from exporter.files import FontFamily, Place, find_family, give_families
from exporter.files.folder import folder_at

SAME = "install on all machines of the cluster what is installed here"
MARK = ".exporter-cluster"
"""The file by which workers see that the folder of the batch is the one they write to."""


class Order(msgspec.Struct, frozen=True):
    """The request with its document and theme, the fonts that the theme names (``None`` where the one who
    asks has not got one either), and what stands in the mark."""

    request: Request
    plan: Plan
    fonts: dict[str, FontFamily | None]
    mark: str


class Parcel(msgspec.Struct, frozen=True):
    """An order that is opened only where the same versions are."""

    to: tuple[str, ...]
    versions: dict[str, str]
    order: bytes

    def opened(self) -> Order:
        """The order, whose fonts this process then uses.

        Raises ``UsageError`` where this process would not make the same bytes, or would write them elsewhere.
        """
        here = versions(self.to)
        wrong = [name for name in {**self.versions, **here} if here.get(name) != self.versions.get(name)]
        if wrong:
            said = ", ".join(
                f"{name} {here.get(name) or 'not set'} and not {self.versions.get(name) or 'unset'}"
                for name in wrong
            )
            raise UsageError.because("cluster-versions", f"a worker has {said}", SAME)
        order: Order = pickle.loads(self.order)
        _refuse_other_folder(order.request.out, order.mark)
        give_families(order.fonts)
        return order


def packed(request: Request, plan: Plan, mark: str) -> Parcel:
    """The order of ``request``; of the plan goes only what says where documents are put."""
    fonts = look(request.theme, request.editions).fonts
    names = {
        *fonts.body.families,
        *fonts.code.families,
        *(one for some in fonts.scripts.values() for one in some),
    }
    found = {name: find_family(name) for name in sorted(names)}
    families = {name: family and family.whole() for name, family in found.items()}
    slim = msgspec.structs.replace(plan, said=(), prints=array("Q"))
    order = Order(request, slim, families, mark)
    return Parcel(request.to, versions(request.to), pickle.dumps(order))


def _refuse_other_folder(out: Place, mark: str) -> None:
    try:
        with folder_at(out).opened(MARK) as stream:
            is_there = stream.read() == mark.encode()
    except ExporterError:
        is_there = False
    if not is_there:
        raise UsageError.because(
            "cluster-out",
            f"a worker does not see what is in {out}",
            "name an --out that all workers reach: a folder they share, or an address",
        )
