"""One command line from start to exit code: parse, run, show the answer or the refusal."""

import contextlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from app.cli import console, tree
from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.context import Context, OpenWindow
from app.cli.failures import as_keys, refusal_for
from app.domain.characters import written_out
from app.domain.errors import AppError

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def run(argv: Sequence[str], open_window: OpenWindow) -> int:
    """Run one command line; never raises for anything the user can cause."""
    console.prepare()
    out = sys.stdout
    try:
        given = tree.parse(argv)
        # Whatever a library prints while it works is not part of the answer.
        with contextlib.redirect_stdout(sys.stderr):
            answer = _answer(given.run, Context(given, open_window))
    except WrongUsage as error:
        return _wrong_usage(error, json_wanted="--json" in argv)
    except SystemExit:  # --help stands in the stream already
        return _end(out, "", None)
    return _show(answer, out, json_wanted=given.json)


def _answer(work: Callable[[Context], Answer], context: Context) -> Answer:
    try:
        tree.refuse_back_dating(context.given)
        return work(context)
    except WrongUsage:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (the gate of every command)
        refusal = refusal_for(error)
        return Answer(as_keys(refusal), (), refusal)


def _show(answer: Answer, out: TextIO | None, *, json_wanted: bool) -> int:
    if json_wanted:
        console.for_programs(out)
        text = _one_line(answer.keys)
    else:
        text = "".join(f"{console.for_people(line)}\n" for line in answer.lines)
    return _end(out, text, answer.refusal)


def _end(out: TextIO | None, text: str, refusal: AppError | None) -> int:
    try:
        console.write_answer(out, text)
    except OSError as error:
        refusal = refusal or _not_shown(error)
    if refusal is None:
        return DONE
    _say_refusal(refusal)
    return REFUSED


def _not_shown(error: OSError) -> AppError:
    """What was asked for is done; only its answer went nowhere."""
    reason = refusal_for(error)
    words = "命令已经执行，但结果没有写出来"
    return AppError(f"{words}：{reason.message}", reason.hint, code="output")


def _say_refusal(refusal: AppError) -> None:
    console.say(refusal.message)
    if refusal.hint:
        console.say(refusal.hint)


def _wrong_usage(error: WrongUsage, *, json_wanted: bool) -> int:
    if json_wanted:
        told = {"code": "usage", "message": error.message, "hint": error.usage}
        console.for_programs(sys.stdout)
        console.write_answer(sys.stdout, _one_line({"error": told}))
    console.say(f"命令写法不对：{error.message}。")
    console.say(error.usage)
    return WRONG_USAGE


def _one_line(keys: Mapping[str, Any]) -> str:
    return written_out(json.dumps(keys, ensure_ascii=False, default=_plain)) + "\n"


def _plain(value: object) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)
