"""A line of a decision that was recorded wrongly, and what took it back."""

from projects.demo.published import LOCAL
from projects.demo.story import Story
from promotion.models import BudgetLine

REASON = "Nhập trùng dòng bổ sung và thừa một số 0 so với quyết định."


def take_back_one(story: Story) -> None:
    """An Giang's supplement of 2026 was recorded once more, ten times as large."""
    right = BudgetLine.objects.select_related("decision", "budget").get(
        budget__province="an-giang",
        budget__budget_year=2026,
        budget__source=LOCAL,
        kind=BudgetLine.Kind.SUPPLEMENT,
    )
    officer = story.people.users["officer-an-giang"]
    wrong = BudgetLine.objects.create(
        decision=right.decision,
        budget=right.budget,
        kind=right.kind,
        amount_vnd=10 * right.amount_vnd,
        recorded_by=officer,
        synthetic=True,
    )
    wrong.take_back(officer, REASON)
