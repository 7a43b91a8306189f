"""The county that measurements rest on has the shape it claims, and is whole."""

from pathlib import Path

import pytest

from app.services.self_check import check_store
from tests.bench.apart import again
from tests.bench.real_county import HALF_DAYS, OPEN_EACH, SEATS, SMALL, real_county
from tests.builders import change_member, count


def test_the_county_has_its_people_classes_and_marks_and_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEJI_BENCH_STORES", str(tmp_path / "kept"))
    for turn in ("first", "again"):
        (tmp_path / turn).mkdir()
        with again(real_county(tmp_path / turn, SMALL)) as store:
            assert check_store(store).problems == []
            assert count(store, "member") == SMALL.people
            assert count(store, "(SELECT DISTINCT id_number FROM member)") == SMALL.people
            assert count(store, "training_class") == SMALL.classes
            waiting = SMALL.townships * 4 * SEATS
            assert count(store, "attendance") == SMALL.classes * SEATS * HALF_DAYS - waiting
            open_classes = count(store, "training_class", "state = '在办'")
            assert open_classes == SMALL.townships * OPEN_EACH
            assert count(store, "certificate") > 0
            assert count(store, "hours_summary") > 0
            # What one caller writes the next one does not see.
            someone = store.database.read().execute("SELECT uid FROM member").fetchone()[0]
            assert count(store, "member", "name = '改名'") == 0
            change_member(store, someone, name="改名")
