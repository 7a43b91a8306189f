"""练习数据: a store to try everything on, far away from the real one."""

from datetime import date
from random import Random

from app.domain.progress import Progress, Silent
from app.paths import practice_path
from app.services.opening import NewSite, create_store, open_store
from app.services.practice import township
from app.services.practice.demo_sites import PRACTICE_PASSWORD
from app.services.store import Store

PRACTICE_PEOPLE = 120
OPERATOR = "练习"


def open_practice(progress: Progress | None = None) -> Store:
    """Open the practice store; the first time it is filled with generated people."""
    path = practice_path()
    if path.is_file():
        return open_store(path, PRACTICE_PASSWORD, OPERATOR)
    answers = NewSite("township", "青山镇", "云岭县", OPERATOR, "中共青山镇委员会")
    store = create_store(path, answers, PRACTICE_PASSWORD).store
    roster = path.with_name("练习花名册.xlsx")
    township.write_roster(Random(2026), "青山镇", PRACTICE_PEOPLE, set(), roster)
    refused = path.with_name("练习花名册被拒绝的行.xlsx")
    township.import_people(store, roster, refused, progress or Silent())
    township.appoint(store, date.today())
    return store
