"""What holds for the people of a line: titles, tab and group above, then section after section."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.domain.people.roster_context import Context, title_context


@dataclass
class Sections:
    """The context that the lines read so far have left; what came first is the outer one."""

    start: Context
    now: Context = field(init=False)
    outer: str = ""

    def __post_init__(self) -> None:
        self.now = self.start

    def take(self, said: Context) -> None:
        """A line between the people was read: a new branch ends the categories inside it."""
        if not self.outer:
            self.outer = "branch" if said.branch else "category"
        branch = said.branch or self.now.branch
        if said.says_who:
            if self.outer == "category" and not said.branch:
                branch = ""
            self.now = replace(said, branch=branch)
        elif self.outer == "branch" or said.members:
            self.now = replace(self.start, branch=branch)
        else:
            self.now = replace(self.now, branch=branch)

    def go_on(self) -> "Sections":
        """The same context for the table below."""
        below = Sections(self.start)
        below.now, below.outer = self.now, self.outer
        return below


def opening_context(
    groups: Sequence[str], titles: Sequence[str], tab: str, file_name: str
) -> Context:
    """What stands over a whole table; two different categories are a question."""
    over = title_context(groups)
    if over.category or over.asks or over.other:
        return over
    levels = [title_context(titles), title_context([tab])]
    other = next((level.other for level in levels if level.other), "")
    found = list(dict.fromkeys(level.category for level in levels if level.category))
    if len(found) == 1:
        return Context(category=found[0], other=other)
    if found:
        return Context(asks="、".join(found), other=other)
    asks = next((level.asks for level in levels if level.asks), "")
    if asks or other:
        return Context(asks=asks, other=other)
    return Context(category=title_context([file_name]).category)
