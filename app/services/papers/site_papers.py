"""交接单 of a package and the 恢复码 sheet of a new store."""

import json
from datetime import date

from app.data.queries.package_log import logged_package
from app.domain.declarations import entity_named
from app.domain.documents.handover_slip import HandoverSlip
from app.domain.documents.headcount_change import HeadcountChange
from app.domain.documents.recovery_sheet import RecoverySheet
from app.domain.entity import REGISTRY
from app.domain.errors import NotFound
from app.services.exchange.enrolment import own_fingerprint
from app.services.exchange.headcount import headcount_of
from app.services.papers.selection import Selection
from app.services.papers.wording import day_text
from app.services.store import Store

LEVEL_WORDS = {"county": "县级", "township": "乡镇"}
DIGEST_GROUP = 5


def handover_slip(store: Store, chosen: Selection) -> HandoverSlip:
    """交接单 of a registered package; without a number the newest one.

    Raises:
        NotFound: no package has been sent or received yet.
    """
    found = logged_package(store.database.read(), chosen.package)
    if found is None:
        raise NotFound("还没有发出或接收过数据包。", "请先做一次数据上报、下发或接收。")
    entry, peer = found
    here = store.site.name
    outgoing = entry.direction == "out"
    counts = json.loads(entry.counts or "{}")
    return HandoverSlip(
        kind="数据上报" if _upwards(store, outgoing) else "数据下发",
        file_name=entry.file_name,
        sequence=str(entry.sequence),
        sender=here if outgoing else peer.title_on_paper,
        receiver=peer.title_on_paper if outgoing else here,
        made_on=entry.at.replace("T", " ")[:16],
        operator=entry.operator,
        rows=str(entry.rows),
        size=f"{entry.bytes / 1024:.1f} KB",
        contents=tuple((_word(name), str(count)) for name, count in counts.items()),
        check_words=_groups(entry.digest),
    )


def headcount_change(store: Store, chosen: Selection) -> HeadcountChange:
    """党员增减变化表 of a received package; without a number the newest one.

    Raises:
        NotFound: no package has been received yet, or not under this number.
    """
    return headcount_of(store, chosen.package)


def _upwards(store: Store, outgoing: bool) -> bool:
    return outgoing == (store.site.level == "township")


def _word(table: str) -> str:
    known = {
        "new": "新增",
        "changed": "修改",
        "deleted": "删除",
        "conflicts": "待核实",
        "held": "暂存",
    }
    if table in REGISTRY:
        return entity_named(table).label
    return known.get(table, table)


def _groups(digest: str) -> tuple[str, ...]:
    # 25 decimal digits of the package's digest: equal on both slips for the same file.
    digits = f"{int(digest[:32] or '0', 16) % 10**25:025d}"
    return tuple(digits[i : i + DIGEST_GROUP] for i in range(0, len(digits), DIGEST_GROUP))


def recovery_sheet(store: Store, recovery_code: str) -> RecoverySheet:
    """The sheet that is printed once, when a store is created."""
    here = store.site
    return RecoverySheet(
        here.name,
        LEVEL_WORDS.get(here.level, here.level),
        recovery_code,
        own_fingerprint(store),
        day_text(date.today().isoformat()),
    )
