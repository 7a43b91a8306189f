"""Every register on the command line: `import`, `export` and `template` by its kind."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, flag
from app.cli.commands.imports import problem_lines, refused_lines
from app.cli.commands.listing import plural
from app.cli.context import Context
from app.cli.paths import FILE, TARGET
from app.domain.declarations import entity_named
from app.domain.errors import InvalidInput
from app.domain.registers import REGISTERS, Register

if TYPE_CHECKING:
    from app.services.register_imports import RegisterOutcome
    from app.services.store import Store


def _import(register: Register) -> Callable[[Context], Answer]:
    def run(context: Context) -> Answer:
        from app.services import register_imports as imports

        given = context.given
        taught = _taught(register, given.word, given.column)
        with context.store() as store, context.progress() as progress:
            plan = imports.plan_register(
                store,
                register,
                given.file,
                sheet=given.sheet,
                taught=taught,
                common=_common(store, register, given.set),
                progress=progress,
            )
            if given.doubles:
                plan = imports.decide_all(plan, same=given.doubles == _SAME)
            done = (
                imports.outcome(plan, "")
                if given.dry_run
                else imports.import_register(store, plan, progress)
            )
            saved = given.errors if given.errors and plan.rejected else None
            if saved:
                imports.save_refused(plan, saved)
        keys = _outcome_keys(done)
        if saved:
            keys["errors"] = saved
        refusal = refused_lines(keys, saved is not None)
        return Answer(keys, _lines(keys, dry=given.dry_run), refusal)

    return run


def _outcome_keys(done: "RegisterOutcome") -> dict[str, Any]:
    return {
        **{name: getattr(done, name) for name in ("rows", "new", "updated", "unchanged")},
        "duplicates": done.duplicates,
        "asked": done.asked,
        "rejected": [one._asdict() for one in done.rejected],
        "warnings": [one._asdict() for one in done.warnings],
        "unknown_words": [_as_keys(one) for one in done.unknown_words],
        "batch": done.batch or None,
    }


def _common(store: "Store", register: Register, given: list[str]) -> dict[str, Any]:
    from app.services.rows_as_text import read_fields

    return dict(read_fields(store, register.entity, given))


def _as_keys(word: Any) -> dict[str, object]:
    label = entity_named(word.table).field(word.field).label
    return {"field": word.field, "label": label, "word": word.word, "lines": word.lines}


def _lines(keys: dict[str, Any], *, dry: bool) -> list[str]:
    head = "预览（没有写入）" if dry else "导入完成"
    lines = [
        f"{head}：共 {keys['rows']} 行，新增 {keys['new']}，更新 {keys['updated']}，"
        f"不变 {keys['unchanged']}，重复 {keys['duplicates']}，拒绝 {len(keys['rejected'])}"
    ]
    if keys["asked"]:
        lines.append(
            f"其中 {keys['asked']} 行可能已经登记过，没有写入：核对后加 "
            f"--doubles {_SAME}（不再登记）或 --doubles {_ANOTHER}（照样登记）"
        )
    lines += problem_lines("拒绝", keys["rejected"]) + problem_lines("提醒", keys["warnings"])
    for one in keys["unknown_words"]:
        lines.append(
            f"不认识的词：{one['label']}“{one['word']}”（{one['lines']} 行）；"
            f"可加 --word {one['label']}:{one['word']}=本机的写法，记住后不再问"
        )
    if keys["batch"]:
        lines.append(f"批次编号：{keys['batch']}（撤销：xueji import undo 批次编号）")
    return lines


def _taught(
    register: Register, words: Iterable[str], columns: Iterable[str]
) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for text in words:
        place, mark, meant = text.partition("=")
        name, colon, word = place.partition(":")
        if not (mark and colon and word.strip()):
            raise InvalidInput({"word": f"“{text}”要写成 字段:写法=本机的写法"})
        table, field = _field(register, name)
        found.setdefault((table, field), {})[word.strip()] = meant.strip()
    for text in columns:
        header, mark, name = text.partition("=")
        if not mark or not header.strip():
            raise InvalidInput({"column": f"“{text}”要写成 表头=字段，不读取的写 表头="})
        table, field = _field(register, name) if name.strip() else (register.key, "")
        found.setdefault((table, ""), {})[_bare(header)] = field
    return found


def _bare(header: str) -> str:
    from app.services.register_words import bare

    return bare(header)


def _field(register: Register, name: str) -> tuple[str, str]:
    wanted = name.strip()
    for entity in (register.entity, *register.detail_entities()):
        for made in entity.fields:
            if wanted in (made.name, made.label):
                return entity.name, made.name
    labels = "、".join(f"{made.name}（{made.label}）" for made in register.entity.fields)
    raise InvalidInput({"word": f"{register.title}没有“{wanted}”这一项，可写：{labels}"})


def export(context: Context) -> Answer:
    """Everything of a register as a workbook that can be read in again."""
    from app.services.register_books import export_register

    given = context.given
    register = REGISTERS[_BY_PLURAL[given.kind]]
    with context.store() as store, context.progress() as progress:
        done = export_register(
            store, register, given.target, unmask=given.unmask, progress=progress
        )
    keys = {"path": done.path, "warnings": list(done.warnings)}
    return Answer(keys, (f"已导出 {done.path}", *done.warnings))


def _template(register: Register) -> Callable[[Context], Answer]:
    def run(context: Context) -> Answer:
        from app.services.register_books import write_register_template

        path = write_register_template(register, context.given.target)
        return Answer({"path": path}, (f"已写入 {path}",))

    return run


_SAME, _ANOTHER = "same", "another"
_BY_PLURAL = {plural(made.entity): key for key, made in REGISTERS.items()}

_IMPORTING = (
    FILE,
    argument("--sheet", metavar="工作表", help="只读这一张工作表"),
    argument(
        "--word",
        metavar="字段:写法=本机的写法",
        action="append",
        default=[],
        help="表里的用词在本机叫什么；记住，下次不再问",
    ),
    argument(
        "--column",
        metavar="表头=字段",
        action="append",
        default=[],
        help="不认识的列是哪一项，或“表头=”不读取；记住，下次不再问",
    ),
    argument(
        "--set",
        metavar="字段=内容",
        action="append",
        default=[],
        help="表里没有这一列的，每行都按这里写的；可以重复",
    ),
    argument(
        "--doubles",
        choices=(_SAME, _ANOTHER),
        help="可能已登记过的行：same 同一次，不再登记；another 另一次，照样登记；不写就列出不写入",
    ),
    flag("--dry-run", help="只预览，不写入"),
    argument("--errors", metavar="文件", type=Path, help="被拒绝的行另存为 .xlsx"),
)

COMMANDS = (
    *(
        Command(
            f"import {name}", f"导入{REGISTERS[key].title}", _import(REGISTERS[key]), _IMPORTING
        )
        for name, key in _BY_PLURAL.items()
    ),
    *(
        Command(
            f"template {name}", f"空白{REGISTERS[key].title}", _template(REGISTERS[key]), (TARGET,)
        )
        for name, key in _BY_PLURAL.items()
    ),
    Command(
        "export",
        "导出一种登记册的全部内容，改好后可再导入",
        export,
        (
            argument("kind", metavar="类别", choices=tuple(_BY_PLURAL), help="、".join(_BY_PLURAL)),
            argument(
                "-o",
                "--out",
                metavar="文件",
                dest="target",
                type=Path,
                required=True,
                help="目标 .xlsx",
            ),
            argument("--unmask", metavar="原因", help="写完整电话；原因会被登记"),
        ),
    ),
)
