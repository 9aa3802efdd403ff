"""Amounts in the words that decisions and receipts carry: 壹万贰仟叁佰肆拾伍元陆角柒分."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
GROUP = 10_000
LARGEST_FEN = 10**17


def money_words(fen: int) -> str:
    """Return an amount of fen in words; raises ValueError below zero and from 10^15 yuan on."""
    if not 0 <= fen < LARGEST_FEN:
        raise ValueError(fen)
    whole, (jiao, rest) = fen // 100, divmod(fen % 100, 10)
    text = f"{_whole(whole)}元" if whole or not fen else ""
    if not (jiao or rest):
        return text + "整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif whole:
        text += DIGITS[0]
    return text + (f"{DIGITS[rest]}分" if rest else "整")


def _whole(number: int) -> str:
    if not number:
        return DIGITS[0]
    groups = []
    while number:
        number, group = divmod(number, GROUP)
        groups.append(group)
    text, lacks_place = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        # a zero is read once where a place between two digits is empty
        if text and group and (lacks_place or group < GROUP // 10):
            text += DIGITS[0]
        text += _group(group) + (GROUPS[place] if group else "")
        lacks_place = (lacks_place and not group) or not group
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (DIGITS[0] if gap and text else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return text
