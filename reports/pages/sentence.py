"""The sentence of a report as the page shows it: its figures strong, the first one a link."""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.pages.words import strong
from reports.sentences import AMOUNT, FIGURE, PROVISIONAL, Segment, Sentence


def marked(sentence: Sentence, url: str) -> SafeString:
    """`url` leads to the rows whose sum the sentence's amount is; empty for plain text."""
    return format_html_join("", "{}", ((_marked(part, url),) for part in sentence.segments))


def traced(sentence: Sentence, behind: Callable[[str], str]) -> SafeString:
    """Every figure strong, with a link to the rows behind it where `behind` its name there are."""
    return format_html_join(
        "",
        "{}",
        (
            (strong(part.text, behind(part.figure)) if part.figure else _marked(part, ""),)
            for part in sentence.segments
        ),
    )


def _marked(part: Segment, url: str) -> SafeString | str:
    if part.mark == AMOUNT:
        return strong(part.text, url)
    if part.mark == FIGURE:
        return strong(part.text)
    if part.mark == PROVISIONAL:
        return format_html("<i>{}</i>", part.text)
    return part.text
