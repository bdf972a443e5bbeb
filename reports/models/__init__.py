"""What reports keep: the editions of conferences and their frozen versions."""

from reports.models.editions import LARGEST_ORDINAL, Edition, FrozenVersion

__all__ = ["LARGEST_ORDINAL", "Edition", "FrozenVersion"]
