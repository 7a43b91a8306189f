"""查找: people by what is remembered of them."""

from app.data.queries.search import FoundPerson, found_people
from app.domain.errors import InvalidInput
from app.domain.people.searching import needle_of
from app.services.store import Store


def search_people(store: Store, text: str, limit: int = 50) -> list[FoundPerson]:
    """People by name, pinyin, initials, phone or the last digits of the ID number.

    Raises:
        InvalidInput: nothing to search for.
    """
    if not text.strip():
        raise InvalidInput({"text": "请写明要查找的内容，例如姓名、拼音首字母、电话或身份证后四位"})
    needle = needle_of(text)
    ids = store.people.search(needle, limit) if needle else []
    return found_people(store.database.read(), needle, ids)
