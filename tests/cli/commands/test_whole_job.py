"""The main job of a township and its county by commands alone, as an IT officer would script it."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.builders import id_number
from tests.cli.conftest import Run

PEOPLE = [("李㛃", 1), ("王䶮", 2), ("张𬱖", 3), ("阿依古丽·买买提", 4)]
ABOUT = {
    "培训班名称": "党员进党校轮训班",
    "主办单位": "中共青山镇委员会",
    "开班日期": "2026-03-05",
    "结束日期": "2026-03-07",
    "培训地点": "镇党校",
    "考勤核对人": "王干事",
}


class Site:
    """One store and the commands run on it."""

    def __init__(self, run: Run, path: Path) -> None:
        self.run = run
        self.path = path

    def does(self, *argv: object, code: int = 0) -> dict[str, Any]:
        ran = self.run(*argv, "--json", "--store", self.path)
        assert ran.code == code, ran.err
        return ran.keys


def write_roster(folder: Path, phone: str = "", name: str = "花名册.csv") -> Path:
    lines = ["姓名,公民身份号码,联系方式,所在党支部"]
    lines += [f"{who},{id_number(n)},{phone},李家村党支部" for who, n in PEOPLE]
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def fill_class(path: Path, marks: list[str]) -> None:
    book = load_workbook(path)
    for row in book["班次信息"].iter_rows():
        if row[0].value in ABOUT:
            row[1].value = ABOUT[str(row[0].value)]
    for line, (who, serial) in enumerate(PEOPLE, 4):
        person: list[str] = [str(line - 3), who, id_number(serial)]
        for column, value in enumerate(person, 1):
            book["学员名单"].cell(line, column, value)
        for column, value in enumerate([*person, *marks], 1):
            book["考勤"].cell(line, column, value)
    book.save(path)


def exchange(sender: Site, receiver: Site, name: str, path: Path) -> dict[str, Any]:
    sender.does("package", "export", "--to", name, "-o", path)
    done = receiver.does("package", "receive", path)
    sender.does("package", "receive", done["receipt"])
    return done


def test_from_the_raw_roster_to_the_county_and_back(run: Run, tmp_path: Path) -> None:
    county, township = Site(run, tmp_path / "c.xueji"), Site(run, tmp_path / "t.xueji")
    county.does("init", "--level", "county", "--name", "云岭县")
    township.does("init", "--level", "township", "--name", "青山镇", "--county", "云岭县")
    township.does("package", "request", "-o", tmp_path / "r.xjs")
    county.does(
        "package", "enrol", tmp_path / "r.xjs", "--scope", "青山镇", "-o", tmp_path / "a.xjs"
    )
    township.does("package", "join", tmp_path / "a.xjs")

    taken = township.does("import", "roster", write_roster(tmp_path), "--create-organizations")
    assert (taken["new"], taken["rejected"]) == (4, [])
    township.does("template", "class", tmp_path / "class.xlsx")
    fill_class(tmp_path / "class.xlsx", ["出勤"] * 5)
    held = township.does("import", "class", tmp_path / "class.xlsx")
    assert set(held) >= {"training_class_id", "sessions", "enrolled", "marks", "rejected", "batch"}
    assert (held["sessions"], held["enrolled"], held["marks"]) == (6, 4, 20)
    missing = township.does("class", "close", held["training_class_id"], code=1)["missing"]
    assert len(missing) == 4
    township.does("import", "undo", held["batch"])
    fill_class(tmp_path / "class.xlsx", ["出勤"] * 6)
    held = township.does("import", "class", tmp_path / "class.xlsx")
    closed = township.does("class", "close", held["training_class_id"])
    assert len(closed["completed"]) == len(closed["certificates"]) == 4

    exchange(township, county, "云岭县", tmp_path / "1.xjb")
    rows = county.does("list", "members", "--organization", "青山镇")["rows"]
    assert {row["name"] for row in rows} == {who for who, _ in PEOPLE}
    hours = county.does("hours", "--member", rows[0]["id"], "--year", 2026)
    assert hours["total"] == 24.0

    phones = ("13800001111", "13911112222")
    for site, phone in zip((township, county), phones, strict=True):
        site.does("import", "roster", write_roster(tmp_path, phone, f"{phone}.csv"))
    assert exchange(township, county, "云岭县", tmp_path / "2.xjb")["conflicts"] == 4
    for item in county.does("conflicts")["open"]:
        ours = next(s for s in item["siblings"] if s["site"] == "青山镇")
        county.does("conflicts", "--resolve", item["id"], "--take", ours["id"])
    exchange(county, township, "青山镇", tmp_path / "3.xjb")
    assert township.does("conflicts")["open"] == []
    exchange(township, county, "云岭县", tmp_path / "4.xjb")
    here = township.does("digest")["tables"]
    assert here == county.does("digest", "--scope", "青山镇")["tables"]
    listed = township.does("list", "members", "--unmask", "核对电话")["rows"]
    assert {row["phone"] for row in listed} == {phones[0]}
    assert township.does("self-check")["problems"] == county.does("self-check")["problems"] == []
