"""Arguments that name files, the same for every command."""

import os
from pathlib import Path

from app.cli.chinese_usage import checked
from app.cli.command import argument
from app.domain.file_names import why_not_on_windows

WINDOWS = os.name == "nt"


@checked
def place(text: str) -> Path:
    """A file or folder to be written, where it is said to be and nowhere else."""
    path = Path(text)
    for part in path.parts[1 if path.anchor else 0 :] if WINDOWS else ():
        if reason := why_not_on_windows(part):
            raise ValueError(f"“{part}”：{reason}，请换一个名字")
    return path


FILE = argument("file", metavar="文件", type=Path, help="要读的文件")
BACKUP = argument("file", metavar="文件", type=place, help="写到哪个文件")
OUTPUT = argument("-o", "--output", metavar="文件", type=place, required=True, help="写到哪个文件")
TARGET = argument("target", metavar="文件", type=place, help="写到哪个文件")
