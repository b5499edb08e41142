"""Which actors of single articles are one: spellings, namesakes, bare surnames, and identifiers that stay."""

import polars as pl
import pytest

from tests.transforms.test_resolution import an_id, articles, rows, spans_of
from transforms import actors
from transforms.annotation.stages import STAGES


def told(**names: str | tuple[str, str]) -> pl.DataFrame:
    """Chains by short names: `a1=("Marta Nowak", "POL")` is an actor of article a; persons have two words or one, `Union …` is a body."""
    plain = [(key, *((value, None) if isinstance(value, str) else value)) for key, value in names.items()]
    return rows(
        STAGES["chains"],
        *(
            {
                "chain_id": key,
                "article_id": key[0],
                "name": name,
                "country_code": country,
                "is_named": True,
                "actor_type": "organization" if name.startswith("Union") else "person",
            }
            for key, name, country in plain
        ),
    )


def together(chains: pl.DataFrame, known: dict[str, str] | None = None) -> list[set[str]]:
    """Which chains are one actor, by their short names; `known` says to which actor a chain's mention belonged."""
    ids = ids_of(chains, known)
    groups: dict[str, set[str]] = {}
    for chain, actor in ids.items():
        groups.setdefault(actor, set()).add(chain)
    return sorted(groups.values(), key=sorted)


def ids_of(chains: pl.DataFrame, known: dict[str, str] | None = None) -> dict[str, str]:
    """Actor of every chain by its short name."""
    spans = spans_of(chains)
    of_chain = dict(spans.select("chain_id", "mention_id").iter_rows())
    short = {an_id("chn", f"{article}{n}"): f"{article}{n}" for article in "abcdef" for n in range(1, 5)}
    old = [(of_chain[chain], an_id("act", known[short[chain]])) for chain in of_chain if known and short[chain] in known]
    before = pl.DataFrame(old, schema={"mention_id": pl.String, "actor_id": pl.String}, orient="row") if known else None
    found = actors.resolve(spans, chains, articles(a="2026-01-02"), known=before)
    return {short[chain]: actor for chain, actor in found.chain_actors.iter_rows()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Nowak", "Sergey Nowak"),
        ("Mohammed Nowak", "Muhammad Nowak"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Kim Jong Un", "Kim Jong-un"),
        ("Yusuf al-Amri", "Yousuf el-Amri"),
    ],
)
def test_spellings_of_a_name_are_one_actor(one: str, other: str) -> None:
    assert together(told(a1=one, b1=other)) == [{"a1", "b1"}]


def test_spellings_are_two_where_countries_differ_or_one_article_names_both() -> None:
    assert len(together(told(a1=("Sergei Nowak", "POL"), b1=("Sergey Nowak", "CAN")))) == 2
    assert len(together(told(a1="Sergei Nowak", a2="Sergey Nowak"))) == 2


@pytest.mark.parametrize(("one", "other"), [("Maria Nowak", "Marta Nowak"), ("Jan Nowak", "Jana Nowak")])
def test_names_that_only_look_alike_are_two_actors(one: str, other: str) -> None:
    assert len(together(told(a1=one, b1=other))) == 2


def test_persons_of_one_name_and_two_countries_are_two() -> None:
    chains = told(a1=("Marta Nowak", "POL"), b1=("Marta Nowak", "POL"), c1=("Marta Nowak", "CAN"), d1="Marta Nowak")
    assert together(chains) == [{"a1", "b1", "d1"}, {"c1"}]


def test_persons_of_one_name_in_the_same_company_are_one() -> None:
    chains = told(a1=("Marta Nowak", "POL"), a2="Union of Bakers", b1=("Marta Nowak", "CAN"), b2="Union of Bakers")
    assert together(chains) == [{"a1", "b1"}, {"a2", "b2"}]


def test_a_surname_joins_the_bearer_of_its_country() -> None:
    chains = told(a1=("Marta Nowak", "POL"), b1=("Jan Nowak", "CAN"), c1=("Nowak", "CAN"), d1="Nowak")
    assert together(chains) == [{"a1"}, {"b1", "c1"}, {"d1"}]


def test_a_surname_joins_the_bearer_in_whose_company_it_stands() -> None:
    chains = told(a1="Marta Nowak", a2="Union of Bakers", b1="Jan Nowak", b2="Union of Painters", c1="Nowak", c2="Union of Bakers")
    assert together(chains) == [{"a1", "c1"}, {"a2", "c2"}, {"b1"}, {"b2"}]


def test_a_surname_does_not_join_the_only_bearer_if_that_is_of_another_country() -> None:
    assert len(together(told(a1=("Marta Nowak", "POL"), b1=("Nowak", "CAN")))) == 2


def test_a_surname_that_joined_a_name_does_not_split_off_when_a_second_bearer_appears() -> None:
    before = {"a1": "Marta", "b1": "Marta"}
    assert together(told(a1="Marta Nowak", b1="Nowak", c1="Jan Nowak"), before) == [{"a1", "b1"}, {"c1"}]


def test_an_actor_known_by_a_surname_keeps_its_identifier_when_the_full_name_is_told() -> None:
    found = ids_of(told(a1="Nowak", b1="Marta Nowak"), {"a1": "first"})
    assert found == dict.fromkeys(("a1", "b1"), an_id("act", "first"))


def test_an_identifier_stays_with_the_actor_who_has_most_of_its_mentions() -> None:
    known = dict.fromkeys(("a1", "b1", "c1"), "both")
    found = ids_of(told(a1=("Marta Nowak", "POL"), b1=("Marta Nowak", "POL"), c1=("Marta Nowak", "CAN")), known)
    assert (found["a1"], found["b1"], found["c1"] == found["a1"]) == (an_id("act", "both"), an_id("act", "both"), False)


def test_a_new_actor_does_not_take_the_identifier_of_another() -> None:
    alone = ids_of(told(a1="Nowak"))["a1"]
    chains = told(a1="Nowak", b1="Marta Nowak", c1="Jan Nowak", d1="Nowak")
    spans = spans_of(chains)
    held = spans.filter(pl.col("chain_id").is_in([an_id("chn", "a1"), an_id("chn", "b1")]))
    known = held.select("mention_id", actor_id=pl.lit(alone))
    found = dict(actors.resolve(spans, chains, articles(a="2026-01-02"), known=known).chain_actors.iter_rows())
    ids = [found[an_id("chn", chain)] for chain in ("a1", "b1", "c1", "d1")]
    assert (ids[0], ids[1], len(set(ids))) == (alone, alone, 3)
