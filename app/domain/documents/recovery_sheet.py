"""What the recovery sheet (恢复码), printed once at first run, says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecoverySheet:
    """`recovery_code` is in groups joined by hyphens or spaces, as it will be typed."""

    site_name: str
    level: str
    recovery_code: str
    fingerprint: str
    created_on: str
