"""The policy files that come with the program (a county may set its own beside them)."""

import hashlib
from functools import cache
from pathlib import Path

from app.domain.errors import NotFound
from app.domain.policy.reading import parse_policy
from app.domain.policy.requirement import Policy, Requirement

POLICY_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "policies"
CURRENT = "P24"


def policy_ids() -> list[str]:
    """Every policy that can be evaluated."""
    return sorted(path.stem for path in POLICY_FOLDER.glob("*.toml"))


@cache
def read_policy(policy_id: str) -> Policy:
    """One policy by its id.

    Raises:
        NotFound: there is no such policy.
        PolicyFileError: the file cannot be used.
    """
    known = policy_ids()
    if policy_id not in known:
        raise NotFound(f"没有编号为“{policy_id}”的政策。", f"现有：{'、'.join(known)}。")
    path = POLICY_FOLDER / f"{policy_id}.toml"
    return parse_policy(path.read_text("utf-8"), path.name)


@cache
def policy_digest(policy_id: str) -> str:
    """Which text of the policy this is."""
    content = (POLICY_FOLDER / f"{policy_id}.toml").read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


def read_requirements(policy: Policy, rule: str | None = None) -> tuple[Requirement, ...]:
    """All requirements of a policy, or the one asked for.

    Raises:
        NotFound: the policy has no such requirement.
    """
    if rule is None:
        return policy.requirements
    found = policy.requirement(rule)
    if found is None:
        known = "、".join(r.id for r in policy.requirements)
        raise NotFound(f"{policy.title}里没有编号为“{rule}”的要求。", f"现有：{known}。")
    return (found,)
