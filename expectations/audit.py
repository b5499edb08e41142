"""One verdict on a whole release, with the rows at fault."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import polars as pl
from great_expectations.expectations.expectation import Expectation

from expectations import actors, articles, claims, events
from expectations.beliefs import Belief
from expectations.engine import Engine
from expectations.findings import ROWS_KEPT, Check, Finding, faults
from expectations.relations import RELATIONS
from expectations.shape import Tables, fits, not_a_number, wrong_columns, wrong_types
from expectations.suites import contract_suite
from expectations.verdict import Audit
from transforms.schema import Table
from transforms.tables import TABLES

BELIEFS: tuple[Belief, ...] = (*articles.BELIEFS, *actors.BELIEFS, *events.BELIEFS, *claims.BELIEFS)


def audit(tables: Tables, *, now: datetime, progress: Callable[[str], None] | None = None) -> Audit:
    """The verdict on a release: all of its tables against their contract, the relations between them, and our beliefs about the world.

    What takes several tables is looked into only if all are there with the declared columns and types; if they are not,
    the verdict is `failed` in any case.
    """
    say = progress or (lambda line: None)
    findings = list(presence(tables))
    engine = Engine()
    for table in (table for table in TABLES.values() if table.name in tables):
        say(f"{table.name}: {tables[table.name].height} rows")
        findings += of_one_table(table, tables[table.name], engine)
    if all(name in tables and fits(table, tables[name]) for name, table in TABLES.items()):
        say(f"{len(RELATIONS)} relations between rows and tables")
        findings += [*of_relations(tables), *of_all_tables(tables, now)]
    return Audit(tuple(finding.result for finding in findings), faults(findings))


def presence(tables: Tables) -> Iterator[Finding]:
    """Every declared table is there, and no other."""
    for table in TABLES.values():
        check = Check(table, "the table is there", "contract", "critical", "Readers count on every table of the contract, empty or not.")
        yield check.said(("missing",), success=table.name in tables, element_count=1)
    for name in sorted(set(tables) - set(TABLES)):
        check = Check(Table(name, "", (), {}), "the table is declared", "contract", "critical", "What is not in the contract nobody checks.")
        yield check.said((f"surplus, not in {list(TABLES)}",), success=False, element_count=1)


def of_one_table(table: Table, frame: pl.DataFrame, engine: Engine) -> Iterator[Finding]:
    """What can be said of a frame by itself: its shape and, if that is right, its rows."""
    types = Check(table, "the columns have the declared types", "contract", "critical", "Readers in other languages count on the types.")
    wrong = wrong_types(table, frame)
    yield types.said(wrong, success=not wrong, element_count=len(table.columns))
    if not fits(table, frame):
        yield from by_engine(frame.clear(), list(contract(table))[:1], engine)
        return
    numbers = Check(table, "no number is NaN", "contract", "critical", "Unknown is null; a NaN makes every mean and sum NaN.")
    nan = not_a_number(frame)
    yield numbers.found(nan, success=nan.is_empty(), element_count=frame.height)
    beliefs = [(check_of(belief, shown(rule)), belief.at_least, rule) for belief, rule in rules_of(table)]
    judged = [(check, rule) for check, at_least, rule in beliefs if frame.height >= at_least]
    yield from by_engine(frame, [*contract(table), *judged], engine)
    yield from (check.not_judged(frame.height, at_least=at_least) for check, at_least, _ in beliefs if frame.height < at_least)


def contract(table: Table) -> Iterator[tuple[Check, Expectation]]:
    """The contract of a table as checks."""
    for rule in contract_suite(table):
        meta = rule.meta or {}
        yield Check(table, meta["check"], "contract", "critical", meta["because"], shown(rule)), rule


def rules_of(table: Table) -> Iterator[tuple[Belief, Expectation]]:
    """The beliefs about a table that are rules of Great Expectations."""
    return ((belief, belief.check) for belief in BELIEFS if belief.table == table.name and isinstance(belief.check, Expectation))


def by_engine(frame: pl.DataFrame, checks: Sequence[tuple[Check, Expectation]], engine: Engine) -> Iterator[Finding]:
    """What Great Expectations finds in a frame, with the rows it points at."""
    outcomes = engine.validate(frame, [(check.name, rule) for check, rule in checks])
    for (check, _), outcome in zip(checks, outcomes, strict=True):
        if outcome.observed is not None:
            words = wrong_columns(check.table, frame) or (outcome.observed,)
            yield check.said(words, success=outcome.success, element_count=outcome.element_count)
        else:
            rows = frame.select(pl.all().gather(pl.Series(outcome.row_numbers[:ROWS_KEPT], dtype=pl.UInt32)))
            yield check.found(rows, success=outcome.success, element_count=outcome.element_count, unexpected_count=outcome.unexpected_count)


def of_relations(tables: Tables) -> Iterator[Finding]:
    """The rules between rows and tables."""
    for relation in RELATIONS:
        at_fault = relation.at_fault(tables)
        check = Check(TABLES[relation.table], relation.name, "relation", "critical", relation.because, relation.shows)
        yield check.found(at_fault, success=at_fault.is_empty(), element_count=tables[relation.table].height)


def of_all_tables(tables: Tables, now: datetime) -> Iterator[Finding]:
    """The beliefs that are functions over all tables."""
    for belief in BELIEFS:
        if isinstance(belief.check, Expectation):
            continue
        at_fault, element_count = judged = belief.check(tables, now)
        if element_count < belief.at_least:
            yield check_of(belief).not_judged(element_count, at_least=belief.at_least)
        else:
            yield check_of(belief).found(at_fault, success=belief.holds(judged), element_count=element_count)


def check_of(belief: Belief, shows: tuple[str, ...] = ()) -> Check:
    """The check that a belief stands for."""
    return Check(TABLES[belief.table], belief.name, "belief", belief.severity, belief.because, shows or belief.shows)


def shown(rule: Expectation) -> tuple[str, ...]:
    """The column a rule is about, if it is about one."""
    column = getattr(rule, "column", None)
    return (column,) if isinstance(column, str) else ()
