"""One class by its name, and whether it may still be changed."""

from datetime import date

from app.data.queries import training_classes as queries
from app.data.queries.training_classes import ClassRow
from app.domain.errors import Ambiguous, AppError, NotFound
from app.domain.training.codes import CLOSED
from app.services.store import Store


def find_class(store: Store, text: str) -> ClassRow:
    """The one class of this name or id.

    Raises:
        NotFound: there is none.
        Ambiguous: there are several.
    """
    found = queries.classes_named(store.database.read(), text.strip(), date.today().isoformat())
    if not found:
        raise NotFound(
            f"没有名为“{text}”的培训班。", "请检查名称，或用 list training_classes 查看。"
        )
    if len(found) > 1:
        raise Ambiguous(
            f"名称里有“{text}”的培训班不止一个。",
            [(row.uid.hex(), f"{row.name}（{row.starts_on}）") for row in found],
        )
    return found[0]


def refuse_closed(store: Store, training_class: bytes) -> None:
    """A closed class is evidence.

    Raises:
        AppError: the class is closed.
        NotFound: there is no such class.
    """
    values = queries.class_values(store.database.read(), training_class)
    if not values:
        raise NotFound("找不到这个培训班。", "请回到上一页重新打开后再试。")
    if values["state"] == CLOSED:
        raise AppError(
            f"“{values['name']!s}”已经结班，内容不再改动。",
            "确需更正时，请先“取消结班”（已发证书须先作废）。",
        )
