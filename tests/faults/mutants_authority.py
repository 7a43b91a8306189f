"""Ways to break the checks of who may say what, each with the tests that should notice."""

from tests.faults.mutant import one

LIES = "tests/data/exchange/test_authority.py"
BOUNDS = "tests/services/exchange/test_lines_bounded.py"
POINTED = "tests/data/exchange/test_authority_pointed_elsewhere.py"
CLAIMS = "tests/data/exchange/test_claims.py"
HISTORIES = "tests/faults/test_liars.py"

AUTHORITY = (
    one(
        "a township may say anything",
        "app/data/exchange/authority.py",
        (
            "        if row is None:\n"
            "            return self._refusal_of_new(self.reach, entity, record)\n"
        ),
        ("        if row is None or self.peer:\n            return None\n"),
        LIES,
        HISTORIES,
    ),
    one(
        "a tombstone needs no seal",
        "app/data/exchange/authority.py",
        "            return None if ours else COUNTY_ONLY\n",
        "            return None\n",
        LIES,
        HISTORIES,
    ),
    one(
        "claims are believed",
        "app/data/exchange/authority.py",
        "self.not_us) if self.not_us else claimed.credible()):\n",
        "self.not_us) if self.not_us else True):\n",
        LIES,
        HISTORIES,
    ),
    one(
        "new rows may be in anybody's name",
        "app/data/exchange/authority.py",
        ("        if reason is None and not own:\n            return IN_ANOTHERS_NAME\n"),
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "a root may be hung anywhere it once hung",
        "app/data/exchange/authority.py",
        "        if not repeated or not {write.dot for write in"
        " (ours.siblings if ours else ())} <= left:\n",
        "        if False:\n",
        f"{BOUNDS}::test_a_root_goes_back_to_a_former_place_by_the_countys_act_only",
        HISTORIES,
    ),
    one(
        "an identity may name two rows",
        "app/data/exchange/authority.py",
        "        return reserved | used_elsewhere(self.reach.connection, entity, uids)\n",
        "        return reserved\n",
        LIES,
        HISTORIES,
    ),
    one(
        "the root of a neighbour may be founded",
        "app/data/exchange/authority.py",
        "        return reserved | used_elsewhere(self.reach.connection, entity, uids)\n",
        "        return used_elsewhere(self.reach.connection, entity, uids)\n",
        f"{BOUNDS}::test_the_root_of_a_site_that_has_not_reported_cannot_be_founded",
        HISTORIES,
    ),
    one(
        "a rank is whatever the line says",
        "app/data/exchange/authority.py",
        "        return incarnation in self.own and rank == self.rank\n",
        "        return incarnation in self.own\n",
        LIES,
        HISTORIES,
    ),
    one(
        "the last rank that a new row names counts",
        "app/data/exchange/authority.py",
        "        own = all(self._speaks_for(site, rank) for site, rank in writers)\n",
        (
            "        own = all(self._speaks_for(site, rank)"
            " for site, rank in dict(sorted(writers, reverse=True)).items())\n"
        ),
        LIES,
        HISTORIES,
    ),
    one(
        "facts may be in anybody's name",
        "app/data/exchange/authority.py",
        (
            "        if author is None and not self._speaks_for(str(row[1]), row[4]):\n"
            "            return IN_ANOTHERS_NAME\n"
        ),
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "a fact may bear another's identity",
        "app/data/exchange/authority.py",
        (
            "        if (author := here.author(row)) is not None and author != row[1]:\n"
            "            return IDENTITY_TAKEN\n"
        ),
        "        author = here.author(row)\n",
        f"{BOUNDS}::test_a_mark_that_bears_anothers_identity_hangs_nothing_on_it",
        HISTORIES,
    ),
    one(
        "any mark may be superseded",
        "app/data/exchange/authority.py",
        (
            "            if not may_supersede(self.reach, entity, about,"
            " said_it=site in self.own):\n"
            "                return ANOTHERS_MARK\n"
        ),
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "marks to come may be superseded",
        "app/data/exchange/authority.py",
        ("            if was is None:\n                return UNKNOWN_FACT\n"),
        ("            if was is None:\n                continue\n"),
        LIES,
        HISTORIES,
    ),
    one(
        "facts about anybody",
        "app/data/exchange/authority.py",
        "            reason = verdicts[key] or self._fact_refusal(entity, row, here)\n",
        "            reason = self._fact_refusal(entity, row, here)\n",
        LIES,
        HISTORIES,
    ),
    one(
        "last common values are the sender's to make up",
        "app/data/exchange/authority.py",
        (
            "        return {name: write for name, write in before.items() if write.site in"
            " self.own}\n"
        ),
        "        return before\n",
        f"{BOUNDS}::test_the_last_common_value_is_not_the_senders_to_make_up",
        HISTORIES,
    ),
    one(
        "carried rows belong to whoever comes last",
        "app/data/exchange/authority.py",
        "        return found is None or tuple(found) == (table, self.peer)\n",
        "        return True\n",
        f"{BOUNDS}::test_a_carried_row_stays_with_who_brought_it",
        HISTORIES,
    ),
    one(
        "more is hung on another's mark",
        "app/data/exchange/authority.py",
        (
            "                continue  # another's fact that we have: the sender has nothing"
            " to add to it\n"
        ),
        "                pass\n",
        f"{BOUNDS}::test_fields_of_a_newer_program_are_not_hung_on_anothers_mark",
        HISTORIES,
    ),
    one(
        "a stamp may be anybody's",
        "app/data/exchange/claims.py",
        (
            "        if not own and stamp != self.row.stamp and stamp.order >="
            " self.row.stamp.order:\n"
            "            return False\n"
        ),
        "",
        CLAIMS,
        HISTORIES,
    ),
    one(
        "a context may claim the future",
        "app/data/exchange/claims.py",
        (
            "        if any(n > seen.get(site, 0) for site, n in self._others(theirs.context)):\n"
            "            return False  # it cannot have seen what has not come past us\n"
        ),
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "a write may outrank the county's",
        "app/data/exchange/claims.py",
        ("            return write.rank == self.rank\n        # Another's"),
        ("            return True\n        # Another's"),
        LIES,
        HISTORIES,
    ),
    one(
        "another's write may be news",
        "app/data/exchange/claims.py",
        ("        return not _is_news(write, ours)\n\n    def _may_let_go"),
        ("        return True\n\n    def _may_let_go"),
        CLAIMS,
        HISTORIES,
    ),
    one(
        "an edit never sent is taken as seen",
        "app/data/exchange/claims.py",
        (
            "        return by_news and (write.site in self.own or self.told.get(write.site,"
            " 0) >= write.n)\n"
        ),
        "        return by_news\n",
        CLAIMS,
        HISTORIES,
    ),
    one(
        "settings are anybody's",
        "app/data/writing_rules.py",
        ("    if entity.scope is Scope.BROADCAST:\n        return COUNTY_ONLY\n"),
        "",
        CLAIMS,
        HISTORIES,
    ),
    one(
        "returns are anybody's",
        "app/data/writing_rules.py",
        (
            "    if before is None or not said.keys() <= _ANSWERS.keys():\n"
            "        return RETURN_WORD\n"
        ),
        ("    if before is None:\n        return None\n"),
        LIES,
        HISTORIES,
    ),
    one(
        "rows of anybody",
        "app/data/writing_rules.py",
        (
            "    if not all(_owned(reach, entity, uid, before, one) for one in (values, *given)):\n"
            '        return UNKNOWN_PERSON if entity.has("member") else OUTSIDE\n'
        ),
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "a root may be moved and removed",
        "app/data/writing_rules.py",
        "    if uid in reach.roots and _ROOTED & said.keys():\n        return ROOT\n",
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "references to anybody",
        "app/data/writing_rules.py",
        (
            "        if not all(_may_point(reach, entity, name, value, values) for value in"
            " written):\n"
            "            return OUTSIDE\n"
        ),
        "        pass\n",
        LIES,
        HISTORIES,
    ),
    one(
        "whoever ran the class is not asked",
        "app/data/writing_rules.py",
        (
            "        if name in said and not all(\n"
            "            _word_of(reach, entity, name, said[name], one)"
            " for one in (values, *given)\n"
            "        ):\n"
            "            return OTHERS_WORD\n"
        ),
        "        pass\n",
        LIES,
        HISTORIES,
    ),
    one(
        "a row is judged only where it stood",
        "app/data/writing_rules.py",
        "    given = list(_given(entity, before, values, said))\n",
        "    given: list[Mapping[str, Value]] = []\n",
        POINTED,
        HISTORIES,
    ),
    one(
        "a tree grows deep by moves",
        "app/data/writing_rules.py",
        "    return TOO_DEEP if too_deep else None\n",
        "    return None\n",
        POINTED,
        HISTORIES,
    ),
    one(
        "what was judged goes along to another class",
        "app/data/writing_rules.py",
        "    return None if _judges_throughout(reach, entity, values, given) else OTHERS_WORD\n",
        "    return None\n",
        POINTED,
        HISTORIES,
    ),
    one(
        "the county's word is anybody's",
        "app/data/writing_rules.py",
        "        return set(written) <= {field.default}\n",
        "        return True\n",
        LIES,
        HISTORIES,
    ),
    one(
        "an organization is judged by where it says",
        "app/data/writing_rules.py",
        (
            "        return reach.organization(uid)\n"
            '    if before is not None and entity.name == "member":'
        ),
        ('        return True\n    if before is not None and entity.name == "member":'),
        LIES,
        HISTORIES,
    ),
    one(
        "a person is judged by where the row says",
        "app/data/writing_rules.py",
        ("        return reach.member(uid)\n    return any("),
        ("        return True\n    return any("),
        LIES,
        HISTORIES,
    ),
    one(
        "posts in any organization",
        "app/data/writing_rules.py",
        (
            '    if table == "organization":\n'
            "        return reach.organization(value)\n"
            '    if table == "member":\n'
            "        return (\n"
        ),
        (
            '    if table == "organization":\n'
            "        return True\n"
            '    if table == "member":\n'
            "        return (\n"
        ),
        LIES,
        HISTORIES,
    ),
    one(
        "any class may be named",
        "app/data/writing_rules.py",
        ('    if table == "training_class":\n        return reach.sees(value)\n'),
        ('    if table == "training_class":\n        return True\n'),
        LIES,
        HISTORIES,
    ),
    one(
        "half-days of any class",
        "app/data/writing_rules.py",
        "    return owner is None or _may_name(reach, above, above.owner, owner, {})\n",
        "    return True\n",
        LIES,
        HISTORIES,
    ),
    one(
        "everybody is on every list",
        "app/data/writing_rules.py",
        "    return isinstance(of_class, bytes) and reach.takes_part(member, of_class)\n",
        "    return isinstance(of_class, bytes)\n",
        LIES,
        HISTORIES,
    ),
    one(
        "every class is run by everybody",
        "app/data/reach.py",
        '            found = self._belongs("training_class", training_class)\n',
        "            found = True\n",
        LIES,
        HISTORIES,
    ),
    one(
        "every class is seen by everybody",
        "app/data/reach.py",
        "        return any(self.member(row[0]) for row in taking_part)\n",
        "        return True\n",
        LIES,
        HISTORIES,
    ),
    one(
        "the list of a class is not looked at",
        "app/data/reach.py",
        ("        if not self.runs(training_class):\n            return False\n"),
        "",
        LIES,
        HISTORIES,
    ),
    one(
        "the tree begins at the county",
        "app/data/reach.py",
        (
            "        self.organizations = dict.fromkeys(self.roots, 0)\n"
            "        self._lay(below, len(below))\n"
        ),
        (
            '        everything = self.connection.execute("SELECT uid FROM organization")\n'
            "        self.organizations = {row[0]: 0 for row in everything}\n"
        ),
        LIES,
        HISTORIES,
    ),
    one(
        "new rows need not say whose they are",
        "app/data/exchange/merge.py",
        "                check_new(entity, record)\n",
        "                pass\n",
        f"{BOUNDS}::test_a_reference_that_is_none_refuses_the_package_whole",
        HISTORIES,
    ),
    one(
        "values of any kind",
        "app/data/exchange/merge.py",
        "            check_row(entity, record)\n",
        "            pass\n",
        f"{BOUNDS}::test_lines_of_another_shape_refuse_the_package_whole",
        HISTORIES,
    ),
    one(
        "facts of any shape",
        "app/data/exchange/merge.py",
        "        check_facts(entity, record)\n",
        "",
        f"{BOUNDS}::test_lines_of_another_shape_refuse_the_package_whole",
        HISTORIES,
    ),
    one(
        "as much may wait as anybody sends",
        "app/data/exchange/merge.py",
        "            held_back.refuse_too_much(self.connection, self.sender.peer)\n",
        "            pass\n",
        f"{BOUNDS}::test_a_store_is_not_filled_up_from_outside",
        HISTORIES,
    ),
    one(
        "a tree without a depth",
        "app/data/reach.py",
        "                for uid in below.get(parent, ()) if depth <= deepest else ():\n",
        "                for uid in below.get(parent, ()):\n",
        f"{BOUNDS}::test_a_chain_of_organizations_ends_where_a_tree_ends",
        HISTORIES,
    ),
    one(
        "a township tells whose every incarnation is",
        "app/services/exchange/arrivals.py",
        "        if key in told or not (of_others or site_ == peer.site):\n",
        "        if key in told:\n",
        CLAIMS,
        HISTORIES,
    ),
    one(
        "a package may be written under another site's incarnation",
        "app/services/exchange/arrivals.py",
        "    if told.get(package.header.incarnation, peer.site) != peer.site:\n",
        "    if False:\n",
        CLAIMS,
        HISTORIES,
    ),
)
