"""The rows of a package as `package inspect` tells them, up to a limit."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.services.exchange.package_view import PackageView, PreviewLine

LIMIT = 1000


def row_keys(lines: "list[PreviewLine]", view: "PackageView", limit: int) -> dict[str, Any]:
    """The keys `rows` and `unlisted` (per entity how many are not listed)."""
    unlisted = dict(view.unlisted)
    for line in lines[limit:]:
        unlisted[line.entity] = unlisted.get(line.entity, 0) + 1
    return {"rows": [_keys(line) for line in lines[:limit]], "unlisted": unlisted}


def _keys(line: "PreviewLine") -> dict[str, Any]:
    return {
        "what": line.what,
        "entity": line.entity,
        "kind": line.kind,
        "id": line.uid.hex(),
        "organization": line.organization,
        "subject": line.subject,
        "note": line.note,
        "fields": [
            {"field": f.field, "label": f.label, "before": f.before, "after": f.after}
            for f in line.fields
        ],
    }


def row_lines(lines: "list[PreviewLine]", view: "PackageView", limit: int) -> list[str]:
    """The same to be read."""
    told = [_line(line) for line in lines[:limit]]
    left = sum(view.unlisted.values()) + len(lines[limit:])
    return [*told, f"另有 {left} 条没有列出"] if left else told


def _line(line: "PreviewLine") -> str:
    say = "｜" if line.what == "冲突" else "→"
    fields = "；".join(
        f"{f.label} {f.before or '空'} {say} {f.after or '空'}"
        if f.before or line.what != "新增"
        else f"{f.label} {f.after}"
        for f in line.fields
    )
    return f"{line.what}　{line.kind}　{line.organization}　{line.subject}　{fields or line.note}"
