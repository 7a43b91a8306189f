"""The main job whole: raw rosters to the year-end summary, the county and back, on real files."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from app.data import digest
from app.data.queries.dashboard import counts
from app.services.opening import open_store
from app.services.practice import papers
from app.services.practice.demo import run_demo
from app.services.practice.demo_sites import PRACTICE_PASSWORD, Demo
from app.services.practice.people import RARE_NAMES
from app.services.review.open_items import open_items
from app.services.self_check import check_store

pytestmark = pytest.mark.journey


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def test_everything_runs_and_both_sides_end_equal(tmp_path: Path) -> None:
    demo = run_demo(tmp_path / "demo", members=40)
    assert demo.members == 40
    assert demo.hours > 0
    assert all(path.stat().st_size for path in demo.documents + demo.packages)
    assert not (tmp_path / "home").exists(), "the user's own folder was touched"
    county = open_store(demo.stores["county"], PRACTICE_PASSWORD)
    for key in ("township_1", "township_2"):
        township = open_store(demo.stores[key], PRACTICE_PASSWORD)
        root = [township.site.organization]
        ours = digest.digests(township.database.read(), root)
        assert digest.digests(county.database.read(), root) == ours
        assert check_store(township).problems == []
        township.close()
    assert open_items(county) == []
    assert check_store(county).problems == []
    assert counts(county.database.read(), date.today().year).members == 40
    county.close()
    owed = [p for p in demo.documents if "应训未训" in p.name and p.suffix == ".pdf"]
    for path in owed:
        text = text_of(path)
        assert [name for name in RARE_NAMES if name not in text] == []


def test_one_person_is_enough_and_a_full_folder_gets_a_sibling(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("keep", "utf-8")
    demo = run_demo(tmp_path / "demo", members=1)
    assert demo.out == tmp_path / "demo-2"
    assert demo.members == 1
    assert [p.name for p in (tmp_path / "demo").iterdir()] == ["mine.txt"]


def test_the_same_seed_invents_the_same_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a hundred documents, twice, would say nothing of who was invented.
    monkeypatch.setattr(papers, "print_all", lambda *_: None)
    first, second = (run_demo(tmp_path / name, members=2, seed=5) for name in "ab")
    assert (first.members, first.hours) == (second.members, second.hours)
    assert names_in(first) == names_in(second)
    assert names_in(first) != names_in(run_demo(tmp_path / "c", members=2, seed=6))


def names_in(demo: Demo) -> list[tuple[str, str]]:
    county = open_store(demo.stores["county"], PRACTICE_PASSWORD)
    found = county.database.read().execute("SELECT name, id_number FROM member ORDER BY 1, 2")
    people = [(str(name), str(number)) for name, number in found.fetchall()]
    county.close()
    return people
