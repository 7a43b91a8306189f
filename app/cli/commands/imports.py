"""`import` and `template`: files of people and classes come in, and go back out as they came."""

from typing import Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, flag
from app.cli.commands.import_answers import ANSWERS, answers_of, questions_as_keys
from app.cli.context import Context
from app.cli.paths import FILE, TARGET, place
from app.cli.tables import table
from app.domain.errors import AppError
from app.domain.people.roster_file import RowProblem


def roster(context: Context) -> Answer:
    """Plan a roster and, unless dry, execute exactly that plan."""
    from app.services import rosters
    from app.services.roster_answers import read_answers, with_remembered

    given = context.given
    with context.store() as store, context.progress() as progress:
        said = read_answers(store, given.column, given.category, given.branch)
        columns = with_remembered(store, said.columns)
        file = rosters.read_roster_file(given.file, given.sheet, progress, columns)
        wishes: dict[str, Any] = {
            "organization": given.organization,
            "create_organizations": given.create_organizations,
            "said": said,
            "progress": progress,
        }
        plan = rosters.plan_roster_import(store, file, **wishes)
        answers = answers_of(plan, given.same_person, given.different)
        if answers:
            plan = rosters.plan_roster_import(store, file, answers=answers, **wishes)
        if given.dry_run:
            done = rosters.outcome(plan, "")
        else:
            done = rosters.import_roster(store, plan, progress)
        saved = given.errors if given.errors and plan.rejected else None
        if saved:
            rosters.save_refused_rows(plan, saved)
    keys = {**_keys(vars(done)), "questions": questions_as_keys(plan, answers)}
    if saved:
        keys["errors"] = saved
    return Answer(
        keys, _roster_lines(keys, dry=given.dry_run), refused_lines(keys, saved is not None)
    )


def _keys(found: dict[str, Any]) -> dict[str, Any]:
    keys = {name: _plain(value) for name, value in found.items()}
    keys["batch"] = keys["batch"] or None
    return keys


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [item._asdict() if isinstance(item, RowProblem) else item for item in value]
    return value


def _roster_lines(keys: dict[str, Any], *, dry: bool) -> list[str]:
    head = "预览（没有写入）" if dry else "导入完成"
    lines = [
        f"{head}：共 {keys['rows']} 行，新增 {keys['new']}，更新 {keys['updated']}，"
        f"不变 {keys['unchanged']}，重复 {keys['duplicates']}，拒绝 {len(keys['rejected'])}"
    ]
    if keys["posts"]:
        lines.append(f"登记或补全党内职务 {keys['posts']} 项")
    if keys["unknown_organizations"]:
        lines.append(f"不认识的党组织：{'、'.join(keys['unknown_organizations'])}")
    if keys["created_organizations"]:
        lines.append(f"新建的党组织：{'、'.join(keys['created_organizations'])}")
    lines += problem_lines("拒绝", keys["rejected"]) + problem_lines("提醒", keys["warnings"])
    lines += _question_lines(keys["questions"])
    if keys["batch"]:
        lines.append(f"批次编号：{keys['batch']}（撤销：xueji import undo 批次编号）")
    return lines


def problem_lines(title: str, problems: list[dict[str, Any]]) -> list[str]:
    """Refusals or warnings as a table under their title."""
    if not problems:
        return []
    cells = [
        [p["sheet"], p["cell"] or p["row"], p["column"], p["value"], p["reason"]] for p in problems
    ]
    return [f"{title}：", *table(("工作表", "单元格", "列", "内容", "原因"), cells)]


def _question_lines(questions: list[dict[str, Any]]) -> list[str]:
    open_ones = [asked for asked in questions if asked["answer"] is None]
    if not open_ones:
        return []
    cells = [
        [a["row"], a["name"], a["number"], a["known_number"], a["organization"], a["id"]]
        for a in open_ones
    ]
    heads = ("行", "姓名", "表中号码", "本机号码", "所在党组织", "本机编号")
    return [
        "疑似同一人（身份证号不同），没有回答的已按不同的人处理；"
        "重新导入时可加 --same-person 行号 或 --different 行号：",
        *table(heads, cells),
    ]


def refused_lines(keys: dict[str, Any], saved: bool) -> AppError | None:
    """What makes an import that left lines out end with exit code 1."""
    number = len(keys["rejected"])
    if not number:
        return None
    hint = "请改正后再导入这些行；其余各行不受影响。"
    if not saved:
        hint += "加 --errors 文件.xlsx 可把被拒绝的行另存。"
    if keys.get("unknown_organizations") and not keys.get("created_organizations"):
        hint += "确认要新建党组织时加 --create-organizations。"
    return AppError(f"有 {number} 行被拒绝。", hint, code="rejected")


def training_class(context: Context) -> Answer:
    """A class workbook with its half-days, participants and marks."""
    from app.services.classes.class_workbooks import import_class

    with context.store() as store, context.progress() as progress:
        done = import_class(store, context.given.file, progress)
    keys = _keys(vars(done))
    came = f"学员 {done.enrolled} 人，考勤 {done.marks} 条"
    head = f"导入完成：教学安排 {done.sessions} 个半天，{came}"
    if done.known:
        head = f"本机已有这个班，只补充了缺的：{came}；已登记的没有改动"
    lines = [head, *problem_lines("拒绝", keys["rejected"])]
    lines += problem_lines("提醒", keys["warnings"])
    if done.batch:
        lines.append(f"批次编号：{done.batch}")
    return Answer(keys, lines, refused_lines(keys, saved=True))


def undo(context: Context) -> Answer:
    """Take one import back."""
    from app.services.import_undo import REVERSED, undo_import

    with context.store() as store, context.progress() as progress:
        done = undo_import(store, context.given.batch, progress)
    stayed = [line for line in done.lines if line.result != REVERSED]
    keys = {
        "reversed": done.reversed,
        "kept": done.kept,
        "errored": done.errored,
        "not_reversed": [
            {"id": line.uid.hex(), "name": line.name, "result": line.result, "reason": line.reason}
            for line in stayed
        ],
    }
    lines = [f"已撤销 {done.reversed}，已保留 {done.kept}，出错 {done.errored}"]
    if stayed:
        cells = [[line.name, line.result, line.reason] for line in stayed]
        lines += table(("名称", "结果", "原因"), cells)
    refusal = None
    if done.kept or done.errored:
        refusal = AppError(
            "有内容没有撤销。", "保留的内容后来改过或已使用，请逐条核对。", code="kept"
        )
    return Answer(keys, lines, refusal)


def roster_template(context: Context) -> Answer:
    """An empty roster."""
    from app.services.rosters import write_roster_template

    return _written(write_roster_template(context.given.target))


def class_template(context: Context) -> Answer:
    """An empty class workbook."""
    from app.services.classes.class_workbooks import write_class_template

    return _written(write_class_template(context.given.target))


def _written(path: object) -> Answer:
    return Answer({"path": path}, (f"已写入 {path}",))


COMMANDS = (
    Command(
        "import roster",
        "导入人员花名册（.xlsx .xls .et .csv .ods 等）",
        roster,
        (
            FILE,
            argument("--sheet", metavar="工作表", help="只读这一张工作表"),
            argument("--organization", metavar="党组织", help="没有写明支部的人归入该组织"),
            flag("--create-organizations", help="新建不认识的党组织"),
            argument(
                "--branch",
                metavar="写法=党组织",
                action="append",
                default=[],
                help="文件里不认识的党组织是本机的哪一个，或“写法=新建”“写法=新建：名称”；可写多次",
            ),
            argument(
                "--category",
                metavar="人员类别",
                help="标题或分段没有说清人员类别时，这些人按此类别导入，如 预备党员",
            ),
            argument(
                "--column",
                metavar="表头=字段",
                action="append",
                default=[],
                help="不认识的列是哪一项，如“常住电话=联系电话”，或“=不读取”；记住，下次不再问",
            ),
            flag("--dry-run", help="只预览，不写入"),
            argument("--errors", metavar="文件", type=place, help="被拒绝的行另存为 .xlsx"),
            *ANSWERS,
        ),
    ),
    Command("import class", "导入培训班工作簿", training_class, (FILE,)),
    Command(
        "import undo",
        "撤销一次导入",
        undo,
        (argument("batch", metavar="批次编号", help="导入时给出的编号"),),
    ),
    Command("template roster", "空白花名册模板", roster_template, (TARGET,)),
    Command("template class", "空白培训班工作簿", class_template, (TARGET,)),
)
