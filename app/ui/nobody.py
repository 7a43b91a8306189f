"""Why a list of people shows nobody: none were ever entered, or all of them have left."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.services.store import Store
from app.ui.finding import ShowEverybody, ShowImport
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.ui.tables.list_table import ListTable


def everybody_left(store: Store) -> str:
    """In words, how many people are here that no list of those in standing shows; nothing where
    somebody stands, or nobody is known."""
    from app.data.queries.members import OTHER, MemberFilter  # no first window waits for it

    if sum(store.people.counted().values()) or len(store.people.ids(MemberFilter())):
        return ""
    left = len(store.people.ids(MemberFilter(status="")))
    other = len(store.people.ids(MemberFilter(status=OTHER)))
    gone = f"{left - other:,} 人已转出、已去世或出党" if left > other else ""
    unknown = f"{other:,} 人的党籍状态是新版本的写法，请升级程序" if other else ""
    return f"没有在册的人；{'；'.join(filter(None, (gone, unknown)))}。" if left else ""


def tell_nobody(
    workspace: Workspace, table: "ListTable[Any]", leave: Callable[[], object] | None = None
) -> None:
    """What a list of people in standing says when it is empty, and the way to 党员."""
    gone = everybody_left(workspace.store)

    def there() -> None:
        if leave is not None:
            leave()
        workspace.open("members", ShowEverybody() if gone else ShowImport())

    words = "到“党员”里看全部的人" if gone else "到“党员”里导入花名册"
    table.when_empty(gone or "还没有登记党员。", words, there)
