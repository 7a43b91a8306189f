"""A small generated store for window tests: invented people with valid check digits."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.classes.attendance import Signature, sign_page
from app.services.classes.closing import close_class
from app.services.classes.training_classes import ClassDraft, class_draft, create_class
from app.services.opening import NewSite, create_store
from app.services.store import Store

PASSWORD = "practice-2026"
BRANCHES = ("东风村", "红星村", "双河村", "石桥村", "柳林村", "凤凰社区", "机关", "青山中学")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅春燕建国"
RARE = ("李㛃", "王䶮", "陈喆", "刘堃", "阿依古丽·买买提")


def practice_store(folder: Path, *, level: str = "township", people: int = 120) -> Store:
    """A township (or county) with branches and people; always the same ones."""
    name = "青山镇" if level == "township" else "云岭县"
    answers = NewSite(level, name, "云岭县", "林晓")
    store = create_store(folder / "store.db", answers, PASSWORD).store
    chance = random.Random(7)
    root = store.site.organization
    with store.change("练习数据") as change:
        branches = [
            change.create(
                entity_named("organization"),
                {"name": f"{branch}党支部", "kind": "党支部", "sector": "农村", "parent": root},
            )
            for branch in BRANCHES
        ]
        change.create_many(
            entity_named("member"),
            [person(chance, number, branches) for number in range(people)],
        )
    return store


def person(chance: random.Random, number: int, branches: Sequence[bytes]) -> dict[str, Value]:
    """One invented person."""
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(19000))
    sex = chance.choice("男女")
    name = (
        RARE[number]
        if number < len(RARE)
        else chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2))))
    )
    return {
        "name": name,
        "sex": sex,
        "ethnicity": "汉族",
        "birth_date": born.isoformat(),
        "id_number": id_number(born, number, sex),
        "political_status": "正式党员" if number % 9 else "预备党员",
        "joined_on": str(born.year + 22 + chance.randrange(15)),
        "education": chance.choice(("初中", "普通高中", "大学专科", "大学本科")),
        "phone": f"139{number:08}",
        "organization": branches[number % len(branches)],
        "workplace": chance.choice(("村民", "村党支部委员", "镇政府干部", "中学教师")),
        "cadre_scope": 0,
        "status": "正常",
    }


def id_number(born: date, number: int, sex: str) -> str:
    """An invented number of an area that does not exist, with its right check digit."""
    serial = (number * 2 + (1 if sex == "男" else 0)) % 1000
    digits = f"990000{born:%Y%m%d}{serial:03}"
    total = sum(int(d) * (2 ** (17 - i) % 11) for i, d in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def some_class(
    store: Store,
    members: Sequence[bytes],
    *,
    name: str = "党员春季集中轮训班",
    days: int = 1,
    starts: date | None = None,
) -> bytes:
    """A class that is over, so that attendance can be entered."""
    first = starts or date.today() - timedelta(days=days)
    values = dict(class_draft(store)) | {
        "name": name,
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=days - 1)).isoformat(),
        "place": "镇党校三楼会议室",
        "teacher": "县委党校 周明",
        "task": "政治理论教育",
    }
    return create_class(store, ClassDraft(values, (), members))


def members_of(store: Store, count: int) -> list[bytes]:
    """The first people of the store."""
    found = store.database.read().execute("SELECT uid FROM member ORDER BY id LIMIT ?", (count,))
    return [row[0] for row in found]


def sign_everything(store: Store, training_class: bytes, *, close: bool = False) -> None:
    """Everybody present but number 3; closed when wanted."""
    from app.data.queries.training_classes import participants_of, sessions_of

    connection = store.database.read()
    numbers = [row.number for row in participants_of(connection, training_class)]
    for session in sessions_of(connection, training_class):
        sign_page(store, session.uid, numbers, {3: "事假"}, Signature("林晓", "档案盒 3 号"))
    if close:
        close_class(store, training_class)
