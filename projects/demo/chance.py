"""Chance that falls alike on every machine, shares without a remainder, and working days."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

SEED = 2646


def chance(*subject: object) -> Random:
    """The dice of one subject: what is drawn for a unit does not depend on the other units."""
    return Random(f"{SEED} {' '.join(map(str, subject))}")


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Whole shares in proportion to the weights, by largest remainder: 10, [1, 1, 1] → [4, 3, 3].

    The shares sum to the total exactly. At least one weight is above zero, none below.
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def apportion_within(total: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """As apportion, but no share above its cap; what a full share cannot take goes to the others.

    Raises ValueError when the caps together are less than the total.
    """
    if sum(caps) < total:
        raise ValueError(f"{total} does not fit into {sum(caps)}.")
    shares = [0] * len(weights)
    room = list(range(len(weights)))
    while room:
        proposed = apportion(total, [weights[i] for i in room])
        full = [i for i, share in zip(room, proposed, strict=True) if share > caps[i]]
        for i, share in zip(room, proposed, strict=True):
            shares[i] = min(share, caps[i])
        if not full:
            break
        total -= sum(caps[i] for i in full)
        room = [i for i in room if i not in full]
    return shares


def workday(day: date, earliest: date = date.min) -> date:
    """The day itself, or the Friday before its weekend; the Monday after if that is too early."""
    weekend = day.weekday() - 4
    if weekend <= 0:
        return day
    friday = day - timedelta(days=weekend)
    return friday if friday >= earliest else friday + timedelta(days=3)
