"""Read a policy file strictly: a misspelt key must never silently switch a requirement off."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace

from app.domain.people.codes import EXEMPTION_REASONS, POLITICAL_STATUSES, POST_TITLES
from app.domain.policy.requirement import (
    HARDNESS,
    KINDS,
    ORGANIZATION_GROUPS,
    PERCENT,
    UNITS,
    Effect,
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
from app.domain.training.codes import COLLECTIVE_MODES, LEVELS


def parse_policy(text: str, file_name: str = "") -> Policy:
    """Read a policy from TOML.

    Raises:
        PolicyFileError: anything missing, misspelt, doubled or of the wrong kind.
    """
    try:
        top = Section(file_name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PolicyFileError(file_name, f"格式不对（{error}）") from error
    exemptions = top.sections("exemption", _exemption)
    known = {rule.id: rule for rule in exemptions}
    requirements = top.sections("requirement", lambda section: _requirement(section, known))
    policy = Policy(
        id=top.words("id"),
        title=top.words("title"),
        period_from=top.day("period_from"),
        period_to=top.day("period_to"),
        requirements=requirements,
        exemptions=exemptions,
    )
    top.finish()
    _check(policy, file_name)
    return replace(policy, requirements=_with_replacements(policy, file_name))


def _with_replacements(policy: Policy, file_name: str) -> tuple[Requirement, ...]:
    """Every requirement with the one that decides for those to whom both apply."""
    stricter: dict[str, Requirement] = {}
    for requirement in policy.requirements:
        for name in requirement.replaces:
            where = f"{file_name} {requirement.id}"
            other = policy.requirement(name)
            if other is None or other is requirement or name in stricter:
                raise PolicyFileError(where, f"replaces 里的 {name} 没有、重复或是它自己")
            same = (
                (other.filters, other.window, other.measure),
                (requirement.filters, requirement.window, requirement.measure),
            )
            if same[0] != same[1]:
                raise PolicyFileError(where, f"要替代 {name}，filters、window 和 measure 须相同")
            stricter[name] = requirement
    return tuple(replace(r, replaced_by=stricter.get(r.id)) for r in policy.requirements)


def _requirement(section: Section, known: Mapping[str, ExemptionRule]) -> Requirement:
    who, filters, window = (section.section(key) for key in ("who", "filters", "window"))
    named = section.many("exemptions")
    unknown = [name for name in named if name not in known]
    if unknown:
        raise PolicyFileError(section.where, f"exemptions 里有没有写明的条款：{'、'.join(unknown)}")
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
        exemptions=tuple(known[name] for name in named),
        notes=section.many("notes"),
        replaces=section.many("replaces"),
        who=Who(
            who.many("political_status", POLITICAL_STATUSES),
            who.many("posts", POST_TITLES),
            who.many("org_kinds", ORGANIZATION_GROUPS),
            int(who.number("in_post_months")) if "in_post_months" in who else 0,
        ),
        filters=Filters(
            # Nothing said: 各类集中学习培训, as the ledger counts it.
            filters.many("modes", COLLECTIVE_MODES) or COLLECTIVE_MODES,
            filters.many("levels", LEVELS),
            filters.flag("off_job"),
            bool(filters.flag("before_joining")),
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
    return ExemptionRule(
        section.words("id"),
        section.words("clause"),
        section.words("text"),
        section.words("says"),
        Effect(section.one_of("effect", [item.value for item in Effect])),
        section.many("reasons", EXEMPTION_REASONS),
        bool(section.flag("cadres")),
    )


def _check(policy: Policy, file_name: str) -> None:
    ids = [r.id for r in policy.requirements] + [e.id for e in policy.exemptions]
    doubled = sorted({found for found in ids if ids.count(found) > 1})
    if doubled:
        raise PolicyFileError(file_name, f"编号重复：{'、'.join(doubled)}")
    if policy.period_to < policy.period_from:
        raise PolicyFileError(file_name, "period_to 早于 period_from")
    for rule in policy.exemptions:
        if bool(rule.reasons) == rule.cadres:
            raise PolicyFileError(f"{file_name} {rule.id}", "要写明 reasons 或 cadres，两者之一")
    for requirement in policy.requirements:
        where = f"{file_name} {requirement.id}"
        if requirement.who.org_kinds and not requirement.who.posts:
            raise PolicyFileError(where, "org_kinds 说的是职务在哪里，要同时写 posts")
        if not requirement.thresholds:
            raise PolicyFileError(where, "要写明 threshold")
        share = [t.unit == PERCENT for t in requirement.thresholds]
        if any(share) != (requirement.measure is Measure.INNOVATION_SHARE) or len(set(share)) > 1:
            raise PolicyFileError(where, "threshold 的单位与 measure 不符")
