"""党内职务 as rosters write them: several in one cell, with dates beside them, or 无."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.partial_date import partial_date

BRANCH, GENERAL_BRANCH, COMMITTEE = "支部", "总支", "党委"

_TITLES = {
    "书记": ("书记", "支书", "村支书", "一把手书记"),
    "副书记": ("副书记", "副支书", "村副支书"),
    "第一书记": ("第一书记", "驻村第一书记", "村第一书记"),
    "委员": ("委员", "支委", "支委委员", "支委会委员", "支委成员"),
    "组织委员": ("组织委员", "组委"),
    "宣传委员": ("宣传委员", "宣委"),
    "纪检委员": ("纪检委员", "纪律检查委员", "纪律委员", "纪检监察委员"),
    "党小组组长": ("党小组组长", "党小组长", "小组组长", "小组长"),
    "组织员": ("组织员", "专职组织员"),
    "大学生村官": ("大学生村官", "村官", "大学生村干部"),
    "党建指导员": ("党建指导员",),
    "党务工作者": ("党务工作者", "专职党务工作者", "党务专干"),
}  # fmt: skip
_WORDS = {word: title for title, words in _TITLES.items() for word in words}
_TWO_IN_ONE = re.compile(r"^(组织|宣传|纪检|组|宣|纪)(?:[、和及兼]?)(组织|宣传|纪检|组|宣|纪)委员$")
_FULL = {"组": "组织委员", "宣": "宣传委员", "纪": "纪检委员"}
_NONE = re.compile(
    r"(?:无|没有|否|暂无|未任职|无职务|无党内职务|不担任|普通|一般|正式|预备|普通正式)?"
    r"(?:党员|群众|入党积极分子|积极分子|发展对象)?|[-—/\\]+|不详"
)
_FORMER = re.compile(r"^(?:原|前任|前|曾任|历任|曾)|(?:离任|免职|卸任|已免|已离任|退任)$")
_OTHER_COMMITTEES = re.compile(
    r"村委|居委|政协|人大|县委|市委|省委|纪委|监委|监督|团委|团支|团总支|妇联|工会|村民|社区委|州委|区委"
)
_COMMITTEE_MEMBER = re.compile(r"^[\u4e00-\u9fff]{2,4}委员$")
_LEVELS = (
    (GENERAL_BRANCH, re.compile(r"^(.*?)(?:党总支部?|总支部?)(?:委员会)?(?=.)")),
    (BRANCH, re.compile(r"^(.*?)(?:联合党支部|党支部|支部)(?:委员会|支委会)?(?=.)")),
    (COMMITTEE, re.compile(r"^(.*?)(?:党工委|党委|党组)(?:会)?(?=.)")),
)
_DATE = (
    r"(?<!\d)\d{4}(?:\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|年|\.\d{1,2}(?:\.\d{1,2})?月?|"
    r"-\d{1,2}(?:-\d{1,2})?|/\d{1,2}(?:/\d{1,2})?)?(?!\d)"
)
_SPAN = re.compile(
    rf"[(\[]?\s*(?:自|从)?({_DATE})\s*(?:(?:-|—|–|~|至|到)+\s*({_DATE}|今|现在|至今)?)?"
    r"\s*(?:起|以来|任职|任|始|开始|当选|换届)*\s*[)\]]?"
)
_BETWEEN = re.compile(
    r"[、,;\n\r+()\[\]]|(?<=[\u4e00-\u9fff])/(?=[\u4e00-\u9fff])|兼任?|(?<=委员)和|(?<=书记)和|(?<=书记)及"
)
_FILLER = re.compile(r"^(?:现任|担任|任|现)|任职$|[\s:.]+")


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """One post of a cell; `place` is the organization named before it, `level` its kind."""

    title: str
    level: str = ""
    place: str = ""
    from_on: str = ""
    to_on: str = ""


@dataclass(frozen=True, slots=True)
class WrittenPosts:
    """The posts of a cell and the words that are none of ours."""

    posts: tuple[WrittenPost, ...] = ()
    left: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    """Words that were taken under a wider title: 青年委员 is a 委员."""


def written_posts(text: str) -> WrittenPosts:
    """Read a post cell; never raises, and leaves over what it does not know."""
    plain = unicodedata.normalize("NFKC", text).strip()
    posts: list[WrittenPost] = []
    left: list[str] = []
    assumed: list[str] = []
    for words, from_on, to_on in _parts(plain):
        if _NONE.fullmatch(words):
            continue
        if _FORMER.search(words) and not to_on:
            left.append(words)
            continue
        found = list(_titles(_FORMER.sub("", words), assumed))
        if not found:
            left.append(words)
        for title, level, place in found:
            made = WrittenPost(title, level, place, from_on, to_on)
            if made not in posts:
                posts.append(made)
    return WrittenPosts(tuple(posts), tuple(left), tuple(assumed))


def written_span(text: str) -> tuple[str, str] | None:
    """Since when and until when a 任职时间 cell says; None when it names no date."""
    spans = list(_SPAN.finditer(unicodedata.normalize("NFKC", text)))
    if len(spans) != 1:
        return None
    from_on, to_on = (_date(part) for part in spans[0].groups())
    return (from_on, to_on) if from_on else None


def _parts(plain: str) -> Iterator[tuple[str, str, str]]:
    """Words with the dates that stand beside them; a date alone belongs to what is before it."""
    marked = _SPAN.sub(lambda span: f"\x00{span.start()}\x00", plain)
    spans = {str(span.start()): span for span in _SPAN.finditer(plain)}
    made: list[list[str]] = []
    pieces = _together(_BETWEEN.split(marked))
    waiting = ("", "")
    for piece in pieces:
        numbers = re.findall("\x00(\\d+)\x00", piece)
        words = re.sub("\x00\\d+\x00", " ", piece)
        words = _FILLER.sub("", _FILLER.sub("", words.strip()).strip()).strip()
        dates = [tuple(_date(part) for part in spans[number].groups()) for number in numbers]
        first = dates[0] if dates else ("", "")
        if not words:
            if made and dates and not made[-1][1]:
                made[-1][1:] = list(first)
            elif dates and not made:
                waiting = (first[0], first[1])
            continue
        if not dates and waiting[0]:
            first, waiting = waiting, ("", "")
        made.append([words, *first])
    for words, from_on, to_on in made:
        yield words, from_on, to_on


def _together(pieces: list[str]) -> list[str]:
    """组织、宣传委员 are two 委员: what stands before the word borrows it."""
    for index in range(len(pieces) - 2, -1, -1):
        bare = pieces[index].strip()
        if bare in ("组织", "宣传", "纪检") and pieces[index + 1].split("\x00")[0].strip().endswith(
            "委员"
        ):
            pieces[index] = f"{bare}委员"
    return pieces


def _titles(words: str, assumed: list[str]) -> Iterator[tuple[str, str, str]]:
    if words in _WORDS:
        yield _WORDS[words], BRANCH if "支" in words else "", ""
        return
    for level, pattern in _LEVELS:
        named = pattern.match(words)
        if named is None:
            continue
        rest = words[named.end() :]
        place = words[: named.end()] if named.group(1) else ""
        for title, _level, _place in _titles(rest, assumed):
            yield title, level, place
        return
    two = _TWO_IN_ONE.match(words)
    if two is not None:
        for part in two.groups():
            yield _FULL[part[0]], "", ""
    elif _COMMITTEE_MEMBER.match(words) and not _OTHER_COMMITTEES.search(words):
        assumed.append(words)
        yield "委员", "", ""
    elif not _OTHER_COMMITTEES.search(words):
        # 李家村书记: a village or community before the title names its branch.
        village = re.match(r"^(.{1,12}(?:村|社区|居委会))(第一书记|副书记|书记|支书)$", words)
        if village is not None:
            yield _WORDS[village.group(2)], BRANCH, f"{village.group(1)}党支部"


def _date(text: str | None) -> str:
    if not text or not text[0].isdigit():
        return ""
    try:
        return partial_date(text)
    except InvalidInput:
        return ""
