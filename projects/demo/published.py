"""What was published and is reproduced exactly; sums in million đồng.

The Central – Central Highlands figures are those of the regional conference (press reports of
4 December 2025), read under today's map of 11 provinces; Thanh Hóa's stood in the same reports.
Quảng Bình's were published on 14 August 2025, six weeks after it had become part of Quảng Trị.
"""

from datetime import date
from typing import NamedTuple

from projects.models import Establishment
from promotion.models import Source

NATIONAL, LOCAL = Source.NATIONAL, Source.LOCAL
Form = Establishment.LegalForm

CONFERENCE_DAY = date(2025, 11, 30)  # cut-off of the 11 months of 2025

CENTRAL_PLAN = {
    (2024, LOCAL): 52_026,
    (2024, NATIONAL): 0,  # "not implemented in 2024": zero is a fact
    (2025, LOCAL): 49_465,
    (2025, NATIONAL): 11_375,
}
CENTRAL_11_MONTHS = {
    # The only whole million whose ratio to 47,017 prints as the published 133.59%.
    (2024, LOCAL): 35_194,
    (2025, LOCAL): 39_242,
    (2025, NATIONAL): 7_775,
}
CENTRAL_YEAR = {(2024, LOCAL): 43_735}  # the whole year; nothing was booked later


class Fixed(NamedTuple):
    """One unit's year from one source: plan, approved support, number of projects."""

    plan: int
    approved: int
    projects: int


# Published: 85 projects and "more than 29 billion" of support in 2021-2025; ours is 29.04.
THANH_HOA = {
    (2021, LOCAL): Fixed(4_680, 4_600, 12),
    (2021, NATIONAL): Fixed(1_120, 1_100, 3),
    (2022, LOCAL): Fixed(4_960, 4_900, 13),
    (2022, NATIONAL): Fixed(1_250, 1_250, 4),
    (2023, LOCAL): Fixed(5_180, 5_100, 15),
    (2023, NATIONAL): Fixed(1_320, 1_300, 4),
    (2024, LOCAL): Fixed(5_230, 5_150, 17),
    (2025, LOCAL): Fixed(4_850, 4_780, 14),
    (2025, NATIONAL): Fixed(880, 860, 3),
}

# Published: 22.5 billion of support in 2021-2025, "nearly 5.8" national (none of it in 2024,
# like all of Central) and "over 16.7" local. Only the sums and the first round are published.
QUANG_BINH = {
    (2021, LOCAL): Fixed(3_380, 3_300, 9),
    (2021, NATIONAL): Fixed(1_320, 1_300, 3),
    (2022, LOCAL): Fixed(3_560, 3_500, 10),
    (2022, NATIONAL): Fixed(1_600, 1_600, 4),
    (2023, LOCAL): Fixed(3_790, 3_700, 10),
    (2023, NATIONAL): Fixed(2_030, 2_000, 5),
    (2024, LOCAL): Fixed(3_960, 3_900, 11),
    (2025, LOCAL): Fixed(2_340, 2_300, 5),
    (2025, NATIONAL): Fixed(920, 900, 2),
}

FIXED = {
    **{("thanh-hoa", year, source): fixed for (year, source), fixed in THANH_HOA.items()},
    **{("quang-binh", year, source): fixed for (year, source), fixed in QUANG_BINH.items()},
}

# Quảng Bình's first round of 2025: one group project. Amounts per firm were not published.
FIRST_ROUND_UNIT, FIRST_ROUND_YEAR, FIRST_ROUND_SOURCE = "quang-binh", 2025, LOCAL
FIRST_ROUND_SUPPORT = 700
FIRST_ROUND_COUNTERPART = 7_600  # "exceeded 7.6 billion"
FIRST_ROUND_JOBS = 50  # "more than 50 workers"


class Firm(NamedTuple):
    name: str
    place: str
    form: Establishment.LegalForm


# Names and places as the article prints them; it gives no place for the fourth.
FIRST_ROUND_FIRMS = (
    Firm("Thanh Nam Interior Business Household", "Dong Hoi", Form.HOUSEHOLD),
    Firm("Everest Central Vietnam Co., Ltd.", "Le Thuy", Form.COMPANY),
    Firm("Van Di Agricultural Cooperative", "Mai Thuy", Form.COOPERATIVE),
    Firm("Le Van Hai Business Household", "", Form.HOUSEHOLD),
    Firm(
        "Thanh Xuan Agricultural Production - Trade - Services Cooperative",
        "Quang Trach",
        Form.COOPERATIVE,
    ),
)
