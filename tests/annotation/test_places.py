"""Where a text names a place: which words, under which name, and which larger place stands behind them."""

from tests.annotation.reading import Case, parametrized, reading, says


def check(case: Case) -> None:
    """The phrase is a place of this name, within the larger one told behind `<`; after `none` no such mention has a place."""
    found = reading(case.text).found.mentions
    for (part,) in case.parts:
        phrase, _, expected = (side.strip() for side in part.partition("="))
        rows = [row for row in found if says(row["text"], phrase) and row["place_name"]]
        if expected == "none":
            assert not rows, f"{phrase} is no place"
            continue
        name, _, within = (side.strip() for side in expected.partition("<"))
        assert [(row["place_name"], row["place_within"] or "") for row in rows] == [(name, within)]


@parametrized("places")
def test_words_name_a_place(case: Case) -> None:
    check(case)
