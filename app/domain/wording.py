"""A value of a field as people read it: in lists, on paper, in workbooks and in the trail."""

from collections.abc import Sequence

from app.domain.attachments import names_of
from app.domain.entity import Field, Kind, Privacy, Value
from app.domain.masking import mask_id_number, mask_numbers_in, mask_phone, mask_phones_in
from app.domain.money import yuan


def words_of(field: Field, value: Value, *, full: bool = False, named: str = "") -> str:
    """`named` is what a reference leads to; numbers of people are masked unless `full`."""
    if value is None:
        return ""
    if field.kind is Kind.REFERENCE:
        return named
    if field.kind is Kind.FLAG:
        return "是" if value else "否"
    if field.kind is Kind.ATTACHMENT:
        return names_of(value)
    if field.kind is Kind.MONEY and isinstance(value, int):
        return yuan(value)
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    return text if full else masked_text(field, text)


def masked_text(field: Field, text: str) -> str:
    """A text as it is shown to whoever gave no reason; free words may hold numbers, too."""
    if field.kind is Kind.NOTE:
        return mask_phones_in(mask_numbers_in(text))
    if field.privacy is not Privacy.MASKED:
        return text
    return mask_phone(text) if field.kind is Kind.PHONE else mask_id_number(text)


def masked_apart(field: Field, many: Sequence[Value]) -> list[Value]:
    """Masked values; where masks hide the difference, as few of the differing digits are shown as
    tell them apart, and never half of what is hidden: whole numbers are asked for with a reason."""
    made = [masked_text(field, v) if isinstance(v, str) else v for v in many]
    texts = [value for value in many if isinstance(value, str)]
    hidden = max((str(shown).count("*") for shown in made if isinstance(shown, str)), default=0)
    for place in range(max(map(len, texts), default=0)):
        if len(set(made)) == len(set(many)) or hidden < _LEFT_HIDDEN:
            break
        clearer = [_opened(s, v, place) for s, v in zip(made, many, strict=True)]
        if len(set(clearer)) > len(set(made)):
            made, hidden = clearer, hidden - 1
    return made


_LEFT_HIDDEN = 3


def _opened(shown: Value, value: Value, place: int) -> Value:
    if not isinstance(shown, str) or not isinstance(value, str) or len(shown) != len(value):
        return shown
    return shown[:place] + value[place : place + 1] + shown[place + 1 :]
