"""`person`: one person's page on the command line."""

from pathlib import Path

import pytest

from app.domain.entity import Value
from app.services.dated_rows import save_row
from tests.builders import id_number, make_class, make_member, make_store, mark
from tests.cli.conftest import Run


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A store with one trained 书记."""
    store = make_store(tmp_path)
    member = make_member(
        store, name="王小明", id_number=id_number(7), phone="13800001236", joined_on="2015-07-01"
    )
    post: dict[str, Value] = {
        "member": member,
        "organization": store.site.organization,
        "title": "书记",
    }
    save_row(store, "post", None, {**post, "from_on": "2024-01"})
    mark(store, make_class(store, [member]).sessions[0], member)
    store.close()
    return store.path


def test_show_says_what_the_page_says(run: Run, where: Path) -> None:
    asked = ("person", "show", "王小明", "--store", where, "--json")
    found = run(*asked, "--as-of", "2026-12-01").keys
    facts = {fact["name"]: fact["value"] for fact in found["facts"]}
    assert facts["joined_on"] == "2015-07-01"
    assert facts["phone"] == "138****1236"
    assert id_number(7) not in str(found)
    assert [post["title"] for post in found["posts"]] == ["书记"]
    assert found["training"]["total"] == 4
    assert found["training"]["by_year"] == {"2026": 4.0}
    assert found["training"]["entries"][0]["reason"]
    rules = {one["id"]: one for one in found["requirements"]}
    assert rules["P24-01"]["status"] == "pending"
    assert rules["P24-01"]["why"]
    assert {"id": "archive", "title": "学籍档案"} in found["papers"]


def test_show_in_words(run: Run, where: Path) -> None:
    shown = run("person", "show", "王小明", "--store", where).out
    for words in ("入党日期：2015-07-01", "党内职务", "累计 4 学时", "P24-01", "学籍档案"):
        assert words in shown


def test_numbers_in_full_only_with_a_reason(run: Run, where: Path) -> None:
    asked = ("person", "show", "王小明", "--store", where, "--json")
    found = run(*asked, "--unmask", "核对证书").keys
    assert id_number(7) in str(found["facts"])
    assert run(*asked, "--unmask", " ").code == 1


def test_nobody_of_that_name(run: Run, where: Path) -> None:
    ran = run("person", "show", "没有这人", "--store", where, "--json")
    assert ran.code == 1
    assert ran.error["message"] == "没有找到这个人。"
