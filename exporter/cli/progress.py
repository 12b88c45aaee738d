"""A progress bar on a terminal, nothing in a pipe."""

from __future__ import annotations

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


class BatchProgress(Progress):
    """Counts documents, with how fast they go, the time that is left, and how many rows are set aside."""

    def _new(self, tqdm: Any, total: int) -> Any:
        tqdm.monitor_interval = 0  # its thread would be there when workers are forked
        bar_format = "{percentage:3.0f} % {bar:40} {n:,} of {total:,}  {speed}  {left}{postfix}"
        return _worded(tqdm)(total=total, leave=False, dynamic_ncols=True, bar_format=bar_format)

    def begin(self, done: int) -> None:
        """Says how many are there already; they do not count for the rate."""
        if self._bar is not None:
            self._bar.reset()
            self._bar.initial = done
            self._bar.update(done)

    def count(self, aside: int) -> None:
        """One row more is done with; ``aside`` of all were set aside."""
        if self._bar is not None:
            if aside:
                self._bar.set_postfix_str(f" {aside:,} set aside", refresh=False)
            self._bar.update()


def _worded(tqdm: Any) -> Any:
    """The class of bars that say their rate and the time left in words."""

    class Worded(tqdm):  # type: ignore[misc]  # known only once it is loaded
        @property
        def format_dict(self) -> dict[str, Any]:
            known = super().format_dict
            done = known["n"] - known["initial"]
            rate = known["rate"] or (done / known["elapsed"] if known["elapsed"] else 0)
            left = f"{duration((known['total'] - known['n']) / rate)} left" if rate else ""
            return {**known, "speed": f"{rate:,.0f} a second" if rate else "", "left": left}

    return Worded
