"""Finding names that are free."""

from __future__ import annotations


def unused(wanted: str, taken: set[str]) -> str:
    """``wanted``, with a number behind it when it is taken, as GitHub counts; takes it.

    Where one name is wanted often, the search doubles its steps before it closes in: the numbers
    taken are those up to the last, but for what a document states itself.
    """
    candidate, number = wanted, 0
    if wanted in taken:
        step = 1
        while f"{wanted}-{number + step}" in taken:
            number, step = number + step, step * 2
        while step > 1:
            step //= 2
            if f"{wanted}-{number + step}" in taken:
                number += step
        candidate = f"{wanted}-{number + 1}"
    taken.add(candidate)
    return candidate
