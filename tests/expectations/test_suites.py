"""A table in, a verdict out: what the declaration of a column makes of a row."""

from typing import Any

import polars as pl
import pytest
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column as Where

from expectations import kinds
from expectations.engine import Engine, Outcome
from expectations.suites import COLUMNS_IN_ORDER, contract_suite
from seeds.reader import SeedError
from tests.expectations.conftest import with_rows
from transforms.columns import FLAG
from transforms.schema import Column, Table
from transforms.tables import TABLES


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def meta_of(rule: Expectation) -> dict[str, str]:
    return rule.meta or {}


def outcomes(engine: Engine, table: Table, frame: pl.DataFrame) -> dict[str, Outcome]:
    suite = {meta_of(rule)["check"]: rule for rule in contract_suite(table)}
    return dict(zip(suite, engine.validate(frame, list(suite.items())), strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_every_check_of_a_table_has_a_name_of_its_own_and_says_where_it_comes_from(name: str) -> None:
    suite = contract_suite(TABLES[name])
    assert len({meta_of(rule)["check"] for rule in suite}) == len(suite)
    assert all(meta_of(rule)["because"].startswith(f"Contract of {name}") for rule in suite)


@pytest.mark.parametrize("name", ["articles", "mentions", "events", "redirects"])
def test_a_valid_row_fulfils_its_contract(engine: Engine, release: dict[str, pl.DataFrame], name: str) -> None:
    assert {check for check, outcome in outcomes(engine, TABLES[name], release[name]).items() if not outcome.success} == set()


@pytest.mark.parametrize(
    ("table", "values", "check"),
    [
        ("mentions", {"text": None}, "text is not null"),
        ("mentions", {"mention_type": "shouted"}, "mention_type is a code of mention_types"),
        ("mentions", {"confidence": 1.01}, "confidence is between 0 and 1"),
        ("mentions", {"char_start": -1}, "char_start is at least 0"),
        ("mentions", {"mention_id": "men_1"}, r"mention_id matches men_[0-9a-f]{20}$"),
        ("mentions", {"mention_id": f"see men_{1:020x}"}, r"mention_id matches men_[0-9a-f]{20}$"),
        ("mentions", {"mention_id": f"men_{1:020x}\n"}, r"mention_id matches men_[0-9a-f]{20}$"),
        ("actors", {"name": " Ana Silva"}, r"name matches \S"),
        ("actors", {"country_code": "XXX"}, "country_code is a code of countries"),
        ("actors", {"is_named": None}, "is_named is not null"),
        ("events", {"quad_code": 5}, "quad_code is a code of quad_codes"),
        ("events", {"killed_count": -1}, "killed_count is at least 0"),
        ("redirects", {"old_id": f"clm_{1:020x}"}, "old_id matches (act|evt)_[0-9a-f]{20}$"),
    ],
)
def test_a_row_that_breaks_a_rule_is_found(engine: Engine, release: dict[str, pl.DataFrame], table: str, values: dict[str, Any], check: str) -> None:
    other_key = {"mention_id": f"men_{7:020x}", "actor_id": f"act_{7:020x}", "event_id": f"evt_{7:020x}", "old_id": f"act_{7:020x}"}
    key = TABLES[table].key[0]
    broken = with_rows(release, table, {key: other_key[key]}, values)[table]
    found = outcomes(engine, TABLES[table], broken)[check]
    assert (found.success, found.unexpected_count, found.row_numbers) == (False, 1, (1,))


@pytest.mark.parametrize(
    ("table", "rows", "check"),
    [("mentions", [{}, {}], "mention_id is unique"), ("event_actors", [{}, {}], "event_id, actor_id, role are together unique")],
)
def test_both_rows_of_one_key_are_at_fault(
    engine: Engine, release: dict[str, pl.DataFrame], table: str, rows: list[dict[str, Any]], check: str
) -> None:
    assert outcomes(engine, TABLES[table], with_rows(release, table, *rows)[table])[check].row_numbers == (0, 1)


def test_rows_that_share_part_of_a_key_are_no_fault(engine: Engine, release: dict[str, pl.DataFrame]) -> None:
    both = with_rows(release, "event_actors", {"role": "actor"}, {"role": "recipient"})["event_actors"]
    assert outcomes(engine, TABLES["event_actors"], both)["event_id, actor_id, role are together unique"].success


def test_columns_in_another_order_are_a_fault(engine: Engine, release: dict[str, pl.DataFrame]) -> None:
    mentions = release["mentions"]
    assert not outcomes(engine, TABLES["mentions"], mentions.select(reversed(mentions.columns)))[COLUMNS_IN_ORDER].success


def test_null_breaks_no_rule_but_the_one_against_it(engine: Engine, release: dict[str, pl.DataFrame]) -> None:
    nowhere = with_rows(release, "events", {"killed_count": None, "country_code": None, "latitude": None, "admin1_code": None})["events"]
    assert all(outcome.success for outcome in outcomes(engine, TABLES["events"], nowhere).values())


@pytest.mark.parametrize("values", [[True, None, False], [None, None, None]])
def test_a_boolean_with_nulls_is_still_a_boolean(engine: Engine, values: list[bool | None]) -> None:
    table = Table("flags", "one row per flag", ("flag",), {"flag": FLAG})
    found = outcomes(engine, table, pl.DataFrame({"flag": values}, schema=table.schema))["flag is not null"]
    assert found.row_numbers == tuple(n for n, value in enumerate(values) if value is None)


def test_a_code_list_that_is_not_there_is_an_error_and_not_a_column_without_codes() -> None:
    table = Table("things", "one row per thing", ("thing",), {"thing": Column(pl.String, "Thing.", codes="no_such_list")})
    with pytest.raises(SeedError, match="no code list 'no_such_list'"):
        contract_suite(table)


def test_a_rule_that_cannot_be_looked_into_has_failed_and_says_why(engine: Engine) -> None:
    rule = kinds.ExpectColumnValuesToNotBeNull(column="elsewhere")
    (found,) = engine.validate(pl.DataFrame({"here": ["a"]}), [("elsewhere is not null", rule)])
    assert not found.success
    assert found.observed is not None
    assert found.observed.startswith("could not be checked: ")


def test_row_numbers_are_those_of_the_frame_where_only_some_rows_are_looked_into(engine: Engine) -> None:
    frame = pl.DataFrame({"kind": ["a", "b", "a", "b"], "share": [0.0, 1.0, 0.0, 0.0]})
    rule = kinds.ExpectColumnValuesToBeBetween(column="share", min_value=0.5, row_condition=Where("kind") == "b")
    assert engine.validate(frame, [("share is at least 0.5", rule)])[0].row_numbers == (3,)
