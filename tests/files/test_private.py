"""What the program makes is readable by its owner alone, and it leaves no core behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.data.location import user_folder
from app.domain.documents.shown_list import TEXT, ShownColumn
from app.files import private
from app.files.placing import put_bytes
from app.services import backups, documents, lists
from app.services.opening import open_store
from app.services.papers.selection import Selection
from app.services.store import Store
from tests.builders import PASSWORD, make_class, make_member, make_pair

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the profile folder keeps them private")


def open_to_others(*folders: Path) -> list[str]:
    found = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    return sorted(path.name for path in found if path.stat().st_mode & 0o077)


def test_a_store_its_keys_and_its_backups_are_private(store: Store) -> None:
    store.path.parent.chmod(0o700)
    make_member(store)
    backups.automatic(store, "测试")
    path = store.path
    store.close()
    opened = open_store(path, PASSWORD)
    make_member(opened)
    names = [p for p in open_to_others(path.parent, user_folder()) if not p.endswith(".lock")]
    assert names == []
    opened.close()


def test_whatever_leaves_the_store_for_the_disk_is_private(tmp_path: Path) -> None:
    """Keys, packages, receipts, exports, papers, workbooks, the scratch folder and its content."""
    tmp_path.chmod(0o700)
    os.umask(0o022)  # as the shell would have it; the program must not rest on its own umask
    pair = make_pair(tmp_path)
    member = make_member(pair.township)
    held = make_class(pair.township, [member])
    pair.to_county()
    lists.lay_out_list(
        lists.shown_list(pair.county, "党员", "", [ShownColumn("姓名", TEXT)], [("王",)], "人"),
        tmp_path / "党员.xlsx",
    )
    chosen = Selection(training_class=held.uid)
    documents.write_document(pair.township, "培训班学员花名册", chosen, tmp_path / "花名册.pdf")
    backups.create_backup(pair.township, tmp_path / "另存.xjbak")
    with pair.township.scratch("预览") as scratch:
        put_bytes(scratch.path / "x.pdf", b"x")
        names = [p for p in open_to_others(tmp_path, user_folder()) if not p.endswith(".lock")]
    assert [name for name in names if name != "stick"] == []
    pair.county.close()
    pair.township.close()


def test_what_an_older_program_left_open_is_closed(store: Store) -> None:
    backups.automatic(store, "测试")
    path = store.path
    store.close()
    for found in (*path.parent.rglob("*"), user_folder()):
        found.chmod(0o755 if found.is_dir() else 0o644)
    open_store(path, PASSWORD).close()
    path.parent.chmod(0o700)
    assert open_to_others(path.parent, user_folder()) == []


def test_a_document_is_its_owners_and_a_stick_is_for_whoever_gets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_bytes(tmp_path / "花名册.pdf", b"x")
    assert (tmp_path / "花名册.pdf").stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(private, "STICK_ROOTS", (str(tmp_path),))
    put_bytes(tmp_path / "x.xjb", b"x")
    assert (tmp_path / "x.xjb").stat().st_mode & 0o777 == 0o644


PROBE = """
import os, resource, sys
from pathlib import Path
from app.__main__ import main
try:
    main(["--help"])
except SystemExit:
    pass
Path("made").write_text("x")
print(resource.getrlimit(resource.RLIMIT_CORE)[0], oct(Path("made").stat().st_mode & 0o777))
sys.stdout.flush()
os.abort()
"""


def test_no_core_is_dumped_and_files_are_private_from_the_start(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.splitlines()[-1] == "0 0o600", ran.stderr
    assert ran.returncode < 0
    assert [p.name for p in tmp_path.iterdir() if p.is_file() and "core" in p.name] == []
