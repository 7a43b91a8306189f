"""Invented people with valid ID numbers; nobody here exists."""

import random
from dataclasses import dataclass

from stdnum.cn.ric import calc_check_digit

AREA = "430199"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗单仇曾覃"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英建国志红喆堃㛃䶮"


@dataclass(frozen=True)
class Person:
    """One line of a clean roster."""

    name: str
    sex: str
    ethnicity: str
    birth: str
    id_number: str
    phone: str
    joined: str


def id_number(birth: str, order: int, area: str = AREA) -> str:
    """A number that passes the check: `birth` is YYYYMMDD, an odd `order` is a man."""
    body = f"{area}{birth}{order:03}"
    return body + str(calc_check_digit(body + "0"))


def old_number(number: str) -> str:
    """The 15-digit form."""
    return number[:6] + number[8:17]


def wrong_check(number: str) -> str:
    """The same number with another last digit."""
    return number[:17] + ("1" if number[17] != "1" else "2")


def people(count: int, seed: int = 7) -> list[Person]:
    """People in a fixed order for a fixed seed; nobody twice."""
    chance = random.Random(seed)
    found = []
    for index in range(count):
        year, month = chance.randint(1945, 1995), chance.randint(1, 12)
        birth = f"{year}{month:02}{chance.randint(1, 28):02}"
        order = index % 999 + 1
        area = f"4301{index // 999 + 11:02}"
        name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2))))
        found.append(
            Person(
                name,
                "男" if order % 2 else "女",
                chance.choice(("汉族", "土家族", "苗族")),
                f"{year}.{month:02}",
                id_number(birth, order, area),
                f"138{chance.randint(0, 99_999_999):08}",
                f"{year + 25}.{month:02}",
            )
        )
    return found
