"""What a file really is: its bytes decide, and a torso is no file."""

import pytest

from promotion.lib.filetypes import JPEG, PDF, PNG, fits_name, type_of
from tests import files


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(files.PDF, PDF), (files.PNG, PNG), (files.JPEG, JPEG), (files.JPEG + b"camera", JPEG)],
)
def test_a_whole_file_is_known_by_its_bytes(content, content_type):
    assert type_of(content) == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-",
        b"%PDF-1.4\n" + b"x" * 5000,
        b"<html>" + files.PDF,
        b"PK\x03\x04" + b"\0" * 100 + files.PDF,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b"GIF89a" + b"\0" * 50,
        files.png(width=0),
        files.PNG + b"<script>",
        files.PNG.replace(b"IDAT", b"IDAX"),
        b"\xff\xd8\xff<html>",
        b"\xff\xd8\xff\xd9",
        files.JPEG.replace(b"\x08\x00\x01\x00\x01", b"\x08\x00\x00\x00\x00"),
    ],
)
def test_anything_else_is_nothing(content):
    assert type_of(content) is None


@pytest.mark.parametrize("whole", [files.PDF, files.PNG, files.JPEG])
def test_no_torso_is_taken_for_the_file(whole):
    end = whole.rstrip()
    assert [at for at in range(len(end)) if type_of(whole[:at])] == []


def test_the_name_says_the_same():
    assert fits_name(JPEG, "Ảnh.JPEG")
    assert fits_name(JPEG, "a.b.jpg")
    assert not fits_name(JPEG, "a.jpg.pdf")
    assert not fits_name(PDF, "pdf")
