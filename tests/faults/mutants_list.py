"""Ways to break the algebra of the exchange and the checks before it, each with its tests."""

from tests.faults.mutant import one
from tests.faults.mutants_authority import AUTHORITY
from tests.faults.mutants_ownership import OWNERSHIP

EXCHANGE = "tests/services/exchange/"
IDENTITY = f"{EXCHANGE}test_identity.py"
DECISIONS = "tests/services/review/test_decisions.py"
SCOPE = "tests/data/test_scope.py"
COMPARING = f"{EXCHANGE}test_comparing.py"
RETURNS = f"{EXCHANGE}test_sending_back.py"
ERASURE = f"{EXCHANGE}test_erasure_travels.py"
UNKNOWN = "tests/data/exchange/test_unknown_parts.py"
VERSIONS = "tests/domain/exchange/test_versions.py"
STATE = "tests/domain/exchange/test_package_state.py"
BACKUPS = "tests/services/test_store_and_backups.py"
PACKAGE = "tests/exchange/test_package.py"
VECTORS = "tests/exchange/test_vectors.py"
STICK = "tests/exchange/test_stick.py"
GUARDS = "tests/faults/test_guards.py"

_VERSIONS = "app/domain/exchange/versions.py"
_MERGE = "app/data/exchange/merge.py"
_OPENING = "app/exchange/opening.py"
_APPLYING = "app/services/exchange/applying.py"
_OUTGOING = "app/data/exchange/outgoing.py"
_SITE = "app/data/site.py"

ALGEBRA = (
    one(
        "what came last wins, nothing is joined",
        _MERGE,
        "name: _must(joined(row.versions.get(name), received.get(name)))",
        "name: _must(received.get(name) or row.versions.get(name))",
        DECISIONS,
    ),
    one(
        "the later clock wins",
        _VERSIONS,
        "        return b if a is None else a\n    kept",
        "        return b if a is None else a\n"
        "    return max(a, b, key=lambda r: r.shown.clock)\n    kept",
        VERSIONS,
    ),
    one(
        "the county overwrites what was written concurrently",
        _VERSIONS,
        "    return Versions(context, tuple(kept[dot] for dot in sorted(kept)))",
        "    top = max(s.rank for s in kept.values())\n"
        "    return Versions(context, "
        "tuple(kept[dot] for dot in sorted(kept) if kept[dot].rank == top))",
        DECISIONS,
    ),
    one(
        "a superseded write comes back to life",
        _VERSIONS,
        "s.dot in theirs or other.context.get(s.site, 0) < s.n)",
        "s.dot in theirs or True)",
        VERSIONS,
    ),
    one(
        "a write does not say what its writer had seen",
        _VERSIONS,
        "        tuple(sorted(old.context.items())),\n",
        "        (),\n",
        VERSIONS,
    ),
    one(
        "a removal does not say what its remover had seen",
        "app/data/changes.py",
        '        text = ",".join(f"{key}:{n}" for key, n in sorted(seen.items()))\n',
        '        text = "1"\n',
        f"{DECISIONS}::test_removed_here_and_edited_there",
    ),
    one(
        "fields implied by the older stamp take the newer one",
        _MERGE,
        "if rebased or r != row.versions.get(n)",
        "if r != row.versions.get(n)",
        "tests/data/exchange/test_same_row_twice.py",
        GUARDS,
    ),
    one(
        "what we know better is taken for an echo",
        _MERGE,
        "        via = self.origin.via if echo else None\n",
        "        via = self.origin.via\n",
        GUARDS,
        DECISIONS,
    ),
    one(
        "a correction does not supersede the mark it corrects",
        "app/data/exchange/fact_merge.py",
        "    change.note_superseded(facts.supersede(change.connection, entity, superseding))\n",
        "",
        GUARDS,
    ),
    one(
        "a mark that comes after its correction lives",
        "app/data/exchange/fact_merge.py",
        "    facts.settle_arrived(",
        "    (lambda *_: None)(",
        GUARDS,
    ),
    one(
        "unknown fields of newer versions are dropped",
        "app/data/exchange/merge_many.py",
        "    for name in record.values.keys() - {f.name for f in entity.fields}:\n",
        "    for name in ():\n",
        UNKNOWN,
    ),
    one(
        "unknown tables of newer versions are dropped",
        "app/data/exchange/unknown_parts.py",
        "    _keep(connection, (record.uid, record.entity, whole.text(), lseq, peer))\n",
        "",
        UNKNOWN,
    ),
    one(
        "ID numbers are unique in the table",
        "app/data/migrations/m0001_people.py",
        "    create_synced(db, TABLES, INDEXES)\n",
        "    create_synced(db, TABLES, INDEXES)\n"
        '    db.execute("CREATE UNIQUE INDEX one ON member(id_number)")\n',
        f"{DECISIONS}::test_one_person_entered_at_two_sites",
    ),
)

IDENTITIES = (
    one(
        "a restored store goes on under its old incarnation",
        "app/services/erased_since.py",
        "            site.new_incarnation(connection)\n",
        "",
        f"{BACKUPS}::test_a_backup_restores_to_equal_content_under_a_new_incarnation",
    ),
    one(
        "a fresh incarnation keeps the old confirmations",
        _SITE,
        '"UPDATE peer SET acked = 0, sent_sequence = 0, sent_digest = NULL, brings_back = 1"',
        '"UPDATE peer SET sent_sequence = 0, sent_digest = NULL, brings_back = 1"',
        GUARDS,
    ),
    one(
        "two packages of one number are no question",
        "app/services/exchange/arrivals.py",
        "    if forked:\n",
        "    if False:\n",
        f"{IDENTITY}::test_two_computers_with_one_identity_are_noticed",
    ),
    one(
        "a peer that knows our future is believed",
        "app/services/exchange/arrivals.py",
        '    if confirmed.get(mine, 0) > int(site.get(connection, "lseq") or 0):\n',
        "    if False:\n",
        f"{IDENTITY}::test_a_package_that_knows_our_future_is_refused",
    ),
    one(
        "a copied store asks nothing",
        "app/services/store.py",
        "    if asked := open_question(store):\n        raise AppError(",
        "    if asked := (open_question(store) and ''):\n        raise AppError(",
        f"{BACKUPS}::test_a_copied_store_asks_before_it_writes_and_loses_nothing",
    ),
)

FLOW = (
    one("a gap is ignored", "app/domain/exchange/package_state.py", "lo > heard", "False", STATE),
    one(
        "an older package is applied after a newer one",
        _APPLYING,
        "    already = known is not None or outrun\n",
        "    already = known is not None\n",
        f"{GUARDS}::test_an_older_package_after_a_newer_one_is_no_news",
    ),
    one(
        "what was sent counts as confirmed",
        "app/services/exchange/sending.py",
        "sent_digest=sealed.digest, last_sent=at)",
        "sent_digest=sealed.digest, last_sent=at, acked=delta.hi)",
        GUARDS,
    ),
    one(
        "a number is used twice",
        "app/services/exchange/sending.py",
        "sent_sequence=fresh.sent_sequence + 1)",
        "sent_sequence=max(1, fresh.sent_sequence))",
        GUARDS,
    ),
    one(
        "digests are not compared",
        "app/services/exchange/receipts.py",
        "if name in theirs and theirs[name] != mine[name]]",
        "if False]",
        COMPARING,
    ),
    one(
        "a preview is kept",
        _APPLYING,
        "        yield changing.begin(connection, store.operator)\n        raise _OnlyLooking\n",
        "        yield changing.begin(connection, store.operator)\n",
        f"{IDENTITY}::test_inspecting_shows_exactly_what_receiving_does",
    ),
    one(
        "no backup before a receive",
        "app/services/backups.py",
        "    made = automatic(store, reason)\n    return RestorePoint(made.path.name, ",
        '    return RestorePoint("", ',
        GUARDS,
    ),
    one(
        "returned rows count",
        "app/data/counted_hours.py",
        "r.self_declared = 0 AND r.uid NOT IN temp.returned_row",
        "r.self_declared = 0",
        f"{RETURNS}::test_what_was_sent_back_does_not_count",
    ),
    one(
        "content may lack its end",
        "app/exchange/body.py",
        "                return\n        raise NO_END.error(rows=self.counts.total())\n",
        "                return\n",
        GUARDS,
        VECTORS,
    ),
)

SCOPES = (
    one(
        "who moves takes nothing along",
        "app/data/scope.py",
        "        touch_members(connection, [row.uid], lseq)\n    elif",
        "        pass\n    elif",
        f"{SCOPE}::test_whoever_moves_takes_the_whole_archive_along",
    ),
    one(
        "the old place does not hear that somebody left",
        _OUTGOING,
        "        yield from departures.notices(connection, delta.peer.id, delta.lo)\n",
        "",
        f"{SCOPE}::test_whoever_moves_takes_the_whole_archive_along",
        SCOPE,
    ),
    one(
        "nobody notes who holds a row",
        "app/data/scope.py",
        "SELECT uid, ? FROM temp.scope_{table} WHERE 1 ",
        "SELECT uid, ? FROM temp.scope_{table} WHERE 0 ",
        GUARDS,
    ),
    one(
        "everybody's people go to every township",
        "app/data/ownership.py",
        '        return f"{entity.owner} IN (SELECT uid FROM {gathered})"  # noqa: S608\n',
        '        return f"{entity.owner} IS NOT NULL OR {gathered!r} = 1"  # noqa: S608\n',
        f"{SCOPE}::test_a_township_never_gets_anothers_people",
        SCOPE,
    ),
    one(
        "rows about others are dropped instead of held",
        _MERGE,
        "        held_back.keep_row(self.connection, self.sender.peer, record, reason, arrival)\n",
        "",
        f"{SCOPE}::test_rows_about_others_are_held_shown_and_accepted_by_hand",
    ),
    one(
        "held rows are never tried again",
        _APPLYING,
        "    retry_held_back(merge, scopes)\n",
        "",
        f"{SCOPE}::test_marks_of_an_unknown_person_wait_until_the_person_comes",
        SCOPE,
    ),
    one(
        "tombstones are ignored",
        _MERGE,
        "        batch, self._batch = living_rows(self, self._batch), []\n",
        "        batch, self._batch = self._batch, []\n",
        f"{ERASURE}::test_what_a_township_writes_meanwhile_is_dropped_and_counted",
        f"{ERASURE}::test_an_old_package_brings_nobody_back",
    ),
)

CHECKS = (
    one(
        "signatures are not checked",
        _OPENING,
        "    if not cover.signed_by(peer.keys):\n",
        "    if False:\n",
        VECTORS,
    ),
    one(
        "the receiver is not checked",
        _OPENING,
        "    if header.receiver != me.site:\n",
        "    if False:\n",
        GUARDS,
        VECTORS,
    ),
    one(
        "revoked keys are good",
        _OPENING,
        "    if peer.revoked_on:\n",
        "    if False:\n",
        VECTORS,
    ),
    one(
        "packages for newer programs are read",
        _OPENING,
        "    if is_newer(header.min_reader, me.program):\n",
        "    if False:\n",
        VECTORS,
    ),
    one(
        "the end of the content is not compared",
        "app/exchange/body.py",
        "        if found[2] != self._digest.hexdigest():\n",
        "        if False:\n",
        VECTORS,
    ),
    one(
        "anything may be unpacked to any size",
        "app/exchange/lines.py",
        "            if total > min(TOTAL_LIMIT, RATIO_FREE + RATIO_LIMIT * source.taken):\n",
        "            if False:\n",
        VECTORS,
    ),
    one(
        "what was written to the stick is not read back",
        "app/exchange/stick.py",
        "        _verified(part, result, verify)\n",
        "",
        STICK,
    ),
    one(
        "the stick is not flushed",
        "app/exchange/stick.py",
        "        flush_open(target)\n",
        "",
        f"{STICK}::test_flushed_before_and_after_the_rename",
    ),
    one(
        "the old package goes before the new one is there",
        "app/exchange/stick.py",
        "        sweep(folder, path.name)\n",
        "        sweep(folder, path.name)\n        path.unlink(missing_ok=True)\n",
        f"{STICK}::test_failing_stick",
    ),
    one(
        "a marker that cannot be written fails the action",
        "app/data/location.py",
        "    with suppress(OSError):\n        target.parent",
        "    with suppress():\n        target.parent",
        "tests/data/test_left_behind.py",
    ),
)

MUTANTS = (*ALGEBRA, *IDENTITIES, *FLOW, *SCOPES, *CHECKS, *AUTHORITY, *OWNERSHIP)
