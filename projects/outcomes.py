"""What projects are asked to bring about with their support, and what it is called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HEADS = {
    "establishments": _("Establishments supported"),
    "investment_vnd": _("Total investment"),
    "counterpart_vnd": _("Counterpart"),
    "jobs": _("Jobs"),
    "income": _("Average monthly income (million đồng a person)"),
    "models": _("Demonstration models"),
    "machines": _("Machines and lines"),
    "brands": _("Brands"),
    "showrooms": _("Showrooms"),
    "trainees": _("People trained"),
}
PLANNED, ACCEPTED = pgettext_lazy("results", "Planned"), pgettext_lazy("results", "Accepted")
# What a project states of the whole, or its establishments do.
STATED = ("investment_vnd", "counterpart_vnd", "jobs")
# The contents of support that train people: how many, their projects are to report.
TRAINING = {"vocational-training", "management-capacity"}
# {what is counted: the contents of support that make one}
MADE = {
    "models": {"demo-model", "cleaner-production"},
    "machines": {"machinery", "production-line"},
    "brands": {"brand"},
    "showrooms": {"showroom"},
}
