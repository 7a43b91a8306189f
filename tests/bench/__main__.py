"""All measurements of the design's budgets, or those named: `python3 dev.py bench [paper …]`.

Each file here has `rows()`: name, our seconds, the reference, ours ÷ reference, the goal.
"""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    files = sorted(HERE.glob("*.py"))
    known = [file.stem for file in files if "\ndef rows(" in file.read_text(encoding="utf-8")]
    if unknown := sorted(set(wanted) - set(known)):
        print(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    print("ratio   goal     ours       what, beside what", flush=True)
    for name in wanted or known:
        for what, ours, beside, ratio, goal in importlib.import_module(
            f"tests.bench.{name}"
        ).rows():
            print(f"{ratio:5.3f}   {goal:<8} {ours:7.3f} s  {what}, beside {beside}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
