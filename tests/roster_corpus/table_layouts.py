"""Rosters with groups of other people, several tables, deep headers, many words for one thing."""

from tests.roster_corpus.files import Sheet, text, xls
from tests.roster_corpus.layouts import HEARD, SHORT_HEAD, THERE, shape, short
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import HERE, TITLE, A, B, C, Outcome, Shape

D, E, F = people(6, seed=11)[3:]

GROUPS_OF_OTHERS = [
    *(
        shape(
            f"group {group}, {'merged' if merged else 'not merged'}",
            [[TITLE],
             ["序号", "姓名", "性别", "身份证号", group, None, None, "备注"],
             [None, None, None, None, "姓名", "关系", "联系电话", None],
             [1, A.name, A.sex, A.id_number, "某某", "配偶", "13900000001", "无"]],
            Outcome(new=1, values={4: {"phone": None, "name": A.name}},
                    remarks=("联系电话",)),
            merged=merged,
        )
        for group in ("紧急联系人", "配偶", "家庭成员", "培养联系人", "帮扶对象", "监护人",
                      "入党介绍人", "结对群众", "家里的人", "表兄")
        for merged in (("E2:G2", "A2:A3", "B2:B3"), ())
    ),
    shape(
        "a group of others without a name",
        [[TITLE], ["姓名", "身份证号", "包组干部", None],
         [None, None, "联系电话", "单位及职务"],
         [A.name, A.id_number, "13900000001", "镇政府"]],
        Outcome(new=1, values={4: {"phone": None, "workplace": None}},
                remarks=("联系电话", "单位及职务")),
        merged=("C2:D2",),
    ),
    shape(
        "a group of others first, the person after",
        [[TITLE], ["户主信息", None, None, "党员信息", None, None],
         ["姓名", "身份证号", "电话", "姓名", "身份证号", "电话"],
         ["某某", B.id_number, "13900000001", A.name, A.id_number, A.phone]],
        Outcome(new=1, values={4: {"name": A.name, "id_number": A.id_number, "phone": A.phone}},
                remarks=("身份证号",)),
        merged=("A2:C2", "D2:F2"),
    ),
    shape(
        "a relative with a number of their own",
        [[TITLE], ["基本情况", None, None, "家庭成员", None, None],
         ["姓名", "身份证号", "电话", "姓名", "身份证号", "电话"],
         [A.name, A.id_number, None, "某某", B.id_number, "13900000001"]],
        Outcome(new=1, values={4: {"id_number": A.id_number, "phone": None}},
                remarks=("身份证号",)),
        merged=("A2:C2", "D2:F2"),
    ),
    shape(
        "a family table below",
        [[TITLE], SHORT_HEAD, short(1, A), ["家庭成员情况"],
         ["序号", "姓名", "身份证号", "与本人关系"], [1, "某某", B.id_number, "配偶"]],
        Outcome(new=1, remarks=("家庭成员",)),
    ),
    shape(
        "a family table below, told by its columns alone",
        [[TITLE], SHORT_HEAD, short(1, A), [],
         ["序号", "姓名", "身份证号", "与党员关系"], [1, "某某", B.id_number, "配偶"]],
        Outcome(new=1, remarks=("与党员关系",)),
    ),
    shape(
        "a family beside",
        [[TITLE], [*SHORT_HEAD, "姓名", "身份证号", "称谓"],
         [*short(1, A), "某某", B.id_number, "配偶"]],
        Outcome(new=1, remarks=("称谓",)),
    ),
    shape(
        "a relative named in one line",
        [[TITLE], ["姓名", "身份证号", "家属姓名", "关系", "联系电话", "入党时间"],
         [A.name, A.id_number, "某某", "配偶", "13900000001", "1990.7"]],
        Outcome(new=1, values={3: {"phone": None, "joined_on": "1990-07"}},
                remarks=("家属姓名、关系、联系电话",)),
    ),
    shape(
        "the phone behind an introducer is the person's",
        [[TITLE], ["姓名", "身份证号", "入党介绍人", "联系电话"],
         [A.name, A.id_number, "某某、某某", A.phone]],
        Outcome(new=1, values={3: {"phone": A.phone}}, remarks=("入党介绍人",)),
    ),
    shape(
        "the phone behind a contact is asked about",
        [[TITLE], ["姓名", "身份证号", "紧急联系人", "联系电话"],
         [A.name, A.id_number, "某某", "13900000001"]],
        Outcome(new=1, values={3: {"phone": None}}, remarks=("紧急联系人", "分不清")),
    ),
    Shape(
        "a group of others in a csv",
        lambda: text(
            [[TITLE], ["姓名", "身份证号", "紧急联系人", None], [None, None, "姓名", "电话"],
             [A.name, A.id_number, "某某", "13900000001"]], "gb18030"),
        Outcome(new=1, values={4: {"phone": None}}, remarks=("电话",)),
        ".csv",
    ),
]  # fmt: skip

TABLES = [
    shape(
        "a second table below with other columns in another order",
        [["李家村党支部党员和入党积极分子花名册"], ["一、正式党员"],
         ["序号", "姓名", "身份证号", "入党时间", "转正时间"],
         [1, A.name, A.id_number, "1995.07", "1996.07"],
         ["二、入党积极分子"],
         ["序号", "身份证号", "姓名", "申请入党时间", "联系电话"],
         [1, B.id_number, B.name, "2024.3", B.phone]],
        Outcome(
            new=2,
            remarks=("申请入党时间", "人员类别是按标题", "人员类别是按标题"),
            values={
                4: {"joined_on": "1995-07", "political_status": "正式党员"},
                7: {"name": B.name, "phone": B.phone, "joined_on": None,
                    "political_status": "入党积极分子"},
            },
        ),
    ),
    shape(
        "a table per branch, each with title and header, a total between",
        [["李家村党支部党员名册"], SHORT_HEAD, short(1, A), ["合计", "1人"],
         ["王家村党支部党员名册"], ["序号", "姓名", "联系电话", "身份证号"],
         [1, B.name, B.phone, B.id_number]],
        Outcome(new=2, branch="",
                values={3: {"organization": HERE},
                        7: {"organization": THERE, "phone": B.phone}}),
    ),
    shape(
        "printed pages: title and header repeated",
        [[TITLE], SHORT_HEAD, short(1, A), ["第1页 共2页"], [TITLE], SHORT_HEAD, short(2, B)],
        Outcome(new=2),
    ),
    shape(
        "a second table without numbers is named",
        [[TITLE], SHORT_HEAD, short(1, A), ["序号", "姓名", "性别", "联系电话"],
         [1, B.name, B.sex, B.phone]],
        Outcome(new=1, remarks=("A4:D5",)),
    ),
    shape(
        "two tables side by side",
        [[TITLE], [*SHORT_HEAD, *SHORT_HEAD], [*short(1, A), *short(3, C)],
         [*short(2, B), *short(4, D)]],
        Outcome(new=4),
        merged=("A1:H1",),
    ),
    shape(
        "side by side with a gap and another order, the right one shorter",
        [[TITLE], [*SHORT_HEAD, None, "姓名", "联系电话", "身份证号"],
         [*short(1, A), None, C.name, C.phone, C.id_number], short(2, B)],
        Outcome(new=3),
    ),
    shape(
        "side by side, each with its own title",
        [["李家村党支部", None, None, None, "王家村党支部"], [*SHORT_HEAD, *SHORT_HEAD],
         [*short(1, A), *short(1, B)]],
        Outcome(new=2, branch=""),
        merged=("A1:D1", "E1:H1"),
    ),
    shape(
        "side by side under header groups of category",
        [[TITLE], ["正式党员", None, None, None, "预备党员", None, None, None],
         [*SHORT_HEAD, *SHORT_HEAD], [*short(1, A), *short(1, B)]],
        Outcome(new=2, remarks=HEARD * 2),
        merged=("A2:D2", "E2:H2"),
    ),
    shape(
        "side by side, the right one begins further down",
        [[TITLE], SHORT_HEAD, short(1, A),
         [*short(2, B), None, "序号", "姓名", "身份证号"],
         [*short(3, C), None, 1, D.name, D.id_number],
         [None] * 5 + [2, E.name, E.id_number]],
        Outcome(new=5),
    ),
    shape(
        "people beside the table under no header are named",
        [[TITLE], SHORT_HEAD, [*short(1, A), B.name, B.id_number]],
        Outcome(new=1, remarks=("F3:F3",)),
    ),
    shape(
        "people above the header are named",
        [[TITLE], [C.name, C.id_number], SHORT_HEAD, short(1, A)],
        Outcome(new=1, remarks=("B2:B2",)),
    ),
    shape(
        "a header of three lines",
        [[TITLE], ["序号", "党员基本情况", None, None, None, "身份证号", "联系电话"],
         [None, "个人信息", None, "民族", "出生年月", None, None],
         [None, "姓名", "性别", None, None, None, None],
         [1, A.name, A.sex, A.ethnicity, A.birth, A.id_number, A.phone]],
        Outcome(new=1, values={5: {"phone": A.phone, "ethnicity": A.ethnicity}}),
        merged=("A2:A4", "B2:E2", "B3:C3", "D3:D4", "E3:E4", "F2:F4", "G2:G4"),
    ),
    shape(
        "a header of four lines, a word split over two of them",
        [[TITLE], ["党员登记", None, None, None, None], ["基本情况", None, None, "入党", "联系"],
         ["姓", "身份证件", None, "时间", "电话"], ["名", "号码", None, None, None],
         [A.name, A.id_number, None, "1990.7", A.phone]],
        Outcome(new=1, values={6: {"joined_on": "1990-07", "phone": A.phone}}),
        merged=("A3:C3",),
    ),
    Shape(
        "a header of three lines without merged cells",
        lambda: text(
            [[TITLE], ["序号", "党员基本情况", None, None, "身份证号", "联系方式"],
             [None, "个人信息", None, "民族", None, None],
             [None, "姓名", "性别", None, None, "手机"],
             [1, A.name, A.sex, A.ethnicity, A.id_number, A.phone]], "utf-8"),
        Outcome(new=1, values={5: {"phone": A.phone, "sex": A.sex}}),
        ".csv",
    ),
    shape(
        "a line that numbers the columns",
        [[TITLE], SHORT_HEAD, [1, 2, 3, 4], short(1, A)],
        Outcome(new=1),
    ),
    Shape(
        "two tables in an old workbook",
        lambda: xls(Sheet([[TITLE], SHORT_HEAD, short(1, A), [], ["二、预备党员"],
                           ["姓名", "身份证号"], [B.name, B.id_number]])),
        Outcome(new=2, values={7: {"political_status": "预备党员"}}, remarks=HEARD),
        ".xls",
    ),
]  # fmt: skip

WORDS = [
    shape(
        f"header {word}",
        [[TITLE], ["姓名", "身份证号", word], [A.name, A.id_number, value]],
        Outcome(new=1, values={3: {name: value}}),
    )
    for name, value, words in (
        ("phone", A.phone, ("联系电话/手机", "本人联系电话", "常用电话", "手机1", "手机或电话",
                            "党员电话", "通讯电话", "联系电话1")),
        ("joined_on", "1990-07", ("预备党员时间", "接收为预备党员时间", "加入中共时间", "入党",
                                  "吸收为预备党员时间", "确定为预备党员时间")),
        ("full_on", "1991-07", ("转正", "成为正式党员时间", "按期转正时间", "预备党员转正时间")),
        ("birth_date", A.birth.replace(".", "-"), ("生年月日", "出生", "出生日")),
        ("education", "大学专科", ("学历学位", "学历/学位", "文化", "教育程度", "学历情况")),
        ("sex", A.sex, ("性別", "男/女")),
        ("workplace", "主任", ("职务/职级", "村内职务", "岗位", "现工作单位及职务")),
        ("organization", HERE, ("组织关系所在党支部", "党员所在党支部", "现所在党支部",
                                "党支部全称", "组织关系", "隶属党支部", "所在基层党组织")),
    )
    for word in words
] + [
    shape(
        f"names under {word}, numbers under {number}",
        [[TITLE], [word, number], [A.name, A.id_number]],
        Outcome(new=1, values={3: {"name": A.name}}),
    )
    for word, number in (
        ("党员", "身份证号"), ("参训人员姓名", "二代身份证号"), ("姓名/Name", "身份证号/护照号"),
        ("学员", "本人身份证号"), ("村干部姓名", "身份证ID"), ("真实姓名", "身份证编号"),
        ("参训人员", "有效身份证件号码"),
    )
]  # fmt: skip

TABLE_LAYOUTS = [*GROUPS_OF_OTHERS, *TABLES, *WORDS]
