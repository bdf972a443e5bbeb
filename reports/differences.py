"""What one version of a conference's figures says otherwise than an earlier one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

RATED = ("plan_vnd", "disbursed_vnd")
COMPARED = (*RATED, "same_period_vnd")


@dataclass(frozen=True)
class Change:
    """An amount of a place, in đồng, that is another than in an earlier version.

    None where the place was no member yet, or is none any more.
    """

    place: str
    measure: str
    source: str
    before_vnd: int | None
    now_vnd: int | None

    @property
    def is_other(self) -> bool:
        return self.before_vnd != self.now_vnd

    @property
    def difference_vnd(self) -> int:
        return (self.now_vnd or 0) - (self.before_vnd or 0)


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """What another version says otherwise, place by place; the total last.

    Where plan or disbursed are other amounts, both follow of all sources, as a rate needs them.
    """
    rows = {row["place"]: row for row in before["rows"]}
    names = {row["place"]: row["name"] for row in (*before["rows"], *now["rows"])}
    later = {row["place"]: row for row in now["rows"]}
    pairs = [(name, rows.get(key), later.get(key)) for key, name in names.items()]
    pairs.append(("", before["total"], now["total"]))
    for name, *pair in pairs:
        found = [
            Change(name, measure, source, *(_amount(row, measure, source) for row in pair))
            for measure in COMPARED
            for source in ("national", "local", "all")
        ]
        rated = any(change.is_other and change.measure in RATED for change in found)
        for change in found:
            whole = change.source == "all" and change.measure in RATED
            if change.is_other or (rated and whole):
                yield change


def _amount(row: Mapping[str, Any] | None, measure: str, source: str) -> int | None:
    return (row[measure][source] or 0) if row else None
