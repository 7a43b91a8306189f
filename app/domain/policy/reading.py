"""Read a policy file strictly: a misspelt key must never silently switch a requirement off."""

import tomllib

from app.domain.people.codes import POLITICAL_STATUSES, POST_TITLES
from app.domain.policy.requirement import (
    HARDNESS,
    KINDS,
    PERCENT,
    UNITS,
    ExemptionRule,
    Filters,
    Measure,
    Policy,
    Requirement,
    Threshold,
    Who,
    WindowKind,
)
from app.domain.policy.strict_section import PolicyFileError, Section
from app.domain.training.codes import LEVELS, MODES


def parse_policy(text: str, file_name: str = "") -> Policy:
    """Read a policy from TOML.

    Raises:
        PolicyFileError: anything missing, misspelt, doubled or of the wrong kind.
    """
    try:
        top = Section(file_name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyFileError(file_name, f"格式不对（{error}）") from error
    policy = Policy(
        id=top.words("id"),
        title=top.words("title"),
        period_from=top.day("period_from"),
        period_to=top.day("period_to"),
        requirements=top.sections("requirement", _requirement),
        exemptions=top.sections("exemption", _exemption),
    )
    top.finish()
    _check(policy, file_name)
    return policy


def _requirement(section: Section) -> Requirement:
    who, filters, window = (section.section(key) for key in ("who", "filters", "window"))
    made = Requirement(
        id=section.words("id"),
        clause=section.words("clause"),
        text=section.words("text"),
        short=section.words("short"),
        kind=section.one_of("kind", KINDS),
        hardness=section.one_of("hardness", HARDNESS),
        counts=section.words("counts"),
        measure=Measure(section.one_of("measure", [item.value for item in Measure])),
        evidence=section.many("evidence"),
        exemptions=section.many("exemptions"),
        notes=section.many("notes"),
        post_notes=section.pairs("post_notes", POST_TITLES),
        who=Who(who.many("political_status", POLITICAL_STATUSES), who.many("posts", POST_TITLES)),
        filters=Filters(
            filters.many("modes", MODES), filters.many("levels", LEVELS), filters.flag("off_job")
        ),
        thresholds=section.sections("threshold", _threshold),
        window=WindowKind(window.one_of("kind", [item.value for item in WindowKind])),
    )
    for inner in (who, filters, window):
        inner.finish()
    return made


def _threshold(section: Section) -> Threshold:
    return Threshold(section.one_of("unit", UNITS), section.number("at_least"))


def _exemption(section: Section) -> ExemptionRule:
    return ExemptionRule(section.words("id"), section.words("clause"), section.words("text"))


def _check(policy: Policy, file_name: str) -> None:
    ids = [r.id for r in policy.requirements] + [e.id for e in policy.exemptions]
    doubled = sorted({found for found in ids if ids.count(found) > 1})
    if doubled:
        raise PolicyFileError(file_name, f"编号重复：{'、'.join(doubled)}")
    if policy.period_to < policy.period_from:
        raise PolicyFileError(file_name, "period_to 早于 period_from")
    known = {rule.id for rule in policy.exemptions}
    for requirement in policy.requirements:
        where = f"{file_name} {requirement.id}"
        unknown = [name for name in requirement.exemptions if name not in known]
        if unknown:
            raise PolicyFileError(where, f"exemptions 里有没有写明的条款：{'、'.join(unknown)}")
        if not requirement.thresholds or not requirement.filters.modes:
            raise PolicyFileError(where, "要写明 threshold 和 filters.modes")
        share = [t.unit == PERCENT for t in requirement.thresholds]
        if any(share) != (requirement.measure is Measure.INNOVATION_SHARE) or len(set(share)) > 1:
            raise PolicyFileError(where, "threshold 的单位与 measure 不符")
