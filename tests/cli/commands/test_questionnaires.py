"""问卷 on the command line: asked, entered by keys, counted, printed, kept."""

from pathlib import Path

from app.services.store import Store
from tests.builders import count
from tests.cli.conftest import Run


def test_from_the_question_to_the_printed_tally(run: Run, store: Store, tmp_path: Path) -> None:
    at = ("--store", store.path, "--json")

    def add(kind: str, *said: str) -> str:
        ran = run(*at, "add", kind, *(part for one in said for part in ("--set", one)))
        assert ran.code == 0, ran.error
        return str(ran.keys["id"])

    uid = add("questionnaires", "name=需求问卷", "purpose=需求调研", "state=正在收回", "sent=4")
    of = f"questionnaire={uid}"
    add(
        "questions",
        of,
        "number=1",
        "text=学什么",
        "kind=多选",
        "options=种植；调解；电商",
        "most=2",
    )
    add("questions", of, "number=2", "text=打几分", "kind=量表", "highest=10")
    add("questions", of, "number=3", "text=建议", "kind=文字")
    more = tmp_path / "papers.txt"
    more.write_text("1:12;2:9\n\n1:1;3:短一些\n", "utf-8")
    entered = run(*at, "questionnaire", "enter", "需求问卷", "--paper", "1:3;2:0", "--file", more)
    assert entered.keys == {"numbers": [1, 2, 3]}
    # 种植 2 of 3, 调解 1, 电商 1; marks 10 and 9: 9.5.
    told = run(*at, "questionnaire", "tally", "需求问卷").keys
    assert (told["sent"], told["papers"]) == (4, 3)
    what, mark, advice = told["questions"]
    assert [(one["papers"], one["share"]) for one in what["options"]] == [
        (2, "66.7%"),
        (1, "33.3%"),
        (1, "33.3%"),
    ]
    assert (mark["mean"], mark["percent"], mark["blank"]) == ("9.50", 95, 1)
    assert advice["texts"] == ["短一些"]
    for kind, pages in (("questionnaire_form", 1), ("questionnaire_tally", 2)):
        made = run(*at, "print", kind, "--row", "需求问卷", "-o", tmp_path / f"{kind}.pdf")
        assert (made.keys["pages"], made.keys["warnings"]) == (pages, [])
    assert run(*at, "questionnaire", "keep", uid).code == 0
    assert count(store, "survey", "returned = 3 AND sent = 4") == 1


def test_all_papers_or_none(run: Run, store: Store) -> None:
    at = ("--store", store.path, "--json")
    said = ("--set", "name=问卷", "--set", "purpose=其他", "--set", "state=正在收回")
    uid = run(*at, "add", "questionnaires", *said).keys["id"]
    assert (
        "还没有题目" in run(*at, "questionnaire", "enter", uid, "--paper", "1:1").error["message"]
    )
    text = ("--set", "text=学什么", "--set", "kind=单选", "--set", "options=甲；乙")
    run(*at, "add", "questions", "--set", f"questionnaire={uid}", "--set", "number=1", *text)
    refused = run(*at, "questionnaire", "enter", uid, "--paper", "1:1", "--paper", "1:12")
    assert (refused.code, count(store, "answer_sheet")) == (1, 0)
    assert "最多选 1 项" in refused.error["message"]
    assert run(*at, "questionnaire", "enter", uid).code == 1
    assert "请先选择问卷" in run(*at, "print", "questionnaire_form", "-o", "a.pdf").error["message"]
