"""Tables in, a verdict out: what each belief holds of, and what it does not."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from great_expectations.expectations.expectation import Expectation

from expectations.audit import BELIEFS
from expectations.beliefs import Belief
from expectations.engine import Engine
from expectations.shape import Tables
from tests.expectations.conftest import NOW, with_rows
from transforms.tables import TABLES

Rows = list[dict[str, Any]]
Case = tuple[str, str, Rows, Rows]

CASES: list[Case] = [  # belief, the table that is changed, rows on which it holds, rows on which it does not
    ("most articles are dated", "articles", [{}, {"published_at": None}], [{}, {"published_at": None}, {"published_at": None}]),
    (
        "articles are published between 1900 and tomorrow",
        "articles",
        [{"published_at": datetime(2026, 11, 23, 11, tzinfo=UTC)}, {"published_at": None}],
        [{"published_at": datetime(2026, 11, 23, 13, tzinfo=UTC)}],
    ),
    ("articles are published between 1900 and tomorrow", "articles", [{}], [{"published_at": datetime(1899, 12, 31, tzinfo=UTC)}]),
    ("texts were decoded", "articles", [{"text": "a\ufffd" + "b" * 98}], [{"text": "a\ufffd" + "b" * 97}]),
    ("the median article has 50 to 5,000 words", "articles", [{"word_count": 50}, {"word_count": 400}], [{"word_count": 9}, {"word_count": 9}]),
    ("most articles can be annotated", "articles", [{}, {"skipped_reason": "language"}], [{"skipped_reason": "language"}]),
    ("most articles can be annotated", "articles", [{"skipped_reason": "duplicate"}] * 2, [{"skipped_reason": "too_long"}] * 2),
    ("fewer inputs are rejected than accepted", "rejects", [{"reason": "encoding"}], [{"reason": "encoding"}, {"reason": "malformed"}]),
    ("fewer inputs are rejected than accepted", "rejects", [{"reason": "repeated"}, {"reason": "repeated"}], [{"reason": "empty"}] * 2),
    (
        "most named mentions are resolved",
        "mentions",
        [{}, {"actor_id": None}, {"actor_id": None, "mention_type": "pronominal"}],
        [{}, {"actor_id": None}, {"actor_id": None}],
    ),
    ("a mention has at most 200 characters", "mentions", [{"text": "a" * 200}], [{"text": "a" * 201}]),
    ("at least three actors in ten are named", "actors", [{"is_named": True}, {}, {}], [{"is_named": True}, {}, {}, {}]),
    ("a quarter of the mentions is not one actor", "actors", [{"mention_count": 1}] * 4, [{"mention_count": 3}, {"mention_count": 2}]),
    ("an actor has at most 100 spellings", "actor_aliases", [{"alias": f"a{n}"} for n in range(100)], [{"alias": f"a{n}"} for n in range(101)]),
    (
        "named countries have a country code",
        "actors",
        [{"actor_type": "country", "country_code": "FRA"}, {"actor_type": "person", "country_code": None}],
        [{"actor_type": "country", "country_code": None}],
    ),
    ("the quad class is that of the event type", "events", [{"event_type": "ASSAULT", "quad_code": 4}], [{"event_type": "ASSAULT", "quad_code": 2}]),
    ("no event kills more than 100,000", "events", [{"killed_count": 100_000}, {"killed_count": None}], [{"killed_count": 100_001}]),
    (
        "most events have an actor or a recipient",
        "events",
        [{}, {"event_id": f"evt_{1:020x}"}],
        [{}, {"event_id": f"evt_{1:020x}"}, {"event_id": f"evt_{2:020x}"}],
    ),
    ("most events whose type requires a recipient have one", "event_actors", [{"role": "recipient"}], [{"role": "actor"}]),
    ("nobody takes part in more than half of the events", "events", [{}, {"event_id": f"evt_{1:020x}"}], [{}]),
    (
        "what occurred is not in the future",
        "events",
        [{"event_status": "occurred", "date_start": date(2026, 11, 23)}, {"event_status": "future", "date_start": date(2027, 1, 1)}],
        [{"event_status": "occurred", "date_start": date(2026, 11, 24)}],
    ),
    ("most events are dated", "events", [{}, {"date_start": None}], [{"date_start": None}]),
    ("at least half of the claims have a speaker", "claims", [{}, {"speaker_text": None}], [{"speaker_text": None}]),
    ("at least half of the claims have a cue", "claims", [{"cue_text": "said"}, {"cue_text": None}], [{"cue_text": None}]),
    (
        "direct quotations are quoted nearly whole",
        "claims",
        [{"quotation_type": "direct", "quoted_share": 0.9}, {"quotation_type": "indirect", "quoted_share": 0.0}],
        [{"quotation_type": "indirect", "quoted_share": 0.0}, {"quotation_type": "direct", "quoted_share": 0.8}],
    ),
    ("an article has at most one claim to five words", "claims", [{}], [{}, {}]),
    ("claims are nested at most four deep", "claims", [{"nesting_depth": 4}], [{"nesting_depth": 5}]),
    ("the content has at most 3,000 characters", "claims", [{"content_text": "a" * 3_000}], [{"content_text": "a" * 3_001}]),
]


@pytest.fixture(scope="module")
def holds() -> Callable[[str, Tables], bool]:
    engine, beliefs = Engine(), {belief.name: belief for belief in BELIEFS}

    def holds(name: str, tables: Tables) -> bool:
        belief: Belief = beliefs[name]
        if isinstance(belief.check, Expectation):
            return engine.validate(tables[belief.table], [(name, belief.check)])[0].success
        return belief.holds(belief.check(tables, NOW))

    return holds


@pytest.mark.parametrize(("name", "table", "rows"), [(name, table, good) for name, table, good, _ in CASES])
def test_a_belief_holds_of(release: Tables, holds: Callable[[str, Tables], bool], name: str, table: str, rows: Rows) -> None:
    assert holds(name, with_rows(release, table, *rows))


@pytest.mark.parametrize(("name", "table", "rows"), [(name, table, bad) for name, table, _, bad in CASES])
def test_a_belief_does_not_hold_of(release: Tables, holds: Callable[[str, Tables], bool], name: str, table: str, rows: Rows) -> None:
    assert not holds(name, with_rows(release, table, *rows))


def test_every_belief_has_a_case_a_table_and_a_reason() -> None:
    assert {belief.name for belief in BELIEFS} == {name for name, *_ in CASES}
    assert len({belief.name for belief in BELIEFS}) == len(BELIEFS)
    assert all(belief.table in TABLES and belief.because.endswith(".") for belief in BELIEFS)
