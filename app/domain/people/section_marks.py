"""Marks around the words of a title or section line: numbers before, counts and notes behind."""

import re
import unicodedata

NUMBERING = re.compile(
    r"^(?:[★☆●○◎◆◇■□▲△▶►▪▫◼◾❖➢✦✧✿⊙※*#·•\-—–>§]+\s*"
    r"|附[件表]\s*[一二三四五六七八九十\d]{0,3}\s*[:、.\-]?\s*"
    r"|[(\[【〔](?:[一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾]{1,4}|\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[)\]】〕]\s*[、.:]?\s*"
    r"|(?:第)?(?:[一二三四五六七八九十百零〇]{1,4}|[壹贰叁肆伍陆柒捌玖拾]{1,3}|[甲乙丙丁戊己庚辛]|\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,5})"
    r"(?:部分|类|批)?(?:[、.,:)\]。．]|\s+|[-—](?=\D))\s*"
    r"|表\s*[一二三四五六七八九十\d]{1,3}\s*[:、.]?\s*"
    r"|0\d{1,2}(?=\D)\s*"
    r"|\d{1,3}(?=[^\d\s组村号队社区楼栋连营团班年月日级期届线路里公厂站局矿户人名个位])\s*)"
)
COUNT = re.compile(
    r"[\s:,、\-—]*(?:\(?(?:共|合计|共计|计|小计|总数|人数|(?<!正式)(?<!预备)(?<!预备期)(?<!中共)党员)?"
    r"[:]?(?:有|计)?(?:(?<!正式)(?<!预备)(?<!预备期)(?<!中共)党员|(?<!发展)人员)?\s*"
    r"[\d一二三四五六七八九十百〇零两]{1,6}\s*(?:人|名|位|个)(?:党员|同志)?\)?)\s*$"
)
BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕)\s*$")
_ENCLOSED = re.compile(
    r"[(\[〔—–=~-]+([^【】《》“”\"「」『』〔〕\[\]()]*?)[〕\])—–=~-]+"
    r"|[【《“\"「『]([^【】《》“”\"「」『』]*)[】》”\"」』]"
)


def plain(text: str) -> str:
    """Half-width, one kind of colon, blanks left where they are."""
    return unicodedata.normalize("NFKC", text).replace("：", ":").strip()


def without_numbering(text: str) -> str:
    """二、李家村党支部（6人） → 李家村党支部: serial marks before, counts and remarks behind."""
    bare = plain(text)
    enclosed = _ENCLOSED.fullmatch(bare)
    if enclosed:
        bare = (enclosed.group(1) or enclosed.group(2) or "").strip() or bare
    for _ in range(3):
        shorter = NUMBERING.sub("", bare, count=1)
        if not shorter or shorter == bare:
            break
        bare = shorter
    for _ in range(3):
        shorter = COUNT.sub("", BRACKETS.sub("", bare)).rstrip(" :、,;。.★☆●■◆※*")
        if not shorter or shorter == bare:
            break
        bare = shorter
    return bare


def is_numbered(text: str) -> bool:
    """Whether a line begins as one of several sections: 一、正式党员."""
    return bool(NUMBERING.match(plain(text))) and not plain(text).startswith("附")
