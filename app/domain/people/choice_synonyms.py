"""What rosters and clerks write instead of the word of the code table (domain.md E.3, E.4, E.8)."""

from collections.abc import Mapping
from functools import lru_cache

from app.domain.characters import plain_code
from app.domain.people.codes import (
    EDUCATION,
    ETHNICITIES,
    MEMBER_STATES,
    POLITICAL_STATUSES,
    SEXES,
)
from app.domain.people.education_words import education_meant

SEX_SYNONYMS = {
    "男性": "男",
    "女性": "女",
    "男士": "男",
    "女士": "女",
    "先生": "男",
    "男同志": "男",
    "女同志": "女",
    "M": "男",
    "F": "女",
    "MALE": "男",
    "FEMALE": "女",
}

ETHNICITY_SYNONYMS = {
    **{name[:-1]: name for name in ETHNICITIES if name.endswith("族")},
    "维族": "维吾尔族",
    "蒙族": "蒙古族",
    "哈萨克": "哈萨克族",
    "朝族": "朝鲜族",
    "鲜族": "朝鲜族",
    "哈族": "哈萨克族",
    "蒙": "蒙古族",
    "维": "维吾尔族",
    "其它": "其他",
    "其他民族": "其他",
    "其它民族": "其他",
    "入籍": "外国血统中国籍人士",
    "外国血统": "外国血统中国籍人士",
    # Two digits are the code of GB/T 3304, in whose order the table stands.
    **{f"{number:02}": name for number, name in enumerate(ETHNICITIES[:56], 1)},
    "97": "其他",
    "98": "外国血统中国籍人士",
}

POLITICAL_STATUS_SYNONYMS = {
    "党员": "正式党员",
    "中共党员": "正式党员",
    "中共正式党员": "正式党员",
    "中国共产党党员": "正式党员",
    "中国共产党正式党员": "正式党员",
    "正式": "正式党员",
    "中共预备党员": "预备党员",
    "中国共产党预备党员": "预备党员",
    "中共党员（预备）": "预备党员",
    "党员（预备）": "预备党员",
    "预备": "预备党员",
    "党员发展对象": "发展对象",
    "积极分子": "入党积极分子",
    "申请人": "入党申请人",
    "入党申请": "入党申请人",
    "团员": "共青团员",
    "中国共产主义青年团团员": "共青团员",
    "党员（正式）": "正式党员",
    "中共党员（正式）": "正式党员",
    "中共": "正式党员",
    "中国共产党": "正式党员",
    "预备期": "预备党员",
    "党员（预备期）": "预备党员",
    "申请入党人员": "入党申请人",
    "申请入党": "入党申请人",
    "递交入党申请书": "入党申请人",
    "已递交入党申请书": "入党申请人",
    "入党申请人员": "入党申请人",
    "重点发展对象": "发展对象",
    "民主党派成员": "民主党派",
    "普通群众": "群众",
    "普通公民": "群众",
    "非党": "群众",
    "非中共党员": "群众",
    "无党派": "群众",
    "非党员": "群众",
    "无党派人士": "群众",
}

MEMBER_STATE_SYNONYMS = {
    "在册": "正常",
    "正常党籍": "正常",
    "正常党员": "正常",
    "转出": "已转出",
    "去世": "已去世",
    "死亡": "已去世",
    "已死亡": "已去世",
    "已故": "已去世",
    "亡故": "已去世",
    "病故": "已去世",
    "逝世": "已去世",
    "已逝世": "已去世",
    "组织关系转出": "已转出",
    "组织关系已转出": "已转出",
    "调出": "已转出",
    "已调出": "已转出",
    "已出党": "出党",
    "停止": "停止党籍",
}

CHOICE_SYNONYMS: Mapping[tuple[str, ...], Mapping[str, str]] = {
    SEXES: SEX_SYNONYMS,
    ETHNICITIES: ETHNICITY_SYNONYMS,
    POLITICAL_STATUSES: POLITICAL_STATUS_SYNONYMS,
    MEMBER_STATES: MEMBER_STATE_SYNONYMS,
}
"""By code table: the synonyms that `parse` accepts besides the words of the table."""

_PEOPLE_WITHOUT_CODE = (
    "穿青人", "穿青", "革家人", "革家", "亻革家", "亻革家人", "僜人", "夏尔巴人", "夏尔巴",
    "未识别", "未识别民族", "未定族称", "未定族称人口",
)  # fmt: skip
_PARTIES = {
    "民革": "党员", "民盟": "盟员", "民建": "会员", "民进": "会员", "农工党": "党员",
    "农工": "党员", "致公党": "党员", "致公": "党员", "九三学社": "社员", "九三": "社员",
    "台盟": "盟员",
}  # fmt: skip
_MEMBERS_SOMEHOW = ("农村党员", "流动党员", "在职党员", "离退休党员", "退休党员", "离休党员",
                    "老党员", "在册党员", "困难党员", "无职党员", "普通党员", "转正",
                    "已转正")  # fmt: skip
_OUT_OF_THE_PARTY = ("开除党籍", "开除", "除名", "自行脱党", "自行脱党除名", "劝退", "劝其退党",
                     "退党", "取消预备党员资格", "取消预备资格")  # fmt: skip

STILL_MEMBERS = frozenset({
    "失联", "失去联系", "失联党员", "流动", "流动党员", "外出", "外出流动", "出国", "出国(境)",
    "出境", "留党察看", "受处分", "警告", "严重警告", "在职", "退休", "离退休", "困难",
})  # fmt: skip
"""No state of membership: who is so is a member still, whatever else is true of them."""

WIDER: Mapping[tuple[str, ...], Mapping[str, str]] = {
    ETHNICITIES: {**dict.fromkeys(_PEOPLE_WITHOUT_CODE, "其他"), "达翰尔族": "达斡尔族",
                  "达翰尔": "达斡尔族"},
    POLITICAL_STATUSES: {
        **dict.fromkeys(_MEMBERS_SOMEHOW, "正式党员"),
        **{f"{party}{who}": "民主党派" for party, who in _PARTIES.items()},
        **dict.fromkeys(_PARTIES, "民主党派"),
        **{f"{party}成员": "民主党派" for party in _PARTIES},
        "少先队员": "群众",
    },
    EDUCATION: {
        "博士后": "博士研究生", "中职": "中等专科", "中等职业学校": "中等专科",
        "私塾": "其他", "识字": "其他", "扫盲班": "其他", "扫盲": "其他",
    },
    MEMBER_STATES: dict.fromkeys(_OUT_OF_THE_PARTY, "出党"),
}  # fmt: skip
"""Words that belong under a code but say more than it: taken from a roster, and told."""


def chosen(choices: tuple[str, ...], text: str) -> str | None:
    """The word of the table that is meant; None when the text is none of its words."""
    word = plain_code(text)
    if word in choices:
        return word
    plainly = _plain_words(choices).get(word)
    if plainly is not None:
        return plainly
    known = CHOICE_SYNONYMS.get(choices, {})
    for spelled in (text.strip(), word, word.upper()):
        if spelled in known:
            return known[spelled]
    return education_meant(word) if choices == EDUCATION else None


@lru_cache(maxsize=256)
def _plain_words(choices: tuple[str, ...]) -> Mapping[str, str]:
    """Words of the table that are not spelled plainly: 乡镇（街道）党校."""
    return {plain: word for word in choices if (plain := plain_code(word)) != word}


def wider(choices: tuple[str, ...], text: str) -> str | None:
    """The code under which a word without one of its own belongs."""
    return WIDER.get(choices, {}).get(plain_code(text))
