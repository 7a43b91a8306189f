"""Words over the columns of a roster that no field of a person declares, and whose they are."""

import re

POST_TITLE, POST_FROM = "post_title", "post_from"
"""Keys of `RosterRow.cells` for the post a person holds in the branch, and since when."""

POST_HEADERS = {
    POST_TITLE: (
        "党内职务", "党内任职", "党内职务名称", "现任党内职务", "担任党内职务", "所任党内职务",
        "党内现任职务", "支部职务", "党支部职务", "支部内职务", "支委职务", "党组织职务",
        "党组织内职务", "班子职务", "支部班子职务", "党务职务",
    ),
    POST_FROM: (
        "任职时间", "任职日期", "任职年月", "任职起始时间", "任职起始日期", "任职开始时间",
        "任现职时间", "任现职日期", "任党内职务时间", "党内职务任职时间", "党内任职时间",
        "党内任职日期", "担任党内职务时间", "支部任职时间", "职务任职时间",
    ),
}  # fmt: skip
"""Field to the ways of writing its header."""

ARRIVED_ON, CHANGED_ON = "arrived_on", "changed_on"
"""Since when somebody belongs to the branch, and when whatever the line changes did change."""

MOVE_HEADERS = {
    ARRIVED_ON: tuple(
        f"{what}{word}"
        for what in ("转入", "组织关系转入", "转入支部", "转入党支部", "调入", "转接", "转入本支部")
        for word in ("日期", "时间", "年月")
    ),
    CHANGED_ON: tuple(
        f"{what}{word}"
        for what in ("变动", "变更", "状态变动", "党籍变动", "异动")
        for word in ("日期", "时间", "年月")
    ),
}

LABELS = {
    POST_TITLE: "党内职务",
    POST_FROM: "任职时间",
    ARRIVED_ON: "转入日期",
    CHANGED_ON: "变动日期",
}

WEAK_HEADERS = {
    "name": (
        "党员", "学员", "参训人员", "参训学员", "参会人员", "培训对象", "参训对象", "人员",
        "发展对象", "积极分子", "入党积极分子", "预备党员", "干部", "村干部",
    ),
    "organization": (
        "村", "社区", "村社区", "村居", "村名", "所在村", "所在村社区", "所在村居", "所属村",
        "所属村社区", "行政村", "所在社区", "所属社区", "村别", "村级", "村/社区", "党小组所在支部",
    ),
}  # fmt: skip
"""Headers that mean a field only where no clearer header names it."""

VILLAGE_HEADERS = frozenset({*WEAK_HEADERS["organization"]})

SERIAL_HEADERS = frozenset(
    {"序号", "编号", "序", "号", "NO", "序列", "行号", "顺序号", "总序号", "SN", "序次"}
)

NEVER_READ = frozenset({"merged_into", "status_on"})
"""Fields of a person that no column of a roster is: who somebody was merged into is decided by
people, and since when a status holds is said by `CHANGED_ON`."""

OUR_HEADERS = frozenset({"拒绝原因"})
"""Columns that this program writes and never reads."""

_PEOPLE = (
    "紧急联系|应急联系|联系人|联络人|联系户|联系群众|联系对象|联系党员|联系领导|结对|帮扶|帮带|帮联|帮教|包户|包联|包保|包村|挂点|"
    "责任人|负责人|配偶|爱人|丈夫|妻子|父亲|母亲|父母|子女|儿子|女儿|儿女|兄弟|姐妹|祖父|祖母|孙子|孙女|"
    "亲属|家属|家庭(?!住址|地址|电话|所在|详细|出身|成分|类型|人口|户)|家人|家长|亲友|直系|社会关系|"
    "监护|赡养|抚养|扶养|照料人|介绍人|培养人|培养考察人|考察人|谈话人|推荐人|证明人|见证人|担保人|"
    "保证人|代理人|代办人|委托|受托|法定代表|法人|户主|填表人|填报人|审核人|经办人|网格员|导师|师傅|"
    "带教|班主任|辅导员|指导员|驻村|所带|受助|被联系|被帮|对接人|领导信息|上级领导|党支部书记信息|书记信息"
    "|联户|包片|老伴|伴侣|代办员|备用联系|小组长|负责同志|分管领导|儿媳|女婿|岳父|岳母|公公|婆婆|亲戚|邻居"
)
_OTHER = re.compile(_PEOPLE)
_OTHER_TITLE = re.compile(
    r"(?:紧急联系人|联系人|联络人|(?<!党员)(?<!干部)联系(?:户|群众|对象)|结对户|结对对象|结对群众|帮扶对象|帮扶户|帮扶人|"
    r"帮扶责任人|帮带对象|配偶|子女|父母|家属|亲属|家庭成员|家庭主要成员|主要家庭成员|家人|社会关系|"
    r"主要社会关系|监护人|赡养人|介绍人|培养人|考察人|推荐人|证明人|户主|留守儿童|脱贫户|监测户|"
    r"低保户|五保户|特困户|困难户|困难群众)$"
)
_FAMILY = re.compile(
    "配偶|爱人|丈夫|妻|父|母|子女|儿子|女儿|儿女|兄弟|姐妹|亲属|家属|家庭|家人|家长|亲友|监护|社会关系"
)
_RELATION = frozenset({"关系", "称谓", "与本人关系", "与党员关系", "与其关系", "与党员本人关系",
                       "与学员关系", "与被监护人关系", "亲属关系", "家庭关系",
                       "与该同志关系"})  # fmt: skip
_OWN_GROUP = re.compile(
    "基本|个人|本人|党员|学员|自然|身份|证件|联系(?:方式|电话)|通讯|电话|手机|入党|党籍|党内|党组织|"
    "组织关系|学历|学位|教育|文化|学习|工作|单位|职务|任职|岗位|职业|时间|日期|年月|出生|住址|地址|户籍|"
    "籍贯|流动|培训|备注|其他|其它|身体|健康|生活|性别|民族|年龄|所在|所属|类别|转正|姓名|号码|"
    "信息采集|自己|主体"
)


def is_about_somebody_else(text: str) -> bool:
    """Whether a header or group speaks of a person who is not the one of the line."""
    return bool(_OTHER.search(text)) or text in _RELATION


def is_family(text: str) -> bool:
    """Whether a header speaks of a relative."""
    return bool(_FAMILY.search(text))


def is_relation(text: str) -> bool:
    """Whether a column says how somebody is related to somebody."""
    return text in _RELATION


def is_introducer(text: str) -> bool:
    """入党介绍人 are two by rule: one phone behind them is never theirs."""
    return "介绍人" in text


def is_own_group(text: str) -> bool:
    """Whether a header group clearly speaks of the person of the line."""
    return bool(_OWN_GROUP.search(text)) and not is_about_somebody_else(text)


def titles_somebody_else(text: str) -> str:
    """The people a list is about when they are nobody's own line: 家庭成员, 帮扶对象."""
    found = _OTHER_TITLE.search(text)
    return found.group() if found else ""
