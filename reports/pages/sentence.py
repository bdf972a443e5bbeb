"""The sentence of a report as the page shows it: its figures strong, and links to what they are."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.pages.links import Links
from reports.pages.words import strong
from reports.pages.worked import address
from reports.sentences import FIGURE, PROVISIONAL, SHARE, Segment, Sentence


def marked(sentence: Sentence, links: Links) -> SafeString:
    """Amounts and numbers lead to their rows, percentages to how they are counted."""
    return format_html_join("", "{}", ((_marked(part, links),) for part in sentence.segments))


def _marked(part: Segment, links: Links) -> SafeString | str:
    if part.mark == FIGURE:
        return strong(part.text, part.rows(links) if part.rows else "")
    if part.mark == SHARE:
        return strong(part.text, address(part.figure))
    if part.mark == PROVISIONAL:
        return format_html("<i>{}</i>", part.text)
    return part.text
