"""Money is integer fen 分; this says it in figures and in capitals.

Capitals follow 正确填写票据和结算凭证的基本规定 (中国人民银行, 支付结算办法 附一), with one practice of
street offices kept: 整 stands only after 元.
"""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿")


def yuan(fen: int) -> str:
    """`1,007.40` for 100740 fen; a leading minus for less than nothing."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def yuan_sign(fen: int) -> str:
    """`￥9.90`."""
    return f"￥{yuan(fen)}" if fen >= 0 else f"-￥{yuan(-fen)}"


def capitals(fen: int) -> str:
    """人民币大写, without the words 人民币: `壹仟零柒元肆角`, `壹拾元整`, `零元整`. Below 10¹⁴ fen."""
    if abs(fen) >= 10**14:
        raise ValueError("too much money")
    sign = "负" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    text = _integer(whole) + "元" if whole else ""
    if not rest:
        return sign + (text or "零元") + "整"
    if jiao:
        # a whole part that ends in 0 before 角 may take 零; it is left out, as the rule allows
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    if cents:
        text += _DIGITS[cents] + "分"
    return sign + text


def _integer(number: int) -> str:
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    gap = False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _four(group) + _LARGE[index]
        gap = False
    return text


def _four(number: int) -> str:
    text = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            if gap and text:
                text += "零"
            text += _DIGITS[digit] + _SMALL[power]
            gap = False
        else:
            gap = True
    return text
