"""Certificate numbers: a pattern the county sets, one block of serials per site and year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.errors import AppError, InvalidInput

BLOCK_SIZE = 10_000
TOKEN = re.compile(r"\{([^{}]*)\}")
SERIAL = re.compile(r"序号(?::0?(\d))?")
EXAMPLE = "{机构代字}结字〔{年}〕第{序号:05}号"
PLAIN_TOKENS = ("机构代字", "年", "班次")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """A checked pattern such as {机构代字}结字〔{年}〕第{序号:05}号."""

    text: str

    def render(self, agency: str, year: int, class_code: str, serial: int) -> str:
        """The number as printed."""
        words = {"机构代字": agency, "年": str(year), "班次": class_code}

        def put(token: re.Match[str]) -> str:
            found = SERIAL.fullmatch(token[1])
            return words[token[1]] if found is None else f"{serial:0{int(found[1] or 1)}}"

        return TOKEN.sub(put, self.text)

    def serial_of(self, number: str, year: int) -> int | None:
        """The serial within a printed number; None when it is of another year or pattern."""
        found = re.fullmatch(self._expression(year), number)
        return int(found["serial"]) if found else None

    def _expression(self, year: int) -> str:
        parts: list[str] = []
        position = 0
        for token in TOKEN.finditer(self.text):
            parts.append(re.escape(self.text[position : token.start()]))
            if SERIAL.fullmatch(token[1]):
                parts.append(r"(?P<serial>\d+)")
            else:
                parts.append(str(year) if token[1] == "年" else ".*?")
            position = token.end()
        return "".join(parts) + re.escape(self.text[position:])


def number_pattern(text: str) -> NumberPattern:
    """Check a pattern typed in the settings.

    Raises:
        InvalidInput: unknown token, or year or serial missing or named twice.
    """
    tokens = TOKEN.findall(text)
    unknown = [t for t in tokens if t not in PLAIN_TOKENS and not SERIAL.fullmatch(t)]
    problem = ""
    if unknown or "{" in TOKEN.sub("", text) or "}" in TOKEN.sub("", text):
        shown = "、".join(f"{{{token}}}" for token in unknown) or "不成对的花括号"
        problem = f"编号格式里有不认识的内容：{shown}"
    elif tokens.count("年") != 1 or sum(bool(SERIAL.fullmatch(t)) for t in tokens) != 1:
        problem = f"编号格式要有且只有一个 {{年}} 和一个 {{序号}}，例如 {EXAMPLE}"
    if problem:
        raise InvalidInput({"certificate_pattern": problem})
    return NumberPattern(text)


@dataclass(frozen=True, slots=True)
class SerialBlock:
    """The serials one site may give out in a year; the county hands the blocks out."""

    block: int

    @property
    def first(self) -> int:
        """The lowest serial of the block."""
        return self.block * BLOCK_SIZE + 1

    @property
    def last(self) -> int:
        """The highest serial of the block."""
        return self.block * BLOCK_SIZE + BLOCK_SIZE - 1

    def next_serials(self, used: Iterable[int], count: int) -> range:
        """The next free serials; gaps are never refilled, a void number stays used.

        Raises:
            AppError: the block is full.
        """
        own = (serial for serial in used if self.first <= serial <= self.last)
        start = max(own, default=self.first - 1) + 1
        if start + count - 1 > self.last:
            left = max(self.last - start + 1, 0)
            raise AppError(
                f"本单位本年度的证书编号只剩 {left} 个，不够 {count} 个，没有签发证书。",
                "请联系县级另分一段编号。",
                code="numbers-used-up",
            )
        return range(start, start + count)


def used_serials(pattern: NumberPattern, year: int, numbers: Iterable[str]) -> list[int]:
    """Serials of the year's numbers; of those in an older pattern the last group of digits."""
    found: list[int] = []
    for number in numbers:
        serial = pattern.serial_of(number, year)
        if serial is None:
            groups = re.findall(r"\d+", number)
            serial = int(groups[-1]) if groups else None
        if serial is not None:
            found.append(serial)
    return found
