"""What a title, a tab or a section line says of the people below it: branch, category, when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.people.roster_headers import titles_somebody_else
from app.domain.people.section_marks import (
    BRACKETS,
    COUNT,
    NUMBERING,
    plain,
    without_numbering,
)

_KINDS = (
    "党支部委员会|党总支部委员会|支部委员会|总支部委员会|党工委|党总支部|党总支|党支部|党委会|党委|"
    "总支部|总支|支部|工作委员会|委员会"
)
_BRANCH = re.compile(rf"(?:{_KINDS})(?!书记|副书记|委员(?!会)|班子)")
_COMMITTEE = re.compile(r"(?:党委|党工委|工作委员会|(?<!支部)(?<!党总支部)委员会)$")
_SECRETARY = re.compile(
    rf"(?P<branch>.*(?:{_KINDS}))(?:第一书记|书记|副书记|负责人|委员|成员|联系人)$"
)
_LABEL = re.compile(
    r"(?:(?:填报|填表|上报|报送|所在|所属|隶属|现所在|组织关系所在|党员所在|基层|党)?"
    r"(?:单位|党组织|党支部|支部|组织|基层党组织|村社区|村\(社区\)|村|社区|行政村)(?:名称|全称)?"
    r"(?:\(盖章\)|\(公章\)|\(章\))?|支部名|党组织关系)"
)
_ENTRY = re.compile(
    r"(?P<label>[^\s:;,。、]{1,14}?):\s*(?P<value>.*?)(?=\s+[^\s:;,。、]{2,12}:|[;,。]|$)"
)
_ONLY_NUMBER = re.compile(r"[(第]?(?:[一二三四五六七八九十]{1,3}|\d{1,3}|[A-Za-z甲乙丙丁])[)、.:]?")
_ONLY_PLACE = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}(?:部分|类|批|组|支部|党支部)?|其中|(?:人员|党员)?类[别型]"
)
_TEAM = re.compile(r"[/、,\-—]?(?:第?[一二三四五六七八九十\d]{1,3})?党小组$")
_SECRETARY_NAMED = re.compile(
    r"(?P<branch>.*(?:党支部|支部|总支))(?:支部)?(?:书记|负责人|联系人)[^\d:的]{2,4}[\d\-]{0,13}"
)
_LIST = re.compile(
    r"(?:全体)?(?:在册|正式|流动|预备|新发展|离退休)?(?:党员|人员|学员|干部|积极分子|发展对象)?(?:基本)?"
    r"(?:信息|情况)?(?:采集|登记|统计|汇总)?(?:花名册|名册|名单|一览表|台账|信息表|登记表|统计表|情况表|明细表|表)"
    r"(?:\(?[续一二三四五六七八九十\d]{0,3}\)?)$"
)
_LIST_WORD = re.compile(
    "花名册|名册|名单|一览表|台账|台帐|信息表|登记表|统计表|情况表|明细表|汇总表"
)
_YEAR = re.compile(
    r"^(?:截[至止]?(?:到)?)?(?:\d{4}|[二两][〇○零OoО0][〇○零一二三四五六七八九]{2})年?(?:度|底|末|上半年|下半年|\d{1,2}月(?:份|底|\d{1,2}日)?)?"
)
_VILLAGE = re.compile(r"[^镇乡]{1,8}(?:村|社区|居委会|村委会)$")
_SENTENCE = re.compile(
    r"[均由将经凡须应]|(?<!申)请|以上|以下|如下|以及|为准|负责(?!人)|审核|填写|统计截|说明|注意"
)
_AFTER_COLON = re.compile(r"(?:年|月|日|日期|时间|填表人|电话).*$")
_ENDED = re.compile("(?:村民委员会|居民委员会|村委会|居委会)$")

_CATEGORIES = (
    (re.compile("入党积极分子|积极分子"), "入党积极分子"),
    (re.compile("(?:党员)?发展对象"), "发展对象"),
    (re.compile(r"预备(?:期)?(?:的)?(?:中共)?党员|党员\(?预备(?:期)?\)?"), "预备党员"),
    (re.compile("入党申请人|申请入党(?:人员|人|对象|的?同志)?|递交入党申请书"), "入党申请人"),
    (re.compile("共青团员|团员"), "共青团员"),
    (re.compile("非中共党员|非党员|非党干部|非党"), "群众"),
    (re.compile("正式(?:中共)?党员"), "正式党员"),
)  # fmt: skip
_EXCLUDED = re.compile(r"[(]?(?:不含|不包括|不包含|除)[^()]*[)]?")
_SHORT = {"预备": "预备党员", "预备期": "预备党员", "正式": "正式党员", "申请人": "入党申请人"}
"""Words that say a category only where nothing else stands beside them."""
_CHANGING = re.compile("发展党员|新发展|新党员|新入党|转正")
_MASSES = re.compile("^(?:普通)?群众(?:代表|骨干)?$")
_MEMBERS = re.compile("党员")
_MATTERS = re.compile("支部|总支|党委|党员|积极分子|发展对象|申请人|预备|群众|(?:村|社区)$")
_WHEN = re.compile(
    r"(?P<year>\d{4})[年.\-/](?:(?P<month>\d{1,2})(?:[月.\-/](?P<day>\d{1,2})日?|月)?)?(?:份|间)?"
    r"[^\d,;。]{0,6}?(?P<what>转正|转为正式|入党|接收|吸收|发展)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the people below a line; every part may be empty."""

    branch: str = ""
    category: str = ""
    asks: str = ""
    """The words that leave the category open: 党员和入党积极分子, 新发展党员."""
    other: str = ""
    """Whose list it is when they are nobody's own line: 家庭成员."""
    joined_on: str = ""
    full_on: str = ""
    members: bool = False
    """Whether a section of members begins, of no category of its own: 流动党员."""

    def __bool__(self) -> bool:
        return bool(self.branch or self.says_who or self.members)

    @property
    def says_who(self) -> bool:
        """Whether it says anything about what kind of people these are."""
        return bool(self.category or self.asks or self.other or self.joined_on or self.full_on)


def branch_in(text: str) -> str:
    """The organization that a title names, up to the word for its kind; empty when none."""
    for label, value in _entries(text):
        if _LABEL.fullmatch(re.sub(r"\s+", "", label)):
            return _first_branch(value)
    found = _first_branch(_before_entries(text)) or _of_secretary(text)
    return "" if _SENTENCE.search(found) else found


def village_in(text: str) -> str:
    """李家村党员花名册: a village or community has its branch, even if the word is left out."""
    bare = without_list(text)
    return f"{bare}党支部" if _VILLAGE.fullmatch(bare) and not _ENDED.search(bare) else ""


def without_list(text: str) -> str:
    """A title without year, label and the word for the list."""
    bare = re.sub(r"\s+", "", _before_entries(without_numbering(text)) or plain(text))
    bare = _YEAR.sub("", bare)
    return _AFTER_COLON.sub("", _LIST.sub("", bare)).rpartition(":")[2]


def category_in(text: str) -> tuple[str, bool]:
    """The one category that a text names, or the sign that it leaves it open."""
    bare = _EXCLUDED.sub("", re.sub(r"\s+", "", plain(text)))
    if without_numbering(bare) in _SHORT:
        return _SHORT[without_numbering(bare)], False
    found: dict[str, None] = {}
    for pattern, category in _CATEGORIES:
        if pattern.search(bare):
            found.setdefault(category)
            bare = pattern.sub("", bare)
    if not found and _CHANGING.search(bare):
        return "", True
    if not found:
        return ("群众", False) if _MASSES.match(without_numbering(bare)) else ("", False)
    if len(found) > 1 or (_MEMBERS.search(bare) and not _CHANGING.search(bare)):
        return "", True
    if "转正" in bare:
        return "", True
    return next(iter(found)), False


def title_context(texts: Iterable[str]) -> Context:
    """What several cells above a table say together of the people in it."""
    found = Context()
    for text in texts:
        category, open_ = category_in(text)
        other = titles_somebody_else(_subject(text))
        if other:
            found = replace(found, other=other)
        if category and found.category not in ("", category):
            found = replace(found, category="", asks=f"{found.category}、{category}")
        elif category:
            # What stands nearer to the people is more exact: 一、正式党员 under 党员和积极分子.
            found = replace(found, category=category, asks="")
        elif open_ and not found.category:
            found = replace(found, asks=_said(text))
    return found


def section_context(cells: Iterable[str]) -> Context:
    """What a line between people says of those below it; empty when it is no such line."""
    texts = [text for text in dict.fromkeys(cells) if plain(text)]
    if len(texts) > 1 and _ONLY_NUMBER.fullmatch(plain(texts[0])):
        del texts[0]
    if not texts:
        return Context()
    first, *others = texts
    if any(not _is_aside(text) for text in others):
        return Context()
    found = _section(first)
    for text in others:
        if not found.branch and (branch := _labelled_branch(text)):
            found = replace(found, branch=branch)
    return found


def names_a_list(text: str) -> bool:
    """Whether words over a table say which people they are: a branch, a category, a list."""
    bare = re.sub(r"\s+", "", plain(text))
    people = any(category_in(bare)) or bool(branch_in(bare) or village_in(bare))
    return people or bool(_LIST_WORD.search(bare)) or "续" in bare


def is_unheard(cells: Iterable[str]) -> bool:
    """Whether a line that says nothing we understand speaks of a branch or of kinds of people."""
    texts = [re.sub(r"\s+", "", without_numbering(text)) for text in cells]
    said = [text for text in texts if text and not _TEAM.fullmatch(text)]
    return any(
        _MATTERS.search(text) and not _LIST_WORD.search(text) and not _SENTENCE.search(text)
        for text in said
    )


def date_said(text: str) -> tuple[str, str]:
    """Field and date of 2024年7月1日入党, 2025年6月转正; both empty when none is said."""
    found = _WHEN.search(re.sub(r"\s+", "", plain(text)))
    if found is None or "年度" in text:
        return "", ""
    year, month, day = found["year"], found["month"], found["day"]
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return ("full_on" if found["what"].startswith("转") else "joined_on"), "-".join(parts)


def _section(text: str) -> Context:
    labelled = _labelled_branch(text)
    if labelled:
        return Context(branch=labelled)
    if _SENTENCE.search(plain(text)) and not _LIST_WORD.search(text):
        return Context()
    bare = re.sub(r"\s+", "", without_numbering(_before_entries(without_numbering(text))) or "")
    if not bare or len(bare) > 40:
        return Context(branch=_of_secretary(text))
    bare = _TEAM.sub("", bare) or bare
    branch = _whole_branch(bare) or _of_secretary(text)
    rest = bare.removeprefix(branch) if branch and bare.startswith(branch) else bare
    category, open_ = category_in(text)
    if not (_is_only_category(rest) or branch):
        category, open_ = "", False
    if _LIST_WORD.search(bare) and not branch:
        return replace(title_context([text]), branch=village_in(bare))
    field, day = date_said(text)
    return Context(
        branch or ("" if category or open_ else village_in(bare)),
        category,
        _said(text) if open_ else "",
        titles_somebody_else(_subject(text)),
        joined_on=day if field == "joined_on" else "",
        full_on=day if field == "full_on" else "",
        members=not (branch or category or open_) and "党员" in bare and _is_only_category(bare),
    )


def _whole_branch(bare: str) -> str:
    """The branch when what follows its name is nothing but brackets, counts and a list word."""
    found = _first_branch(bare)
    if not found or _SENTENCE.search(found):
        return ""
    rest = bare.partition(found)[2]
    rest = BRACKETS.sub("", rest)
    return found if not rest or _is_only_category(rest) else ""


def _is_only_category(text: str) -> bool:
    bare = COUNT.sub("", BRACKETS.sub("", text))
    if bare in _SHORT:
        return True
    for pattern, _ in _CATEGORIES:
        bare = pattern.sub("", bare)
    bare = _WHEN.sub("", _LIST_WORD.sub("", bare))
    bare = re.sub(
        "新发展|发展党员|转正|党员|同志|人员|群众|部分|情况|基本|信息|及|和|与|、|的|含|名|年度|"
        r"在册|流动|在职|离退休|退休|离休|困难|外出|无职|一般|普通|农村|农民|女性?|男性?|老|中共|"
        r"\d{4}年?|\(续\)|续|表|[()]",
        "",
        bare,
    )
    return not bare


def _labelled_branch(text: str) -> str:
    for label, value in _entries(text):
        if _LABEL.fullmatch(re.sub(r"\s+", "", label)):
            return _first_branch(value) or village_in(value)
    return ""


def _is_aside(text: str) -> bool:
    """Whether a cell beside a section's name is a count, a date or 书记：某某."""
    bare = re.sub(r"\s+", "", plain(text))
    if ":" in bare or not COUNT.sub("", bare) or re.fullmatch(r"[\d.,/年月日\-%]+", bare):
        return True
    return bool(re.fullmatch(r"\(.*\)|单位.*|.*(?:合计|小计|共计).*", bare))


def _entries(text: str) -> list[tuple[str, str]]:
    bare = re.sub(r"\([^()]*\)\s*(?=:)", "", plain(text))
    marked = re.sub(r"[()]", " ", bare) if ":" in bare else ""
    return [(found["label"], found["value"].strip()) for found in _ENTRY.finditer(marked)]


def _before_entries(text: str) -> str:
    """What stands before the first 书记：某某; 所在支部： itself is taken away."""
    bare = plain(text)
    if ":" not in bare:
        return bare
    head, _, tail = bare.partition(":")
    if _LABEL.fullmatch(re.sub(r"\s+", "", NUMBERING.sub("", head))):
        return tail.strip()
    if _LABEL.fullmatch(re.sub(r"\s+", "", head)) or not tail.strip():
        return tail.strip() or head
    if _ONLY_PLACE.fullmatch(head.strip()):
        return tail.strip()
    first = re.split(r"[\s(]+(?=[^\s:()]{1,12}:)", bare)[0]
    return "" if ":" in first else first


def _first_branch(text: str) -> str:
    bare = _YEAR.sub("", re.sub(r"\s+", "", without_numbering(_LIST.sub("", plain(text))) or ""))
    found = list(_BRANCH.finditer(bare))
    if not found:
        return ""
    end = found[-1].end()
    name = bare[:end]
    if len(found) > 1:
        # 青山镇党委李家村党支部: the committee above only says where.
        cut = found[-2].end()
        rest = bare[cut:end]
        if _COMMITTEE.search(bare[:cut]) and len(rest) > len(found[-1].group()):
            name = bare[:end] if rest.startswith("第") else rest
        elif not rest[: -len(found[-1].group())]:
            name = bare[:cut]
    name = re.split(r"[:;,。]", name)[-1]
    return "" if _BRANCH.fullmatch(name) else name


def _of_secretary(text: str) -> str:
    """李家村党支部书记：王大明 names the branch as well, and so it does without the colon."""
    named = _SECRETARY_NAMED.fullmatch(re.sub(r"\s+", "", without_numbering(text)))
    if named:
        return _first_branch(named["branch"])
    for label, _ in _entries(text):
        found = _SECRETARY.fullmatch(without_numbering(label))
        if found and len(found["branch"]) > len("党支部"):
            return _first_branch(found["branch"])
    return ""


def _subject(text: str) -> str:
    bare = re.sub(r"\s+", "", without_numbering(text))
    bare = re.sub(
        rf"(?:基本)?(?:信息|情况)?(?:采集|登记|统计|汇总)?(?:{_LIST_WORD.pattern}|表)?$", "", bare
    )
    return re.sub(r"(?:基本)?(?:信息|情况|人员)$", "", bare)


def _said(text: str) -> str:
    return without_numbering(text)[:40]
