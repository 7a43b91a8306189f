"""停用: why keys of a site are void."""

from enum import StrEnum


class RevocationReason(StrEnum):
    """Why keys are void."""

    LOST = "lost"
    REPLACED = "replaced"
    RETIRED = "retired"

    @property
    def label(self) -> str:
        """The reason as the clerk reads it."""
        return {"lost": "电脑或密钥丢失", "replaced": "更换密钥", "retired": "单位撤并"}[self.value]
