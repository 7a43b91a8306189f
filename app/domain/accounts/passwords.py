"""Which passwords are good enough: ten characters that are not on everybody's list."""

import datetime
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache

from app.domain.accounts.common_words import COMMON, SYLLABLES

SHORTEST_PASSWORD = 10
_OWN_LETTERS = 4
"""What must be left, in different characters, when everything easily guessed is taken out."""

# What people here begin with; the world's favourites are in `common_words`.
_WORDS = (
    *("password", "passw0rd", "p@ssw0rd", "passwd", "admin", "administrator", "root", "user"),
    *("guest", "test", "login", "welcome", "letmein", "iloveyou", "woaini", "1314", "520", "mima"),
    *("wodemima", "xueji", "xuejitong", "dangyuan", "dangjian", "dangzhibu", "dangxiao"),
    *("zuzhibu", "danganshi", "dangwei", "zhongguo", "zhonghua", "gongchandang", "qwerty"),
    *("abc", "aini", "nihao", "beijing", "shanghai", "secret", "master", "monkey", "dragon"),
    *("sunshine", "princess", "football", "superman", "computer", "internet", "windows"),
    *("aiqing", "baobao", "wodejia", "gongzuo", "danwei", "bangongshi", "zhongyang", "shuji"),
    *("woshishui", "nishishui", "jiayou", "kuaile", "xingfu", "pingan", "facai", "shunli"),
    *("5201314", "1314520", "7758521", "147258", "159357", "741852963", "168168", "88888888"),
    *("xiaoming", "laopo", "laogong", "baobei", "huawei", "taobao", "weixin", "wechat"),
    *(
        "密码",
        "我的",
        "学籍通",
        "学籍",
        "党员",
        "党建",
        "党支部",
        "党校",
        "党委",
        "组织部",
        "管理员",
    ),
    *(
        "管理员",
        "负责人",
        "经办",
        "使用人",
        "你好",
        "中国",
        "共产党",
        "中国共产党",
        "我爱你",
        "测试",
    ),
)
_ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "!@#$%^&*()", "147258369"),
    *(
        "一二三四五六七八九十",
        "壹贰叁肆伍陆柒捌玖拾",
        "甲乙丙丁戊己庚辛壬癸",
        "零一二三四五六七八九",
    ),
    *("零一二三四五六七八九", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "a1b2c3d4e5f6g7h8i9"),
)
_SHORTEST_RUN = 3
_MOST_SYLLABLES = 3
"""So many make a name (zhangsanfeng); a sentence in pinyin is longer."""
_LEET = str.maketrans("@$", "as")
_NO_PINYIN = 1_000_000
_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[a-z]+")
_DECORATED = re.compile(r"[a-z0-9]{4,}")


def password_problem(password: str, about: Iterable[str] = ()) -> str:
    """Why this password is not taken, in one sentence that helps; empty when it is. `about` are
    names that anybody would try: the person's, the site's, the county's."""
    if len(password) < SHORTEST_PASSWORD:
        return f"密码至少 {SHORTEST_PASSWORD} 位，可用一句自己好记的话，再加几个数字"
    if not password.isprintable():
        return "密码里有看不见的字符，请重新输入"
    left = _without_the_obvious(password.casefold(), about)
    if len(set(left)) < _OWN_LETTERS:
        return (
            "这个密码太容易猜到（姓名、单位、电话、生日、连续或重复的字符和常用词都不算），"
            "请换一句只有自己知道的话"
        )
    return ""


def _without_the_obvious(text: str, about: Iterable[str]) -> str:
    for name in _names(about):
        text = text.replace(name, "\0")
    for word in sorted(_WORDS, key=len, reverse=True):
        text = text.replace(word, "\0").replace(word.translate(_LEET), "\0")
    text = _DECORATED.sub(lambda found: _unless(found[0] in COMMON, found[0]), text)
    text = _LETTERS.sub(lambda found: _unless(_is_common(found[0]), found[0]), text)
    text = _without_numbers(text, 6)
    text = _without_numbers(_without_runs(text), 1)
    text = _without_repeats(text)
    return "".join(letter for letter in text if letter.isalnum())


def _unless(common: bool, text: str) -> str:
    return "\0" if common else text


def _is_common(letters: str) -> bool:
    """One of the world's favourite words, or what looks like a Chinese name."""
    return letters in COMMON or (len(letters) > 3 and _syllables(letters) <= _MOST_SYLLABLES)


def _syllables(letters: str) -> int:
    """The fewest pinyin syllables these letters are made of; many when they are no pinyin."""
    fewest = [0, *[_NO_PINYIN] * len(letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            if letters[start:end] in SYLLABLES:
                fewest[end] = min(fewest[end], fewest[start] + 1)
    return fewest[-1]


def _names(about: Iterable[str]) -> list[str]:
    found = set()
    for name in about:
        plain = "".join(name.casefold().split())
        short = plain[:-1] if plain[-1:] in "县乡镇区市" else plain
        found |= {plain, short, *_spelled(plain), *_spelled(short)}
    return sorted((name for name in found if len(name) > 1), key=len, reverse=True)


def _spelled(name: str) -> list[str]:
    """A Chinese name as it is typed: whole pinyin and initials."""
    from pypinyin import lazy_pinyin  # only when a password is set

    parts = lazy_pinyin(name)
    return ["".join(parts), "".join(part[:1] for part in parts)] if len(parts) > 1 else []


def _without_numbers(text: str, shortest: int) -> str:
    def guessed(found: re.Match[str]) -> str:
        digits = found[0]
        return "\0" if len(digits) >= shortest and _is_date_or_number(digits) else digits

    return _DIGITS.sub(guessed, text)


def _is_date_or_number(digits: str) -> bool:
    """A year, a birthday, a telephone or an ID number says nothing that only one person knows."""
    if len(digits) in (11, 15, 17, 18):
        return True
    if len(digits) in (4, 6, 8):
        return _is_date(digits) or len(set(digits)) <= 2
    return len(digits) <= 3


def _is_date(digits: str) -> bool:
    for shape in ("%Y%m%d", "%y%m%d", "%Y%m", "%Y", "%m%d"):
        with suppress(ValueError):
            found = datetime.datetime.strptime(digits, shape).year
            if "%Y" not in shape or 1900 <= found <= 2100:
                return True
    return False


def _without_runs(text: str) -> str:
    kept, at = [], 0
    while at < len(text):
        length = _run_at(text, at)
        kept.append("\0" if length else text[at])
        at += length or 1
    return "".join(kept)


def _run_at(text: str, at: int) -> int:
    """How many characters from here on follow each other on a keyboard or in an alphabet."""
    best = 0
    for row in _rows():
        length = 0
        while at + length < len(text) and text[at : at + length + 1] in row:
            length += 1
        best = max(best, length)
    return best if best >= _SHORTEST_RUN else 0


@cache
def _rows() -> tuple[str, ...]:
    return (*_ROWS, *(row[::-1] for row in _ROWS), "1234567890" * 2)


def _without_repeats(text: str) -> str:
    """“aaaa” is one letter, and “青山青山青山” is 青山 once."""
    return re.sub(r"(.{1,12}?)\1+", r"\1", text)
