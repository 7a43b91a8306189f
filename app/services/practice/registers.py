"""Practice registers: a few invented rows of each, at a county or a township that keeps them."""

from datetime import date, timedelta
from random import Random

from app.domain.entity import REGISTRY, Value
from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.services.practice.people import Person, invent_people
from app.services.registers import save_row
from app.services.store import Store

_TEACHERS: tuple[dict[str, str], ...] = (
    {
        "workplace": "县委党校讲师",
        "grade": "讲师",
        "kind": "专职教师",
        "source": "党校教师",
        "subjects": "党的创新理论、党性教育",
        "courses": "学习贯彻党的创新理论\n党性修养专题",
        "fee": "800",
    },
    {
        "workplace": "县委组织部副部长",
        "source": "党员领导干部",
        "subjects": "党务工作、党章党规党纪",
        "courses": "发展党员工作实务",
    },
    {
        "workplace": "县农业农村局高级农艺师",
        "grade": "高级农艺师",
        "source": "专家学者",
        "subjects": "乡村振兴、实用技术",
        "courses": "水稻绿色种植\n果树修剪",
        "fee": "1000",
        "famous": "是",
    },
    {
        "workplace": "村党支部书记",
        "source": "优秀基层党组织书记",
        "subjects": "基层治理、乡村振兴",
        "courses": "一个村支书的治理办法",
    },
    {
        "workplace": "县党史研究室退休干部",
        "source": "党史专家和老同志",
        "kind": "志愿者",
        "subjects": "党史和革命传统",
        "courses": "本县革命斗争史",
    },
    {
        "workplace": "司法所所长",
        "source": "党员领导干部",
        "subjects": "法律法规、基层治理",
        "courses": "农村常见纠纷怎么调",
        "state": "退出",
        "left_why": "调离本县",
    },
)
_VENUES: tuple[dict[str, str], ...] = (
    {
        "name": "党校",
        "kind": "基层党校",
        "capacity": "120",
        "subjects": "党的创新理论、党性教育",
        "equipment": "投影、扩音、远程教育终端",
        "cost": "35万元",
        "opened": "2019-07",
    },
    {"name": "党群服务中心", "kind": "党群服务中心", "capacity": "60", "cost": "12.5万元"},
    {
        "name": "革命旧址现场教学点",
        "kind": "现场教学点",
        "capacity": "80",
        "subjects": "党史和革命传统",
        "opened": "2021-06",
    },
    {
        "name": "果园实训基地",
        "kind": "实训基地",
        "capacity": "40",
        "subjects": "实用技术、乡村振兴",
    },
    {
        "name": "老村部远程教育站点",
        "kind": "远程教育站点",
        "capacity": "30",
        "state": "停用",
        "closed_why": "并入新党群服务中心",
    },
)


def fill_registers(store: Store, random: Random, today: date) -> int:
    """Keep every register and put something into each; how many rows."""
    keep_registers(store, list(REGISTERS))
    people = invent_people(random, len(_TEACHERS) + len(_VENUES), set())
    for number, said in enumerate(_TEACHERS):
        _teacher(store, said, people[number], today, number)
    for number, said in enumerate(_VENUES):
        _venue(store, said, people[len(_TEACHERS) + number], today, number)
    return 2 * len(people)


def _teacher(store: Store, said: dict[str, str], person: Person, today: date, number: int) -> None:
    values: dict[str, Value] = {
        "name": person.name,
        "sex": person.sex,
        "phone": person.phone,
        "level": "县级" if store.site.level == "county" else "乡镇级",
        "admitted": "选聘",
        "admitted_on": str(today.year - 2),
        "from_on": f"{today.year - 2}-03",
        "to_on": (today + timedelta(days=20 + 200 * number)).isoformat(),
    }
    uid = save_row(store, REGISTRY["teacher"], None, {**values, **said}).uid
    lecture: dict[str, Value] = {
        "teacher": uid,
        "given_on": (today - timedelta(days=30 + number)).isoformat(),
        "topic": said.get("courses", "专题辅导").split("\n", maxsplit=1)[0],
        "hours": "4",
        "audience": str(40 + number),
        "score": str(90 + number),
    }
    save_row(store, REGISTRY["teacher_lecture"], None, lecture)


def _venue(store: Store, said: dict[str, str], person: Person, today: date, number: int) -> None:
    values: dict[str, Value] = {
        "contact": person.name,
        "phone": person.phone,
        "place": f"{store.site.name}政府路 {number + 1} 号",
        "checked_on": (today + timedelta(days=10 + 40 * number)).isoformat(),
    }
    named = {**values, **said, "name": f"{store.site.name}{said['name']}"}
    uid = save_row(store, REGISTRY["venue"], None, named).uid
    use: dict[str, Value] = {
        "venue": uid,
        "used_on": (today - timedelta(days=12 + number)).isoformat(),
        "activity": "主题党日集中学习",
        "people": str(25 + number),
    }
    save_row(store, REGISTRY["venue_use"], None, use)
