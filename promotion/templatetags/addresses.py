"""Addresses in templates."""

from django import template
from django.http import QueryDict

register = template.Library()


@register.filter
def pairs(query: QueryDict) -> list[tuple[str, str]]:
    """Every (name, value) of an address, also of names that come several times.

    `request.GET.lists` in a template is the parameter called "lists" before it is the method,
    and anybody can add one to an address.
    """
    return [(name, value) for name, values in query.lists() for value in values]
