"""What reports keep: editions of conferences, and what was said of what needs attention."""

from reports.models.attention import AttentionNote
from reports.models.editions import LARGEST_ORDINAL, Edition, FrozenVersion

__all__ = ["LARGEST_ORDINAL", "AttentionNote", "Edition", "FrozenVersion"]
