"""Every command under every role: what a role may not do is refused before anything is written, at
the county and in a township. The table is held to the tree of commands."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import tree
from app.cli.command import OneOf
from app.data import keyslots
from app.domain.accounts.roles import Role, Verb, may
from app.services import accounts, backups
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    id_number,
    make_class,
    make_member,
    make_organization,
    make_pair,
    mark,
    package_file,
)
from tests.cli.conftest import Run
from tests.services.exchange.lying import everything

PASSWORDS = {Role.HEAD: PASSWORD, Role.CLERK: "clerk-practice-2026", Role.VIEWER: "only-looks-2026"}
BEFORE_ANYBODY = {
    "init": "makes a store of its own, and whoever makes it is its head",
    "demo": "makes a store of its own",
    "template roster": "opens no store",
    "template class": "opens no store",
    "recover ask": "whoever has lost every password asks; the county's head answers",
    "recover finish": "the county's answer opens it",
    "recover key": "the county's recovery key and its password open it",
    "account mend-keys": "whoever knows a password mends the slots it opens; it lets nobody in",
    "account password": "one's own; another's is below",
    "backup verify": "opens the backup with its own password and changes nothing",
}
"""Commands that no role stands before, and why."""

NAMES = {Role.CLERK: "王五", Role.VIEWER: "赵六"}
E, R, X = Verb.ENTER, Verb.READ, Verb.EXCHANGE
CALLS: dict[str, list[tuple[Verb, str]]] = {
    "site show": [(R, "")],
    "site sign": [(Verb.SETTINGS, "中共青山镇委员会")],
    "settings list": [(R, "")],
    "settings show": [(R, "half_day_hours")],
    "settings set": [(Verb.SETTINGS, "half_day_hours 5")],
    "site confirm": [(Verb.RESTORE, "--moved"), (Verb.RESTORE, "--new")],
    "site keys": [(R, "")],
    "site change-keys": [(Verb.ENROL, "--reason 换人")],
    "site revoke": [(Verb.ENROL, "{peer} --reason lost")],
    "site recovery-key": [(Verb.ACCOUNTS, "-o {new}.xjr")],
    "account list": [(R, "")],
    "account add": [(Verb.ACCOUNTS, "钱七 --role 经办")],
    "account role": [(Verb.ACCOUNTS, "赵六 --role 负责人")],
    "account remove": [(Verb.ACCOUNTS, "王五")],
    "account change-key": [(Verb.ACCOUNTS, "--reason 换人")],
    "import roster": [(E, "{roster}"), (R, "{roster} --dry-run")],
    "import class": [(E, "{roster}")],
    "import undo": [(E, "{anything}")],
    "import posts": [(E, "{roster} --on 2026-01")],
    "activity": [(E, "--organization {branch} --set title=学习 --set evidence=签到表")],
    "approve record": [(E, "{anything}")],
    "decline record": [(E, "{anything} --reason 不实")],
    "questionnaire enter": [(E, "{anything} --paper 1:1")],
    "questionnaire tally": [(R, "{anything}")],
    "questionnaire keep": [(E, "{anything}")],
    "lecture owed": [(R, "")],
    "duty list": [(R, "")],
    "duty record": [(E, "P24-15 --set 是否落实=未落实 --set 未落实原因=没有开会")],
    "participants add": [(E, "assemblies {anything} --all")],
    "participants mark": [(E, "assemblies {anything} 参加")],
    "participants hours": [(E, "assemblies {anything}")],
    "participants months": [(R, "")],
    "fund totals": [(R, "")],
    "teacher lectures": [(E, "")],
    "venue coverage": [(R, "")],
    "person show": [(R, "{person}"), (Verb.UNMASK, "{person} --unmask 核对")],
    "people twins": [(R, "")],
    "people merge": [(Verb.REVIEW, "{person} {anything}")],
    "people apart": [(Verb.REVIEW, "{person} {anything}")],
    "people undo-merge": [(R, ""), (Verb.REVIEW, "--decision 1")],
    "doubles list": [(R, "")],
    "doubles apart": [(E, "{anything} {anything}")],
    "export": [
        (Verb.EXPORT, "teachers -o {new}.xlsx"),
        (Verb.EXPORT, "teachers -o {new}.xlsx --unmask 核对"),
    ],
    "list": [(R, "members"), (R, "--kinds"), (Verb.UNMASK, "members --unmask 核对")],
    "search": [(R, "王")],
    "add": [(E, "teachers --set name=新人")],
    "edit": [(E, "posts {anything} --set title=书记")],
    "attachment list": [(R, "meetings {anything}")],
    "attachment add": [(E, "meetings {anything} {roster}")],
    "attachment export": [(Verb.EXPORT, "meetings {anything} 1 -o {new}.jpg")],
    "attachment remove": [(E, "meetings {anything} 1")],
    "remove": [(E, "posts {anything} --reason 录错")],
    "organization move": [(E, "{branch} --under {other} --reason 调整")],
    "organization split": [
        (E, "{branch} --name 新支部 --on 2026-01 --member {person} --reason 拆")
    ],
    "organization merge": [
        (E, "{branch} --into {other} --twice"),
        (E, "{branch} --into {other} --on 2026-01"),
    ],
    "organization dissolve": [(E, "{branch} --on 2026-01 --to {other}")],
    "organization restore": [(E, "{branch} --reason 录错")],
    "organization undo": [(E, "--action 1")],
    "person step": [(E, "{person} --to 预备党员 --on 2026-05 --basis 会议")],
    "person step-undo": [(E, "--action 1")],
    "transfer person": [
        (E, "{person} --to {other} --on 2026-05"),
        (E, "{person} --place 外乡镇 --on 2026-05"),
        (E, "{person} --out 外县 --on 2026-05"),
    ],
    "transfer finish": [(E, "{anything} --to {other}")],
    "transfer decline": [(E, "{anything} --reason 不办")],
    "transfer withdraw": [(E, "{anything}")],
    "transfer undo": [(E, "--action 1")],
    "class close": [(E, "{class}")],
    "hours": [(R, "--member {person}")],
    "check": [(R, "--policy P24 --year 2026")],
    "print": [
        (R, "--list"),
        (Verb.PRINT, "class_roster -o {new}.pdf --class {class}"),
        (Verb.UNMASK, "class_roster -o {new}.pdf --class {class} --unmask 核对"),
        (Verb.ISSUE, "feedback -o {new}.pdf --class {class}"),
    ],
    "summary": [(Verb.PRINT, "--year 2026 -o {new}.pdf")],
    "package invite": [(Verb.ENROL, "--scope {branch} --name 某镇 -o {new}.xjs")],
    "package invitations": [(R, ""), (Verb.ENROL, "--cancel {invited}")],
    "package request": [(Verb.ENROL, "-o {new}.xjs")],
    "package enrol": [(Verb.ENROL, "{anything} --scope {branch} -o {new}.xjs")],
    "package join": [(Verb.ENROL, "{anything}")],
    "package export": [(X, "-o {new}.xjb --to {peer}"), (X, "-o {new}.xjb --to {peer} --full")],
    "package inspect": [(R, "{package}")],
    "package receive": [(X, "{package}"), (X, "{package} --return member:{person}=核对")],
    "package hold": [(X, "{package} --reason 等领导")],
    "package waiting": [(R, ""), (X, "--drop 1"), (X, "--receive 1")],
    "package undo": [(Verb.RESTORE, "1"), (R, "1 --list")],
    "package list": [(R, "{folder}"), (X, "{folder} --delete-confirmed")],
    "exchange health": [(R, "")],
    "conflicts": [
        (R, ""),
        (Verb.REVIEW, "--resolve {question} --take 1"),
        (Verb.REVIEW, "--resolve {question} --value 改"),
        (Verb.REVIEW, "--resolve-all phone --side county"),
        (Verb.REVIEW, "--undo 1"),
        (Verb.UNMASK, "--unmask 核对"),
    ],
    "returns": [
        (R, ""),
        (Verb.REVIEW, "--add member:{person} --reason 核对"),
        (Verb.REVIEW, "--withdraw {anything}"),
        (Verb.REVIEW, "--explain {anything} --answer 没错"),
    ],
    "erasure": [
        (R, ""),
        (R, "--show {person}"),
        (E, "--ask {person} --basis 本人申请 --explanation 书面"),
        (Verb.ERASE, "--approve {person} --basis 本人申请 --explanation 书面"),
        (Verb.ERASE, "--decline {anything} --answer 不"),
    ],
    "backup create": [(Verb.BACK_UP, "{new}.xjbak")],
    "backup restore": [(Verb.RESTORE, "{backup}")],
    "recover answer": [(Verb.ENROL, "{anything} -o {new}.xjs")],
    "digest": [(R, "")],
    "self-check": [(R, "")],
}
BEFORE_THE_ROLE = {
    *("import class", "import undo", "edit", "remove", "organization restore", "organization undo"),
    *("package join", "package undo", "conflicts", "returns", "erasure"),
    *("activity", "approve record", "decline record", "doubles apart", "import posts"),
    *("people merge", "people apart", "people undo-merge"),
    *("attachment add", "attachment export", "attachment remove"),
    "person step-undo",
    *("transfer finish", "transfer decline", "transfer withdraw", "transfer undo"),
}
"""Refused for its arguments before anybody asks who it is; nothing is written either way."""


@dataclass(frozen=True)
class Site:
    """A store with a clerk and a viewer, and what the commands may be about."""

    store: Store
    words: dict[str, str]
    folder: Path


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    folder = tmp_path_factory.mktemp("roles")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XUEJI_HOME", str(folder / "home"))
        patched.setattr(keyslots, "MEMORY_KIB", 32)
        patched.setattr(keyslots, "PASSES", 1)
        pair = make_pair(folder)
        branch, other = (make_organization(pair.township, name) for name in ("甲支部", "乙支部"))
        person = make_member(pair.township, branch)
        made = make_class(pair.township, [person])
        for session in made.sessions:
            mark(pair.township, session, person)
        pair.settle()
        found = {}
        for level, store, peer in (
            ("county", pair.county, pair.township),
            ("township", pair.township, pair.county),
        ):
            for role, name in NAMES.items():
                accounts.add_account(store, name, PASSWORDS[role], role)
            place = folder / level
            place.mkdir()
            backups.create_backup(store, place / "a.xjbak")
            (place / "roster.csv").write_text(
                f"姓名,身份证号,党组织\n新来的,{id_number(501)},甲支部\n", "utf-8"
            )
            words = {
                "person": person.hex(),
                "branch": branch.hex(),
                "other": other.hex(),
                "class": made.uid.hex(),
                "peer": peer.site.uid.hex(),
                "anything": "ab" * 16,
                "invited": "ab" * 16,
                "question": f"member:{person.hex()}:phone",
                "roster": str(place / "roster.csv"),
                "backup": str(place / "a.xjbak"),
                "folder": str(place),
                "new": str(place / "made"),
            }
            found[level] = Site(store, words, place)
        make_member(pair.township, branch, name="后来的人")
        make_member(pair.county, name="县里的人")
        for level, one, to in (
            ("county", pair.township, pair.county),
            ("township", pair.county, pair.township),
        ):
            found[level].words["package"] = str(package_file(one, to, found[level].folder))
        yield found
    pair.county.close()
    pair.township.close()


def test_no_command_is_forgotten() -> None:
    known = {command.words: command for command in tree.COMMANDS}
    grown = {w for w in known if w.split()[0] in ("import", "template") and w.split()[1] in BOOKS}
    assert set(CALLS) | set(BEFORE_ANYBODY) == set(known) - grown
    assert not set(CALLS) & set(BEFORE_ANYBODY)
    for words, calls in CALLS.items():
        tried = " ".join(line for _, line in calls).split()
        for one in known[words].arguments:
            many = one.arguments if isinstance(one, OneOf) else (one,)
            optional = [a.names[-1] for a in many if a.names[0].startswith("--")]
            if isinstance(one, OneOf) or "--unmask" in optional:
                assert set(optional) <= set(tried), words


BOOKS = {
    name
    for word in tree.COMMANDS
    if word.words.startswith("template ")
    for name in [word.words.split()[1]]
} - {"roster", "class"}
"""The registers: one command for all of them."""


def state(site: Site) -> tuple[object, ...]:
    connection = site.store.database.read()
    trail = connection.execute("SELECT count(*) FROM audit").fetchone()[0]
    files = sorted(str(path) for path in site.folder.rglob("*"))
    return everything(connection), trail, files, keyslots_of(site.store)


def keyslots_of(store: Store) -> bytes:
    return keyslots.slots_path(store.path).read_bytes()


REFUSED = [
    (level, role, words, line)
    for role in (Role.CLERK, Role.VIEWER)
    for level in ("county", "township")
    for words, calls in CALLS.items()
    for verb, line in calls
    if not may(role, verb, level)
]


@pytest.mark.parametrize("role", [Role.CLERK, Role.VIEWER])
@pytest.mark.parametrize("level", ["county", "township"])
def test_what_a_role_may_not_do_is_refused_and_nothing_is_written(
    sites: dict[str, Site],
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    level: str,
    role: Role,
) -> None:
    site = sites[level]
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORDS[role])
    monkeypatch.setenv("XUEJI_NEW_PASSWORD", "another-good-one-2026")
    monkeypatch.delenv("XUEJI_USER")
    before, wrong = state(site), []
    for one, who, words, line in REFUSED:
        if (one, who) != (level, role):
            continue
        given = [part.format(**site.words) for part in line.split()]
        ran = run("--json", "--store", site.store.path, *words.split(), *given)
        code = ran.keys.get("error", {}).get("code", "") if ran.out else "nothing said"
        of_the_county = level == "township" and ran.err.startswith("只有县级")
        if ran.code == 0 or (
            code != "E-501" and not of_the_county and words not in BEFORE_THE_ROLE
        ):
            wrong.append((words, line, code, ran.err.strip()[:80]))
        assert state(site) == before, (words, line)
    assert not wrong, wrong


@pytest.mark.parametrize("level", ["county", "township"])
def test_who_only_looks_on_may_look(
    sites: dict[str, Site], run: Run, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    site = sites[level]
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORDS[Role.VIEWER])
    monkeypatch.delenv("XUEJI_USER")
    for words, calls in CALLS.items():
        for verb, line in calls:
            if verb is not Verb.READ:
                continue
            given = [part.format(**site.words) for part in line.split()]
            ran = run("--json", "--store", site.store.path, *words.split(), *given)
            code = ran.keys.get("error", {}).get("code", "")
            assert code not in ("E-501", "usage"), (words, line, ran.err)


def test_a_name_of_somebody_else_and_keys_that_left(
    store: Store, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Own name only; whoever was removed opens nothing with the slots he took along."""
    accounts.add_account(store, "王五", PASSWORDS[Role.CLERK], Role.CLERK)
    store.close()
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORDS[Role.CLERK])
    monkeypatch.delenv("XUEJI_USER")
    assert run("--store", store.path, "list", "members").code == 0
    other = run("--json", "--store", store.path, "list", "members", "--operator", "张三")
    assert other.error["code"] == "E-501"
    taken = tmp_path / "taken.keys"
    shutil.copyfile(keyslots.slots_path(store.path), taken)
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORD)
    assert run("--store", store.path, "account", "remove", "王五").code == 0
    changed = run("--store", store.path, "account", "change-key", "--reason", "调离")
    assert changed.code == 0, changed.err
    fresh = tmp_path / "fresh.xjbak"
    assert run("--store", store.path, "backup", "create", fresh).code == 0
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORDS[Role.CLERK])
    assert run("--store", store.path, "list", "members").code == 1
    copied = tmp_path / "copied.xueji"
    shutil.copyfile(store.path, copied)
    shutil.copyfile(taken, keyslots.slots_path(copied))
    assert run("--store", copied, "list", "members").code == 1
    restored = run("--store", tmp_path / "restored.xueji", "backup", "restore", fresh)
    assert restored.code == 1
