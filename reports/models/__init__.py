"""What reports keep: editions of conferences, notes on what needs attention, estimates."""

from reports.models.attention import AttentionNote
from reports.models.editions import LARGEST_ORDINAL, Edition, FrozenVersion
from reports.models.estimates import DeclaredEstimate

__all__ = ["LARGEST_ORDINAL", "AttentionNote", "DeclaredEstimate", "Edition", "FrozenVersion"]
