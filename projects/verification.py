"""Whether the ledger is as it was written: its seals, the sums that follow from it, its guards."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from projects.seals import CHAIN, ENTRIES, PLACES, fields_of_entry, hash_of, seal_waiting
from promotion.guards import missing_triggers

BATCH = 5_000
# So long may an entry wait for its seal, which is written right after it.
PATIENCE = timedelta(minutes=1)

SUMS = (
    "approved_vnd",
    "reported_vnd",
    "confirmed_vnd",
    "to_recover_vnd",
    "advanced_vnd",
    "clearing_vnd",
    "cleared_vnd",
)
# What is to be recovered is what was paid above the approval, neither more nor less. The rows
# that were counted last must still be there: the highest of their kind on the grant.
WRONG_SUMS = f"""
SELECT g.id, {", ".join(f"g.{name}, counted.{name}" for name in SUMS)},
  g.last_line_id, counted.last_line_id, g.last_entry_id, counted.last_entry_id,
  g.last_confirmation_id, counted.last_confirmation_id
FROM projects_grant g
JOIN (
  SELECT g.id, coalesce(line.sum_vnd, 0) AS approved_vnd,
    coalesce(entry.reported_vnd, 0) AS reported_vnd,
    coalesce(entry.confirmed_vnd, 0) AS confirmed_vnd,
    CASE WHEN coalesce(entry.reported_vnd, 0) > coalesce(line.sum_vnd, 0)
      THEN coalesce(entry.reported_vnd, 0) - coalesce(line.sum_vnd, 0)
      ELSE 0 END AS to_recover_vnd,
    coalesce(entry.advanced_vnd, 0) AS advanced_vnd,
    coalesce(entry.clearing_vnd, 0) AS clearing_vnd,
    coalesce(entry.cleared_vnd, 0) AS cleared_vnd,
    line.last_id AS last_line_id,
    entry.last_id AS last_entry_id,
    entry.last_confirmation_id
  FROM projects_grant g
  LEFT JOIN (
    SELECT grant_id, CAST(sum(amount_vnd) AS bigint) AS sum_vnd, max(id) AS last_id
    FROM projects_grantline GROUP BY grant_id
  ) line ON line.grant_id = g.id
  LEFT JOIN (
    SELECT entry.grant_id, max(entry.id) AS last_id, max(said.id) AS last_confirmation_id,
      CAST(sum(entry.amount_vnd) AS bigint) AS reported_vnd,
      CAST(sum(entry.cleared_vnd) AS bigint) AS clearing_vnd,
      CAST(sum(CASE WHEN said.id > 0 THEN entry.amount_vnd ELSE 0 END) AS bigint)
        AS confirmed_vnd,
      CAST(sum(CASE WHEN said.id > 0 THEN entry.advance_vnd ELSE 0 END) AS bigint)
        AS advanced_vnd,
      CAST(sum(CASE WHEN said.id > 0 THEN entry.cleared_vnd ELSE 0 END) AS bigint)
        AS cleared_vnd
    FROM projects_disbursement entry
    LEFT JOIN projects_confirmation said ON said.entry_id = entry.id
    GROUP BY entry.grant_id
  ) entry ON entry.grant_id = g.id
) counted ON counted.id = g.id
WHERE {" OR ".join(f"g.{name} <> counted.{name}" for name in SUMS)}
  OR coalesce(g.last_line_id, 0) <> coalesce(counted.last_line_id, 0)
  OR coalesce(g.last_entry_id, 0) <> coalesce(counted.last_entry_id, 0)
  OR coalesce(g.last_confirmation_id, 0) <> coalesce(counted.last_confirmation_id, 0)
ORDER BY g.id LIMIT 1
"""
MONTH = {
    "sqlite": "date(entry.booked_on, 'start of month')",
    "postgresql": "date_trunc('month', entry.booked_on)::date",
}
CONFIRMED_SUMS = (
    "confirmed_vnd",
    "advances_vnd",
    "entries",
    "synthetic_entries",
    "last_confirmation_id",
)
# Added up in one statement: what is kept of a time, and what its confirmations make of it.
WRONG_CONFIRMED_SUMS = """
SELECT budget_year, booked, centre.slug, source, level, content_id,
  sum(kept_vnd), sum(vnd), sum(kept_advances_vnd), sum(advances_vnd),
  sum(kept_entries), sum(entries), sum(kept_synthetic), sum(synthetic), max(kept_last), max(last)
FROM (
  SELECT budget_year, {time} AS booked, centre_id, source, level, content_id,
    confirmed_vnd AS kept_vnd, advances_vnd AS kept_advances_vnd, entries AS kept_entries,
    synthetic_entries AS kept_synthetic, last_confirmation_id AS kept_last,
    0 AS vnd, 0 AS advances_vnd, 0 AS entries, 0 AS synthetic, 0 AS last
  FROM {table}
  UNION ALL
  SELECT g.budget_year, {booked}, project.centre_id, g.source, g.level, g.content_id,
    0, 0, 0, 0, 0, entry.amount_vnd, entry.advance_vnd - entry.cleared_vnd, 1,
    CASE WHEN entry.synthetic THEN 1 ELSE 0 END, said.id
  FROM projects_confirmation said
  JOIN projects_disbursement entry ON entry.id = said.entry_id
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  {of_all}
) sums
JOIN promotion_centre centre ON centre.id = sums.centre_id
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(kept_vnd) <> sum(vnd) OR sum(kept_advances_vnd) <> sum(advances_vnd)
  OR sum(kept_entries) <> sum(entries) OR sum(kept_synthetic) <> sum(synthetic)
  OR max(kept_last) <> max(last)
ORDER BY 1, 2, 3, 4, 5, content_id IS NULL, 6 LIMIT 1
"""
# Of all contents, what the sums of the contents make of it.
OF_ALL_CONTENTS = """
  UNION ALL
  SELECT budget_year, month, centre_id, source, level, NULL, 0, 0, 0, 0, 0,
    confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id
  FROM projects_monthlysum WHERE content_id IS NOT NULL
"""
# Only what waits for long: an entry of this moment is about to be sealed.
UNSEALED = f"""
SELECT entry.id, {CHAIN} FROM (
  SELECT entry.* FROM {ENTRIES}
  LEFT JOIN projects_ledgerseal seal ON seal.entry_id = entry.id
  WHERE seal.id IS NULL AND entry.recorded_at < %s
  ORDER BY entry.id LIMIT 1
) entry {PLACES}
"""


@dataclass(frozen=True)
class Count:
    """What was looked through."""

    seals: int
    chains: int
    grants: int


class Unsound(Exception):
    """The first thing that is not as it was written, in one sentence."""


def verify(printed: frozenset[str] = frozenset()) -> Count:
    """Look through the whole ledger; `printed` are heads of chains that papers bear.

    Works beside people who post: each question is one statement, and what is asked in several
    never changes. Seals what was written this moment, and names what should have a seal long
    since instead of sealing it. Raises Unsound at the first fault.
    """
    if missing := sorted(missing_triggers(connection)):
        raise Unsound(f"Guards are missing or changed: {', '.join(missing)}.")
    _require_sealed()
    seal_waiting()
    seals, chains = _require_whole_chains(printed)
    _require_sums()
    _require_confirmed_sums()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM projects_grant")
        (grants,) = cursor.fetchone()
    return Count(seals, chains, grants)


def _require_sealed() -> None:
    with connection.cursor() as cursor:
        long_since = connection.ops.adapt_datetimefield_value(timezone.now() - PATIENCE)
        cursor.execute(UNSEALED, [long_since])
        if found := cursor.fetchone():
            raise Unsound(
                f"Entry {found[0]} ({found[1]}) was recorded more than a minute ago"
                " and bears no seal."
            )


def _require_whole_chains(printed: frozenset[str]) -> tuple[int, int]:
    """How many seals and chains there are, each seal right by its entry and the seal before."""
    heads: dict[str, tuple[int, str]] = {}
    missing = set(printed)
    seals = 0
    for chain, number, seal, entry, of_grant, fields in _sealed():
        last, previous = heads.get(chain, (0, ""))
        if number != last + 1:
            raise Unsound(
                f"Entry {entry} ({chain}) bears number {number} of its chain after {last}:"
                " a seal was removed or inserted."
            )
        if of_grant is None:
            raise Unsound(f"Entry {entry} ({chain}, number {number}) is gone, its seal is not.")
        if of_grant != chain:
            raise Unsound(
                f"Entry {entry} was sealed as number {number} of {chain}, and now belongs to"
                f" {of_grant}."
            )
        if hash_of(chain, number, previous, fields) != seal:
            raise Unsound(
                f"Entry {entry} ({chain}, number {number}) does not fit its seal: a field of it"
                " or of its grant was changed, or a seal was."
            )
        heads[chain] = number, seal
        missing.discard(seal)
        seals += 1
    if missing:
        raise Unsound(f"No seal is {min(missing)}, which was printed: entries were removed.")
    return seals, len(heads)


def _sealed() -> Iterator[tuple]:
    """(chain, number, hash, entry, chain by its grant, fields) of all seals, as written."""
    query = (
        f"SELECT seal.chain, seal.number, seal.sha256, seal.entry_id, {CHAIN}, {fields_of_entry()}"
        f" FROM projects_ledgerseal seal LEFT JOIN {ENTRIES} ON entry.id = seal.entry_id"
        f" {PLACES.replace(' JOIN', ' LEFT JOIN')} ORDER BY seal.id"
    )
    # PostgreSQL reads rows as they are asked for in a transaction only; of SQLite's, everybody
    # who writes would have to wait for the end.
    reading = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
    with reading, connection.chunked_cursor() as cursor:
        cursor.execute(query, [])
        while rows := cursor.fetchmany(BATCH):
            yield from rows


def _require_sums() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRONG_SUMS)
        found = cursor.fetchone()
    if not found:
        return
    grant, *pairs = found
    names = [*SUMS, "last_line_id", "last_entry_id", "last_confirmation_id"]
    _require_equal(f"Grant {grant}", names, pairs)


def _require_confirmed_sums() -> None:
    for kept, time, named_by, booked, of_all in (
        ("monthly", "month", len("2025-09"), MONTH[connection.vendor], OF_ALL_CONTENTS),
        ("daily", "day", len("2025-09-02"), "entry.booked_on", ""),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                WRONG_CONFIRMED_SUMS.format(
                    table=f"projects_{kept}sum", time=time, booked=booked, of_all=of_all
                )
            )
            found = cursor.fetchone()
        if found:
            year, day, *words = (part or "all contents" for part in found[:6])
            what = f"{', '.join(words)}, budget {year}, {str(day)[:named_by]}"
            _require_equal(f"{kept.capitalize()} sum of {what}", CONFIRMED_SUMS, found[6:])


def _require_equal(what: str, names: Sequence[str], pairs: Sequence[int]) -> None:
    for name, kept, counted in zip(names, pairs[::2], pairs[1::2], strict=True):
        if kept != counted:
            raise Unsound(f"{what}: {name} is {kept}, its ledger makes it {counted}.")
