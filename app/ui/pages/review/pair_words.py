"""What a pair card says for each thing that can be done."""

from dataclasses import dataclass

from app.ui.pages.review.actions import LEFT, SAME, WRONG


@dataclass(frozen=True)
class PairWords:
    """Title and explanation, what picking a column means, what is asked for besides."""

    title: str
    explanation: str
    pick: str
    agree: str
    entry: str = ""
    hint: str = ""


WORDS = {
    ("member", SAME): PairWords(
        "同一个人登记了两次：保留哪一条？",
        "另一条并入保留的这一条，学时、职务、证书都归到他名下，什么也不删除；随时可以撤销合并。"
        "橙色的是两边不同的内容。",
        "保留这一条",
        "合并",
    ),
    ("member", WRONG): PairWords(
        "两个不同的人：谁的身份证号录错了？",
        "请对着身份证或档案填写正确的号码，填好后会核对校验位，也会查有没有别人用这个号码。",
        "这一条的号码录错",
        "改正号码",
        "正确的身份证号：",
        "18 位或 15 位号码",
    ),
    ("member", LEFT): PairWords(
        "同一个人在两处，其中一处已经转出：是哪一处？",
        "选中的这一条改为“已转出”并注明日期，历史、学时和证书都保留，不再计入在册党员。",
        "这一处已转出",
        "登记已转出",
        "转出日期：",
        "如 2026-05-12，只知道年月写 2026-05",
    ),
    ("certificate", WRONG): PairWords(
        "两份证书用了同一个编号：作废哪一份？",
        "发出去的证书不改号：先收回并作废一份，编号留在登记里不再使用，再由办班单位补发新编号。"
        "请先对着两份原件核对。",
        "作废这一份",
        "作废",
        "作废原因：",
        "如：编号重复，已收回原件",
    ),
    ("organization", SAME): PairWords(
        "同一个党组织登记了两次：保留哪一个？",
        "另一个的党员、下级组织、班次和职务都转到保留的这一个，空的那个停用；可以撤销。",
        "保留这一个",
        "合并",
    ),
}
