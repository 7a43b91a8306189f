"""年度总结 as a file: the same figures on paper, in a workbook or as plain data."""

import dataclasses
import json
from pathlib import Path

from app.domain.progress import Progress
from app.services.checks import Question
from app.services.documents import Prepared, Printed, lay_out
from app.services.papers.catalogue import document_kind
from app.services.papers.summary_content import summary_content
from app.services.store import Store
from app.services.summaries import summary_figures
from app.services.summary_figures import SummaryFigures

KIND = "year_summary"


def write_summary(
    store: Store, question: Question, path: Path, progress: Progress | None = None
) -> tuple[Printed, SummaryFigures]:
    """Count one year and write it; the suffix says the format, `.json` holds the bare figures.

    Raises:
        AppError: a format that there is not, or a place that cannot be written.
    """
    asked = question
    if asked.organization is None:
        asked = dataclasses.replace(question, organization=store.site.organization)
    figures = summary_figures(store, asked)
    if path.suffix.lower() == ".json":
        return _write_json(figures, path), figures
    kind = document_kind(KIND)
    prepared = Prepared(kind.id, kind.title, summary_content(store, figures, asked.organization))
    return lay_out(prepared, path, progress), figures


def _write_json(figures: SummaryFigures, path: Path) -> Printed:
    from app.reports.target import put_in_place  # only when something is written

    text = json.dumps(dataclasses.asdict(figures), ensure_ascii=False, indent=2)
    put_in_place(path, text.encode())
    return Printed(path, 0, ())
