"""A package that knows more of us than we do: this store was overwritten with an older file."""

from app.domain.errors import PackageError


class OwnPast(PackageError):
    """The sender holds writes of ours that we do not remember making (E-208)."""

    code = "E-208"


def own_past() -> OwnPast:
    """The refusal, in the clerk's words."""
    return OwnPast(
        "对方收到过本机更晚的记录：本机的数据文件可能被旧文件覆盖过。",
        "没有接收任何内容。请在“设置”里回答“换电脑”（site confirm --moved），再接收一次。",
    )
