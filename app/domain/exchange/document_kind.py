"""开户文件, 开户回执 and their like: the small signed files that sites hand each other."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What a signed file is."""

    REQUEST = "request"
    REPLY = "reply"
    INVITATION = "invitation"
    ANSWER = "answer"
    UNLOCK_REQUEST = "unlock_request"
    UNLOCK_ANSWER = "unlock_answer"

    @property
    def label(self) -> str:
        """The name the clerk knows."""
        return {
            "request": "开户申请",
            "reply": "开户回复",
            "invitation": "开户文件",
            "answer": "开户回执",
            "unlock_request": "解锁申请",
            "unlock_answer": "解锁答复",
        }[self.value]
