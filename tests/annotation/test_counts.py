"""How many people words count."""

import pytest
from spacy.language import Language

from transforms.annotation.counts import count_people, number_of, parse_number, quantity
from transforms.annotation.grammar import conjuncts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("five", 5),
        ("12", 12),
        ("1,200", 1200),
        ("1,200,300", 1_200_300),
        ("1.2 million", 1_200_000),
        ("2 million", 2_000_000),
        ("1.25 thousand", 1250),
        ("twenty-five", 25),
        ("two hundred and fifty", 250),
        ("a hundred", 100),
        ("twelve hundred", 1200),
        ("three thousand four hundred and one", 3401),
        ("two million one hundred thousand", 2_100_000),
        ("dozen", 12),
        ("a dozen", 12),
        ("two dozen", 24),
        ("2 dozen", 24),
        ("half a dozen", 6),
        ("a couple of", 2),
        ("a pair of", 2),
        ("zero", 0),
        ("Fifteen", 15),
    ],
)
def test_a_number_is_read_from_digits_and_words(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "and", "dozens", "hundreds", "several", "million", "five six", "forty forty", "ten five", "one hundred and"),
        *("2.5", "1.2345 thousand", "15-20", "1990s", "3rd", "12,34"),
    ],
)
def test_what_is_vague_or_no_number_is_null(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("at least 12", (12, True)),
        ("more than 1,000", (1000, True)),
        ("over 200", (200, True)),
        ("no fewer than ten", (10, True)),
        ("12 or more", (12, True)),
        ("about 30", (30, False)),
        ("an estimated 300", (300, False)),
        ("nearly two hundred", (200, False)),
        ("15-20", (15, True)),
        ("15 to 20", (15, True)),
        ("between 15 and 20", (15, True)),
        ("up to 50", None),
        ("as many as 50", None),
        ("fewer than 50", None),
        ("20-15", None),
    ],
)
def test_a_qualifier_makes_a_minimum_or_an_unknown(phrase: str, expected: tuple[int, bool] | None) -> None:
    assert quantity(phrase) == expected


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("Five people were killed.", "people", (5, False)),
        ("At least 12 civilians died.", "civilians", (12, True)),
        ("More than 1,000 soldiers died.", "soldiers", (1000, True)),
        ("Two dozen protesters were arrested.", "protesters", (24, False)),
        ("A dozen men died.", "men", (12, False)),
        ("Half a dozen men died.", "men", (6, False)),
        ("About 30 others were injured.", "others", (30, False)),
        ("1.2 million people marched.", "people", (1_200_000, False)),
        ("Two hundred and fifty people died.", "people", (250, False)),
        ("Between 15 and 20 people died.", "people", (15, True)),
        ("15 to 20 people died.", "people", (15, True)),
        ("Police killed 15-20 people.", "people", (15, True)),
        ("Israel freed 3 Palestinians.", "Palestinians", (3, False)),
        ("A further 20 people died.", "people", (20, False)),
        ("Two other soldiers died.", "soldiers", (2, False)),
        ("The two men died.", "men", (2, False)),
        ("Both men died.", "men", (2, False)),
        ("Twelve were killed.", "Twelve", (12, False)),
        ("Five of the soldiers died.", "Five", (5, False)),
        ("Five of the soldiers died.", "soldiers", (5, False)),
        ("A couple of soldiers died.", "couple", (2, False)),
        ("A couple of soldiers died.", "soldiers", (2, False)),
        ("A pair of gunmen died.", "pair", (2, False)),
        ("A family of five died.", "family", (5, False)),
        ("A crowd of 200 gathered.", "crowd", (200, False)),
        ("A minimum of 10 people died.", "minimum", (10, True)),
        ("A man was killed.", "man", (1, False)),
        ("One woman died.", "woman", (1, False)),
        ("His brother was killed.", "brother", (1, False)),
        ("The president was killed.", "president", (1, False)),
        ("A 25-year-old man died.", "man", (1, False)),
        ("Ahmed Khan was killed.", "Khan", (1, False)),
        ("She died.", "She", (1, False)),
        ("No one was hurt.", "one", (0, False)),
        ("Nobody was hurt.", "Nobody", (0, False)),
        ("No civilians were killed.", "civilians", (0, False)),
        ("None of the hostages was hurt.", "None", (0, False)),
    ],
)
def test_a_noun_says_how_many(nlp: Language, text: str, noun: str, expected: tuple[int, bool]) -> None:
    assert number_of(next(token for token in nlp(text) if token.text == noun)) == expected


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Protesters were killed.", "Protesters"),
        ("Several people died.", "people"),
        ("Many people died.", "people"),
        ("Hundreds died.", "Hundreds"),
        ("Dozens of people fled.", "Dozens"),
        ("Dozens of people fled.", "people"),
        ("Scores of villagers died.", "Scores"),
        ("Hundreds of thousands of people marched.", "thousands"),
        ("Up to 50 people died.", "people"),
        ("As many as 50 people died.", "people"),
        ("A group of soldiers died.", "group"),
        ("The army attacked.", "army"),
        ("The government fell.", "government"),
        ("Police were attacked.", "Police"),
        ("They were killed.", "They"),
        ("10 percent of residents fled.", "percent"),
        ("Three-quarters of residents fled.", "quarters"),
    ],
)
def test_a_noun_that_does_not_say_is_null(nlp: Language, text: str, noun: str) -> None:
    assert number_of(next(token for token in nlp(text) if token.text == noun)) is None


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("Two women and a child were killed.", "women", 3),
        ("A man and one woman died.", "man", 2),
        ("Police arrested 3 Palestinians and a journalist.", "Palestinians", 4),
        ("Two policemen, three soldiers and a civilian died.", "policemen", 6),
        ("Five soldiers and several civilians died.", "soldiers", None),
        ("Two soldiers and protesters were hurt.", "soldiers", None),
    ],
)
def test_coordinated_heads_add_up_or_are_null(nlp: Language, text: str, first: str, expected: int | None) -> None:
    head = next(token for token in nlp(text) if token.text == first)
    assert count_people(conjuncts(head)) == expected


def test_nobody_counted_is_null_and_a_head_counts_once(nlp: Language) -> None:
    people = next(token for token in nlp("Five people were killed.") if token.text == "people")
    assert count_people([]) is None
    assert count_people([people, people]) == 5
