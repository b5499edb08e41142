"""Which mentions are one actor: names, descriptions and pronouns, and those that must stay apart."""

from tests.annotation.reading import Case, parametrized, reading


def check(case: Case) -> None:
    """`=` one actor, `!=` two, `= none` no actor of another mention."""
    read = reading(case.text)
    sign = " != " if " != " in case.expected else " = "
    left, right = case.expected.split(sign)
    found, other = read.mentions(left), read.mentions(right) if right != "none" else []
    if right == "none":
        alone = [row for row in found if row["chain_id"] and any(row["chain_id"] == o["chain_id"] for o in read.found.mentions if o is not row)]
        assert not alone, f"{left} was taken for {read.chains[alone[0]['chain_id']]['name']}"
        return
    assert other and (found or sign == " != "), f"{left} or {right} is not among {[row['text'] for row in read.found.mentions]}"
    together = bool(found and other) and found[0]["chain_id"] is not None and found[0]["chain_id"] == other[0]["chain_id"]
    assert together == (sign == " = "), f"{left} is {read.chains.get(found[0]['chain_id'] or '', {}).get('name') if found else None}"


@parametrized("coreference")
def test_mentions_are_one_actor_or_are_not(case: Case) -> None:
    check(case)
