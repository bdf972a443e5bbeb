"""Reading a page as a person does: its words, its tables, its links, its figures."""

import html
import json
import re
from urllib.parse import parse_qs, urlsplit

from django.utils.text import capfirst
from django.utils.translation import override

from reports.declaration import Line, LineKind, Table


def words(page: str) -> str:
    """What stands on the page, tags and runs of space gone."""
    shown = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def compact(page: str) -> str:
    """The same without the spaces that tags leave before signs: "47.017 / 35.194"."""
    return re.sub(r" ([,.;:)])", r"\1", words(page)).replace("( ", "(")


def figure(page: str, key: str) -> dict:
    """The figure that travels in the page under the id."""
    found = re.search(
        rf'<script id="{key}" type="application/json">(.*?)</script>', page, re.DOTALL
    )
    assert found, f"no figure {key}"
    return json.loads(found[1])


def trace(figure: dict, name: str) -> dict:
    return next(found for found in figure["data"] if found["name"] == name)


def table(page: str, title: str) -> list[list[str]]:
    """The body and foot of the table in the panel headed by the title, printed."""
    panel = re.search(
        rf"<section[^>]*panel-table[^>]*>(?:(?!</section>).)*?<h2>{re.escape(title)}</h2>"
        r".*?</section>",
        page,
        re.DOTALL,
    )
    assert panel, f"no table {title}"
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", panel[0], re.DOTALL)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]
    return [[words(cell) for cell in row] for row in cells]


def addresses(page: str, path: str) -> list[dict[str, list[str]]]:
    """The queries of all links to the path that have one; the header's have none."""
    links = (urlsplit(html.unescape(href)) for href in re.findall(r'href="([^"]*)"', page))
    return [parse_qs(link.query) for link in links if link.path == path and link.query]


def name_on_paper(line: Line) -> str:
    return f"- {line.name}" if line.kind == LineKind.PART else capfirst(line.name)


def printed_by(table: Table, columns: int) -> dict[str, list[str]]:
    """{row on Vietnamese paper: its first cells in English numbers}, the total included."""

    def cells(line: Line) -> list[str]:
        return [c.text(line.row) if line.prints(c) else "" for c in table.columns[:columns]]

    with override("vi"):
        names = [name_on_paper(line) for line in table.lines]
    with override("en"):
        rows = dict(zip(names, map(cells, table.lines), strict=True))
        return rows | {"Tổng cộng": cells(table.total)}


def offers(answer) -> list[str]:
    """The addresses that a page of a refusal offers instead."""
    content = answer.content.decode()
    found = re.findall(r'<a class="btn btn-quiet" href="([^"]*)"', content)
    return [href.replace("&amp;", "&") for href in found]
