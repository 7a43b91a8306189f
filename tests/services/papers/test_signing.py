"""落款名称: asked once, shown in 设置, printed under every paper; a place signs nothing."""

from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.domain.signing import NOT_SAID, is_place_only, signing_name, signing_organizer, suggested
from app.services import documents
from app.services.classes import closing
from app.services.classes.attendance import Signature, sign_page
from app.services.classes.training_classes import class_draft
from app.services.opening import NewSite, create_store
from app.services.papers.selection import Selection
from app.services.settings import change_signature
from app.services.store import Store
from tests.builders import PASSWORD, make_class, make_member

NAME = "中共青山镇委员会"


@pytest.mark.parametrize(
    "place", ["云岭县", "青山镇", "白沙乡", "城关街道", "青石市", "李家村", ""]
)
def test_a_place_is_no_signature(place: str) -> None:
    with pytest.raises(InvalidInput):
        signing_name(place)


@pytest.mark.parametrize(
    "name", [NAME, "青山镇党委", "中共云岭县委组织部", "云岭县委党校", "城关街道党工委"]
)
def test_a_committee_signs(name: str) -> None:
    assert signing_name(f" {name} ") == name
    assert not is_place_only(name)


def test_what_is_suggested() -> None:
    assert suggested("青山镇", "township") == NAME
    assert suggested("云岭县", "county") == "中共云岭县委组织部"
    assert suggested("城关街道", "township") == "中共城关街道工作委员会"
    assert suggested("中共白沙乡委员会", "township") == "中共白沙乡委员会"


def test_the_name_is_kept_checked_and_told_in_the_trail(store: Store) -> None:
    assert store.site.signed_as == ""
    with pytest.raises(InvalidInput, match="地名"):
        change_signature(store, "青山镇")
    change_signature(store, NAME)
    assert store.site.signed_as == NAME
    row = store.database.read().execute("SELECT summary FROM audit ORDER BY id DESC").fetchone()
    assert NAME in row[0]
    assert class_draft(store)["organizer"] == NAME


def test_the_first_run_can_say_it_at_once(tmp_path: Path) -> None:
    answers = NewSite("township", "青山镇", "云岭县", "张三", NAME)
    made = create_store(tmp_path / "青山镇.xueji", answers, PASSWORD).store
    assert made.site.signed_as == NAME
    made.close()
    wrong = NewSite("township", "青山镇", "云岭县", "张三", "青山镇")
    with pytest.raises(InvalidInput, match="地名"):
        create_store(tmp_path / "白沙乡.xueji", wrong, PASSWORD)


def test_until_it_is_said_the_place_stays_empty_and_the_printer_is_told(
    store: Store, tmp_path: Path
) -> None:
    make_member(store)
    chosen = Selection(year=2026)
    made = documents.write_document(store, "year_summary", chosen, tmp_path / "a.pdf")
    assert NOT_SAID in made.warnings
    content = documents.prepare_document(store, "year_summary", chosen).content
    assert content.signed_by == ""
    change_signature(store, NAME)
    made = documents.write_document(store, "year_summary", chosen, tmp_path / "a.pdf")
    assert NOT_SAID not in made.warnings
    assert documents.prepare_document(store, "year_summary", chosen).content.signed_by == NAME


def test_who_signs_the_papers_of_a_class(store: Store) -> None:
    """Whoever is named as the organizer, unless only the place was: then this site's signature."""
    assert signing_organizer("青山镇", "青山镇", "") == "青山镇"
    assert signing_organizer("青山镇", "青山镇", NAME) == NAME
    both = "中共青山镇委员会、青山镇党校"
    assert signing_organizer(both, "青山镇", NAME) == both
    assert signing_organizer("白沙乡", "青山镇", NAME) == "白沙乡", "another's name is not ours"

    change_signature(store, NAME)
    person = make_member(store)
    made = make_class(store, [person], first_day="2026-01-05", certificates=1, organizer="青山镇")
    for session in made.sessions:
        sign_page(store, session, [1], {}, Signature("张三", "盒 1"))
    closing.close_class(store, made.uid)
    chosen = Selection(training_class=made.uid)
    for kind in ("certificate", "attendance_proof", "feedback"):
        (paper,) = documents.prepare_document(store, kind, chosen).content
        assert (paper.organizer, paper.issuer) == (NAME, NAME), kind
    assert documents.prepare_document(store, "class_roster", chosen).content.organizer == NAME
