"""The one line breaker of our paper: where running Chinese text may go on to the next line.

The lines of a paragraph are chosen together, as typesetters do, so that what stays whole leaves no
hole behind it and no paragraph ends in one or two lonely characters (GB/T 15834 for punctuation).
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

Widths = Mapping[str, float]

# GB/T 15834, 5.1: what may not begin a line and what may not end one.
NOT_FIRST = frozenset(
    "，。、；：！？）》〉】〕〗」』”’％‰℃…‥—―–～·•‧・．／｝］＞»›々"
    ",.;:!?)]}%~"
)  # fmt: skip
NOT_LAST = frozenset("（《〈【〔〖「『“‘｛［＜«‹￥¥$№§／([{")
_DOTS = "·•‧・"

# What a break costs, set against each other: a further line, a hole, a lonely end, a broken word.
_LINE = 10.0
_HOLE, _HOLE_COST = 0.4, 160.0
_UNEVEN, _INVISIBLE_HOLE = 8.0, 0.1
# A column of five characters cannot ask four of its last line.
_FEWEST_AT_END, _FEWEST_SHARE, _LONELY = 4, 0.4, 60.0
_ANYWHERE, _AFTER_PUNCTUATION = 0.15, 0.0
_IN_DATE, _IN_PHRASE = 12.0, 60.0
# Two breaks after dots are better than one inside a part of a name.
_AFTER_DOT, _IN_UNIT, _BEFORE_UNIT, _IN_NAME = 280.0, 290.0, 320.0, 640.0
_IN_WORD = 1_000.0
_FORBIDDEN = 100_000.0
_NEVER = float("inf")

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_UNITS = (
    "个百分点|课时|学时|学分|小时|分钟|人次|人天|周年|万元|亿元|万人|支部|个月|余人|多人|余名|名|人|天|"
    "年|月|日|时|分|岁|次|期|班|个|所|场|周|项|条|件|份|张|页|号|级|节|门|届|元|万|亿|村|组|户|家|本|"
    "册|种|位|支|轮|季|度|％|%|‰|℃"
)
_NUMBER = r"[0-9０-９]+(?:[.,:：/／][0-9０-９]+)*"
_SPELLED = "[零〇一二三四五六七八九十百千两]+"
_UNIT_CHARACTERS = "".join(set(_UNITS) - {"|"})
_CLAUSE = re.compile(r"(?:《[^《》]{1,60}》|[^，。；])+[，。；]?|[，。；]")
_TITLE = re.compile(r"《[^《》]{1,60}》")
_DATE = re.compile(
    rf"(?:[0-9０-９]{{4}}|[〇零一二三四五六七八九]{{4}})年"
    rf"(?:(?:[0-9０-９]{{1,2}}|{_SPELLED})月(?:(?:[0-9０-９]{{1,2}}|{_SPELLED})日)?)?"
    rf"|(?:[0-9０-９]{{1,2}}|{_SPELLED})月(?:[0-9０-９]{{1,2}}|{_SPELLED})日"
)
_UNIT = re.compile(rf"第?(?:{_NUMBER}|{_SPELLED}) ?(?:{_UNITS})|第{_NUMBER}|{_NUMBER}[{_HAN}]")
_PAPER_NUMBER = re.compile(rf"[{_HAN}]{{0,6}}[〔\[（(][0-9]{{4}}[〕\]）)]第?[0-9]+号?")
_DOTTED_NAME = re.compile(rf"[{_HAN}]{{1,9}}(?:[{_DOTS}][{_HAN}]{{1,9}})+")
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:[-_.,:/@&+#'’*]+[A-Za-z0-9\u00c0-\u024f]+)*")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a writer knows to be one word: `names` never break, `phrases` only to avoid a hole."""

    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


NOTHING_KEPT = Kept()


def measured(text: str, widths: Widths) -> float:
    """The width of `text` at size 1."""
    return sum(map(widths.__getitem__, text))


def break_lines(
    text: str, room: float, widths: Widths, indent: float = 0, kept: Kept = NOTHING_KEPT
) -> tuple[str, ...]:
    """Lines no wider than `room`; the first one of each paragraph leaves `indent` free.

    No character is lost but the spaces at a break. A word that is wider than the line is broken
    where it hurts least, a single character that is wider than the line stands alone.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if measured(paragraph, widths) <= room - indent:
            lines.append(paragraph.rstrip(" "))
        else:
            lines += _broken(paragraph, (room - indent, room), widths, kept)
    return tuple(lines)


def _broken(text: str, room: tuple[float, float], widths: Widths, kept: Kept) -> list[str]:
    sums = tuple(accumulate(map(widths.__getitem__, text), initial=0.0))
    starts, ends = _without_spaces(text)
    lefts = rights = sums
    if isinstance(starts, list):
        lefts = tuple(sums[place] for place in starts)
        rights = tuple(sums[place] for place in ends)
    cuts = _cuts_of(_Paragraph(*room, tuple(break_costs(text, kept)), lefts, rights))
    found = [
        text[starts[start] : ends[end]]
        for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)
    ]
    return [found[0], *(line for line in found[1:] if line)]


# In a batch of papers, paragraphs that differ in a name or a number mostly measure the same.
@lru_cache(maxsize=500)
def _cuts_of(paragraph: "_Paragraph") -> list[int]:
    return paragraph.cuts()


@dataclass(frozen=True)
class _Paragraph:
    """The cheapest way through one paragraph, found from its start to its end.

    It knows no text, only how wide it is up to each place and what it costs to break there.
    """

    _first_room: float
    _room: float
    _costs: tuple[float, ...]
    _lefts: tuple[float, ...]
    """How far from the start the line begins that starts at a place."""
    _rights: tuple[float, ...]
    """How far from the start the line ends that ends at a place."""

    @property
    def _length(self) -> int:
        return len(self._costs) - 1

    @property
    def _fewest(self) -> int:
        return min(_FEWEST_AT_END, int(self._room * _FEWEST_SHARE))

    def cuts(self) -> list[int]:
        """Where the lines start."""
        filled = self._filled()
        if filled:
            return filled
        usual = [place for place, cost in enumerate(self._costs) if cost < _FORBIDDEN]
        # Most paragraphs need no hole, and what costs less than one cannot be bettered by one.
        cost, cuts = self._cheapest(usual, _HOLE)
        if cost < (len(cuts) - 1) * _LINE + _HOLE * _HOLE_COST:
            return cuts
        for places in (usual, range(len(self._costs))):
            _, cuts = self._cheapest(places, 1.0)
            if cuts:
                return cuts
        return [0]

    def _filled(self) -> list[int]:
        """Every line as full as it gets, when that already looks well; it does mostly."""
        cuts, start, last = [0], 0, self._length
        room = self._first_room
        while self._rights[last] - self._lefts[start] > room:
            end = bisect_right(self._rights, self._lefts[start] + room, start, last) - 1
            while end > start and self._costs[end] > _ANYWHERE:
                end -= 1
            full = self._rights[end] - self._lefts[start]
            if end <= start or full < room * (1 - _INVISIBLE_HOLE):
                return []
            cuts.append(end)
            start, room = end, self._room
        return cuts if last - start >= self._fewest else []

    def _cheapest(self, places: Sequence[int], widest_hole: float) -> tuple[float, list[int]]:
        """What it costs and where the lines start; nothing when a line would be too wide."""
        lefts = [self._lefts[place] for place in places]
        total, before = [0.0], [0]
        for number in range(1, len(places)):
            least, best = self._best_line((places, lefts, total), number, widest_hole)
            total.append(least + _LINE + self._costs[places[number]])
            before.append(best)
        return total[-1], _way_back(places, before) if total[-1] < _NEVER else []

    def _best_line(
        self, known: tuple[Sequence[int], list[float], list[float]], number: int, widest: float
    ) -> tuple[float, int]:
        """The best start for a line that ends at the place `number`, and the cost up to it."""
        places, lefts, total = known
        end, room = places[number], self._room
        right, last = self._rights[end], end == self._length
        least, best = _NEVER, 0
        if right - lefts[0] <= self._first_room or end == 1:
            hole = 0.0 if last else 1 - (right - lefts[0]) / max(self._first_room, 0.01)
            least = _hole_cost(hole) if hole <= widest else _NEVER
        widest_line = bisect_left(lefts, right - room, 1, number)
        if widest_line == number and end - places[number - 1] == 1:
            widest_line -= 1
        for start in range(max(widest_line, 1), number):
            if last:
                cost = total[start] + max(0, self._fewest - end + places[start]) * _LONELY
            else:
                hole = 1 - (right - lefts[start]) / room
                if hole > widest:
                    break
                cost = total[start] + hole * hole * _UNEVEN
                if hole > _HOLE:
                    cost += hole * _HOLE_COST
            if cost < least:
                least, best = cost, start
        return least, best


def _hole_cost(hole: float) -> float:
    return hole * hole * _UNEVEN + (hole * _HOLE_COST if hole > _HOLE else 0)


def _way_back(places: Sequence[int], before: list[int]) -> list[int]:
    cuts = [before[-1]]
    while cuts[-1]:
        cuts.append(before[cuts[-1]])
    return [places[cut] for cut in reversed(cuts)]


def _without_spaces(text: str) -> tuple[Sequence[int], Sequence[int]]:
    """For each place: where a line starting there begins to be visible, where one ending ends."""
    length = len(text)
    if " " not in text and "\u3000" not in text:
        return range(length + 1), range(length + 1)
    starts, ends = list(range(length + 1)), list(range(length + 1))
    for place in range(length - 1, 0, -1):
        if text[place] in " \u3000":
            starts[place] = starts[place + 1]
    for place in range(1, length + 1):
        if text[place - 1] in " \u3000":
            ends[place] = ends[place - 1]
    # A paragraph keeps the spaces it begins with: somebody typed them.
    return starts, ends


def break_costs(text: str, kept: Kept = NOTHING_KEPT) -> list[float]:
    """What it costs to begin a new line before each character; the ends cost nothing."""
    # Who is named needs no guess where the name begins.
    guessed = not any(dot in name for name in kept.names for dot in _DOTS)
    costs: list[float] = []
    before = ""
    for clause in _CLAUSE.findall(text):
        costs.append(_cost_between(before, clause[0]) if before else 0.0)
        costs += _inside_clause(clause, guessed)
        before = clause[-1]
    costs.append(0.0)
    for cost, phrases in ((_IN_NAME, kept.names), (_IN_PHRASE, kept.phrases)):
        for phrase in phrases:
            for start in _places_of(phrase, text):
                _raise_inside(costs, text, (start, start + len(phrase)), cost)
    return costs


# Papers of one batch share most of their clauses.
@lru_cache(maxsize=4_000)
def _inside_clause(clause: str, guessed: bool) -> tuple[float, ...]:
    costs = [0.0, *map(_cost_between, clause, clause[1:]), 0.0]
    for pattern, cost in (*_PATTERNS, *([(_DOTTED_NAME, _IN_NAME)] if guessed else [])):
        for match in pattern.finditer(clause):
            _raise_inside(costs, clause, match.span(), cost)
    for match in _UNIT.finditer(clause):
        start, end = match.span()
        digits = len(match[0].rstrip(_UNIT_CHARACTERS))
        _raise_inside(costs, clause, (start + digits - 1, start + digits + 1), _BEFORE_UNIT)
        _raise_inside(costs, clause, (start, end), _IN_UNIT)
    return tuple(costs[1:-1])


def _raise_inside(costs: list[float], text: str, part: tuple[int, int], cost: float) -> None:
    """Breaking inside this part costs at least so much."""
    for place in range(part[0] + 1, min(part[1], len(text))):
        here = _AFTER_DOT if text[place - 1] in _DOTS else cost
        costs[place] = max(costs[place], here)


def _places_of(phrase: str, text: str) -> Iterator[int]:
    start = text.find(phrase) if phrase else -1
    while start >= 0:
        yield start
        start = text.find(phrase, start + len(phrase))


_PATTERNS = (
    (_TITLE, _IN_PHRASE),
    (_PAPER_NUMBER, _AFTER_DOT),
    (_WORD, _IN_WORD),
    (_DATE, _IN_DATE),
)


@lru_cache(maxsize=100_000)
def _cost_between(before: str, after: str) -> float:
    if after in NOT_FIRST or before in NOT_LAST or _joins(after) or before == "\u200d":
        return _FORBIDDEN
    return _AFTER_PUNCTUATION if before in NOT_FIRST or before == " " else _ANYWHERE


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it: accents, variants, joiners."""
    return unicodedata.category(character) in {"Mn", "Me", "Mc", "Cf"}
