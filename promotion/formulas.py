"""Formulas of a workbook: what is reckoned from its cells as the pages reckon it.

A cell may hold "…" (no data) or "x" (not computable) in the place of a number.
"""

from django.conf import settings

from promotion.lib.percent import NO_DATA, NOT_COMPUTABLE, Rounding


def percent_of(numerator: str, denominator: str, times: int = 100) -> str:
    """The formula of a percentage with two decimals, by the programme's rounding rule.

    With `times` 1 that of a ratio.

    Ten decimals are kept before cutting: 0.77 may be 76.99999999999999 to a spreadsheet.
    Of what is "…" (no data) there is no percentage, not one of zero.
    """
    hundredths = f"ROUND(N({numerator})/{denominator}*{100 * times},8)"
    if Rounding(settings.PERCENT_ROUNDING) is Rounding.CUT:
        hundredths = f"TRUNC({hundredths})"
    else:
        hundredths = f"ROUND({hundredths},0)"
    unknown = f'OR({numerator}="{NO_DATA}",{denominator}="{NO_DATA}")'
    without = f'OR(N({denominator})=0,{numerator}="{NOT_COMPUTABLE}")'
    value = f'IF({without},"{NOT_COMPUTABLE}",{hundredths}/100)'
    return f'=IF({unknown},"{NO_DATA}",{value})'


def sum_of(cells: str) -> str:
    """The formula of a sum of cells, of which some may be "…" or "x"; "…" if none is a number."""
    return f'=IF(COUNT({cells})=0,"{NO_DATA}",SUM({cells}))'


def difference_of(one: str, other: str) -> str:
    """The formula of a difference; "…" if one of them is, "x" if one of them is nothing else."""
    unknown = f'OR({one}="{NO_DATA}",{other}="{NO_DATA}")'
    without = f'IF({unknown},"{NO_DATA}","{NOT_COMPUTABLE}")'
    return f"=IF(COUNT({one},{other})=2,{one}-{other},{without})"


def running_sum_of(column: str, first: int, row: int) -> str:
    """The formula of a column's sum from its first row to this one; "…" where the row has none."""
    cell = f"{column}{row}"
    return f'=IF({cell}="{NO_DATA}","{NO_DATA}",SUM({column}{first}:{cell}))'
