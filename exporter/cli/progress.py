"""A progress bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self


class Progress:
    """Counts steps; ``aside`` runs something that prints without tearing the bar."""

    def __init__(self, total: int) -> None:
        self._bar: Any = None
        if sys.stderr.isatty() and total > 1:
            from tqdm import tqdm  # only a terminal needs it

            self._bar = tqdm(total=total, unit="file", leave=False)

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

    def aside(self, say: Callable[[], int]) -> int:
        if self._bar is not None:
            self._bar.clear()
        code = say()
        if self._bar is not None:
            self._bar.refresh()
        return code
