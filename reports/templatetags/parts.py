"""`{% part "parts/bullets.html" bullets %}`: a part of the page with a context of its own.

Parts name their contexts alike (title, rows, note); `{% include … only %}` would have to spell
every name out.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: Context, template_name: str, values: Mapping[str, Any]) -> SafeString:
    """The part rendered with `values` and the request, and nothing else of the page."""
    assert context.template
    chosen = context.template.engine.get_template(template_name)
    return chosen.render(context.new({"request": context.get("request"), **values}))
