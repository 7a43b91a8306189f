"""What the sign-in sheet (签到表) of one half-day session says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignInLine:
    """One person expected; `number` is the 序号 that attendance is later entered by."""

    number: str
    name: str
    unit_and_post: str = ""
    note: str = ""


@dataclass(frozen=True)
class SignInSheet:
    """One session: `when` reads like 11月21日 上午; `printed_note` says 补打 when it is."""

    class_name: str
    when: str
    place: str
    course: str
    teacher: str
    lines: tuple[SignInLine, ...]
    printed_note: str = ""
