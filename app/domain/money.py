"""Money as whole fen: read from what forms and workbooks hold, said with two decimals."""

import re
from decimal import Decimal

from app.domain.characters import plain_code

MOST = 10**13
"""A hundred thousand million yuan; more is a slip of the pen."""

_WRITTEN = re.compile(
    r"(?:RMB|CNY|¥)?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(万)?(?:元)?(?:整)?", re.ASCII
)
_TEN_THOUSAND = 10_000
_NOISE = Decimal("0.0001")
"""Fen that a spreadsheet's floating point adds or takes: 0.1 + 0.2 is thirty fen."""


def read_fen(written: str | float) -> int:
    """The fen of an amount in yuan, written as text (`1,234.50`, `1.2万元`) or held as a number.

    Raises:
        ValueError: with a sentence that says what is wrong, to stand behind the field's label.
    """
    if isinstance(written, int | float):
        return _whole_fen(Decimal(repr(written)), str(written))
    plain = plain_code(written).upper()
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        if plain.startswith(("-", "(", "−")):
            raise ValueError("不能是负数")
        raise ValueError(f"“{written.strip()[:20]}”不是金额，请写成 1234.5 或 1,234.50（单位：元）")
    whole, part, times = found.groups()
    yuan = Decimal(whole.replace(",", "") + (part or ""))
    return _whole_fen(yuan * (_TEN_THOUSAND if times else 1), written)


def yuan(fen: int) -> str:
    """1,234.50"""
    return f"{Decimal(fen) / 100:,.2f}"


def _whole_fen(amount: Decimal, written: str) -> int:
    if not amount.is_finite():
        raise ValueError("的数字太大或不是数字")
    fen = amount * 100
    whole = fen.to_integral_value()
    if abs(fen - whole) > _NOISE:
        raise ValueError(f"“{written.strip()[:20]}”最多写到分（两位小数）")
    if whole < 0:
        raise ValueError("不能是负数")
    if whole >= MOST:
        raise ValueError("的数字太大或不是数字")
    return int(whole)
