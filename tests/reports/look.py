"""Prints every document at 0, 1 and 300 people and turns all pages into pictures to look at."""

import sys
from pathlib import Path

from tests.reports.papers import PAPERS
from tests.reports.printed import render


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        for people in (0, 1, 300):
            if people or not paper.refuses_nobody:
                path = folder / f"{paper.kind}-{people}.pdf"
                written = paper.write(paper.content(people), path)
                pictures = render(path, folder / "pages")
                print(paper.kind, people, written.pages, len(pictures), *written.warnings)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
