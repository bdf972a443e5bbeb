"""Sentences generated from figures, in the wording of the published conference reports."""

from reports.sentences.against_plan import by_source, execution, plan, whole_year_before
from reports.sentences.pieces import (
    AMOUNT,
    FIGURE,
    PLAIN,
    PROVISIONAL,
    Segment,
    Sentence,
    common,
    filled,
    million_words,
    percent_words,
)

__all__ = [
    "AMOUNT",
    "FIGURE",
    "PLAIN",
    "PROVISIONAL",
    "Segment",
    "Sentence",
    "by_source",
    "common",
    "execution",
    "filled",
    "million_words",
    "percent_words",
    "plan",
    "whole_year_before",
]
