"""Comparing a header with the words that name a field, however it is spaced and marked."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.entity import Entity

_NOTES = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕|<.*?>|\(.*$")
_BLANKS = re.compile(r"[\s*:;、,.。·_\-—★☆※﹡]+")
_EITHER = re.compile(r"[/\\|、]|或")
_BEFORE = re.compile(
    "^(?:党员|本人|学员|参训人员|参训学员|干部|个人|常用|有效|现有|现|二代|第二代|18位|目前)"
)
_BEHIND = re.compile("(?:情况|信息|[A-Z]+|[A-Z]*[1-9])$")


def header_words(entity: Entity, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """Every label and synonym of the entity, as it is compared, to the field it names."""
    words: dict[str, str] = {}
    for made in entity.written:
        if made.name not in without:
            for word in (made.label, *made.synonyms):
                words.setdefault(bare_header(word), made.name)
    return words


@lru_cache(maxsize=10_000)
def bare_header(text: str) -> str:
    """A header without spaces, line breaks, marks and notes in brackets."""
    plain = unicodedata.normalize("NFKC", text)
    return _BLANKS.sub("", _NOTES.sub("", plain)).upper()


@dataclass(frozen=True)
class HeaderWords:
    """The words that are known: clear ones, ones for want of better, and what a clerk taught."""

    fields: Mapping[str, str]
    weak: Mapping[str, str] = field(default_factory=dict)
    learned: Mapping[str, str] = field(default_factory=dict)
    """A whole header, as compared, to its field; an empty field means: never read."""
    _found: dict[str, str] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """The field a header clearly names; empty when none."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._look_up(text)
        return found

    def for_want_of_better(self, text: str) -> str:
        """The field a header means where no clearer one stands beside it."""
        return self.weak.get(bare_header(text), "")

    def starts(self) -> str:
        """The characters that a header of a name or a number may begin with."""
        words = {**self.weak, **self.fields, **self.learned}
        return "".join({word[0] for word, name in words.items() if word and name})

    def _look_up(self, text: str) -> str:
        bare = bare_header(text)
        if bare in self.fields:
            return self.fields[bare]
        parts = [self._trimmed(part) for part in _EITHER.split(text) if part.strip()]
        if len(parts) > 1:
            # 联系电话/手机: several words for one thing; 姓名、身份证号 are two things.
            known = set(parts) - {""}
            return known.pop() if len(known) == 1 else ""
        return self._trimmed(text)

    def _trimmed(self, text: str) -> str:
        bare = bare_header(text)
        for shorter in _shorter(bare):
            if shorter in self.fields:
                return self.fields[shorter]
        return ""


def _shorter(bare: str) -> Iterable[str]:
    yield bare
    behind = _BEHIND.sub("", bare)
    before = _BEFORE.sub("", bare)
    yield from (behind, before, _BEHIND.sub("", before), _BEFORE.sub("", before))
