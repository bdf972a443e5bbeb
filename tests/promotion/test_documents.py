"""A file of evidence: checked by its content, stored once, kept when its form comes back."""

import os

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from promotion.documents import LARGEST_BYTES, Evidence, path_of, store
from promotion.fields import DocumentField
from promotion.lib.filetypes import file_name
from promotion.models import Document
from tests import files


class FileForm(forms.Form):
    number = forms.CharField()
    document = DocumentField(required=False)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"x" * (LARGEST_BYTES + 1), "too_large"),
        ("a.svg", b"<svg/>", "kind"),
        ("a.html", b"<html>", "kind"),
        ("pdf", files.PDF, "kind"),
        ("a.pdf", b"<html><script>1</script>", "content"),
        ("a.pdf", b"PK\x03\x04zip", "content"),
        ("a.pdf", files.PNG, "content"),
        ("a.png", files.PDF, "content"),
        ("a.pdf.png", files.PDF, "content"),
    ],
)
def test_each_refusal_has_its_sentence_and_stores_nothing(tmp_path, name, content, code):
    with override("vi"), pytest.raises(ValidationError) as caught:
        DocumentField().clean(files.upload(name, content))
    assert caught.value.code == code
    assert len(caught.value.messages) == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_too_large_is_told_its_size():
    with override("vi"), pytest.raises(ValidationError) as caught:
        DocumentField().clean(files.upload("a.pdf", b"x" * (LARGEST_BYTES + 1)))
    assert "10,1 MB" in caught.value.messages[0]


@pytest.mark.parametrize(
    ("name", "content"), [("a.PDF", files.PDF), ("b.jpeg", files.JPEG), ("c.png", files.PNG)]
)
def test_the_bytes_lie_under_their_digest_once(name, content):
    kept = [DocumentField().clean(files.upload(name, content)) for _ in range(2)]
    assert kept[0] == kept[1]
    path = path_of(kept[0].sha256)
    assert path.read_bytes() == content
    assert path.parent.parent.name == kept[0].sha256[:2]
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_form_that_comes_back_still_has_its_file(clerk_an_giang):
    first = FileForm({}, {"document": files.upload()})
    assert not first.is_valid()
    token = Evidence(**vars(first.cleaned_data["document"])).token
    page = str(first["document"])
    assert token.split(":")[0] in page
    assert "Quyết định 12.pdf" in page
    second = FileForm({"number": "1", "document-kept": token})
    assert second.is_valid(), second.errors
    document = second.cleaned_data["document"].record(by=clerk_an_giang)
    assert Document.objects.get() == document
    assert (document.name, document.size_bytes) == ("Quyết định 12.pdf", len(files.PDF))


def test_a_token_that_nobody_gave_is_refused():
    token = Evidence("0" * 64, "a.pdf", "application/pdf", 1).token
    assert not FileForm({"number": "1", "document-kept": token[:-1] + "_"}).is_valid()
    assert not FileForm({"number": "1", "document-kept": "x"}).is_valid()


def test_the_input_says_what_may_be_chosen():
    page = str(FileForm()["document"])
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in page
    assert FileForm({"number": "1"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hợp đồng.pdf", "Hợp đồng.pdf"),
        ("a\r\nb\0\u202efdp.pdf", "a b fdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_one_line(typed, kept):
    assert file_name(typed) == kept


def test_the_name_of_a_stored_file_is_on_the_disk_as_well(monkeypatch):
    synced = []

    def sync(handle: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))

    monkeypatch.setattr(os, "fsync", sync)
    evidence = store(files.PDF, "a.pdf", "application/pdf")
    assert synced[-1] == str(path_of(evidence.sha256).parent)
    assert len(synced) == 2
