"""Whole amounts in Vietnamese words, as vouchers and official lists write them out."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")
_BILLION = 10**9


def vnd_in_words(vnd: int) -> str:
    """600000000 → "Sáu trăm triệu đồng chẵn"; 1005 → "Một nghìn không trăm lẻ năm đồng".

    An amount is "chẵn" when it is whole thousands. Below zero it begins with "Âm".
    """
    even = " chẵn" if vnd and vnd % 1000 == 0 else ""
    words = f"{'âm ' if vnd < 0 else ''}{in_words(abs(vnd))} đồng{even}"
    return words[0].upper() + words[1:]


def in_words(number: int) -> str:
    """A number from zero up: 21 → "hai mươi mốt"; 2005000000000 → "hai nghìn không trăm lẻ năm tỷ".

    After a higher group every group is read in full ("không trăm"), and a group of nothing is
    left out. Beyond the tỷ it counts tỷ: a million of them is "một triệu tỷ".
    """
    return " ".join(_words(number, after_higher=False)) or _DIGITS[0]


def _words(number: int, *, after_higher: bool) -> list[str]:
    billions, rest = divmod(number, _BILLION)
    words: list[str] = []
    if billions:
        words = [*_words(billions, after_higher=after_higher), "tỷ"]
        after_higher = True
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            words += _group(group, in_full=after_higher)
            words += [_SCALES[power]] if power else []
            after_higher = True
    return words


def _group(group: int, *, in_full: bool) -> list[str]:
    """Three digits: 105 → một trăm lẻ năm; 5 in full → không trăm lẻ năm."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    in_full = in_full or hundreds > 0
    words = [_DIGITS[hundreds], "trăm"] if in_full else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens:
        words.append("mười")
    elif ones and in_full:
        words.append("lẻ")
    if ones:
        words.append(_one(tens, ones))
    return words


def _one(tens: int, ones: int) -> str:
    """The last digit sounds otherwise after a ten: hai mươi mốt, hai mươi tư, mười lăm."""
    if ones == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones])
    return _DIGITS[ones]


_ROMAN = ((90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """14 → "XIV", as conferences are numbered; 1 to 99."""
    letters = ""
    for value, letter in _ROMAN:
        while number >= value:
            letters, number = letters + letter, number - value
    return letters


NUMERALS = tuple(roman(number) for number in range(1, 100))


def ordinal_of(typed: str) -> int | None:
    """The number of a conference as people write it, "14" or "XIV"; None for anything else."""
    words = typed.strip().upper()
    if words in NUMERALS:
        return NUMERALS.index(words) + 1
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 4 else None
