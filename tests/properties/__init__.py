"""What must hold of every document, whatever it holds; see `tests.strategies`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings


def examples(few: int) -> settings:
    """Settings for ``few`` documents, or as many as ``EXPORTER_EXAMPLES`` says.

    The documents are the same on every run: a change must not pass today and fail tomorrow. More
    of them is a matter of asking for more.
    """
    return settings(
        max_examples=int(os.environ.get("EXPORTER_EXAMPLES", few)),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
