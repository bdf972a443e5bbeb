import random
import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.lib.text import fold, nfc, sort_key

VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụ"
    "ừửữứựỳỷỹýỵ 0123456789-."
)

PROVINCES_IN_ORDER = [
    "An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Đà Nẵng", "Đắk Lắk", "Điện Biên",
    "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Huế", "Hưng Yên",
    "Khánh Hòa", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Nghệ An", "Ninh Bình",
    "Phú Thọ", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sơn La", "Tây Ninh", "Thái Nguyên",
    "Thanh Hóa", "TP. Hồ Chí Minh", "Tuyên Quang", "Vĩnh Long",
]  # fmt: skip


@pytest.mark.parametrize(
    "stored",
    [
        "Thanh Hóa",
        "Thanh Hoá",
        unicodedata.normalize("NFD", "Thanh Hóa"),
        unicodedata.normalize("NFD", "Thanh Hoá"),
        "THANH HÓA",
        "  Thanh \u00a0 Hóa\n",
        "Thanh\u200b Hóa",
        "thanh hoa",
    ],
)
def test_thanh_hoa_is_found_however_it_is_written(stored):
    assert fold(stored) == "thanh hoa"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("ĐẮK LẮK", "dak lak"),
        ("\u00d0\u1eafk L\u1eafk", "dak lak"),  # an Icelandic Ð, typed by some keyboards
        ("Đơn vị sự nghiệp", "don vi su nghiep"),
        ("Cơ sở Thủy Nguyên – 2026", "co so thuy nguyen – 2026"),
        ("Thừa Thiên Huế", "thua thien hue"),
        ("Kỹ thuật, quỹ", "ky thuat, quy"),
        ("", ""),
    ],
)
def test_marks_stroke_and_case_do_not_matter_to_search(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_fold_and_sort_alike(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(text)
    assert sort_key(decomposed) == sort_key(text)


def test_text_is_stored_composed():
    assert nfc(unicodedata.normalize("NFD", "Hòa Bình")) == "Hòa Bình"


def test_letters_come_in_the_order_of_the_alphabet():
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    shuffled = random.Random(1).sample(alphabet, len(alphabet))
    assert sorted(shuffled, key=sort_key) == alphabet
    capitals = [letter.upper() for letter in alphabet]
    assert [sort_key(letter) for letter in capitals] == [sort_key(letter) for letter in alphabet]


def test_d_with_stroke_sorts_after_d():
    assert sort_key("Duy Xuyên") < sort_key("Dy") < sort_key("Đà Nẵng") < sort_key("Em")
    # Plain comparison puts Đ behind the whole alphabet.
    assert max("Đà Nẵng", "Vĩnh Long") == "Đà Nẵng"


def test_tones_decide_only_between_equal_letters():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(tones[::-1], key=sort_key) == tones
    assert sort_key("mạ an") < sort_key("ma em")
    assert sort_key("mậ") > sort_key("mạ")  # â is a letter of its own, ạ is not


def test_words_digits_and_signs():
    texts = ["", "An Giang", "Anh", "Bình 2", "Bình 10 a", "Bình an"]
    assert sorted(texts[::-1], key=sort_key) == [
        "", "An Giang", "Anh", "Bình 10 a", "Bình 2", "Bình an",
    ]  # fmt: skip
    assert sort_key(" An  Giang ") == sort_key("an giang")
    assert sort_key("An Giang") < sort_key("An-Giang") < sort_key("An2") < sort_key("Anh")


def test_provinces_are_sorted_as_on_an_official_list():
    shuffled = random.Random(2).sample(PROVINCES_IN_ORDER, len(PROVINCES_IN_ORDER))
    assert sorted(shuffled, key=sort_key) == PROVINCES_IN_ORDER


@given(VIETNAMESE)
def test_a_key_is_made_of_digits_and_stays_short(text):
    key = sort_key(nfc(text))
    assert key.isascii() and key.isdigit()
    assert len(key) <= 3 * len(nfc(text)) + 2


@given(VIETNAMESE, VIETNAMESE)
def test_longer_texts_follow_their_beginnings(first, second):
    assert sort_key(first) <= sort_key(first + " " + second)


def test_the_database_sorts_keys_as_python_does():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE place (name, sort_key)")
    rows = [(name, sort_key(name)) for name in reversed(PROVINCES_IN_ORDER)]
    connection.executemany("INSERT INTO place VALUES (?, ?)", rows)
    found = connection.execute("SELECT name FROM place ORDER BY sort_key").fetchall()
    connection.close()
    assert [name for (name,) in found] == PROVINCES_IN_ORDER
