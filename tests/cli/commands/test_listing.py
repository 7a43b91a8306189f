"""`list` and `search`: keys of the declaration, masks, pages, organizations, what matched."""

import pytest

from app.cli.commands.listing import KINDS
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.registers import REGISTERS
from app.services.saved_filters import SavedFilter, keep_filter
from app.services.store import Store
from tests.builders import (
    change_row,
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
)
from tests.cli.conftest import Run
from tests.register_building import make_row

CONTRACT = {
    *("id", "name", "sex", "ethnicity", "birth_date", "id_number", "political_status"),
    *("joined_on", "full_on", "phone", "organization", "organization_id"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_lists_what_its_declaration_says(run: Run, store: Store, kind: str) -> None:
    person = make_member(store)
    made = make_class(store, [person])
    mark(store, made.sessions[0], person)
    entity = entity_named(KINDS[kind])
    ran = run("--json", "--store", store.path, "list", kind)
    assert ran.code == 0
    expected = {"id"} | {field.name for field in entity.fields}
    expected |= {f"{f.name}_id" for f in entity.fields if f.kind is Kind.REFERENCE}
    expected |= {f"{f.name}_title" for f in entity.fields if f.refers_to == "organization"}
    assert all(set(row) == expected for row in ran.keys["rows"])
    table = run("--store", store.path, "list", kind).out
    assert entity.fields[0].label in table


def test_the_kinds_are_the_plurals_of_the_contract() -> None:
    assert set(KINDS) >= {
        *("members", "organizations", "posts", "exemptions", "training_classes", "sessions"),
        *("enrolments", "attendance", "records", "certificates", "settings"),
        *("teachers", "lectures", "meetings", "duties", "award_entries", "assemblies"),
    }
    assert len(KINDS) >= 40


def test_members_are_masked_and_readable(run: Run, store: Store) -> None:
    branch = make_organization(store, "李家村党支部")
    number = id_number(11)
    uid = make_member(
        store, branch, "李㛃", id_number=number, phone="13800001236", birth_date="1985-03"
    )
    ran = run("--json", "--store", store.path, "list", "members")
    (row,) = ran.keys["rows"]
    assert set(row) >= CONTRACT
    assert row["id"] == uid.hex()
    assert (row["organization"], row["organization_id"]) == ("李家村党支部", branch.hex())
    assert row["birth_date"] == "1985-03"
    assert (row["id_number"], row["phone"]) == (
        f"{number[:6]}********{number[-4:]}",
        "138****1236",
    )
    assert number not in ran.out
    assert number not in run("--store", store.path, "list", "members").out


def test_full_numbers_need_a_reason_that_is_kept(run: Run, store: Store) -> None:
    number = id_number(12)
    make_member(store, id_number=number, note=f"原号 {number}")
    before = count(store, "audit")
    ran = run("--json", "--store", store.path, "list", "members", "--unmask", "")
    assert (ran.code, ran.error["code"]) == (1, "invalid")
    assert count(store, "audit") == before
    ran = run("--json", "--store", store.path, "list", "members", "--unmask", "核对户籍")
    assert ran.keys["rows"][0]["id_number"] == number
    assert count(store, "audit", "reason = ? AND operator = ?", "核对户籍", "张三") == 1
    masked = run("--json", "--store", store.path, "list", "members").keys["rows"][0]
    assert number not in masked["note"]


def test_an_organization_includes_what_is_below_it(run: Run, store: Store) -> None:
    general = make_organization(store, "东片党总支", kind="党总支")
    branch = make_organization(store, "东一党支部", parent=general)
    other = make_organization(store, "西片党支部")
    inside, outside = make_member(store, branch, "王一"), make_member(store, other, "王二")
    training = make_class(store, [inside, outside])
    mark(store, training.sessions[0], inside)
    mark(store, training.sessions[0], outside)

    def listed(kind: str, organization: str) -> list[dict[str, object]]:
        ran = run("list", kind, "--organization", organization, "--json", "--store", store.path)
        rows = ran.keys["rows"]
        assert isinstance(rows, list)
        return rows

    assert [row["id"] for row in listed("members", "东片党总支")] == [inside.hex()]
    assert {row["name"] for row in listed("organizations", "东片党总支")} == {
        "东片党总支",
        "东一党支部",
    }
    assert [row["member"] for row in listed("attendance", "东片党总支")] == ["王一"]
    assert [row["member_id"] for row in listed("enrolments", "西片党支部")] == [outside.hex()]
    # Whose a post is does not depend on where it is held.
    held: dict[str, Value] = {"member": inside, "organization": other, "title": "书记"}
    with store.change("新增职务") as change:
        change.create(entity_named("post"), {**held, "from_on": "2026-01"})
    assert [row["member_id"] for row in listed("posts", "东片党总支")] == [inside.hex()]
    assert listed("posts", "西片党支部") == []
    assert len(listed("members", "青山镇")) == 2
    assert len(listed("sessions", "青山镇")) == 2
    assert listed("sessions", "西片党支部") == []
    ran = run("list", "settings", "--organization", "青山镇", "--json", "--store", store.path)
    assert ran.code == 1


def test_pages_follow_each_other_without_gap(run: Run, store: Store) -> None:
    everybody = sorted(make_member(store).hex() for _ in range(7))
    found: list[str] = []
    after: list[str] = []
    while True:
        ran = run("list", "members", "--limit", 3, *after, "--json", "--store", store.path)
        page = [row["id"] for row in ran.keys["rows"]]
        found += page
        if len(page) < 3:
            break
        after = ["--after", page[-1]]
    assert found == everybody
    ran = run("list", "members", "--after", "第一个", "--json", "--store", store.path)
    assert (ran.code, ran.error["code"]) == (1, "invalid")


def test_gone_merged_and_superseded_rows_are_left_out(run: Run, store: Store) -> None:
    kept, merged, gone = (make_member(store, name=name) for name in ("留", "并", "删"))
    change_row(store, "member", merged, merged_into=kept)
    with store.change("删除") as change:
        change.remove(entity_named("member"), gone)
    training = make_class(store, [kept])
    wrong = mark(store, training.sessions[0], kept, "缺勤")
    mark(store, training.sessions[0], kept, "出勤", supersedes=wrong)
    ran = run("list", "members", "--json", "--store", store.path)
    assert [row["name"] for row in ran.keys["rows"]] == ["留"]
    marks = run("list", "attendance", "--json", "--store", store.path).keys["rows"]
    assert [(row["mark"], row["supersedes_id"]) for row in marks] == [("出勤", wrong.hex())]
    assert marks[0]["session"] == "2026-03-02 上午"
    people = run("search", "并", "--json", "--store", store.path).keys["people"]
    assert people == []


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("张三", "姓名"),
        ("三", "姓名"),
        ("zhangsan", "拼音"),
        ("ZhangS", "拼音"),
        ("zs", "首字母"),
        ("13800001236", "电话"),
        ("138-0000-1236", "电话"),
        ("{last}", "身份证后四位"),
    ],
)
def test_search_says_what_matched(run: Run, store: Store, text: str, matched: str) -> None:
    number = id_number(777)
    branch = make_organization(store, "李家村党支部")
    uid = make_member(store, branch, "张三", id_number=number, phone="13800001236")
    make_member(store, branch, "欧阳王五", id_number=id_number(555), phone="13911112222")
    ran = run("search", text.format(last=number[-4:]), "--json", "--store", store.path)
    assert ran.keys["people"] == [
        {"id": uid.hex(), "name": "张三", "organization": "李家村党支部", "matched": matched}
    ]


def test_search_finds_names_as_they_are_written(run: Run, store: Store) -> None:
    names = ["王䶮", "张𬱖", "阿依古丽·买买提", "单雄信"]
    for name in names:
        make_member(store, name=name)

    def names_for(text: str) -> list[str]:
        people = run("search", text, "--json", "--store", store.path).keys["people"]
        return [person["name"] for person in people]

    assert names_for("䶮") == ["王䶮"]
    assert names_for("𬱖") == ["张𬱖"]
    assert names_for("阿依古丽买买提") == ["阿依古丽·买买提"]
    assert names_for("阿依古丽•买买提") == ["阿依古丽·买买提"]
    assert names_for("sxx") == names_for("shanxiong") == ["单雄信"]
    assert names_for("没有这个人") == []


def test_search_puts_names_that_begin_like_this_first(run: Run, store: Store) -> None:
    for name in ("方小王", "万王", "王小", "小王"):
        make_member(store, name=name)
    people = run("search", "王", "--limit", 2, "--json", "--store", store.path).keys["people"]
    assert people[0]["name"] == "王小"
    assert len(people) == 2


def test_a_full_number_is_refused_on_the_command_line(run: Run, store: Store) -> None:
    number = id_number(5)
    for argv in (["search", number], ["hours", "--member", number]):
        ran = run("--json", "--store", store.path, *argv)
        assert (ran.code, ran.error["code"]) == (1, "full-number")
        assert number not in ran.out + ran.err


def test_search_needs_something_to_search_for(run: Run, store: Store) -> None:
    ran = run("search", " ", "--json", "--store", store.path)
    assert (ran.code, ran.error["code"]) == (1, "invalid")


def test_search_reads_only_the_covering_index(store: Store) -> None:
    """One frame at 60,000 people: the scan must never touch the rows of those who do not fit."""
    from app.data.queries import search

    asked: list[str] = []
    connection = store.database.read()

    class Watched:
        def execute(self, sql: str, parameters: object = ()) -> object:
            asked.append(sql)
            return connection.execute(sql, parameters)

    make_member(store, name="张三")
    search.search_people(Watched(), "san")  # type: ignore[arg-type]
    bound = {"needle": "san"}
    plans = [
        str(row[3])
        for sql in asked
        if ":needle" in sql
        for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", bound)
    ]
    scans = [step for step in plans if step.startswith("SCAN member") or "search_key" in step]
    assert len(scans) == 1
    assert all("COVERING INDEX" in step for step in scans)


def test_a_list_is_narrowed_by_fields_and_by_filters_with_names(run: Run, store: Store) -> None:
    for name, kind in (("张明", "专职教师"), ("王䶮", "兼职教师"), ("李㛃", "专职教师")):
        make_row(store, "teacher", name=name, kind=kind, phone=None)
    teachers = REGISTERS["teacher"]
    keep_filter(store, teachers, SavedFilter("我的专职", "张", {"kind": "专职教师"}))
    here = ("--store", store.path, "--json")

    def names(*argv: str) -> set[str]:
        ran = run("list", "teachers", *argv, *here)
        assert ran.code == 0, ran.err
        return {row["name"] for row in ran.keys["rows"]}

    assert names("--filter", "kind=专职教师") == {"张明", "李㛃"}
    assert names("--filter", "聘用形式=专职教师", "--filter", "name=张明") == {"张明"}
    assert names("--filter", "phone=") == {"张明", "王䶮", "李㛃"}
    assert names("--view", "我的专职") == {"张明"}
    assert names("--view", "在聘", "--limit", "2") < names("--view", "在聘")
    assert names("--filter", "organization=青山镇") == {"张明", "王䶮", "李㛃"}
    unknown = run("list", "teachers", "--view", "没有的", *here)
    assert unknown.code == 1
    assert "我的专职" in str(unknown.error)
    number = run("list", "members", "--filter", "id_number=110101199001011237", *here)
    assert number.code == 1
    assert "不写在命令里" in str(number.error)
    assert run("list", "members", "--view", "在聘", *here).code == 1
    assert run("list", "members", "--filter", "性别", *here).code == 1
