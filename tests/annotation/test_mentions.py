"""Who is meant: the kind, country, sector and role that the phrase for an actor gives."""

from tests.annotation.reading import Case, ends, parametrized, reading


def check(case: Case) -> None:
    """The phrase has an actor of this type, country, sector and role; after `none` it is no mention of an actor."""
    read = reading(case.text)
    (phrase, *expected) = case.parts[0]
    rows = [row for row in read.found.mentions if ends(row["text"], phrase) and row["chain_id"]]
    if expected == ["none"]:
        assert not rows, f"{rows[0]['text']} is no actor"
        return
    assert rows, f"{phrase!r} is not among {[(row['text'], row['chain_id']) for row in read.found.mentions]}"
    chain = read.chains[rows[0]["chain_id"]]
    found = [chain["actor_type"] or "-", chain["country_code"] or "-", chain["sector_code"] or "-", rows[0]["role"] or "-"]
    assert all(want in ("*", have) for have, want in zip(found, expected, strict=False)), f"{found} is not {expected}"


@parametrized("mentions")
def test_a_phrase_says_who_the_actor_is(case: Case) -> None:
    check(case)
