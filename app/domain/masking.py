"""How ID numbers and phones look to people who gave no reason to see them whole."""


def mask_id_number(text: str | None) -> str:
    """前六后四: 430102********1236; something shorter shows less, never more."""
    if not text:
        return ""
    shown, tail = (6, 4) if len(text) >= 15 else (len(text) // 3, len(text) // 4)
    return _masked(text, shown, tail)


def mask_phone(text: str | None) -> str:
    """前三后四: 138****5678; an area code with its hyphen stays readable."""
    if not text:
        return ""
    area, hyphen, number = text.partition("-")
    if hyphen:
        return f"{area}-{_masked(number, 0, 4 if len(number) > 6 else 1)}"
    shown, tail = (3, 4) if len(text) >= 11 else (0, len(text) // 3)
    return _masked(text, shown, tail)


def _masked(text: str, shown: int, tail: int) -> str:
    end = len(text) - tail
    return text[:shown] + "*" * (end - shown) + text[end:]
