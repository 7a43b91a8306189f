"""Rosters whose titles, tabs and section lines say something: category, branch, date."""

from collections.abc import Sequence

from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.people import Person
from tests.roster_corpus.shapes import HERE, TITLE, A, B, C, Outcome, Shape

THERE = "王家村党支部"
SHORT_HEAD: list[Cell] = ["序号", "姓名", "身份证号", "联系电话"]
Rows = list[Sequence[Cell]]


def short(number: int, person: Person, **other: Cell) -> list[Cell]:
    """A line of SHORT_HEAD."""
    made: dict[str, Cell] = {
        "n": number,
        "name": person.name,
        "id": person.id_number,
        "phone": person.phone,
    }
    return list({**made, **other}.values())


def shape(name: str, rows: Rows, outcome: Outcome, tab: str = "Sheet1", **sheet: object) -> Shape:
    return Shape(name, lambda: xlsx(Sheet(rows, name=tab, **sheet)), outcome)  # type: ignore[arg-type]


def _status(*found: str, start: int = 3) -> dict[int, dict[str, object]]:
    return {start + at: {"political_status": word} for at, word in enumerate(found)}


HEARD = ("人员类别是按标题",)


CATEGORIES = [
    *(
        shape(
            f"category in the title: {title}",
            [[title], SHORT_HEAD, short(1, A), short(2, B)],
            Outcome(new=2, values=_status(word, word), remarks=HEARD),
        )
        for title, word in (
            ("李家村党支部入党积极分子花名册", "入党积极分子"),
            ("李家村党支部2025年度发展对象名册", "发展对象"),
            ("中共李家村支部委员会预备党员名册（共2人）", "预备党员"),
            ("李家村党支部入党申请人台账", "入党申请人"),
            ("李家村党支部党员发展对象公示名单", "发展对象"),
            ("李家村党支部2025年新发展党员（预备党员）名册", "预备党员"),
        )
    ),
    shape(
        "category on the tab only",
        [[TITLE], SHORT_HEAD, short(1, A)],
        Outcome(new=1, values=_status("预备党员"), remarks=HEARD),
        tab="2.预备党员",
    ),
    shape(
        "the column wins over the title",
        [["李家村党支部发展对象名册"], ["姓名", "身份证号", "人员类别"],
         [A.name, A.id_number, "预备党员"], [B.name, B.id_number, None]],
        Outcome(new=2, values=_status("预备党员", "发展对象")),
    ),
    *(
        shape(
            f"a title that leaves the category open: {title}",
            [[title], SHORT_HEAD, short(1, A), short(2, B)],
            Outcome(refused={"": "不知道是哪一类人"}),
        )
        for title in (
            "李家村党支部党员和入党积极分子花名册",
            "李家村党支部党员（含预备党员）花名册",
            "李家村党支部发展对象、预备党员名册",
            "李家村党支部2025年发展党员名册",
            "李家村党支部预备党员转正名册",
        )
    ),
    shape(
        "what is left out of the title is no category",
        [["李家村党支部党员花名册（不含预备党员）"], SHORT_HEAD, short(1, A)],
        Outcome(new=1, values=_status("正式党员")),
    ),
    *(
        shape(
            f"category in section lines: {second}",
            [[TITLE], SHORT_HEAD, [first], short(1, A), [second], short(2, B)],
            Outcome(
                new=2, remarks=HEARD,
                values={4: {"political_status": "正式党员"}, 6: {"political_status": word}},
            ),
        )
        for first, second, word in (
            ("一、正式党员（1人）", "二、预备党员（1人）", "预备党员"),
            ("（一）正式党员", "（二）发展对象1名", "发展对象"),
            ("1.正式党员:", "2.入党积极分子:", "入党积极分子"),
            ("★正式党员", "★预备党员★ 共1人", "预备党员"),
            ("Ⅰ．正式党员", "Ⅱ．入党申请人", "入党申请人"),
            ("第一部分：正式党员", "第二部分：预备党员", "预备党员"),
            ("正式党员名单", "预备党员名单", "预备党员"),
        )
    ),
    shape(
        "a section with its number and its count in cells of their own",
        [[TITLE], SHORT_HEAD, ["一", "正式党员", None, "1人"], short(1, A),
         ["二", "预备党员", None, "1人"], short(2, B)],
        Outcome(new=2, values={6: {"political_status": "预备党员"}}, remarks=HEARD),
    ),
    shape(
        "categories inside branches, and the next branch begins anew",
        [["青山镇党员花名册"], SHORT_HEAD,
         ["一、李家村党支部"], ["（一）正式党员"], short(1, A), ["（二）预备党员"], short(2, B),
         ["二、王家村党支部"], short(1, C)],
        Outcome(
            new=3, branch="", remarks=HEARD,
            values={
                5: {"organization": HERE, "political_status": "正式党员"},
                7: {"organization": HERE, "political_status": "预备党员"},
                9: {"organization": THERE, "political_status": "正式党员"},
            },
        ),
    ),
    shape(
        "branches inside categories",
        [["青山镇党员花名册"], SHORT_HEAD,
         ["一、正式党员"], ["李家村党支部"], short(1, A), ["王家村党支部"], short(2, B),
         ["二、预备党员"], ["李家村党支部"], short(1, C)],
        Outcome(
            new=3, branch="", remarks=HEARD,
            values={
                7: {"organization": THERE, "political_status": "正式党员"},
                10: {"organization": HERE, "political_status": "预备党员"},
            },
        ),
    ),
    shape(
        "a date in a section line",
        [[TITLE], SHORT_HEAD, ["2019年7月1日入党（1人）"], short(1, A), ["2021年6月入党"],
         short(2, B)],
        Outcome(new=2, values={4: {"joined_on": "2019-07-01"}, 6: {"joined_on": "2021-06"}}),
    ),
    shape(
        "a date in the title is named, not read",
        [["李家村党支部党员花名册（2019年7月入党）"], SHORT_HEAD, short(1, A)],
        Outcome(new=1, values={3: {"joined_on": None}}, remarks=("2019-07",)),
    ),
    shape(
        "nothing says that they are of the Party",
        [["李家村干部花名册"], SHORT_HEAD, short(1, A)],
        Outcome(new=1, remarks=("按“正式党员”记",)),
    ),
]  # fmt: skip

BRANCH_PLACES = [
    *(
        shape(
            f"branch named as {said}",
            [[said], SHORT_HEAD, short(1, A)],
            Outcome(new=1),
        )
        for said in (
            "所在支部：李家村党支部   支部书记：王大明",
            "党支部名称:李家村党支部；书记:王大明；人数:1人",
            "李家村党支部（书记：王大明 电话：13800000000）党员花名册",
            "填报单位（盖章）：李家村党支部          填报时间：2024年5月",
            "云岭县青山镇李家村党支部党员花名册",
            "附件1：青山镇党委李家村党支部党员名册",
            "中共云岭县青山镇李家村支部委员会党员名册",
            "李家村党支部书记：王大明",
            "村（社区）：李家村    填表人：某某    党员名册",
            "截至2024年12月31日李家村党支部党员名册",
        )
    ),
    *(
        shape(
            f"tab {tab}",
            [["党员花名册"], SHORT_HEAD, short(1, A)],
            Outcome(new=1),
            tab=tab,
        )
        for tab in ("1.李家村", "01李家村", "一、李家村党支部", "①李家村", "(1)李家村支部",
                    "李家村党支部(1人)", "1-李家村", "第1 李家村党支部")
    ),
    *(
        shape(
            f"sections numbered as {first}",
            [["青山镇党员名册"], SHORT_HEAD, [first], short(1, A), ["小计", "1人"],
             [second], short(1, B), ["小计", "1人"]],
            Outcome(
                new=2, branch="", values={4: {"organization": HERE}, 7: {"organization": THERE}}
            ),
        )
        for first, second in (
            ("一、李家村党支部（6人）", "二、王家村党支部（6人）"),
            ("（一）李家村党支部 共6名", "（二）王家村党支部 共6名"),
            ("1、李家村支部：", "2、王家村支部："),
            ("⑴李家村党支部", "⑵王家村党支部"),
            ("㈠李家村党支部", "㈡王家村党支部"),
            ("壹、李家村党支部", "贰、王家村党支部"),
            ("甲．李家村党支部", "乙．王家村党支部"),
            ("第一、李家村党支部", "第二、王家村党支部"),
            ("●李家村党支部　书记：王大明", "●王家村党支部　书记：李小明"),
            ("李家村（6人）", "王家村（6人）"),
            ("所在党支部：李家村党支部", "所在党支部：王家村党支部"),
            ("中共青山镇李家村支部委员会", "中共青山镇王家村支部委员会"),
        )
    ),
    shape(
        "villages in a column",
        [["青山镇党员花名册"], ["序号", "村（社区）", "姓名", "身份证号"],
         [1, "李家村", A.name, A.id_number], [2, "王家村", B.name, B.id_number]],
        Outcome(new=2, branch="",
                values={3: {"organization": HERE}, 4: {"organization": THERE}}),
    ),
    shape(
        "an unknown village in a column",
        [["青山镇党员花名册"], ["姓名", "身份证号", "所属村（社区）"],
         [A.name, A.id_number, "3.孙家"]],
        Outcome(refused={"C3": "孙家党支部"}, unknown=["孙家党支部"]),
    ),
    shape(
        "a branch column that is blank below its first line",
        [["李家村党支部党员花名册"], ["姓名", "身份证号", "党支部"],
         [A.name, A.id_number, "李家村党支部"], [B.name, B.id_number, None]],
        Outcome(new=2, remarks=("第 4 行没有填",)),
    ),
    shape(
        "only a township in the title",
        [["青山镇党员花名册"], SHORT_HEAD, short(1, A), short(2, B)],
        Outcome(new=2, branch="青山镇", remarks=("2 人按标题归入“青山镇”",)),
    ),
    shape(
        "the branch column wins over the village",
        [["青山镇党员花名册"], ["姓名", "身份证号", "村", "所在党支部"],
         [A.name, A.id_number, "王家村", "李家村党支部"]],
        Outcome(new=1, remarks=("村",)),
    ),
    shape(
        "单位 that holds branches",
        [["青山镇党员花名册"], ["姓名", "身份证号", "单位"],
         [A.name, A.id_number, "李家村党支部"], [B.name, B.id_number, "李家村支部"]],
        Outcome(new=2),
    ),
    shape(
        "a sentence is no branch",
        [[TITLE], SHORT_HEAD, short(1, A), ["以上党员均由赵家村党支部审核"], short(2, B)],
        Outcome(new=2),
    ),
]  # fmt: skip

CONTEXT_LAYOUTS = [*CATEGORIES, *BRANCH_PLACES]
