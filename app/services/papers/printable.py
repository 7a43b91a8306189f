"""Whether a document can be printed now, and why not; windows ask before they offer it."""

from datetime import date

from app.data.queries.certificates import certificates_of
from app.data.queries.package_log import logged_package
from app.data.queries.training_classes import ClassRow, class_by_uid
from app.domain.errors import AppError, NotFound
from app.domain.training.codes import CLOSED, VOID
from app.services.exchange.headcount import headcount_of
from app.services.papers.catalogue import CLASS, DocumentKind, document_kind
from app.services.papers.selection import Selection
from app.services.questionnaires import questions_of, tally_of
from app.services.store import Store

BEFORE_CLOSING = "签名盖章的材料在结班后打印：请先录齐考勤并结班。"
NO_CERTIFICATES = "请打印参训证明；要发证书的班，办班时勾选“发结业证书”。"
FORM, TALLY = "questionnaire_form", "questionnaire_tally"


def may_print(store: Store, kind: str, chosen: Selection) -> None:
    """Refuse what cannot be printed now; nothing is written and nothing laid out.

    Raises:
        NotFound: what was chosen is not in this store, or no package was sent or received yet.
        AppError: something was not chosen, the class is open, or there is nothing to print.
    """
    entry = document_kind(kind)
    if CLASS in entry.needs:
        _refuse_class(store, entry, _class(store, chosen))
    elif kind == "archive" and not chosen.members:
        raise AppError("请先选择党员。", "请在“党员”里勾选。")
    elif kind == "handover_slip" and logged_package(store.database.read(), chosen.package) is None:
        raise NotFound("还没有发出或接收过数据包。", "请先做一次数据上报、下发或接收。")
    elif kind in (FORM, TALLY):
        _refuse_questionnaire(store, kind, chosen)
    elif kind == "headcount_change":
        headcount_of(store, chosen.package)


def _refuse_questionnaire(store: Store, kind: str, chosen: Selection) -> None:
    if chosen.row is None:
        raise AppError("请先选择问卷。", "窗口里选中一份；命令行用 --row 写名称或编号。")
    if kind == FORM:
        questions_of(store, chosen.row)
    else:
        tally_of(store, chosen.row)


def _class(store: Store, chosen: Selection) -> ClassRow:
    if chosen.training_class is None:
        raise AppError("请先选择培训班。", "请选一个班；还没有办过班的，请先办班。")
    today = date.today().isoformat()
    row = class_by_uid(store.database.read(), chosen.training_class, today, counted=False)
    if row is None:
        raise NotFound("找不到这个培训班。", "请回到上一页重新打开后再试。")
    return row


def _refuse_class(store: Store, entry: DocumentKind, row: ClassRow) -> None:
    """Originals are signed, and not before their class is closed."""
    signed = entry.ready is not None
    if signed and row.state != CLOSED:
        raise AppError(
            f"“{row.name}”还没有结班，不能打印{entry.title}。", BEFORE_CLOSING, code="class-open"
        )
    if entry.id == "certificate":
        _refuse_without_certificates(store, row)
    if not signed and not row.enrolled:
        raise AppError(f"“{row.name}”的名单里还没有人。", "请先在“名单”里增加学员。", code="nobody")
    if entry.id == "sign_in_sheet" and not row.sessions:
        raise AppError(
            f"“{row.name}”还没有教学安排。", "请先在“修改班次”里按日期生成。", code="no-sessions"
        )


def _refuse_without_certificates(store: Store, row: ClassRow) -> None:
    issued = certificates_of(store.database.read(), row.uid)
    if not issued and not row.certificates:
        raise AppError(f"“{row.name}”不发结业证书。", NO_CERTIFICATES, code="no-certificates")
    if all(one.state == VOID for one in issued):
        raise AppError(
            f"“{row.name}”没有有效的结业证书：没有人结业，或都已作废。",
            "已作废的要重新发，请用“补发”。",
            code="no-certificates",
        )
