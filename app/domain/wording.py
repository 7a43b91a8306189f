"""A value of a field as people read it: in lists, on paper, in workbooks and in the trail."""

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
