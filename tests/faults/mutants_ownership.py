"""Ways to break what follows from an owner, and what was learned from lies nobody had listed."""

from tests.faults.mutant import Mutant, one

FURTHER = "tests/data/exchange/test_authority_further.py"
EVERY = "tests/services/exchange/test_every_entity.py"
TOGETHER = "tests/services/exchange/test_every_entity_together.py"
HISTORIES = "tests/faults/test_liars.py"
HOSTILE = "tests/services/exchange/test_hostile_text.py"
ACCEPTED = "tests/services/exchange/test_accepted_by_hand.py"

OWNERSHIP = (
    one(
        "a mark of somebody who left may be taken back",
        "app/data/writing_rules.py",
        '    return said_it and refused_because(reach, entity, b"", None, said) is None\n',
        "    return said_it\n",
        FURTHER,
        HISTORIES,
    ),
    one(
        "what says whose a row is may be emptied",
        "app/data/exchange/structure.py",
        "            elif name in needed:\n",
        "            elif False:\n",
        FURTHER,
    ),
    Mutant(  # said twice: by its owner, and by who could write it afterwards
        "a branch may float free",
        (
            (
                "app/data/writing_rules.py",
                "        return name != entity.owner  # what would be nobody's\n",
                "        return True\n",
            ),
            (
                "app/data/writing_rules.py",
                "        name not in entity.writers\n",
                "        value is None or name not in entity.writers\n",
            ),
        ),
        (FURTHER,),
    ),
    one(
        "a row is pointed where its writer could not write it",
        "app/data/writing_rules.py",
        "        name not in entity.writers\n",
        "        True\n",
        FURTHER,
    ),
    one(
        "an identity has many spellings",
        "app/data/exchange/records.py",
        "    if len(uid) != UID_BYTES or uid.hex() != text:\n",
        "    if len(uid) != UID_BYTES:\n",
        FURTHER,
    ),
    one(
        "what never travels is joined",
        "app/data/exchange/structure.py",
        "    if entity.scope is Scope.LOCAL:\n",
        "    if False:\n",
        EVERY,
    ),
    one(
        "a detail belongs to nobody",
        "app/data/writing_rules.py",
        (
            "    return bool(above.owner) and"
            " _own(reach, above, above.owner, reach.owner_of(above, value))\n"
        ),
        "    return False\n",
        EVERY,
    ),
    one(
        "details of registers do not follow a move",
        "app/data/ownership.py",
        '        inner = "" if is_anchor(above) else _follows(above, anchor, which)\n',
        '        inner = ""\n',
        EVERY,
    ),
    one(
        "a merge points the county's returns anew",
        "app/services/organization_moving.py",
        "        if reference.entity.scope is not Scope.ROW\n",
        "",
        EVERY,
    ),
    one(
        "a duplicate stays where it was entered",
        "app/data/changes.py",
        '            self._take_along(entity, uid, fresh["organization"])\n',
        "            pass\n",
        f"{TOGETHER}::test_a_duplicate_moves_with_its_person",
    ),
    one(
        "a date may be anything",
        "app/data/exchange/structure.py",
        "    if field.kind in _LENGTHS:\n",
        "    if False:\n",
        f"{HOSTILE}::test_a_date_that_is_none_refuses_the_package_whole",
    ),
    one(
        "an accepted edit keeps its rank",
        "app/data/exchange/claims.py",
        "                kept.append(replace(write, rank=self._rank_of(write.site)))\n",
        "                kept.append(write)\n",
        ACCEPTED,
    ),
    one(
        "an accepted edit stays in another's name",
        "app/data/exchange/claims.py",
        "                strange.append(write)\n",
        "                kept.append(write)\n",
        ACCEPTED,
    ),
    one(
        "an accepted mark keeps its rank",
        "app/data/exchange/claims.py",
        "                new[4] = self._rank_of(str(row[1]))\n",
        "                pass\n",
        ACCEPTED,
    ),
    one(
        "an accepted mark stays in another's name",
        "app/data/exchange/claims.py",
        "                new[1:STAMP_WIDTH] = ours\n",
        "                pass\n",
        ACCEPTED,
    ),
    one(
        "an accepted mark corrects what is to come",
        "app/data/exchange/claims.py",
        "for uid in old if uid in here) or None\n",
        "for uid in old) or None\n",
        ACCEPTED,
    ),
)
