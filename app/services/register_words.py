"""The words of a file for a register: what people say they mean, as it is remembered."""

from collections.abc import Mapping, Sequence

from app.data.imports.header_words import bare_header
from app.data.imports.learned_words import HEADER, Words
from app.domain.entity import REGISTRY
from app.domain.errors import InvalidInput
from app.domain.register_plan import UnknownWord
from app.services.store import Store

_NO_HOURS = ("时长", "分钟", "积分", "学分", "次数", "天数")


def refuse_other_measures(taught: Words) -> None:
    """What no document says how many hours it is worth is not read as hours.

    Raises:
        InvalidInput: a column of minutes, points, times or days is said to hold 学时.
    """
    told = [(place[0], meant) for place, meant in taught.items() if place[1] == HEADER]
    for table, header, name in ((t, h, n) for t, meant in told for h, n in meant.items()):
        wrong = next((word for word in _NO_HOURS if word in header), "")
        entity = REGISTRY[table]
        if wrong and entity.has(name) and entity.field(name).label.endswith("学时"):
            raise InvalidInput(
                {"column": f"“{header}”是{wrong}，不能当学时读，请在表里换算成学时再导入"},
                "各规划都没有规定几分钟、多少积分算一学时，由县里定了再换算。",
            )


def choices_for(store: Store, word: UnknownWord) -> Sequence[str]:
    """What a word may mean: the words of its code table, or what rows are called."""
    from app.data.queries.called_rows import names_of

    about = REGISTRY[word.table].field(word.field)
    if about.choices:
        return about.choices
    connection, entity = store.database.read(), REGISTRY[about.refers_to]
    return list(names_of(connection, entity, about.choices_where).values())


def as_taught(answers: Mapping[tuple[str, str, str], str]) -> Words:
    """Answers by table, field and word, as they are remembered."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for (table, name, word), meant in answers.items():
        found.setdefault((table, name), {})[word] = meant
    return found


def bare(header: str) -> str:
    """A header as it is compared and remembered."""
    return bare_header(header)
