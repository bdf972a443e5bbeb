"""The files of evidence, each behind the rows that name it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from projects.documents import documents_in_reach
from promotion.documents import download


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One file as an attachment, whoever uploaded it; out of reach it does not exist."""
    return download(get_object_or_404(documents_in_reach(request.user), pk=pk))
