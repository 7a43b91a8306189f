"""The printed table of a register, and its sums."""

from collections.abc import Sequence
from datetime import datetime

from app.data.queries.registers import RegisterIndex, RowFilter, register_rows, totals_of
from app.domain.documents.shown_list import DATE, FIGURE, TEXT, ShownColumn, ShownList
from app.domain.entity import Field, Kind
from app.domain.money import yuan
from app.domain.registers import MEASURED, Register
from app.domain.wording import words_of
from app.services.coverage import RULE as RULE_OF_COVERAGE
from app.services.coverage import coverage_of
from app.services.duties import counted, documents_recorded, duties_of_year
from app.services.fund_totals import fund_year
from app.services.lecturing import who_owes_a_lecture
from app.services.organizations import find_organization
from app.services.papers.selection import Selection
from app.services.remote_months import RULE, remote_months
from app.services.store import Store


def kind_of(about: Field) -> str:
    """What the cells of a column hold."""
    if about.kind in MEASURED:
        return FIGURE
    return DATE if about.kind in (Kind.DATE, Kind.DAY) else TEXT


def printed_register(register: Register, store: Store, chosen: Selection) -> ShownList:
    """The printed table: the fields that are declared for paper, with their sums."""
    connection = store.database.read()
    ids = RegisterIndex(register).ids(connection, RowFilter(organization=chosen.organization))
    fields = register.fields(register.printed)
    rows = tuple(
        tuple(row.words(made, full=chosen.full) for made in fields)
        for row in register_rows(connection, register.entity, ids)
    )
    columns = tuple(ShownColumn(made.label, kind_of(made)) for made in fields)
    narrowed = ""
    if chosen.organization is not None:
        narrowed = f"范围：{find_organization(store, chosen.organization.hex()).name}"
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    return ShownList(
        register.title, narrowed, columns, rows, total_words(store, register, ids), note
    )


def total_words(store: Store, register: Register, ids: Sequence[int]) -> str:
    """How many, and what is declared to be added up."""
    totals = totals_of(store.database.read(), register, ids)
    said = [
        f"{made.label}合计 {words_of(made, totals[made.name])}"
        for made in register.fields(register.totals)
    ]
    return "　".join([f"共 {len(ids):,} {register.unit}", *said])


def lecture_owed(store: Store, chosen: Selection) -> ShownList:
    """谁还没讲党课, by the clauses that ask for it."""
    year = chosen.year or datetime.now().year
    rows = who_owes_a_lecture(store, year, chosen.organization)
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    lines = tuple(
        (one.name, one.organization, one.posts, str(one.given), one.asked, one.note) for one in rows
    )
    columns = (
        ShownColumn("姓名"),
        ShownColumn("党组织"),
        ShownColumn("职务"),
        ShownColumn(f"{year}年已讲", FIGURE),
        ShownColumn("还没有做到的要求"),
        ShownColumn("核对"),
    )
    total = f"共 {len(rows)} 人"
    return ShownList(f"{year}年还没有讲党课的党员干部", "", columns, lines, total, note)


def duty_year(store: Store, chosen: Selection) -> ShownList:
    """落实情况 of a year, clause by clause: the plan in force, and what else was recorded."""
    year = chosen.year or datetime.now().year
    documents = documents_recorded(store, year, chosen.organization)
    lines = [d for one in documents for d in duties_of_year(store, year, one, chosen.organization)]
    rows = tuple(
        (d.clause.number, d.clause.clause, d.clause.text, d.state, d.done_on, d.person, d.evidence)
        for d in lines
    )
    heads = ("编号", "条款", "要求（原文）", "落实", "日期", "责任人", "佐证")
    columns = tuple(ShownColumn(head, DATE if head == "日期" else TEXT) for head in heads)
    place = find_organization(store, (chosen.organization or store.site.organization).hex()).name
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    title = f"{year}年党员教育培训要求落实情况"
    return ShownList(title, f"党组织：{place}", columns, rows, counted(lines), note)


def remote_months_list(store: Store, chosen: Selection) -> ShownList:
    """远程教育 month by month, place by place."""
    year = chosen.year or datetime.now().year
    found = remote_months(store, year, chosen.organization)
    months = range(1, 13)
    columns = (
        ShownColumn("党组织"),
        *(ShownColumn(f"{month}月") for month in months),
        ShownColumn("学时", FIGURE),
        ShownColumn("缺"),
    )
    rows = tuple(
        (one.place.name, *(one.cell(m) for m in months), f"{one.place.hours:g}", one.words)
        for one in found
    )
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    total = f"共 {len(found)} 个党组织"
    return ShownList(f"{year}年远程教育学习逐月情况", RULE, columns, rows, total, note)


def fund_totals(store: Store, chosen: Selection) -> ShownList:
    """经费 of a year by every way of looking, with the share of 留存党费."""
    made = fund_year(store, chosen.year or datetime.now().year, chosen.organization)
    columns = (
        ShownColumn("按"),
        ShownColumn("项目"),
        ShownColumn("笔数", FIGURE),
        ShownColumn("预算（元）", FIGURE),
        ShownColumn("实际支出（元）", FIGURE),
    )
    rows = tuple(
        (one.way, one.word, str(one.lines), yuan(one.budget), yuan(one.actual))
        for one in (*made.sums, made.whole)
    )
    place = find_organization(store, (chosen.organization or store.site.organization).hex()).name
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    told = f"{made.dues_words}{made.unpaid_words}"
    title = f"{made.year}年党员教育培训经费汇总"
    return ShownList(title, f"党组织：{place}", columns, rows, told, note)


def venue_coverage(store: Store, _chosen: Selection) -> ShownList:
    """Which villages and communities 远程教育站点 cover; those without come first."""
    made = coverage_of(store)
    columns = (ShownColumn("村（社区）"), ShownColumn("上级"), ShownColumn("覆盖它的阵地"))
    rows = tuple((one.name, one.above, "、".join(one.venues) or "没有") for one in made.places)
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    return ShownList("阵地覆盖情况", RULE_OF_COVERAGE, columns, rows, made.words, note)
