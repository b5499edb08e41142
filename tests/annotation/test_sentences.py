"""Sentences as rows: none begins inside a name."""

import pytest

from transforms.annotation.mention import Mention
from transforms.annotation.rows import unbroken


def named(start: int, end: int) -> Mention:
    """A mention of these tokens."""
    return Mention(start, end, end - 1, "named", "person", "Liu He")


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([], [(0, 4), (4, 9), (9, 12)]),
        ([(3, 5)], [(0, 9), (9, 12)]),
        ([(3, 5), (8, 10)], [(0, 12)]),
        ([(4, 6)], [(0, 4), (4, 9), (9, 12)]),
        ([(2, 4)], [(0, 4), (4, 9), (9, 12)]),
    ],
)
def test_sentences_that_the_parser_broke_inside_a_name_are_one(mentions: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert unbroken([(0, 4), (4, 9), (9, 12)], [named(*span) for span in mentions]) == expected
