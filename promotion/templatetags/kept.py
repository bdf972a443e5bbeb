"""`{% kept "content" %}…{% endkept %}`: a part of a page of figures, made once for each state.

On such a page (promotion/kept.py) the part is rendered with the context of the figures alone: what
context processors add, such as the reader, messages and tokens, is not there. On every other page
the tag does nothing.
"""

from typing import Any

from django import template
from django.template import Context
from django.template.base import Node, NodeList, Parser, Token
from django.utils.safestring import SafeString

register = template.Library()


class KeptNode(Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        page: Any = context.get("kept")
        if page is None:
            return self.nodelist.render(context)
        if self.name not in page.parts:
            page.parts[self.name] = self.nodelist.render(context.new(page.context))
        return page.parts[self.name]


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip('"'), nodelist)
