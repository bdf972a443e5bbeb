"""The parameters of every report, as they stand in URLs and on command lines."""

from reports.parameters.choices import By, Lens, SourceChoice, read_choice
from reports.parameters.question import Parameters
from reports.parameters.refusal import BadParameter, no_day, none_of

__all__ = [
    "BadParameter",
    "By",
    "Lens",
    "Parameters",
    "SourceChoice",
    "no_day",
    "none_of",
    "read_choice",
]
