"""Arguments that name files, the same for every command."""

from pathlib import Path

from app.cli.command import argument

FILE = argument("file", metavar="文件", type=Path, help="要读的文件")
OUTPUT = argument("-o", "--output", metavar="文件", type=Path, required=True, help="写到哪个文件")
TARGET = argument("target", metavar="文件", type=Path, help="写到哪个文件")
