"""Vietnamese text that is stored, searched and sorted alike on every database engine."""

import unicodedata

# Đ, and the Icelandic and African letters that look like it and get typed for it.
_D_WITH_STROKE = "đðɖ"

_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_SHAPED = {
    ("a", _BREVE): "ă",
    ("a", _CIRCUMFLEX): "â",
    ("e", _CIRCUMFLEX): "ê",
    ("o", _CIRCUMFLEX): "ô",
    ("o", _HORN): "ơ",
    ("u", _HORN): "ư",
}
# Grave, hook above, tilde, acute, dot below: the dictionary's order.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_END, _SPACE, _OTHER = "00", "01", "02"
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = {letter: f"{position:02}" for position, letter in enumerate(_ALPHABET, start=10)}


def nfc(text: str) -> str:
    """The composed form, one character for one letter, in which all text is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form that is searched: "Thanh Hoá", "THANH HÓA" and decomposed forms → "thanh hoa".

    Marks go (and with them both ways to place a tone), đ becomes d, case goes, runs of spaces
    become one. Fold the stored text and the typed words, then compare. Folding twice changes
    nothing.
    """
    letters = "".join(
        "d" if character in _D_WITH_STROKE else character
        for character in _decomposed(text)
        if not unicodedata.category(character).startswith("M")
    )
    return " ".join(letters.split())


def sort_key(text: str) -> str:
    """A key whose plain order is the Vietnamese alphabet: a ă â b c d đ e ê … o ô ơ … u ư … y.

    Letters decide first, over the whole text; the tones (none, huyền, hỏi, ngã, sắc, nặng) only
    between equal letters; case never. Digits come before letters, a space before all, so "An
    Giang" stands before "Anh". Every other sign counts alike.

    The key holds decimal digits only: two for each letter, "00" as the end, then one for each
    letter's tone. Digits keep one order under C, ICU and every language's collation, where
    spaces, case and pairs such as "aa" do not; so SQLite and PostgreSQL sort it alike. For
    Vietnamese text it is at most three times as long as the text, plus two.
    """
    letters: list[str] = []
    tones: list[str] = []
    for sign in " ".join(_decomposed(text).split()):
        if not unicodedata.category(sign).startswith("M"):
            letters.append("đ" if sign in _D_WITH_STROKE else sign)
            tones.append("0")
        elif letters:
            letters[-1] = _SHAPED.get((letters[-1], sign), letters[-1])
            tones[-1] = _TONES.get(sign, tones[-1])
    return "".join([*map(_code, letters), _END, "".join(tones).rstrip("0")])


def _code(letter: str) -> str:
    return _SPACE if letter == " " else _CODES.get(letter, _OTHER)


def _decomposed(text: str) -> str:
    """Lower-case base letters, each followed by its marks; invisible signs are gone."""
    lower = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(sign for sign in lower if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKD", visible).casefold()
