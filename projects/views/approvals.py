from projects.approvals import ApprovalFilterSet, ApprovalTable
from projects.models import GrantLine
from promotion.lists import ListPage


class Approvals(ListPage):
    """Every line of decisions on support (kinh phí hỗ trợ được duyệt) in reach."""

    model = GrantLine
    table_class = ApprovalTable
    filterset_class = ApprovalFilterSet
    template_name = "projects/approval_list.html"
