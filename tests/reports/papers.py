"""Every document with any number of generated people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.documents.archive import Archive, ArchiveYear, TrainingLine
from app.domain.documents.attendance_proof import AttendanceProof
from app.domain.documents.certificate import Certificate
from app.domain.documents.class_roster import ClassRoster, RosterLine
from app.domain.documents.feedback import Feedback, FeedbackLine
from app.domain.documents.handover_slip import HandoverSlip
from app.domain.documents.headcount_change import (
    ChangedPerson,
    HeadcountChange,
    OrganizationChange,
)
from app.domain.documents.owed_list import OwedBranch, OwedLine, OwedList
from app.domain.documents.questionnaire import QuestionnairePaper, QuestionnaireTally
from app.domain.documents.recovery_sheet import RecoverySheet
from app.domain.documents.sign_in_sheet import SignInLine, SignInSheet
from app.domain.documents.year_summary import (
    BranchLine,
    ClassLine,
    Figure,
    IndicatorLine,
    YearSummary,
)
from app.domain.governance.answers import (
    ONE,
    SCALE,
    SEVERAL,
    WORDS,
    Answers,
    Asked,
    scale_of,
    tally,
)
from app.reports import (
    archive,
    attendance_proof,
    certificate,
    class_roster,
    feedback,
    handover_slip,
    headcount_change,
    owed_list,
    questionnaire_form,
    questionnaire_tally,
    recovery_sheet,
    sign_in_sheet,
    year_summary,
)

NAMES = ("李㛃", "王䶮", "张𬱖", "陈喆", "刘堃", "阿依古丽·买买提", "欧阳建国")
UNIT = "石桥村党支部书记、村委会主任"
LONG_UNIT = (
    "云岭县青山镇石桥村第一党支部委员会流动党员临时党支部驻外务工人员"
    "联合党支部第三党小组（青石桥工业园区党群服务中心二楼服务站）"
)
LONG_CLASS = "云岭县2026年基层党组织书记学习贯彻党的创新理论暨抓党建促乡村振兴示范培训班"


def name(number: int) -> str:
    return NAMES[number % len(NAMES)]


def unit(number: int) -> str:
    return LONG_UNIT if number % 9 == 0 else UNIT


def roster(people: int, *, with_id_numbers: bool = False) -> ClassRoster:
    lines = tuple(
        RosterLine(
            str(n + 1),
            name(n),
            "女",
            "维吾尔族",
            "1985.03",
            "大学本科",
            "2009.07.01",
            unit(n + 1),
            unit(n),
            "430***********1234",
            "138****1234",
            "第一组",
            "班长" if n == 0 else "",
        )
        for n in range(people)
    )
    return ClassRoster(
        LONG_CLASS,
        "中共云岭县委组织部",
        "2026年11月21日—25日",
        "县委党校",
        lines,
        f"合计：{people}人",
        with_id_numbers,
    )


def sign_in(people: int) -> list[SignInSheet]:
    lines = tuple(SignInLine(str(n + 1), name(n), unit(n)) for n in range(people))
    return [
        SignInSheet(
            LONG_CLASS, when, "县委党校二楼报告厅", "党的二十大精神专题辅导", "王䶮", lines, note
        )
        for when, note in (("11月21日 上午", ""), ("11月21日 下午", "补打 2026-11-22 09:30"))
    ]


def certificates(people: int) -> list[Certificate]:
    return [
        Certificate(
            f"云党训〔2026〕第{n + 1:03d}号",
            name(n),
            "女",
            "1985年3月",
            "430***********1234",
            "2026年11月21日",
            "2026年11月25日",
            "中共云岭县委组织部",
            LONG_CLASS,
            "40",
            LONG_UNIT if n % 9 == 0 else "中共云岭县委组织部",
            "2026年11月26日",
        )
        for n in range(people)
    ]


def proofs(people: int) -> list[AttendanceProof]:
    return [
        AttendanceProof(
            f"青参〔2026〕{n + 1:03d}",
            name(n),
            "女",
            "430***********1234",
            unit(n),
            "2026年11月21日",
            "2026年11月21日",
            "镇党校",
            "中共青山镇委员会",
            LONG_CLASS,
            "8",
            "中共青山镇委员会",
            "2026年11月22日",
        )
        for n in range(people)
    ]


def archives(people: int) -> list[Archive]:
    def year(number: int, lines: int) -> ArchiveYear:
        trainings = tuple(
            TrainingLine(
                str(n + 1),
                f"{number}.11.21—{number}.11.25",
                LONG_CLASS if n % 3 else "冬春训",
                "集中培训",
                "中共云岭县委组织部",
                "40",
                "是",
                "补录",
            )
            for n in range(lines)
        )
        return ArchiveYear(str(number), trainings, f"{number}年合计：{40 * lines}学时")

    return [
        Archive(
            f"QS-{n + 1:05d}",
            name(n),
            "女",
            "维吾尔族",
            "1985年3月",
            "大学本科",
            "正式党员",
            "2009年7月",
            unit(n),
            UNIT,
            "430***********1234",
            "138****1234",
            tuple(year(number, n % 8) for number in range(2022, 2022 + n % 5)),
            "累计：120学时",
            "2026年11月21日",
        )
        for n in range(people)
    ]


def owed(people: int) -> OwedList:
    branches = tuple(
        OwedBranch(
            unit(start),
            tuple(
                OwedLine(
                    str(n + 1),
                    name(n),
                    "女",
                    unit(n),
                    "16",
                    "40",
                    "24",
                    "流动党员，流入地浙江省义乌市",
                )
                for n in range(start, min(start + 20, people))
            ),
        )
        for start in range(0, people, 20)
    )
    return OwedList(
        "青山镇",
        "2026",
        "全国党员教育培训工作规划：基层党组织书记每年集中轮训不少于5天或者40学时（P24-03）",
        "2026年11月21日",
        "学时",
        branches,
        f"合计：{people}人",
    )


def feedbacks(people: int) -> list[Feedback]:
    lines = tuple(
        FeedbackLine(str(n + 1), name(n), "16", "未结业", "缺勤1次（11月22日下午），需要补学4学时")
        for n in range(people)
    )
    return [
        Feedback(
            place,
            LONG_CLASS,
            "2026年11月21日—25日",
            "县委党校",
            "中共云岭县委组织部",
            lines,
            f"共{people}人",
            "中共云岭县委组织部",
            "2026年11月26日",
            "0000-0000000",
            number="云岭县反馈〔2026〕第00001号",
        )
        for place in ("青山镇石桥村党支部", LONG_UNIT)
    ]


def summary(organizations: int) -> YearSummary:
    count = range(organizations)
    return YearSummary(
        "中共云岭县委组织部",
        "2026",
        "2026年，全县共举办党员教育培训班12期，培训1,846人次。" * 3,
        tuple(
            Figure(f"指标{n}", "1302", "人", "不含预备党员") for n in range(min(organizations, 9))
        ),
        tuple(
            BranchLine(str(n + 1), unit(n), "45", "40", "88.9%", "60", "1620", "36.0", "5")
            for n in count
        ),
        tuple(
            ClassLine(str(n + 1), LONG_CLASS, UNIT, "2026.11.21—11.25", "300", "298", "40")
            for n in count
        ),
        tuple(
            IndicatorLine(
                f"P24-{n:02d}",
                "每年参加集中轮训不少于5天或者40学时",
                "45",
                "40",
                "5",
                "88.9%",
                "一般",
            )
            for n in range(min(organizations, 3))
        ),
        "各党组织人均学时",
        "学时",
        tuple((unit(n), n * 1.5) for n in count),
        "中共云岭县委组织部",
        "2026年11月21日",
        "2026年11月21日",
    )


def slip(kinds: int) -> HandoverSlip:
    return HandoverSlip(
        "数据上报",
        "青山镇-云岭县-0004.xjb",
        "4",
        "青山镇",
        "云岭县",
        "2026年11月21日 10:22",
        "阿依古丽·买买提",
        "12,345条",
        "1.8 MB",
        tuple((f"第{n}种数据", "300") for n in range(kinds)),
        ("青石", "白鹭", "北斗", "杉木"),
        "3F2A-91BC-7D10-55E2",
    )


def recovery(_: int) -> RecoverySheet:
    code = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789"
    return RecoverySheet("青山镇", "乡镇", code, "12345 67890", "2026年11月21日")


def headcount(people: int) -> HeadcountChange:
    """A tenth of them are no 党员; every branch of twenty has sums."""
    others, listed = people // 10, people - people // 10
    branches = tuple(
        OrganizationChange(unit(n), 40 + n, (2, 0, 1, 0), (1, 0, 0, 0, 0, 1), 41 + n)
        for n in range(min(people, 20))
    )
    return HeadcountChange(
        12,
        "云岭县",
        "青山镇",
        5,
        "2026-11-21 09:30",
        (*branches, OrganizationChange("其他 31 个党组织（无变化）", 905, (), (), 905)),
        tuple(_changed(n) for n in range(listed)),
        tuple(_changed(n) for n in range(others)),
        1200 if people > 200 else 0,
    )


def _changed(number: int) -> ChangedPerson:
    what = ("新增", "组织间调动、转正", "转出", "并入另一人")[number % 4]
    before = "—" if what == "新增" else f"{unit(number)}（预备党员）"
    return ChangedPerson(name(number), what, before, f"{unit(number + 1)}（正式党员）")


def questions(people: int) -> tuple[Asked, ...]:
    """A question of each kind, with options that are long, many and rare."""
    options = tuple(f"第{n}项：{name(n)}说的{unit(n)}"[: 6 + n] for n in range(max(2, people % 20)))
    marked = tuple(option.replace("：", " ") for option in options)
    return (
        Asked(1, f"您最希望学什么？{name(people)}" * 3, SEVERAL, marked, most=2),
        Asked(2, "您希望什么时候办班？", ONE, ("农闲", "随时都行")),
        Asked(3, "打几分？", SCALE, scale_of(10)),
        *(Asked(n, f"第 {n} 条建议？", WORDS) for n in range(4, 4 + people // 10)),
    )


def questionnaire(people: int) -> QuestionnairePaper:
    return QuestionnairePaper("需求问卷", "填好交给支部。" * 9, unit(1), questions(people))


def counted(people: int) -> QuestionnaireTally:
    asked = questions(people)
    said: list[Answers] = [
        {1: asked[0].options[:2], 2: ("农闲",), 3: (str(1 + n % 10),), 4: (f"{name(n)}说" * 9,)}
        for n in range(people)
    ]
    return QuestionnaireTally("需求问卷汇总", (unit(1), "收回"), tally(asked, said), "打印")


@dataclass(frozen=True)
class Paper:
    """A document: its content for so many people, its layout, whether it may be empty."""

    kind: str
    content: Callable[[int], Any]
    write: Callable[..., Any]
    lists_names: bool = True
    refuses_nobody: bool = False


PAPERS = (
    Paper("class_roster", roster, class_roster.write_pdf),
    Paper("class_roster_id", lambda n: roster(n, with_id_numbers=True), class_roster.write_pdf),
    Paper("sign_in_sheet", sign_in, sign_in_sheet.write_pdf),
    Paper("certificate", certificates, certificate.write_pdf, refuses_nobody=True),
    Paper("attendance_proof", proofs, attendance_proof.write_pdf, refuses_nobody=True),
    Paper("archive", archives, archive.write_pdf, refuses_nobody=True),
    Paper("owed_list", owed, owed_list.write_pdf),
    Paper("feedback", feedbacks, feedback.write_pdf),
    Paper("year_summary", summary, year_summary.write_pdf, lists_names=False),
    Paper("handover_slip", slip, handover_slip.write_pdf, lists_names=False),
    Paper("headcount_change", headcount, headcount_change.write_pdf),
    Paper("questionnaire", questionnaire, questionnaire_form.write_pdf, lists_names=False),
    Paper("questionnaire_tally", counted, questionnaire_tally.write_pdf, lists_names=False),
    Paper("recovery_sheet", recovery, recovery_sheet.write_pdf, lists_names=False),
)
