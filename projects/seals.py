"""Seals of the ledger: a chain of hashes over the entries of a unit and budget year.

The seal of an entry is the SHA-256, as 64 hex digits, of one text in UTF-8 and NFC: the version,
the chain, the number in it, the seal before it (nothing for the first), then FIELDS in this
order, joined by "|". Integers are decimal, days ISO dates, times UTC with six decimals; a word is
preceded by its length, as 4:cash, and a missing value is nothing.

An entry whose fields change, or that goes, no longer fits its seal and all seals after it. An
entry is sealed in a transaction of its own, after the one that wrote it: what a crash in between
leaves without a seal, the next sealing finds.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

VERSION = "khuyen-cong-1"
CENTRAL = "central"
# Entries commit out of the order of their ids: so many ids are looked back for those left out.
LOOK_BACK = 200
BATCH = 1000
# One sealer at a time; no other lock of the ledger is taken or held while waiting for it.
LOCK = "SELECT pg_advisory_xact_lock(4801170512)"
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(4801170512)"

# Written by the database, which is faster by half than to fetch and join so many values.
TEXT_OF = {
    "sqlite": {
        "day": "{}",
        "time": "{} || '000'",
        "key": "{}",
        "flag": "{}",
    },
    "postgresql": {
        "day": "to_char({}, 'YYYY-MM-DD')",
        "time": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "key": "replace({}::text, '-', '')",
        "flag": "{}::integer",
    },
}
FIELDS = {
    "entry.id": "integer",
    "entry.grant_id": "integer",
    "g.project_id": "integer",
    "g.content_id": "word",
    "g.budget_year": "integer",
    "g.source": "word",
    "entry.kind": "word",
    "entry.amount_vnd": "integer",
    "entry.advance_vnd": "integer",
    "entry.cleared_vnd": "integer",
    "entry.voucher_kind": "word",
    "entry.voucher_number": "word",
    "entry.voucher_on": "day",
    "entry.booked_on": "day",
    "entry.reverses_id": "integer",
    "entry.concerns_id": "integer",
    "entry.agreed_by_id": "integer",
    "entry.reason": "word",
    "entry.idempotency_key": "key",
    "entry.recorded_by_id": "integer",
    "entry.recorded_at": "time",
    "entry.synthetic": "flag",
}


def chain_of(unit: str | None, budget_year: int) -> str:
    """The chain of the unit (None for central units) and budget year: "an-giang/2025"."""
    return f"{unit or CENTRAL}/{budget_year}"


def hash_of(chain: str, number: int, previous: str, fields: str) -> str:
    """The seal of an entry; `fields` as `fields_of_entry()` selects them."""
    text = f"{VERSION}|{chain}|{number}|{previous}|{fields}"
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def fields_of_entry() -> str:
    """An SQL expression over ENTRIES and PLACES: the entry's fields as one text.

    For queries with parameters, which take its %% for %. What is NULL leaves no trace in it.
    """
    forms = TEXT_OF[connection.vendor] | {"integer": "{}", "word": "length({0}), {0}"}
    places = "|".join("%%s:%%s" if kind == "word" else "%%s" for kind in FIELDS.values())
    values = ", ".join(forms[kind].format(name) for name, kind in FIELDS.items())
    join = "printf" if connection.vendor == "sqlite" else "format"
    return f"{join}('{places}', {values})"


CHAIN = f"coalesce(centre.province_id, '{CENTRAL}') || '/' || g.budget_year"
ENTRIES = "projects_disbursement entry"
PLACES = (
    " JOIN projects_grant g ON g.id = entry.grant_id"
    " JOIN projects_project project ON project.id = g.project_id"
    " JOIN promotion_centre centre ON centre.id = project.centre_id"
)


def seal_entry(pk: int) -> None:
    """Seal the entry, and what else waits, unless another sealer has done so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM projects_ledgerseal WHERE entry_id = %s", [pk])
        if cursor.fetchone():
            return
    seal_waiting(since=pk)


def seal_waiting(since: int | None = None) -> int:
    """Seal the committed entries that have no seal; how many they were.

    Looks at the ids from `since` on and at those just below the last sealed one, so that it costs
    the same however long the ledger is; `since=0` looks at all. Within another transaction, which
    may hold locks of the ledger, it leaves the work to a sealer that is at it already.
    """
    within = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TRY_LOCK if within else LOCK)
            if cursor.fetchone() == (False,):
                return 0
        cursor.execute("SELECT coalesce(max(entry_id), 0) FROM projects_ledgerseal")
        (last,) = cursor.fetchone()
        above = last - LOOK_BACK
        if since is not None:
            above = min(above, since - 1)
        heads: dict[str, tuple[int, str]] = {}
        return sum(_seal(cursor, rows, heads) for rows in _unsealed(cursor, above))


def heads_of(chains: Iterable[str]) -> dict[str, str]:
    """{chain: its last seal}, all that was committed before sealed; "" of an empty chain."""
    seal_waiting()
    with connection.cursor() as cursor:
        return {chain: _head(cursor, chain)[1] for chain in chains}


def _unsealed(cursor: Any, above: int) -> Iterator[list[tuple]]:
    """Entries without a seal, in batches, by id: each with its chain and fields."""
    # As a difference of two ranges, so that no plan reads more than what lies above.
    cursor.execute(
        "SELECT id FROM projects_disbursement WHERE id > %s"
        " EXCEPT SELECT entry_id FROM projects_ledgerseal WHERE entry_id > %s ORDER BY 1",
        [above, above],
    )
    ids = [pk for (pk,) in cursor.fetchall()]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        cursor.execute(
            f"SELECT entry.id, {CHAIN}, {fields_of_entry()} FROM {ENTRIES} {PLACES}"
            f" WHERE entry.id IN ({', '.join(['%s'] * len(batch))}) ORDER BY entry.id",
            batch,
        )
        yield cursor.fetchall()


def _seal(cursor: Any, rows: list[tuple], heads: dict[str, tuple[int, str]]) -> int:
    values: list[Any] = []
    for entry, chain, fields in rows:
        number, previous = heads.get(chain) or _head(cursor, chain)
        heads[chain] = number + 1, hash_of(chain, number + 1, previous, fields)
        values += [chain, number + 1, entry, heads[chain][1]]
    cursor.execute(
        "INSERT INTO projects_ledgerseal (chain, number, entry_id, sha256) VALUES "
        + ", ".join(["(%s, %s, %s, %s)"] * len(rows)),
        values,
    )
    return len(rows)


def _head(cursor: Any, chain: str) -> tuple[int, str]:
    cursor.execute(
        "SELECT number, sha256 FROM projects_ledgerseal WHERE chain = %s"
        " ORDER BY number DESC LIMIT 1",
        [chain],
    )
    return cursor.fetchone() or (0, "")
