"""Amounts in Vietnamese words, as an accountant writes them."""

import pytest

from promotion.lib.words import in_words, vnd_in_words

GOLDEN = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    14: "mười bốn",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi tư",
    25: "hai mươi lăm",
    55: "năm mươi lăm",
    100: "một trăm",
    101: "một trăm lẻ một",
    104: "một trăm lẻ bốn",
    105: "một trăm lẻ năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    121: "một trăm hai mươi mốt",
    555: "năm trăm năm mươi lăm",
    1_000: "một nghìn",
    1_001: "một nghìn không trăm lẻ một",
    1_010: "một nghìn không trăm mười",
    1_100: "một nghìn một trăm",
    10_024: "mười nghìn không trăm hai mươi tư",
    21_000: "hai mươi mốt nghìn",
    1_000_005: "một triệu không trăm lẻ năm",
    1_020_000: "một triệu không trăm hai mươi nghìn",
    12_345_678: "mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám",
    600_000_000: "sáu trăm triệu",
    1_000_000_000: "một tỷ",
    1_000_000_001: "một tỷ không trăm lẻ một",
    3_030_303_030: "ba tỷ không trăm ba mươi triệu ba trăm lẻ ba nghìn không trăm ba mươi",
    47_017_000_000: "bốn mươi bảy tỷ không trăm mười bảy triệu",
    1_000_000_000_000: "một nghìn tỷ",
    2_005_000_000_000: "hai nghìn không trăm lẻ năm tỷ",
    2_005_000_000_005: "hai nghìn không trăm lẻ năm tỷ không trăm lẻ năm",
    10**15: "một triệu tỷ",
}


@pytest.mark.parametrize(("number", "words"), GOLDEN.items())
def test_numbers(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("vnd", "words"),
    [
        (600_000_000, "Sáu trăm triệu đồng chẵn"),
        (1_005, "Một nghìn không trăm lẻ năm đồng"),
        (0, "Không đồng"),
        (-35_500_000, "Âm ba mươi lăm triệu năm trăm nghìn đồng chẵn"),
    ],
)
def test_amounts(vnd, words):
    assert vnd_in_words(vnd) == words
