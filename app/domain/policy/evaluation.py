"""Judge one person under one requirement: met, short, exempt or pending, and with which figure."""

import datetime
from enum import Enum
from typing import NamedTuple

from app.domain.partial_date import earliest, latest
from app.domain.policy.requirement import HOURS, Measure, Requirement, Threshold
from app.domain.policy.subject import SubjectFacts, Sums
from app.domain.policy.window import Held, Window, held_on
from app.domain.share import percent

NORMAL = "正常"
CADRES = "P24-05"
FRAIL = "P24-06"


class Status(Enum):
    """How a person stands; all four together are those to whom the requirement applies."""

    MET = "met"
    SHORT = "short"
    EXEMPT = "exempt"
    PENDING = "pending"


class Ground(Enum):
    """What decided the status, for the sentence that explains it."""

    FIGURES = "figures"
    EXEMPTION = "exemption"
    EXEMPTION_UNCERTAIN = "exemption_uncertain"
    CADRE = "cadre"
    POST_UNCERTAIN = "post_uncertain"
    MEMBERSHIP_UNCERTAIN = "membership_uncertain"
    NO_HOURS = "no_hours"


class Judgement(NamedTuple):
    """The status of one person with the figure it rests on; cheap, made for everybody."""

    status: Status
    ground: Ground
    value: float
    threshold: Threshold


def judge(requirement: Requirement, subject: SubjectFacts, window: Window) -> Judgement | None:
    """How a person stands at the end of the window; None when the requirement is not theirs."""
    member = _membership(requirement, subject, window)
    if member is Held.NO:
        return None
    post = _post(requirement, subject, window.last)
    if post is Held.NO:
        return None
    value, threshold, met = figure(requirement, subject.sums)
    exempt = _exempt(requirement, subject, window.last)
    if exempt is Held.YES:
        return Judgement(Status.EXEMPT, Ground.EXEMPTION, value, threshold)
    if subject.cadre_scope and CADRES in requirement.exemptions:
        return Judgement(Status.PENDING, Ground.CADRE, value, threshold)
    if member is Held.UNCERTAIN:
        return Judgement(Status.PENDING, Ground.MEMBERSHIP_UNCERTAIN, value, threshold)
    if post is Held.UNCERTAIN:
        return Judgement(Status.PENDING, Ground.POST_UNCERTAIN, value, threshold)
    if met:
        return Judgement(Status.MET, Ground.FIGURES, value, threshold)
    if exempt is Held.UNCERTAIN:
        return Judgement(Status.PENDING, Ground.EXEMPTION_UNCERTAIN, value, threshold)
    if requirement.measure is Measure.INNOVATION_SHARE and not subject.sums.half_hours:
        return Judgement(Status.PENDING, Ground.NO_HOURS, value, threshold)
    return Judgement(Status.SHORT, Ground.FIGURES, value, threshold)


def figure(requirement: Requirement, sums: Sums) -> tuple[float, Threshold, bool]:
    """The figure shown, the threshold it is held against, and whether any alternative is met."""
    if requirement.measure is Measure.INNOVATION_SHARE:
        return _share(requirement.thresholds[0], sums)
    for threshold in requirement.thresholds:
        value = sums.hours if threshold.unit == HOURS else sums.days
        if value >= threshold.at_least:
            return value, threshold, True
    first = requirement.thresholds[0]
    return (sums.hours if first.unit == HOURS else sums.days), first, False


def _share(threshold: Threshold, sums: Sums) -> tuple[float, Threshold, bool]:
    total, part = sums.half_hours, sums.innovation_half_hours
    if not total:
        return 0.0, threshold, False
    # Multiplied out: 49.96 % must neither pass as 50 % nor be shown as 50 %.
    shown = percent(part, total, border=int(threshold.at_least))
    return shown, threshold, part * 100 >= threshold.at_least * total


def _membership(requirement: Requirement, subject: SubjectFacts, window: Window) -> Held:
    """Whether the person was a member at the end of the window (design §3.4)."""
    if subject.political_status not in requirement.who.political_status:
        return Held.NO
    joined = subject.joined_on
    if joined is not None and joined[:4] >= window.last_year:
        if earliest(joined) > window.last:
            return Held.NO
        if latest(joined) > window.last:
            return Held.UNCERTAIN
    if subject.status == NORMAL:
        return Held.YES
    if subject.status_on is None:
        return Held.NO
    # Somebody who left after the window still belonged to it.
    if earliest(subject.status_on) > window.last:
        return Held.YES
    return Held.UNCERTAIN if latest(subject.status_on) > window.last else Held.NO


def _post(requirement: Requirement, subject: SubjectFacts, day: datetime.date) -> Held:
    wanted = requirement.who.posts
    if not wanted:
        return Held.YES
    return _strongest([held_on(p.from_on, p.to_on, day) for p in subject.posts if p.what in wanted])


def _exempt(requirement: Requirement, subject: SubjectFacts, day: datetime.date) -> Held:
    if FRAIL not in requirement.exemptions or not subject.exemptions:
        return Held.NO
    return _strongest([held_on(e.from_on, e.to_on, day) for e in subject.exemptions])


def _strongest(found: list[Held]) -> Held:
    for certainty in (Held.YES, Held.UNCERTAIN):
        if certainty in found:
            return certainty
    return Held.NO
