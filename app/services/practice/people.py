"""Generated people: invented names, ID numbers of an area code that was never given out."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

AREA_CODE = "439900"
RARE_NAMES = ("李㛃", "王䶮", "张𬱖", "陈喆", "刘堃", "阿依古丽·买买提")
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜单仇解查覃"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
    "华玉兰春梅国庆建文志红晓东海燕宏斌欣怡子轩浩然思远"
)
JOBS = ("村民", "村委会主任", "村医", "种植大户", "合作社理事长", "网格员", "退休教师", "务工")
EDUCATION = ("初中", "普通高中", "中等专科", "大学专科", "大学本科", "小学")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person, as a roster would list him."""

    name: str
    sex: str
    ethnicity: str
    birth_date: str
    education: str
    joined_on: str
    id_number: str
    phone: str
    workplace: str
    status: str


def invent_people(random: Random, count: int, taken: set[str]) -> list[Person]:
    """So many people; the rare names come first. `taken` are the ID numbers given out so far."""
    return [_invent(random, number, taken) for number in range(count)]


def _invent(random: Random, number: int, taken: set[str]) -> Person:
    sex = random.choice(("男", "男", "男", "女", "女"))
    birth = date(1942, 1, 1) + timedelta(days=random.randrange(365 * 58))
    joined = min(
        birth + timedelta(days=365 * 19 + random.randrange(365 * 10)),
        date(2025, 1, 1) + timedelta(days=random.randrange(365)),
    )
    name = RARE_NAMES[number] if number < len(RARE_NAMES) else _name(random)
    return Person(
        name,
        sex,
        "维吾尔族" if "·" in name else random.choice(("汉族",) * 8 + ("土家族", "苗族")),
        birth.isoformat(),
        random.choice(EDUCATION),
        joined.isoformat(),
        _id_number(random, birth, sex, taken),
        f"1{random.choice('3578')}{random.randrange(10**9):09d}",
        random.choice(JOBS),
        "预备党员" if random.random() < 0.06 else "正式党员",
    )


def _name(random: Random) -> str:
    given = "".join(random.sample(GIVEN, random.choice((1, 2, 2))))
    return random.choice(SURNAMES) + given


def _id_number(random: Random, birth: date, sex: str, taken: set[str]) -> str:
    while True:
        serial = random.randrange(1000) // 2 * 2 + (sex == "男")
        body = f"{AREA_CODE}{birth:%Y%m%d}{serial % 1000:03d}"
        number = body + ric.calc_check_digit(f"{body}0")
        if number not in taken:
            taken.add(number)
            return number
