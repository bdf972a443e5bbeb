"""Sentences generated from figures, in the wording of the published conference reports."""

from reports.sentences.against_plan import by_source, execution, plan, whole_year_before
from reports.sentences.pieces import (
    FIGURE,
    PLAIN,
    PROVISIONAL,
    SHARE,
    Segment,
    Sentence,
    common,
    filled,
    million_words,
    percent_words,
)

__all__ = [
    "FIGURE",
    "PLAIN",
    "PROVISIONAL",
    "SHARE",
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
