"""The questions of the first run, one plain step each; the wizard shows them in this order."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.domain.accounts.passwords import password_problem
from app.domain.signing import SIGNED_AS, is_place_only, suggested
from app.ui.parts import label, link

SECRET_NOTICE = (
    "学籍通只用于一般工作信息。不得录入、保存、传递任何涉密内容；"
    "党员身份信息只用于教育培训工作，数据文件已加密，请妥善保管密码和恢复码。"
)


@dataclass
class Answers:
    """What was answered so far."""

    level: str = ""
    name: str = ""
    county: str = ""
    signed_as: str = ""
    operator: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why one cannot go on, and the field where that is put right."""

    words: str
    where: QWidget


class Step(QWidget):
    """One question; `missing` says in words what is still missing, and where."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(10)

    def missing(self) -> Missing | None:
        """What is still to be said, and where; nothing when one may go on."""
        return None

    def problem(self) -> str:
        """The same in words only; empty when one may go on."""
        missing = self.missing()
        return missing.words if missing else ""

    def take(self) -> None:
        """Write what was answered into the answers."""


class LevelStep(Step):
    """乡镇还是县里."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.township = QRadioButton("乡镇（街道）：登记党员、办班、考勤，向县里报送")
        self.county = QRadioButton("县（市、区）：汇总各乡镇，下发政策，也可自己办班")
        for choice in (self.township, self.county):
            choice.setAccessibleName(choice.text())
            self.box.addWidget(choice)
        self.setFocusProxy(self.township)

    def offer_rebuilding(self, rebuild: Callable[[], object]) -> None:
        """A county that has lost its computer begins with its recovery key."""
        words = "县里的电脑坏了或丢了？用锁在柜子里的恢复密钥找回…"
        made = link(words, rebuild, name="rebuild")
        made.hide()
        self.county.toggled.connect(made.setVisible)
        self.box.addWidget(made)

    def missing(self) -> Missing | None:
        chosen = self.township.isChecked() or self.county.isChecked()
        return None if chosen else Missing("请选一项。", self.township)

    def take(self) -> None:
        self.answers.level = "county" if self.county.isChecked() else "township"


class NameStep(Step):
    """Name of the unit, and of its county."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.name = _line(self, "单位名称", "如 青山镇")
        self.county = _line(self, "所属县（市、区）", "如 云岭县；县级单位不用填")
        self.signed_as = _line(self, SIGNED_AS, "如 中共青山镇委员会；印在表册、总结的落款处")
        self.setFocusProxy(self.name)
        self.name.textEdited.connect(lambda _text: self._suggest())

    def _suggest(self) -> None:
        """What such a place usually signs with, until somebody types another."""
        if not self.signed_as.isModified():
            name = self.name.text().strip()
            self.signed_as.setText(suggested(name, self.answers.level) if name else "")

    def missing(self) -> Missing | None:
        name, signed_as = self.name.text().strip(), self.signed_as.text().strip()
        if not name:
            return Missing("请填写单位名称，例如青山镇。", self.name)
        if self.answers.level == "township" and not self.county.text().strip():
            return Missing("请填写所属县（市、区），例如云岭县。", self.county)
        if signed_as and is_place_only(signed_as):
            whole = suggested(name, self.answers.level)
            return Missing(f"落款要写全称，例如{whole}。", self.signed_as)
        return None

    def take(self) -> None:
        self.answers.name = self.name.text().strip()
        self.answers.county = self.county.text().strip()
        self.answers.signed_as = self.signed_as.text().strip()


class PersonStep(Step):
    """Who is at the keyboard, and the password."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.operator = _line(self, "使用人姓名", "每次保存都会记下是谁")
        self.password = _line(self, "密码", "至少 10 位，可用一句好记的话", secret=True)
        self.again = _line(self, "再输一遍密码", "", secret=True)
        self.setFocusProxy(self.operator)

    def missing(self) -> Missing | None:
        if not self.operator.text().strip():
            return Missing("请填写使用人姓名。", self.operator)
        about = (self.operator.text(), self.answers.name, self.answers.county)
        if problem := password_problem(self.password.text(), about):
            return Missing(f"{problem}。", self.password)
        if self.password.text() != self.again.text():
            return Missing("两遍密码不一样，请重新输入。", self.again)
        return None

    def take(self) -> None:
        self.answers.operator = self.operator.text().strip()
        self.answers.password = self.password.text()


class SecretStep(Step):
    """不得录入涉密内容."""

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        self.box.addWidget(label(SECRET_NOTICE, wrap=True))
        self.agreed = QCheckBox("我已知道：不得录入涉密内容")
        self.agreed.setAccessibleName(self.agreed.text())
        self.box.addWidget(self.agreed)
        self.setFocusProxy(self.agreed)

    def missing(self) -> Missing | None:
        return None if self.agreed.isChecked() else Missing("请先勾选。", self.agreed)


STEPS: tuple[tuple[str, str, Callable[[Answers], Step]], ...] = (
    ("这台电脑用在哪里？", "以后不能更改；县里和乡镇各用各的数据。", LevelStep),
    ("单位叫什么？", "会印在各种表册上。", NameStep),
    ("谁来使用？", "密码用来打开数据，没有人能替您找回。", PersonStep),
    ("保密提醒", "请读完再继续。", SecretStep),
)


def _line(step: Step, name: str, hint: str, *, secret: bool = False) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    if secret:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
    words = label(name)
    words.setBuddy(edit)
    step.box.addWidget(words)
    step.box.addWidget(edit)
    return edit
