"""Is this store whole, and does it hold the same as another?"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data import attachments, audit, digest, hours_summary, site
from app.data.exchange import audit_heads
from app.data.queries import people_counts, seal_words, self_check, waiting
from app.services import owed
from app.services.organizations import find_organization
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class CheckedStore:
    """What was looked at, what is wrong, and what is merely worth knowing."""

    checked: list[str]
    problems: list[str]
    notes: list[str]


_CHECKS = {
    "本单位身份": self_check.identity_problems,
    "字段版本": self_check.versions_problems,
    "学时汇总": hours_summary.problems,
    "附件": attachments.problems,
    "待录考勤": waiting.problems,
    "党员人数": people_counts.problems,
    "修改记录": audit.problems,
    "对方和备份保存的修改记录进度": audit_heads.problems,
}


FILE = "数据文件"
SEALED = "内容校验"


def check_store(store: Store) -> CheckedStore:
    """Integrity of the file, of versions, of figures that are kept, of the audit chain; and
    whether every row is what the program itself wrote.

    What the write-ahead log still holds is folded into the file first: after a power cut a page
    may be half written there while the log has it whole, and that is no damage.
    """
    problems: list[str] = []
    store.database.checkpoint()
    with store.database.snapshot() as connection:
        if damaged := self_check.file_problems(connection):
            # Whatever is read further in such a file may end in the engine's own error.
            return CheckedStore([FILE], damaged, [])
        problems += seal_words.problems(connection, store.database.key)
        if lost := self_check.missing_tables(connection):
            return CheckedStore([FILE, SEALED], [*problems, *lost], [])
        for check in _CHECKS.values():
            problems += check(connection)
        problems += owed.kept_problems(store)
        notes = [
            f"{what}：{number} 处指向本机没有的记录（可能尚未收到或已转出）"
            for what, number in self_check.orphans(connection)
        ]
        if away := attachments.missing(connection):
            notes.append(f"附件：{away} 个的内容不在本机（报送时没有连同附件）")
    return CheckedStore([FILE, SEALED, *_CHECKS, "应训未训"], problems, notes)


def content_digests(store: Store, scope: str | None = None) -> Mapping[str, str]:
    """Content digests per table. Unless an organization is named, a township means its own
    organizations, so that the county's digest of that scope can be compared; the county means all.

    Raises:
        NotFound: there is no such organization.
        Ambiguous: there are several.
    """
    connection = store.database.read()
    here = store.site
    if scope:
        roots = [find_organization(store, scope).uid]
    elif here.level == site.TOWNSHIP:
        roots = [here.organization]
    else:
        return digest.digests(connection, None)
    return digest.digests(connection, roots)
