"""`attachment`: put to a row, told, saved out and taken away; what cannot be is said."""

from pathlib import Path

from PIL import Image

from app.services.store import Store
from tests.cli.conftest import Run
from tests.register_building import make_row


def test_a_scan_is_put_told_saved_out_and_taken_away(
    run: Run, store: Store, tmp_path: Path
) -> None:
    uid = make_row(store, "meeting").hex()
    file, out = tmp_path / "纪要.png", tmp_path / "存出.jpg"
    Image.new("RGB", (60, 40), "white").save(file)
    here = ("--store", store.path, "--json")
    added = run("attachment", "add", "meetings", uid, file, *here).keys
    assert added["name"] == "纪要.jpg"
    (told,) = run("attachment", "list", "meetings", uid, *here).keys["attachments"]
    assert (told["number"], told["name"], told["here"]) == (1, "纪要.jpg", True)
    assert "纪要.jpg" in run("attachment", "list", "meetings", uid, "--store", store.path).out
    assert run("attachment", "export", "meetings", uid, "1", "-o", out, *here).code == 0
    assert Image.open(out).size == (60, 40)
    unknown = run("attachment", "remove", "meetings", uid, "别的", *here)
    assert (unknown.code, "这一条的附件：纪要.jpg" in str(unknown.error)) == (1, True)
    assert run("attachment", "remove", "meetings", uid, "纪要.jpg", *here).code == 0
    assert run("attachment", "list", "meetings", uid, *here).keys["attachments"] == []
    file.write_bytes(b"PK\3\4")
    refused = run("attachment", "add", "meetings", uid, file, *here)
    assert (refused.code, "不是照片" in str(refused.error)) == (1, True)
    assert run("attachment", "list", "members", uid, *here).code == 2
