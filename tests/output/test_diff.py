"""What a release says has changed."""

from datetime import UTC, datetime
from typing import Any

import polars as pl

from output.changes import changes_markdown
from output.diff import TableChange, compare, merges
from tests.rows import valid_row, valid_rows
from transforms.tables import TABLES

ALIASES = TABLES["actor_aliases"]


def aliases(*rows: tuple[int, str, int]) -> pl.DataFrame:
    """Actor number, alias and mention count of each row."""
    return ALIASES.frame([valid_row(ALIASES, row_number=n, alias=alias, mention_count=count) for n, alias, count in rows])


def change(before: pl.DataFrame | None, after: pl.DataFrame | None) -> TableChange:
    """The only change between two releases of one table."""
    (found,) = compare(*({} if frame is None else {"actor_aliases": frame} for frame in (before, after)))
    return found


def test_rows_are_told_apart_by_the_key() -> None:
    before = aliases((1, "Ana", 1), (2, "Bo", 2), (3, "Cy", 3))
    after = aliases((1, "Ana", 1), (2, "Bo", 5), (4, "Di", 1), (5, "Ed", 1))

    found = change(before, after)

    assert (found.rows_before, found.rows_after) == (3, 4)
    assert (found.added, found.removed, found.changed) == (2, 1, 1)
    assert found.columns == {"mention_count": 1}
    assert found.examples == {
        "added": ("act_00000000000000000004, Di", "act_00000000000000000005, Ed"),
        "removed": ("act_00000000000000000003, Cy",),
        "changed": ("act_00000000000000000002, Bo",),
    }


def test_the_same_rows_in_another_order_are_no_change() -> None:
    rows = aliases((1, "Ana", 1), (2, "Bo", 2))

    assert not change(rows, rows.reverse()).is_change


def test_null_equals_null_and_differs_from_everything_else() -> None:
    table = TABLES["codes"]
    before = table.frame([valid_row(table, row_number=n, parent_code=parent) for n, parent in enumerate([None, None, "a"])])
    after = table.frame([valid_row(table, row_number=n, parent_code=parent) for n, parent in enumerate([None, "a", None])])

    (found,) = compare({"codes": before}, {"codes": after})

    assert (found.changed, found.columns) == (2, {"parent_code": 2})


def test_a_column_that_is_new_or_gone_is_named_and_changes_no_row() -> None:
    before = aliases((1, "Ana", 1)).with_columns(old=pl.lit(1))
    after = aliases((1, "Ana", 1)).with_columns(new=pl.lit(1))

    found = change(before, after)

    assert (found.columns_added, found.columns_removed, found.changed) == (("new",), ("old",), 0)


def test_a_type_that_was_widened_changes_no_row() -> None:
    rows = aliases((1, "Ana", 1))

    assert not change(rows.with_columns(pl.col("mention_count").cast(pl.Int32)), rows).is_change


def test_with_another_key_every_row_is_another() -> None:
    rows = aliases((1, "Ana", 1), (2, "Bo", 2))

    found = change(rows.rename({"alias": "spelling"}), rows)

    assert (found.added, found.removed, found.columns_added, found.columns_removed) == (2, 2, ("alias",), ("spelling",))


def test_a_table_that_is_new_or_gone_is_said_to_be() -> None:
    rows = aliases((1, "Ana", 1))

    assert (change(None, rows).rows_before, change(None, rows).added) == (None, 1)
    assert (change(rows, None).rows_after, change(rows, None).removed) == (None, 1)


def test_lazy_frames_are_compared_too() -> None:
    (found,) = compare({"actor_aliases": aliases((1, "Ana", 1)).lazy()}, {"actor_aliases": aliases((1, "Ana", 2)).lazy()})

    assert found.changed == 1


def redirects(*numbers: int) -> dict[str, pl.DataFrame]:
    table = TABLES["redirects"]
    values: dict[str, Any] = {"new_id": f"act_{99:020x}", "redirected_at": datetime(2026, 1, 1, tzinfo=UTC)}
    return {"redirects": table.frame([valid_row(table, row_number=n, **values) for n in numbers])}


def test_merges_are_the_redirects_that_are_new() -> None:
    assert merges(redirects(1), redirects(1, 2))["old_id"].to_list() == [f"act_{2:020x}"]
    assert merges(None, redirects(1, 2)).height == 2


def test_the_first_release_says_so() -> None:
    text = changes_markdown(compare(None, {"codes": valid_rows(TABLES["codes"], 1234)}), version="2026.11.22-k7f", previous=None)

    assert text == "# Changes in 2026.11.22-k7f\n\nThe first release.\n\n| Table | Rows |\n| --- | ---: |\n| codes | 1,234 |\n"


def test_the_change_log_says_what_happened_in_each_table_and_what_was_merged() -> None:
    before = {"actor_aliases": aliases((1, "Ana", 1), (3, "Cy", 3)), "codes": valid_rows(TABLES["codes"])}
    after = {"actor_aliases": aliases((1, "Ana", 2), (4, "Di", 1)), "codes": valid_rows(TABLES["codes"])}

    text = changes_markdown(compare(before, after), version="b", previous="a", merges=merges(None, redirects(7)))

    assert text == (
        "# Changes in b\n\n"
        "Compared with a, row by row of each table's key. Unchanged: codes.\n\n"
        "| Table | Rows before | Rows now | Added | Removed | Changed |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: |\n"
        "| actor_aliases | 2 | 2 | 1 | 1 | 1 |\n\n"
        "## actor_aliases\n\n"
        "- 1 row added: `act_00000000000000000004, Di`\n"
        "- 1 row removed: `act_00000000000000000003, Cy`\n"
        "- 1 row changed: `act_00000000000000000001, Ana`\n"
        "- changed columns: `mention_count` in 1\n\n"
        "## Merged identifiers\n\n"
        "Found to be one and the same; `redirects` leads from the old to the new.\n\n"
        "| Old | Now |\n| --- | --- |\n"
        "| `act_00000000000000000007` | `act_00000000000000000063` |\n"
    )


def test_a_release_without_a_difference_says_so() -> None:
    same = {"codes": valid_rows(TABLES["codes"])}

    assert "No row differs." in changes_markdown(compare(same, same), version="b", previous="a")
