"""The catalogue: every need is an entity, every paper has a heading, every moment its papers."""

import pytest

from app.domain.entity import REGISTRY
from app.services.papers.catalogue import (
    CATALOGUE,
    PACKAGE,
    YEAR,
    At,
    DocumentKind,
    document_at,
    document_kind,
    documents_at,
    documents_of_class,
    grouped,
    need_word,
)


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.id)
def test_what_a_document_needs_is_an_entity_and_it_has_a_heading(
    kind: DocumentKind,
) -> None:
    assert all(need in REGISTRY for need in kind.needs if need not in (YEAR, PACKAGE))
    assert kind.heading
    assert all(need_word(need) for need in kind.needs)


def test_the_catalogue_is_grouped_and_loses_nothing() -> None:
    found = grouped(CATALOGUE)
    assert list(found)[:4] == ["培训班", "人员", "年度", "数据交换"]
    assert sorted(kind.id for kinds in found.values() for kind in kinds) == sorted(
        kind.id for kind in CATALOGUE
    )
    feedback = [kind.title for kind in found[document_kind("questionnaire_form").heading]]
    assert {"问卷（空白）", "问卷汇总"} <= set(feedback)


def test_every_moment_has_its_papers() -> None:
    assert documents_at(At.BEFORE_CLASS) == ("class_roster", "sign_in_sheet")
    assert document_at(At.CLOSED) == "feedback"
    assert document_at(At.PERSON) == "archive"
    assert document_at(At.HANDED_OVER) == "handover_slip"
    assert document_at(At.HEADCOUNT) == "headcount_change"


def test_what_a_class_is_enough_for_says_what_it_is() -> None:
    assert len(documents_of_class()) == 5
    assert all(kind.note for kind in documents_of_class())
