"""What the county looks after in a history: returns, erasures, decisions, the tree, keys."""

from app.data.queries.review_list import ReviewItem
from app.domain.errors import AppError
from app.domain.exchange.versions import GONE
from app.services import erasing
from app.services.exchange import key_change, sending_back
from app.services.review import decisions, open_items
from tests.faults.history import COUNTY, World
from tests.faults.history_classes import may_mark

RETURNED = ("member", "post", "record", "enrolment", "training_class", "organization")
BASIS = "本人申请"


def decide(world: World) -> None:
    """Somebody settles one open question, whichever it is."""
    number = COUNTY if world.rng.random() < 0.7 else world.somewhere()
    with world.at(number) as store:
        items = open_items.open_items(store)
        if not items:
            return
        item = world.rng.choice(items)
        if not _may_decide(world, number, item):
            return
        try:
            decisions.take(store, item.id, world.rng.choice(item.siblings).id)
        except AppError:
            return  # whoever holds the paper decides
        world.count(f"decided {item.kind}")


def _may_decide(world: World, number: int, item: ReviewItem) -> bool:
    if item.kind == "考勤":
        member = bytes.fromhex(item.id.rsplit(":", 1)[1])
        old = b"".join(bytes.fromhex(choice.id) for choice in item.siblings)
        values = {"session": item.uid, "member": member, "supersedes": old}
        return may_mark(world, number, values)
    if item.kind not in ("字段", "删除"):
        return number == COUNTY
    return world.may(number, item.entity, item.uid, {item.field or GONE: None})


def send_back(world: World) -> None:
    """The county sends a row back."""
    table = world.rng.choice(RETURNED)
    uid = world.pick(COUNTY, table, "gone = 0")
    if uid:
        with world.at(COUNTY) as store:
            try:
                sending_back.return_rows(store, [(table, uid)], world.rng.choice("甲乙"))
            except AppError:
                return  # of a kind that is never sent back
            world.count("returned")


def answer_return(world: World) -> None:
    """A township explains, or the county withdraws."""
    number = world.somewhere()
    uid = world.pick(number, "row_return")
    if not uid:
        return
    with world.at(number) as store:
        answer = sending_back.withdraw if number == COUNTY else sending_back.explain
        try:
            answer(store, uid, "情况属实")
        except AppError:
            return  # settled already
        world.count("return answered")


def ask_erasure(world: World) -> None:
    """A township asks, or the county declines."""
    number = world.somewhere()
    with world.at(number) as store:
        try:
            if number == COUNTY:
                uid = world.pick(COUNTY, "erasure_request")
                if uid:
                    erasing.decline(store, uid, "还需要")
            else:
                uid = world.pick(number, "member")
                if uid and world.may(number, "erasure_request", b"", {"member": uid}):
                    erasing.ask_erasure(store, uid, BASIS, "说明")
        except AppError:
            return  # asked or answered already
    world.count("erasure asked")


def erase(world: World) -> None:
    """Everything about a person goes, everywhere."""
    uid = world.pick(COUNTY, "member")
    if uid:
        with world.at(COUNTY) as store:
            erasing.erase(store, uid, BASIS, "测试")
        world.count("erased")


def cross_branches(world: World) -> None:
    """A township and the county put two branches below each other, not knowing."""
    town = world.rng.choice(world.towns())
    one = world.pick(town, "organization", "kind = '党支部'")
    other = world.pick(town, "organization", "kind = '党支部' AND uid <> ?", one)
    if not one or not other:
        return
    for number, uid, parent in ((town, one, other), (COUNTY, other, one)):
        here = "SELECT uid FROM organization WHERE uid IN (?, ?)"
        if len(world.column(number, here, one, other)) == 2:
            try:
                world.update(number, "organization", uid, {"parent": parent})
            except AppError:
                return  # it stands below the other already
    world.count("crossed branches")


def change_keys(world: World) -> None:
    """A site makes new keys; the backup that is made then holds them."""
    number = world.somewhere()
    if [world.identity(n) for n in range(len(world.stores))].count(world.identity(number)) > 1:
        return
    with world.at(number) as store:
        key_change.change_keys(store, "测试")
    world.save(number)
    world.count("keys changed")
