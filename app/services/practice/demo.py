"""The main job from a raw roster to the county and back, on one county and two townships."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.data import location
from app.data.queries.dashboard import counts
from app.data.queries.members import MemberFilter, holders_of, member_ids, uids_of
from app.domain.errors import AppError
from app.domain.progress import Progress, Silent
from app.domain.signing import suggested
from app.services.opening import NewSite, create_store
from app.services.practice import exchange, papers, registers, township
from app.services.practice.demo_sites import COUNTY, OPERATORS, PRACTICE_PASSWORD, TOWNSHIPS, Demo
from app.services.practice.township import ClassPlan
from app.services.store import Store


def run_demo(
    out: Path,
    *,
    members: int = 600,
    seed: int = 2026,
    password: str = PRACTICE_PASSWORD,
    progress: Progress | None = None,
) -> Demo:
    """Run everything; a folder that is not empty gets a numbered sibling.

    Raises:
        AppError: the folder cannot be written, or too few people were asked for.
    """
    if members < 1:
        raise AppError("练习数据至少要 1 人。", "请用 --members 指定人数，例如 600。")
    demo = Demo(_free_folder(out))
    with location.staying_in(demo.out / "stores"):
        _run(demo, members, Random(seed), password, progress or Silent())
    return demo


def _run(demo: Demo, members: int, random: Random, password: str, watch: Progress) -> None:
    stores = _create(demo, password)
    random_rows = Random(len(demo.stores))  # its own: people and classes stay as they were
    try:
        _people(demo, stores, members, random, watch)
        exchange.enrol_all(demo.out, stores)
        for store in stores.values():
            registers.fill_registers(store, random_rows, date.today())
        exchange.report_all(demo, stores)
        _county_class(stores, random)
        exchange.issue_all(demo, stores)
        for name in TOWNSHIPS:
            _township_classes(stores[name], random)
        exchange.disagree_and_decide(demo, stores)
        watch.step(0, 0, "正在打印文书")
        for name, store in stores.items():
            papers.print_all(demo, name, store, watch)
        _finish(demo, stores)
    finally:
        for store in stores.values():
            store.close()


def _free_folder(out: Path) -> Path:
    for number in range(1, 1000):
        folder = out if number == 1 else out.with_name(f"{out.name}-{number}")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            try:
                for part in ("stores", "documents", "packages"):
                    (folder / part).mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise AppError(
                    f"建不了文件夹 {folder}。", "请用 --out 换一个有写权限的位置。"
                ) from error
            return folder
    raise AppError(f"{out} 旁边的编号文件夹太多了。", "请用 --out 换一个位置。")


def _create(demo: Demo, password: str) -> dict[str, Store]:
    keys = {COUNTY: "county", TOWNSHIPS[0]: "township_1", TOWNSHIPS[1]: "township_2"}
    stores: dict[str, Store] = {}
    for name, key in keys.items():
        path = demo.out / "stores" / f"{key}.xueji"
        level = "county" if name == COUNTY else "township"
        answers = NewSite(level, name, COUNTY, OPERATORS[name], suggested(name, level))
        made = create_store(path, answers, password)
        stores[name] = made.store
        demo.stores[key] = path
        demo.recovery_codes[name] = made.recovery_code
    return stores


def _people(
    demo: Demo, stores: dict[str, Store], members: int, random: Random, progress: Progress
) -> None:
    taken: set[str] = set()
    shares = (members - members // 2, members // 2)
    for name, share in zip(TOWNSHIPS, shares, strict=True):
        if not share:
            continue
        roster = demo.out / "documents" / f"{name}党员花名册（原表）.xlsx"
        refused = demo.out / "documents" / f"{name}被拒绝的行.xlsx"
        township.write_roster(random, name, share, taken, roster)
        demo.members += township.import_people(stores[name], roster, refused, progress)
        demo.documents += [path for path in (roster, refused) if path.is_file()]
        township.appoint(stores[name], date.today())


def _county_class(stores: dict[str, Store], random: Random) -> None:
    county = stores[COUNTY]
    secretaries = holders_of(county.database.read(), "书记")
    if secretaries:
        start = date.today() - timedelta(days=45)
        plan = ClassPlan(
            "全县村（社区）党组织书记集中轮训班", start, 5, "县级", True, 0, "县委党校"
        )
        township.hold_class(county, plan, secretaries, random)


def _township_classes(store: Store, random: Random) -> None:
    connection = store.database.read()
    ids = member_ids(connection, MemberFilter(organization=store.site.organization))
    people = uids_of(connection, ids)
    if not people:
        return
    name, today = store.site.name, date.today()
    for title, ago, days, share in (
        (f"{name}党员春季集中学习", 30, 1, 0.8),
        (f"{name}党员进党校轮训班", 20, 3, 0.3),
    ):
        chosen = people[: max(1, int(len(people) * share))]
        start = today - timedelta(days=ago)
        plan = ClassPlan(title, start, days, "乡镇", False, len(chosen), f"{name}党校")
        township.hold_class(store, plan, chosen, random)


def _finish(demo: Demo, stores: dict[str, Store]) -> None:
    year = (date.today() - timedelta(days=30)).year
    demo.hours = counts(stores[COUNTY].database.read(), year).hours
