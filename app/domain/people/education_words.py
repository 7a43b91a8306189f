"""学历 as rosters write it: a level of the table inside words that say how it was reached."""

import re
import unicodedata

_SAME = {
    "博士研究生": ("博士研究生", "博士生", "博士", "博研"),
    "硕士研究生": ("硕士研究生", "硕士生", "硕士", "硕研"),
    "研究生": ("研究生班", "研究生"),
    "大学本科": ("大学普通班", "大学本科", "大普", "大本", "本科生", "本科", "大学生", "大学"),
    "大学专科": (
        "大学专科和专科学校", "大学大专", "大学专科", "高职高专", "高等职业", "大专生", "大专",
        "专科学校", "专科生", "专科", "高职", "高专",
    ),
    "中等专科": (
        "中等专业学校或中等技术学校", "中等专业学校", "中等技术学校", "中等师范学校", "中等师范",
        "中等职业教育", "中等专业", "中等专科", "中专生", "中专", "中师",
    ),
    "职业高中": ("职业高级中学", "职业高中", "职业中学", "职高", "职中"),
    "技工学校": ("高级技工学校", "高级技校", "技工学校", "中技", "技校"),
    "普通高中": ("普通高级中学", "普通高中", "高级中学", "高中生", "高中"),
    "初中": ("初中及以下", "初级中学", "初中生", "初中"),
    "小学": ("小学及以下", "完全小学", "高小", "初小", "完小", "小学"),
    "其他": ("文盲或半文盲", "文盲半文盲", "半文盲", "文盲", "其他", "其它"),
}  # fmt: skip
_WORDS = {word: level for level, words in _SAME.items() for word in words}
_LEVEL = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_DEGREES = {"学士": ("大学本科",), "硕士": ("硕士研究生", "研究生"), "博士": ("博士研究生",)}
_DEGREE_BEHIND = re.compile(
    r"[/、,·\s]*(?:[哲经法教文史理工农医军管艺]学)?(学士|硕士|博士)(?:学位)?$"
)
# How, where and that it was reached: 在职, 党校, 毕业 say nothing of the level. 在读 is not among
# them, because that level is not reached; nor is 以上.
_HOW = re.compile(
    r"全日制|非全日制|在职|成人高考|成人教育|成教|成人|函授|自学考试|自考|业余|夜大|脱产|统招|普通全日制|"
    r"高等教育|网络教育|远程教育|广播电视大学|电视大学|电大|国家开放大学|开放大学|国开|奥鹏|"
    r"(?:中共)?(?:中央|省委|市委|地委|州委|县委|省|市)?党校|师范类|师范|毕业生?|学历|文化|程度|教育|"
    r"结业|肄业|统分|[()\[\]/、,·\s]"
)
_BRACKETS = re.compile(r"^(.*?)\((.*)\)$")
_FINER = {
    "普通高中": ("职业高中",),
    "大学本科": ("大学专科",),
    "研究生": ("硕士研究生", "博士研究生"),
}
"""高中（职高）: the words in brackets name the kind of what stands before them."""


def education_meant(text: str) -> str | None:
    """The level that is written; None when there is none, more than one, or words left over."""
    plain = unicodedata.normalize("NFKC", text).strip()
    brackets = _BRACKETS.match(plain)
    if brackets is not None:
        outer, inner = (_level(part) for part in brackets.groups())
        if outer and inner:
            return inner if inner in (outer, *_FINER.get(outer, ())) else None
    degree = _DEGREE_BEHIND.search(plain)
    if degree is not None and degree.start():
        level = _level(plain[: degree.start()])
        if level is not None:
            return level if level in _DEGREES[degree.group(1)] else None
    return _level(plain)


def _level(text: str) -> str | None:
    # The level goes first: 中等师范 holds 师范, and 国家开放大学专科 holds 大学.
    for words in (text, _HOW.sub("", text)):
        found = _LEVEL.search(words)
        if found and not _HOW.sub("", words[: found.start()] + words[found.end() :]):
            return _WORDS[found.group()]
    return None
