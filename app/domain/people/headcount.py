"""党员增减: what became of one person between two moments, in the words of the yearly tables."""

from dataclasses import dataclass

from app.domain.people.codes import PARTY_MEMBERS
from app.domain.people.membership import NORMAL

INCREASES = ("新增", "调入", "发展党员", "恢复")
DECREASES = ("调出", "转出", "去世", "出党", "停止党籍", "其他减少")
_LEFT = {"已转出": "转出", "已去世": "去世", "出党": "出党", "停止党籍": "停止党籍"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands; `gone` when the row was deleted, `merged` when it lives on in
    another one."""

    organization: bytes
    political_status: str
    status: str
    merged: bool = False
    gone: bool = False

    @property
    def there(self) -> bool:
        """Whether the row stands for a person of its organization."""
        return not self.gone and not self.merged and self.status == NORMAL

    @property
    def counted(self) -> bool:
        """Only 正式党员 and 预备党员 are counted as 党员."""
        return self.there and self.political_status in PARTY_MEMBERS


@dataclass(frozen=True, slots=True)
class Movement:
    """`left` and `came` are why somebody is counted no more or now, empty when nothing of that
    kind happened; `words` say it in one piece. `party` tells 党员 from everybody else."""

    words: str
    party: bool
    left: str = ""
    came: str = ""


def movement(before: Standing | None, after: Standing | None) -> Movement | None:
    """What happened to a person, or None when nothing that these tables tell."""
    was, now = bool(before and before.counted), bool(after and after.counted)
    if was or now:
        return _of_party(before, after, was=was, now=now)
    there = (bool(before and before.there), bool(after and after.there))
    if there == (False, False):
        return None
    return _of_others(before, after)


def _of_party(
    before: Standing | None, after: Standing | None, *, was: bool, now: bool
) -> Movement | None:
    if was and now:
        assert before is not None  # counted
        assert after is not None
        return _stayed(before, after)
    if now:
        came = _came(before)
        return Movement(came, party=True, came=came)
    left = _left(after)
    words = _why_else(after) if left == "其他减少" else left
    return Movement(words, party=True, left=left)


def _stayed(before: Standing, after: Standing) -> Movement | None:
    full = (before.political_status, after.political_status) == ("预备党员", "正式党员")
    back = (before.political_status, after.political_status) == ("正式党员", "预备党员")
    change = "转正" if full else "类别更正" if back else ""
    if before.organization == after.organization:
        return Movement(change, party=True) if change else None
    words = "、".join(word for word in ("组织间调动", change) if word)
    return Movement(words, party=True, left="调出", came="调入")


def _came(before: Standing | None) -> str:
    if before is None:
        return "新增"
    if before.there and before.political_status not in PARTY_MEMBERS:
        return "发展党员"
    return "恢复"


def _left(after: Standing | None) -> str:
    if after is None or after.gone or after.merged:
        return "其他减少"
    return _LEFT.get(after.status, "其他减少")


def _why_else(after: Standing | None) -> str:
    if after is None:
        return "彻底删除"
    if after.gone:
        return "删除"
    return "并入另一人" if after.merged else "不再是党员"


def _of_others(before: Standing | None, after: Standing | None) -> Movement | None:
    if before is None or not before.there:
        return Movement("新增" if before is None else "恢复", party=False)
    if after is None or not after.there:
        left = _left(after)
        return Movement(_why_else(after) if left == "其他减少" else left, party=False)
    changes = []
    if before.organization != after.organization:
        changes.append("组织间调动")
    if before.political_status != after.political_status:
        changes.append("类别变化")
    return Movement("、".join(changes), party=False) if changes else None
