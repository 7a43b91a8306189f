"""The refusals every reader shares: what happened to the file, and what to do next."""

from app.data.imports.cells import MOST_COLUMNS, MOST_ROWS, Tables
from app.domain.errors import AppError

UNREADABLE_SHEET = (
    "工作表读不出来（可能已损坏），没有读取；请用 WPS 或 Excel 打开另存为 .xlsx 后再导入"
)
"""Said of one sheet among good ones."""


def has_password() -> AppError:
    """The refusal of a protected file."""
    return AppError(
        "文件有打开密码，不能读取。",
        "请先用 WPS 或 Excel 打开，取消密码后另存，再导入。",
        code="file-password",
    )


def damaged() -> AppError:
    """The one sentence for every file that breaks off or does not hold what it says."""
    return AppError(
        "表格文件已损坏或不完整，读不出来。",
        "请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再导入；打不开就请对方重新发送。",
        code="file-damaged",
    )


def too_large(name: str) -> AppError:
    """The refusal of a sheet beyond the caps."""
    return AppError(
        f"工作表“{name}”超过 {MOST_COLUMNS} 列或 {MOST_ROWS // 10_000} 万行，不能导入。",
        "请删去多余的行和列（包括远处的零散内容）后再导入。",
        code="file-too-large",
    )


def too_much() -> AppError:
    """The refusal of a file that needs more memory than a table may."""
    return AppError(
        "表格解开后过大，不能导入。",
        "请删去多余的工作表、图片和空白行列，或按支部拆成几个文件后再导入。",
        code="file-too-large",
    )


def too_slow(name: str, seconds: float) -> AppError:
    """The refusal of a file that takes too long."""
    return AppError(
        f"{name} 读了 {seconds:g} 秒还没有读完，已停止，没有导入。",
        "文件可能过大或已损坏：请用 WPS 或 Excel 打开检查，删去多余的工作表和空白行列，"
        "另存为 .xlsx 后再导入。",
        code="file-too-slow",
    )


def died(name: str, megabytes: int) -> AppError:
    """The refusal of a file on which the reader ended."""
    return AppError(
        f"{name} 解开后过大（超过 {megabytes} MB 内存）或已损坏，读不下去，没有导入。",
        "请用 WPS 或 Excel 打开检查，删去多余的工作表、图片和空白行列，另存为 .xlsx 后再导入。",
        code="file-too-large",
    )


def set_aside(tables: Tables, name: str, error: AppError) -> None:
    """Go on without a damaged sheet, which is named.

    Raises:
        AppError: it is refused for another reason.
    """
    if error.code != damaged().code:
        raise error
    tables.unreadable[name] = UNREADABLE_SHEET


def refuse_nothing_read(tables: Tables, wanted: str | None, names: list[str]) -> None:
    """How every reader of several sheets ends.

    Raises:
        AppError: no sheet has the wanted name, or none could be read.
    """
    if wanted and wanted not in names:
        raise no_such_sheet(wanted, names)
    if tables.unreadable and not tables.grids:
        raise damaged()


def no_such_sheet(wanted: str, names: list[str]) -> AppError:
    """The refusal of a name that no sheet has."""
    return AppError(f"没有名为“{wanted}”的工作表。", f"这个文件里有：{'、'.join(names[:20])}。")


def web_page(why: str) -> AppError:
    """The refusal of a web page that is of no use as a table."""
    return AppError(
        f"这个文件其实是网页，只是改名成了表格，{why}。",
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。",
        code="file-html",
    )
