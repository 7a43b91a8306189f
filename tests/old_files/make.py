"""Make the set of old files of the program on the path: `python -m tests.old_files.make FOLDER`.

What a command can do is done by its command, because that contract is kept; the rest by the short
ways of all tests. So one script makes the set of every version, and tests run it at every change.
"""

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.__main__ import main
from app.data import migrate
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services import dated_rows, settings
from app.services.classes import attendance, closing, reissuing
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import change_row, id_number, make_class, make_member, mark

PASSWORD, OPERATOR = "old-files-青山-2026", "王干事"
RECOVERY_PASSWORD = "old-files-recovery"
COUNTY, TOWNSHIP, ASKING, INVITED = "云岭县", "青山镇", "白沙乡", "柳河镇"
VILLAGES = ("李家村党支部", "王庄村党支部", "河西村党支部")
PER_VILLAGE = 9
NAMES = "李㛃 王䶮 张𬱖 阿依古丽·买买提 陈喆 刘堃 单春梅 仇国庆 覃海燕".split()
SURNAMES = "王李张"
KINDS = (
    *("organizations", "members", "posts", "exemptions", "settings", "training_classes"),
    *("sessions", "enrolments", "attendance", "records", "certificates"),
    *("row_returns", "erasure_requests", "erasures"),
)
YEAR = 2026
ABOUT = {
    "培训班名称": "党员进党校轮训班",
    "主办单位": "中共青山镇委员会",
    "开班日期": "2026-03-05",
    "结束日期": "2026-03-07",
    "培训地点": "镇党校",
    "考勤核对人": OPERATOR,
}


def does(store: Path, *argv: object) -> dict[str, Any]:
    """One command line on one store; what it said as JSON."""
    given = {
        "XUEJI_PASSWORD": PASSWORD,
        "XUEJI_USER": OPERATOR,
        "XUEJI_RECOVERY_PASSWORD": RECOVERY_PASSWORD,
    }
    out, said = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    os.environ.update(given)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
            code = main([*map(str, argv), "--json", "--store", str(store)])
    finally:
        os.environ.clear()
        os.environ.update(before)
    if code != 0:
        raise AssertionError(f"{argv}: {out.getvalue()} {said.getvalue()}")
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


class Making:
    """The stores being filled, and the folder that is kept."""

    def __init__(self, work: Path, target: Path) -> None:
        self.work, self.target = work, target
        self.county, self.township = work / "county.xueji", work / "township.xueji"
        self.asking = work / "asking.xueji"
        self.facts: dict[str, Any] = {
            "password": PASSWORD,
            "recovery_password": RECOVERY_PASSWORD,
            "schema": migrate.NEWEST,
            "recovery_codes": {},
        }

    def begin(self) -> None:
        """Three stores; one township is enrolled, one only asks, one is only invited."""
        county = ("--county", COUNTY)
        for path, level, name in (
            (self.county, "county", COUNTY),
            (self.township, "township", TOWNSHIP),
            (self.asking, "township", ASKING),
        ):
            more = () if level == "county" else county
            made = does(path, "init", "--level", level, "--name", name, *more)
            self.facts["recovery_codes"][path.stem] = made["recovery_code"]
        request, reply = self.work / "request.xjs", self.work / "reply.xjs"
        does(self.township, "package", "request", "-o", request)
        does(self.county, "package", "enrol", request, "--scope", TOWNSHIP, "-o", reply)
        does(self.township, "package", "join", reply)
        does(self.asking, "package", "request", "-o", self.target / "request.xjs")
        invitation = self.target / "invitation.xjs"
        does(self.county, "package", "invite", "--scope", INVITED, "-o", invitation)
        does(self.county, "site", "recovery-key", "-o", self.work / "county.xjkey")
        shutil.copy(self.work / "county.xjkey", self.target)
        does(self.county, "backup", "create", self.target / "county_before_reports.xjbak")

    def people(self) -> None:
        """A roster, posts that ended and began, exemptions, someone who moved branch and left."""
        does(self.township, "import", "roster", self._roster(), "--create-organizations")
        with self.opened(self.township) as store:
            ids, branches = self._ids(), [self._organization(name) for name in VILLAGES]
            for number, title, since, until in (
                (0, "书记", "2021-03", "2024-03-15"),
                (1, "书记", "2024-03-15", None),
                (PER_VILLAGE, "书记", "2021", None),
                (PER_VILLAGE + 1, "组织委员", "2023-07-01", None),
            ):
                post: dict[str, Value] = {"title": title, "from_on": since, "to_on": until}
                post |= {"member": ids[number], "organization": branches[number // PER_VILLAGE]}
                last = dated_rows.save_row(store, "post", None, post)
            dated_rows.remove_row(store, "post", last, "录入错误")
            for number, reason in ((2, "年老体弱"), (11, "行动不便")):
                exemption: dict[str, Value] = {"member": ids[number], "reason": reason}
                exemption |= {"from_on": "2026-01-01", "decided_by": VILLAGES[0]}
                dated_rows.save_row(store, "exemption", None, exemption)
            change_row(store, "member", ids[3], organization=branches[1])
            change_row(store, "member", ids[4], status="已转出", status_on="2026-05")
            change_row(store, "organization", branches[2], code="043990000003")

    def training(self) -> None:
        """A closed class with certificates, one still running, a correction, other records."""
        book = self.work / "class.xlsx"
        does(self.township, "template", "class", book)
        self._fill_class(book)
        held = does(self.township, "import", "class", book)["training_class_id"]
        does(self.township, "class", "close", held)
        with self.opened(self.township) as store:
            ids = self._ids()
            running = make_class(store, ids[:5], "党员春季集中学习", first_day="2026-04-10")
            wrong = mark(store, running.sessions[0], ids[0], "缺勤")
            mark(store, running.sessions[0], ids[0], "出勤", supersedes=wrong)
            signed = attendance.Signature(OPERATOR, "签到表存档案盒 3 号")
            attendance.sign_page(store, running.sessions[1], [1, 2, 3], {3: "事假"}, signed)
            for number, declared in ((5, 0), (6, 1)):
                self._record(store, ids[number], declared)
            certificate = bytes.fromhex(
                does(self.township, "list", "certificates")["rows"][0]["id"]
            )
            closing.void_certificate(store, certificate, "姓名打印错误")
            reissuing.reissue(store, certificate)

    def county_side(self) -> None:
        """A setting for all townships and a class of the county with people of the township."""
        with self.opened(self.county) as store:
            settings.change_settings(store, {"certificates_longer_than_days": "1"})
            ids = self._ids()
            held = make_class(store, ids[:3], "党支部书记示范班", first_day="2026-06-01")
            for session in held.sessions:
                for member in ids[:3]:
                    mark(store, session, member)
            closing.close_class(store, held.uid)

    def disagreements(self) -> None:
        """Both sides change the same fields; one is decided, two wait; a record is returned."""
        ids, root = self._ids(), self._organization(TOWNSHIP)
        for path, last in ((self.township, "1"), (self.county, "2")):
            with self.opened(path) as store:
                for number in (5, 6, 7):
                    change_row(store, "member", ids[number], phone=f"1390000000{last}")
                make_member(store, name=f"同号{last}", id_number=id_number(900), organization=root)
        self.report("second_report")
        item = next(i for i in does(self.county, "conflicts")["open"] if i["field"] == "phone")
        take = next(s["id"] for s in item["siblings"] if s["site"] == TOWNSHIP)
        does(self.county, "conflicts", "--resolve", item["id"], "--take", take)
        record = does(self.county, "list", "records")["rows"][0]["id"]
        does(self.county, "returns", "--add", f"record:{record}", "--reason", "缺证明材料")
        self.issue("second_issue")

    def erase(self) -> None:
        """A person is asked to be erased at the township and is erased at the county."""
        gone, asked = self._ids()[25:27]
        words = ("--basis", "本人申请", "--explanation", "书面申请")
        for member in (gone, asked):
            does(self.township, "erasure", "--ask", member.hex(), *words)
        self.report("third_report", keep_receipt=True)
        order = ("--approve", gone.hex(), "--basis", "本人申请", "--reason", "书面申请")
        does(self.county, "erasure", *order)

    def report(self, name: str, *, keep_receipt: bool = False) -> None:
        """From the township to the county; the receipt comes back or is kept for later."""
        path = self.work / f"{name}.xjb"
        does(self.township, "package", "export", "--to", COUNTY, "-o", path)
        done = does(self.county, "package", "receive", path)
        shutil.copy(path, self.target)
        if keep_receipt:
            shutil.copy(done["receipt"], self.target / "receipt.xjr")
        else:
            does(self.township, "package", "receive", done["receipt"])

    def issue(self, name: str) -> None:
        """From the county to the township."""
        path = self.work / f"{name}.xjb"
        does(self.county, "package", "export", "--to", TOWNSHIP, "-o", path)
        does(self.township, "package", "receive", path)
        shutil.copy(path, self.target)

    def under_way(self) -> None:
        """One more change on each side, sealed and not received when the files were kept."""
        ids = self._ids()
        for path, to, name in (
            (self.township, COUNTY, "report_under_way"),
            (self.county, TOWNSHIP, "issue_under_way"),
        ):
            with self.opened(path) as store:
                change_row(store, "member", ids[8], **{_OWN_FIELD[path.stem]: name})
            does(path, "package", "export", "--to", to, "-o", self.target / f"{name}.xjb")

    def keep(self) -> None:
        """The stores, a backup, and what the program says of all of it today."""
        does(self.township, "backup", "create", self.target / "township.xjbak")
        for path in (self.county, self.township):
            self.facts[path.stem] = told(path)
            for end in ("", ".keys"):
                shutil.copy(f"{path}{end}", self.target)
        text = json.dumps(self.facts, ensure_ascii=False, sort_keys=True)
        (self.target / "facts.json").write_text(text + "\n", "utf-8")

    def opened(self, path: Path) -> contextlib.AbstractContextManager[Store]:
        """The store for what no command does."""
        return contextlib.closing(open_store(path, PASSWORD, OPERATOR))

    def _ids(self) -> list[bytes]:
        rows = does(self.township, "list", "members", "--unmask", "旧文件")["rows"]
        by_number = {row["id_number"]: bytes.fromhex(row["id"]) for row in rows}
        return [by_number[id_number(n)] for n in range(1, len(VILLAGES) * PER_VILLAGE + 1)]

    def _organization(self, name: str) -> bytes:
        rows = does(self.township, "list", "organizations")["rows"]
        return next(bytes.fromhex(row["id"]) for row in rows if row["name"] == name)

    def _roster(self) -> Path:
        lines = ["姓名,公民身份号码,联系方式,所在党支部,入党时间,人员类别,学历,民族"]
        for number in range(1, len(VILLAGES) * PER_VILLAGE + 1):
            about = [_name(number), id_number(number), f"138{number:08d}"]
            about += [VILLAGES[(number - 1) // PER_VILLAGE], f"20{number % 20:02d}.07"]
            about += ["预备党员" if number % 9 == 0 else "正式党员", "大学本科", "汉族"]
            lines.append(",".join(about))
        path = self.work / "花名册.csv"
        path.write_bytes("\r\n".join(lines).encode("gb18030"))
        return path

    def _fill_class(self, path: Path) -> None:
        book = load_workbook(path)
        for row in book["班次信息"].iter_rows():
            if row[0].value in ABOUT:
                row[1].value = ABOUT[str(row[0].value)]
        for number in range(1, 13):
            person = [str(number), _name(number), id_number(number)]
            marks = (
                ["出勤"] * 6 if number != 12 else ["出勤", "迟到", "病假", "公假", "早退", "缺勤"]
            )
            for sheet, cells in (("学员名单", person), ("考勤", person + marks)):
                for column, value in enumerate(cells, 1):
                    book[sheet].cell(number + 3, column, value)
        book.save(path)

    def _record(self, store: Store, member: bytes, declared: int) -> None:
        values: dict[str, Value] = {
            "member": member,
            "title": "网络专题班",
            "mode": "网络培训",
            "starts_on": "2026-02-01",
            "ends_on": "2026-02-03",
            "hours": 6.5,
            "evidence": "学习证明",
            "self_declared": declared,
        }
        with store.change("登记其他培训") as change:
            change.create(entity_named("record"), values)


_OWN_FIELD = {"township": "workplace", "county": "note"}


def _name(number: int) -> str:
    return NAMES[number - 1] if number <= len(NAMES) else f"{SURNAMES[number % 3]}某{number}"


def told(store: Path) -> dict[str, Any]:
    """What the program on the path says of a store: the rows as they are, and its figures."""
    rows = {k: does(store, "list", k, "--unmask", "旧文件")["rows"] for k in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        summary = does(store, "summary", "--year", YEAR, "-o", Path(folder) / "s.json")["figures"]
    checked = does(store, "check", "--policy", "P24", "--year", YEAR, "--limit", 1)["rules"]
    return {
        "rows": rows,
        "figures": {
            "hours": {
                row["id"]: does(store, "hours", "--member", row["id"], "--year", YEAR)["total"]
                for row in rows["members"][:: len(NAMES) // 3]
            },
            "check": checked,
            "summary": summary,
        },
        "digest": does(store, "digest")["tables"],
        "conflicts": does(store, "conflicts", "--unmask", "旧文件")["open"],
        "problems": does(store, "self-check")["problems"],
    }


def make(target: Path) -> None:
    """Everything, into an empty folder."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        making = Making(Path(folder), target)
        making.begin()
        making.people()
        making.training()
        making.report("first_report")
        making.county_side()
        making.issue("first_issue")
        making.disagreements()
        making.erase()
        making.under_way()
        making.keep()


if __name__ == "__main__":
    os.environ["XUEJI_HOME"] = tempfile.mkdtemp()
    make(Path(sys.argv[1]))
