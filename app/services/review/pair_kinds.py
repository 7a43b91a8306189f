"""Rows that share a number or a name: two people, two papers, two organizations."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from app.data import site
from app.data.queries.review_context import Context
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_writers import Writer
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.training.codes import VOID
from app.services.organization_moving import Takeover, keep_names, take_over
from app.services.review import deciding_pairs
from app.services.review.kinds import Action, Question, Written
from app.services.store import Store

SAME, WRONG, LEFT, BOTH = "same", "wrong", "left", "both"
_MERGED, _MERGED_ORGANIZATION, _VOIDED = "合并同一人", "合并同名党组织", "作废重号证书"


@dataclass(frozen=True)
class PairAction(Action):
    """A button that opens the rows side by side: title and explanation, what picking a column
    means, what is asked for besides, and what writes that; without it the picked one is kept."""

    title: str = ""
    explanation: str = ""
    pick: str = ""
    agree: str = ""
    entry: str = ""
    hint: str = ""
    write: Callable[[Store, str, bytes, str], None] | None = None


class Paired(Written):
    """Uniqueness is a rule that people see: both are kept until somebody says which is wrong."""

    paired = True
    offered: ClassVar[tuple[Action, ...]] = ()

    def writers(self, context: Context, item: ReviewItem) -> dict[str, Writer]:
        """Whoever wrote the rows."""
        return context.writers.of_rows(item)

    def side(
        self, context: Context, item: ReviewItem, choice: Choice, value: Value, writer: Writer
    ) -> tuple[str, Writer]:
        """With the place, which tells them apart."""
        text, writer = super().side(context, item, choice, value, writer)
        place = context.place(context.owner(item.entity, bytes.fromhex(choice.id)))[0]
        return f"{text}　{place}", writer

    def actions(self, question: Question, _level: str) -> tuple[Action, ...]:
        """What can be said of two such rows."""
        return self.offered if question.decider.here else ()


class SamePerson(Paired):
    """One ID number, two people on the list."""

    trail = (_MERGED, deciding_pairs.NUMBER_CORRECTED, deciding_pairs.MOVED_AWAY)
    offered = (
        PairAction(
            SAME,
            "可能是同一人…",
            title="同一个人登记了两次：保留哪一条？",
            explanation="另一条并入保留的这一条，学时、职务、证书都归到他名下，什么也不删除；"
            "随时可以撤销合并。橙色的是两边不同的内容。",
            pick="保留这一条",
            agree="合并",
        ),
        PairAction(
            WRONG,
            "号码录错…",
            title="两个不同的人：谁的身份证号录错了？",
            explanation="请对着身份证或档案填写正确的号码，填好后会核对校验位，"
            "也会查有没有别人用这个号码。",
            pick="这一条的号码录错",
            agree="改正号码",
            entry="正确的身份证号：",
            hint="18 位或 15 位号码",
            write=deciding_pairs.correct_number,
        ),
        PairAction(
            LEFT,
            "已转出…",
            title="同一个人在两处，其中一处已经转出：是哪一处？",
            explanation="选中的这一条改为“已转出”并注明日期，历史、学时和证书都保留，"
            "不再计入在册党员。",
            pick="这一处已转出",
            agree="登记已转出",
            entry="转出日期：",
            hint="如 2026-05-12，只知道年月写 2026-05",
            write=deciding_pairs.moved_away,
        ),
    )

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """The same person entered twice: the others point to the kept one, which can be undone."""
        with store.change(_MERGED, summary=item.subject, needs=Verb.REVIEW) as change:
            for uid in _others(item, chosen):
                values: dict[str, Value] = {"merged_into": bytes.fromhex(chosen.id)}
                change.update(entity_named("member"), uid, values)


class SameCertificate(Paired):
    """Two papers with one number exist."""

    trail = (_VOIDED, deciding_pairs.VOID)
    offered = (
        PairAction(
            WRONG,
            "作废其中一份…",
            title="两份证书用了同一个编号：作废哪一份？",
            explanation="发出去的证书不改号：先收回并作废一份，编号留在登记里不再使用，"
            "再由办班单位补发新编号。请先对着两份原件核对。",
            pick="作废这一份",
            agree="作废",
            entry="作废原因：",
            hint="如：编号重复，已收回原件",
            write=deciding_pairs.void,
        ),
    )

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """The register keeps both, one of them as void."""
        with store.change(
            _VOIDED, summary=item.subject, reason="证书编号重复", needs=Verb.REVIEW
        ) as change:
            for uid in _others(item, chosen):
                change.update(entity_named("certificate"), uid, {"state": VOID})


class SameOrganization(Paired):
    """One name, two organizations below the same one."""

    trail = (_MERGED_ORGANIZATION, deciding_pairs.BOTH_RIGHT)
    offered = (
        PairAction(
            SAME,
            "合并…",
            title="同一个党组织登记了两次：保留哪一个？",
            explanation="另一个的党员、下级组织、班次和职务都转到保留的这一个，空的那个停用；可以撤销。",
            pick="保留这一个",
            agree="合并",
        ),
        Action(BOTH, "两个都对"),
    )

    def side(
        self, context: Context, item: ReviewItem, choice: Choice, value: Value, writer: Writer
    ) -> tuple[str, Writer]:
        """It is a place itself."""
        return Written.side(self, context, item, choice, value, writer)

    def actions(self, question: Question, level: str) -> tuple[Action, ...]:
        """That both are right the county says, once for every site."""
        known = super().actions(question, level)
        return known if level == site.COUNTY else tuple(a for a in known if a.kind != BOTH)

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """People, branches, classes and posts move over; the emptied one is taken out of use."""
        target = bytes.fromhex(chosen.id)
        with store.change(_MERGED_ORGANIZATION, summary=item.subject, needs=Verb.REVIEW) as change:
            for uid in _others(item, chosen):
                # One organization entered twice: nobody moved.
                take_over(change, Takeover(uid, target))
                keep_names(change, uid, target)
                change.remove(entity_named("organization"), uid)


def opened_by(question: Question, key: str) -> PairAction:
    """What the dialog says that one of the buttons opens."""
    actions = question.kind.actions(question, site.COUNTY)
    return next(a for a in actions if isinstance(a, PairAction) and a.kind == key)


def _others(item: ReviewItem, kept: Choice) -> list[bytes]:
    return [bytes.fromhex(choice.id) for choice in item.siblings if choice.id != kept.id]
