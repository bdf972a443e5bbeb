"""What stands beneath the rows of what needs attention: why, on what basis, what was said."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from promotion.templatetags.figures import vnd
from reports.attention import AttentionFigures, Item, OpenProject
from reports.pages.attention import basis_words, listed, unaccepted_of, why_words
from reports.pages.beneath import Beneath
from reports.pages.links import Links
from reports.places import Place


def beneath(figures: AttentionFigures, scope: Place, links: Links) -> dict[str, Beneath]:
    """By the keys of the places and of the projects that explain them."""
    items = figures.inside(scope)
    unaccepted = unaccepted_of(figures, items)
    found = {}
    for item in items:
        told = listed(item, figures, links, unaccepted)
        told |= {"grounds": _grounds(item)}
        words = render_to_string("parts/attention_beneath.html", told)
        found[item.place.key] = Beneath(words, parts=_parts(len(item.explaining)))
        for each in item.explaining:
            assert each.name
            url = reverse("project", args=[each.name.code])
            found[each.name.code] = Beneath(format_html("{}", _grounds(each)), url)
    return found


def _grounds(about: Item | OpenProject) -> str:
    """Why it is listed, the stage of a project, and what its landing estimate rests on."""
    why = [str(about.stage.label)] if isinstance(about, OpenProject) else []
    if about.why:
        why.append(why_words(about))
    basis = _("estimate of the year %(basis)s") % {"basis": basis_words(about)}
    return " · ".join([*dict.fromkeys(why), basis])


def _parts(projects: int) -> str:
    words = ngettext("%(number)s project", "%(number)s projects", projects)
    return words % {"number": vnd(projects)} if projects else ""
