"""The sheet of sentences (Tóm tắt), in which every figure follows the cell that it is taken from.

Numbers are spelled the Vietnamese way by the formulas themselves: what TEXT makes of "#,##0"
depends on the language of the reader's spreadsheet, a mark that is escaped does not.
"""

import re
from collections.abc import Callable, Iterator

from promotion.lib import xlsx
from promotion.lib.money import MINUS
from reports.sentences import Segment, Sentence
from reports.sentences.conference import statements
from reports.workbooks.paper import font
from reports.workbooks.papers import SUMMARY, Papers

LONGEST_WORDS = 255  # that a formula may hold between two quotation marks

_WHOLE = r"[>=1000000]0\.000\.000;[>=1000]0\.000;0"
_HUNDREDTHS = r"[>=100000000]0\.000\.000\,00;[>=100000]0\.000\,00;0\,00"
_NUMBER = re.compile(rf"{MINUS}?[0-9.]+(,[0-9]{{2}})?")


def write_sentences(papers: Papers, title: str) -> None:
    """What the papers say in words, as generated; a changed amount changes them."""
    paper = papers.paper(title, "Tóm tắt", (6, *[13.5] * 11), unit="")
    conference, cell_of = papers.conference, papers[SUMMARY].cell_of
    head = paper.row
    paper.heading(head, 1, "STT")
    paper.heading(head, 2, "Nội dung", columns=paper.last - 1)
    paper.row += 1
    sentences = statements(conference.figures, conference.scope)
    for number, sentence in enumerate(sentences, start=1):
        paper.label(str(number), "")
        paper.write(sentence.text, 2)
        for column in range(2, paper.last + 1):
            paper.framed(paper.row, column)
        cell = paper.cell(paper.row, 2)
        xlsx.formula(cell, live(sentence, cell_of), sentence.text, "General")
        paper.row += 1
    paper.line("Mỗi con số được lấy từ ô tương ứng của các biểu sau.", font(italic=True))
    paper.sign()
    paper.print_on_a4(repeat=(head, head))


def live(sentence: Sentence, cell_of: Callable[[str], str]) -> str:
    """The formula that says the sentence, its figures taken from the cells of their names."""
    parts: list[str] = []
    words = ""
    for segment in sentence.segments:
        before, number, after = _parted(segment)
        words += before
        if number:
            parts += [*_quoted(words), _spelled(number, cell_of(segment.figure))]
            words = after
    return "=" + "&".join([*parts, *_quoted(words)])


def _parted(segment: Segment) -> tuple[str, re.Match[str] | None, str]:
    """The number that the segment prints of its figure, and the words around it."""
    number = _NUMBER.search(segment.text) if segment.figure else None
    if number is None:  # such as "x"
        return segment.text, None, ""
    return segment.text[: number.start()], number, segment.text[number.end() :]


def _quoted(words: str) -> Iterator[str]:
    for start in range(0, len(words), LONGEST_WORDS):
        text = words[start : start + LONGEST_WORDS].replace('"', '""')
        yield f'"{text}"'


def _spelled(number: re.Match[str], cell: str) -> str:
    """The number in the cell as it was printed; a decline is said in words, without a minus."""
    if number[1]:
        said = f'TEXT(ROUND(ABS({cell})*100,0),"{_HUNDREDTHS}")'
    else:
        said = f'TEXT(ROUND(ABS({cell}),0),"{_WHOLE}")'
    if number[0].startswith(MINUS):
        said = f'IF({cell}<0,"{MINUS}","")&{said}'
    return f"IF(ISNUMBER({cell}),{said},{cell})"
