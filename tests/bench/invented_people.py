"""People, branches and classes that do not exist, distributed as in a real county."""

from collections.abc import Iterator, Sequence
from random import Random

from app.domain.entity import Value
from tests.builders import id_number

OPERATOR = "王干事"

# The commonest surnames, roughly by their share of a thousand.
_SURNAMES = (
    "王 72 李 71 张 68 刘 54 陈 45 杨 31 赵 23 黄 22 周 21 吴 20 徐 15 孙 15 胡 13 朱 13 "
    "高 12 林 12 何 12 郭 12 马 10 罗 9 梁 8 宋 8 郑 8 谢 7 韩 7 唐 7 冯 6 于 6 董 6 "
    "萧 6 程 6 曹 6 袁 5 邓 5 许 5 傅 5 沈 5 曾 5 彭 5 吕 5 苏 5 卢 4 蒋 4 蔡 4 贾 4 "
    "丁 4 魏 4 薛 4 叶 4 阎 4 余 4 潘 4 杜 4 戴 3 夏 3 钟 3 汪 3 田 3 任 3 姜 3 范 3 "
    "方 3 石 3 姚 3 谭 3 廖 3 邹 3 熊 3 金 3 陆 3 郝 3 孔 3 白 3 崔 3 康 3 毛 3 邱 3 "
    "秦 3 江 3 史 3 顾 2 侯 2 邵 2 孟 2 龙 2 万 2 段 2 雷 2 钱 2 汤 2 尹 2 黎 2 易 2 "
    "常 2 武 2 乔 2 贺 2 赖 2 龚 2 文 2 单 1 仇 1 解 1 查 1 区 1 覃 1 尉迟 1 欧阳 1 "
    "上官 1 诸葛 1"
).split()
SURNAMES, WEIGHTS = _SURNAMES[::2], [int(weight) for weight in _SURNAMES[1::2]]
_MEN = "伟强磊军洋勇杰涛明超刚平辉鹏华飞斌波宇浩凯健俊帆志国建文海德永林春生福贵根长安"
_WOMEN = "芳娜敏静丽艳娟霞秀英玲桂兰红梅燕萍雪琴慧颖洁婷玉莲凤珍香云翠花春菊爱素琼"
_TOWNSHIPS = (
    "青山 白石 红旗 龙泉 平安 永兴 新民 东风 凤凰 双河 石桥 柳林 三合 大沟 清水 官庄 "
    "太平 金沙 马家 杨柳"
).split()
_PLACES = (
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 "
    "董 程 曹 袁 邓 许"
).split()
_AREAS = ("110105", "320102", "330106", "410102", "510104", "522401", "530102", "610102")
_AREA_SETS = (
    _AREAS,
    tuple("130102 140105 210102 350102 360102 370102 420102 430102".split()),
    tuple("110102 320105 330102 410103 510105 522402 530103 610103".split()),
)
"""The first are enough for a county; a city of a million takes all of them."""
_TOPICS = ("集中轮训", "冬春训", "党务工作者培训", "乡村振兴专题", "发展对象培训", "支部书记培训")
_PER_AREA = 56_000  # 70 years of 800
CONTENT = "云岭县党员教育培训证书 学员 参加集中轮训，学习期满，考核合格，准予结业。"


def township_name(number: int) -> str:
    """What one is called."""
    names = _TOWNSHIPS
    return f"{names[number % len(names)]}镇" + ("" if number < len(names) else f"{number}")


def village_names(township: int, count: int) -> list[str]:
    """Villages of one township; other townships have villages of the same names."""
    names = _PLACES
    return [
        f"{names[(township * 7 + n) % len(names)]}家村" + ("" if n < len(names) else f"{n}")
        for n in range(count)
    ]


def phone(chance: Random) -> str:
    """A mobile number."""
    return f"1{chance.choice('35789')}{chance.randrange(10**9):09d}"


def person(serial: int, organization: bytes, village: str) -> dict[str, Value]:
    """Somebody of the register: one in twenty is not a member yet."""
    chance = Random(serial)
    man = chance.random() < 0.68
    # Every number is another, and neighbours are not of one age.
    mixed = serial * 7919 % (len(_AREAS) * _PER_AREA)
    areas = _AREA_SETS[serial // (len(_AREAS) * _PER_AREA)]
    born = _day(1936 + mixed // 800 % 70, mixed // 7 % 12, mixed % 28)
    # About as many in every year: nobody has joined in a year to come.
    joined = int(born[:4]) + chance.randrange(19, 45)
    joined = joined if joined <= 2025 else chance.randrange(int(born[:4]) + 19, 2026)
    category = chance.choices(("正式党员", "预备党员", "发展对象", "入党积极分子"), (93, 2, 2, 3))[
        0
    ]
    letters = _MEN if man else _WOMEN
    given = "".join(chance.choices(letters, k=2 if chance.random() < 0.8 else 1))
    member = category in ("正式党员", "预备党员")
    return {
        "name": chance.choices(SURNAMES, WEIGHTS)[0] + given,
        "sex": "男" if man else "女",
        "ethnicity": "汉族" if chance.random() < 0.9 else chance.choice(("苗族", "彝族", "回族")),
        "birth_date": born,
        "id_number": id_number(mixed, born.replace("-", ""), areas[mixed // _PER_AREA]),
        "political_status": category,
        "joined_on": _day(joined, 6, 0) if member else None,
        "full_on": _day(joined + 1, 6, 0) if category == "正式党员" else None,
        "education": chance.choice(("大学本科", "大学专科", "普通高中", "初中", "小学")),
        "phone": phone(chance) if chance.random() < 0.95 else None,
        "organization": organization,
        "workplace": f"{village}村民" if chance.random() < 0.6 else "在家务农",
        "cadre_scope": int(chance.random() < 0.05),
    }


def _day(year: int, month: int, day: int) -> str:
    return f"{year}-{month % 12 + 1:02d}-{day % 28 + 1:02d}"


def posts(place: int, branches: int, chance: Random) -> Iterator[tuple[int, dict[str, Value]]]:
    """Who holds which post in the branch at this place: the one who is there, and one before."""
    titles = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
    for turn, title in enumerate(titles):
        yield (
            place + branches * turn,
            {"title": title, "from_on": f"{chance.randrange(2018, 2024)}-03"},
        )
    yield place + branches * 9, {"title": "书记", "from_on": "2012-03", "to_on": "2017-11-30"}


def training_class(township: str, number: int, days: list[str], chance: Random) -> dict[str, Value]:
    """What stands in the register of classes."""
    topic = _TOPICS[number % len(_TOPICS)]
    return {
        "name": f"{township}{days[0][:4]}年第{number + 1}期{topic}",
        "organizer": f"中共{township}委员会",
        "level": "县级" if number % 5 == 0 else "乡镇",
        "mode": "集中培训" if number % 4 else "集体学习",
        "task": chance.choice(("政治理论教育", "党章党规党纪教育", "知识技能教育", None)),
        "starts_on": days[0],
        "ends_on": days[-1],
        "place": f"{township}党校",
        "teacher": "李老师",
        "certificates": 1,
        "required_share": 80,
    }


def record(member: bytes, year: int) -> dict[str, Value]:
    """Training that somebody else held."""
    return {
        "member": member,
        "title": "网络专题班",
        "organizer": "市委组织部",
        "level": "市级",
        "mode": "网络培训" if member[-1] % 2 else "个人自学",
        "starts_on": f"{year}-04-0{member[-1] % 9 + 1}",
        "ends_on": f"{year}-04-1{member[-1] % 9}",
        "hours": float(member[-2] % 12 + 4),
        "evidence": "结业证明",
    }


def certificates(
    place: tuple[str, int], training_class_: bytes, people: Sequence[bytes], day: str
) -> Iterator[dict[str, Value]]:
    """One for everybody who passed."""
    township, number = place
    for serial, member in enumerate(people, start=1):
        yield {
            "training_class": training_class_,
            "member": member,
            "number": f"{township}〔{day[:4]}〕{number + 1:03d}{serial:03d}",
            "issued_on": day,
            "content": CONTENT + member.hex(),
            "digest": (member * 2).hex(),
        }
