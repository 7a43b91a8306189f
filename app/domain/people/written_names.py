"""What stands in the name column of a roster besides the name: numbers, marks, notes, footers."""

import re
import unicodedata
from dataclasses import dataclass

from app.domain.characters import HAN, HAN_ONLY
from app.domain.errors import InvalidInput
from app.domain.people.names import MIDDLE_DOT, clean_name

_NUMBER_BEFORE = re.compile(
    r"^(?:[①-⓿❶-➓⒈-⒛㈠-㈩]|\(?\d{1,4}\)|第?\d{1,4}\s*[、.．,，:：)号\s]|[一二三四五六七八九十]{1,3}、)\s*"
)
_NUMBER_BARE = re.compile(r"^\d{1,4}(?=[\u3400-\u9fff]{2,})")
_NUMBER_BEHIND = re.compile(r"(?<=[\u3400-\u9fff]{2})\s*(?:\d{1,4}|[①-⓿])$")
_MARKS = "*★☆※△▲◎●○◆◇■#＊√✓✔+"
_MARKS_AROUND = re.compile(rf"^[{re.escape(_MARKS)}\s]+|[{re.escape(_MARKS)}\s]+$")
_NOTE = re.compile(r"\s*[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]?\s*")
_PHONE_BEHIND = re.compile(r"(?<=[\u3400-\u9fff]{2})\s*(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})$")
_LABEL_BEFORE = re.compile(r"^[\u3400-\u9fff]{2,6}[:：]\s*")
_POINTS_BEHIND = re.compile(r"[,，.。;；、:：]+$")
_WORD_BEHIND = re.compile(r"(?<=[\u3400-\u9fff]{2})[\s,，]+(男|女|[\u3400-\u9fff]{1,3}族)$")
_ADDRESS = re.compile(r"(?<=[\u3400-\u9fff]{2})\s*(?:同志|先生|女士)$")
_SEVERAL = re.compile(r"(?<=[\u3400-\u9fff]{2})\s*[、/,，;；\\&]\s*(?=[\u3400-\u9fff]{2})")
_LOST = re.compile(r"[?？□�*＊]|(?<=[\u3400-\u9fff])[XＸ×○]+$|某")
_USUAL_LENGTH = 4
_TITLES = frozenset({"同志", "先生", "女士"})
_FOOTERS = frozenset({"以下", "以上", "此处", "此页", "上述", "本表", "此表"})
_WORDS = frozenset(
    "无 空 空白 没有 暂无 姓名 名字 党员姓名 合计 小计 总计 共计 总人数 人数 党员总数 人数合计 "
    "备注 说明 制表 制表人 填表 填表人 填报人 审核 审核人 审批 审批人 经办 经办人 负责人 联系人 "
    "盖章 公章 签字 签名 日期 打印日期 填报日期 填表日期 填报单位".split()
)
_SIGNED = "|".join(sorted(_WORDS | {"注", "单位负责人", "书记签字", "支部书记签字", "电话",
                                    "联系电话", "单位"}, key=len, reverse=True))  # fmt: skip
_TOTAL = r"(?:以上|本[页表支村镇部组]{0,2})?(?:合计|小计|总计|共计|共有|总人数|党员总数|共|计)"
_NOBODY = re.compile(
    rf"(?:{_SIGNED})[:(].*|\(?(?:盖章|公章|签字|签名)\)?|\(?(?:空|无|空白)\)?|"
    rf"{_TOTAL}(?::?\d*[人名位个]?|:?\d+[人名位个].*)|\d+[人名位]|第\d+页.*|"
    r"(?:以[下上]|此处|此页)(?:为)?(?:空白?|无).*|"
    r"(?:以上|以下|上述|本表|此表|附)[\u3400-\u9fff]{2,}.*[。.:].*|"
    r".*一式[一二两三四五]份.*|.*如实填写.*|.*请勿.*|"
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:填|制|止|填报|统计)?"
)
_LABEL = re.compile(r"^姓\s*名\s*[:：]\s*")
_SELECTORS = re.compile("[\ufe0e\ufe0f]")


@dataclass(frozen=True, slots=True)
class WrittenName:
    """The name, what the clerk should know of it, and the notes that stood beside it."""

    name: str
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubtful: bool = False
    """A character was lost or hidden: good enough for a new person, never for a known one."""


def names_nobody(text: str) -> bool:
    """Whether the cell holds 以下空白, a total or a signature line instead of a person."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("()")
    return plain in _WORDS or _NOBODY.fullmatch(plain) is not None


def written_name(text: str) -> WrittenName:
    """Read a name cell; what is left out of it is told.

    Raises:
        InvalidInput: the cell names nobody, or several people.
    """
    if is_plain(text):
        return WrittenName(text)
    bare = _LABEL.sub("", _SELECTORS.sub("", text.strip()))
    if is_plain(bare):
        return WrittenName(bare)
    if names_nobody(bare):
        raise _refused(f"“{bare[:20]}”不是姓名，请填写姓名")
    return _taken_apart(bare)


def is_plain(text: str) -> bool:
    """Whether the cell is a name and nothing else; asked of every line."""
    return (
        HAN_ONLY.fullmatch(text) is not None
        and len(text) <= _USUAL_LENGTH
        and text not in _WORDS
        and text[:2] not in _FOOTERS
        and text[-2:] not in _TITLES
        and "某" not in text
    )


def _taken_apart(bare: str) -> WrittenName:
    found = [note.strip() for note in _NOTE.findall(bare)]
    beside = _WORD_BEHIND.search(bare)
    if beside:
        # 张三 女 in one cell, where another list has brackets.
        bare = f"{bare[: beside.start()]}（{beside.group(1)}）"
        found.append(beside.group(1))
    notes = tuple(note for note in found if note and not note.isdigit())
    core, stripped = _without_extras(_NOTE.sub(" ", bare) if any(found) else bare)
    if not core:
        raise _refused(f"“{bare[:20]}”不是姓名，请填写姓名")
    if _SEVERAL.search(core):
        raise _refused(f"“{bare[:20]}”像是写了不止一个人，请每人一行，身份证号分开填写")
    name = clean_name(_on_one_line(core))
    remarks = []
    if any(found) or stripped:
        left = "".join(stripped) + "".join(f"（{note}）" for note in found if note)
        remarks.append(f"姓名写成“{_shown(bare)}”，按“{name}”导入，“{left}”没有作为姓名")
    elif _was_spread(bare, name):
        remarks.append(f"姓名“{_shown(bare)}”里的空格或换行已去掉，按“{name}”导入，请核对")
    doubtful = bool(_LOST.search(name))
    if doubtful:
        remarks.append(
            f"姓名“{name}”里有字没有保存下来或被遮住，多半是生僻字在另存时丢了，请对照原件改正"
        )
    return WrittenName(name, tuple(remarks), notes, doubtful)


def _without_extras(text: str) -> tuple[str, list[str]]:
    """The name and what was taken off: 1、 before it, ★ around it, 同志 behind it."""
    core, stripped = text.strip(), []
    for pattern in (_POINTS_BEHIND, _PHONE_BEHIND, _LABEL_BEFORE, _NUMBER_BEFORE, _NUMBER_BARE,
                    _MARKS_AROUND, _NUMBER_BEFORE, _NUMBER_BEHIND, _ADDRESS):  # fmt: skip
        while (found := pattern.search(core)) is not None:
            rest = (core[: found.start()] + core[found.end() :]).strip()
            if len(HAN.findall(rest)) < 2 or not found.group():
                break
            if found.group().strip():
                stripped.append(_shown(found.group()))
            core = rest
    return core, stripped


def _on_one_line(core: str) -> str:
    # A cell breaks its line anywhere; what the break parts is one name.
    lines = [" ".join(line.split()) for line in core.splitlines() if line.strip()]
    if len(lines) > 1 and all(HAN.search(line) for line in lines):
        return "".join(lines)
    return " ".join(lines)


def _was_spread(bare: str, name: str) -> bool:
    """Whether more was taken out than the usual blank of 张　三."""
    pieces = bare.split()
    if len(pieces) < 2 or " " in name:
        return False
    blanks = MIDDLE_DOT not in name and any(len(piece) > 1 for piece in pieces)
    return blanks or len(bare.splitlines()) > 1


def _shown(bare: str) -> str:
    return re.sub(r"\d{5,}", "……", " ".join(bare.split())[:30])


def _refused(sentence: str) -> InvalidInput:
    return InvalidInput({"name": sentence})
