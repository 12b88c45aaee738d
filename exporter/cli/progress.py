"""A progress bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from exporter.cli.report import duration

T = TypeVar("T")


class Progress:
    """Counts steps; ``aside`` runs something that prints without tearing the bar."""

    def __init__(self, total: int) -> None:
        self._bar: Any = None
        if sys.stderr.isatty() and total > 1:
            from tqdm import tqdm  # only a terminal needs it

            self._bar = self._new(tqdm, total)

    def _new(self, tqdm: Any, total: int) -> Any:
        return tqdm(total=total, unit="file", leave=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self, name: str) -> None:
        if self._bar is not None:
            self._bar.set_description(name)
            self._bar.update()

    def aside(self, say: Callable[[], T]) -> T:
        if self._bar is not None:
            self._bar.clear()
        answer = say()
        if self._bar is not None:
            self._bar.refresh()
        return answer


class Reading(Progress):
    """Counts rows as they are read, of which nobody knows yet how many there are."""

    def __init__(self, name: str) -> None:
        self._name = name.replace("{", "{{").replace("}", "}}")
        super().__init__(_MANY)

    def _new(self, tqdm: Any, total: int) -> Any:
        tqdm.monitor_interval = 0  # its thread would be there when workers are forked
        bar_format = f"reading {self._name}  {{n:,}} rows"
        return tqdm(total=total, leave=False, ncols=_columns(), bar_format=bar_format, delay=_SOON)

    def row(self) -> None:
        if self._bar is not None:
            self._bar.update()


class BatchProgress(Progress):
    """Counts documents, with how fast they go, the time that is left, and how many rows are set aside."""

    def __init__(self, total: int, aside: int) -> None:
        self._aside = aside
        super().__init__(total)

    def _new(self, tqdm: Any, total: int) -> Any:
        tqdm.monitor_interval = 0
        bar_format = "{percentage:3.0f} % {bar} {counted}  {speed}  {left}{aside}"
        return _worded(tqdm, self._aside)(
            total=total, leave=False, ncols=_columns(), bar_format=bar_format, smoothing=_SMOOTHING
        )

    def begin(self, done: int) -> None:
        """Says how many are there already; they do not count for the rate."""
        if self._bar is not None:
            self._bar.reset()
            self._bar.initial = done
            self._bar.update(done)

    def count(self, aside: int) -> None:
        """One row more is done with; ``aside`` of all were set aside."""
        if self._bar is not None:
            self._bar.set_aside = aside
            self._bar.update()

    def now(self, doing: str) -> None:
        """What is done when all documents are there, in place of the bar."""
        if self._bar is not None:
            self._bar.bar_format = doing.replace("{", "{{").replace("}", "}}")
            self._bar.refresh()


_MANY = 1 << 62
_SOON = 0.5
"""Seconds after which reading says how far it is."""
_WIDEST = 100
_SMOOTHING = 0.05
"""How much the newest document counts for the rate, so that the time left is steady."""
_SETTLED = 1.0
"""Seconds before the time left is said: the first documents take longer."""


def _columns() -> int:
    """The columns of the bar: those of the terminal, 80 where it does not say, and no more than one reads
    at a glance."""
    return min(shutil.get_terminal_size().columns, _WIDEST) - 1


def _worded(tqdm: Any, aside: int) -> Any:
    """The class of bars that say their rate and the time left in words, each as wide as it may become."""

    class Worded(tqdm):  # type: ignore[misc]  # known only once it is loaded
        set_aside = aside

        @property
        def format_dict(self) -> dict[str, Any]:
            known = super().format_dict
            total, elapsed = known["total"], known["elapsed"]
            done = known["n"] - known["initial"]
            rate = known["rate"] or (done / elapsed if elapsed else 0)
            is_settled = rate and elapsed > _SETTLED and known["n"] < total
            left = f"{_whole((total - known['n']) / rate)} left" if is_settled else ""
            counted = f"{known['n']:{len(f'{total:,}')},} of {total:,}"
            speed = f"{rate:,.0f} a second" if rate else ""
            aside = f"  {self.set_aside:,} set aside" if self.set_aside else ""
            words = {"counted": counted, "speed": f"{speed:12}", "left": f"{left:15}", "aside": aside}
            return {**known, **words}

    return Worded


def _whole(seconds: float) -> str:
    """Time in whole seconds: tenths would flicker."""
    return duration(seconds) if seconds >= 9.5 else f"{max(1, round(seconds))} s"
