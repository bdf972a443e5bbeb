"""What a page says under a row of figures: words that would make its table too wide."""

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Beneath:
    """
    words   stand in a line of their own under the row
    url     the row's own page, where it is about no place
    parts   what the rows of its parts are called, which are folded under it
    """

    words: SafeString
    url: str = ""
    parts: str = ""
