"""The public contract, written down a second time: a change of it is a change of a file in tests/golden/.

After a change that is meant, `python -m tests.transforms.test_contract` writes the files anew; then see whether
SCHEMA_VERSION must rise.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from transforms.schema import SCHEMA_VERSION, Column, Table
from transforms.tables import TABLES

GOLDEN = Path(__file__).parent.parent / "golden"
HOW = "the contract has changed. If that is meant, run `python -m tests.transforms.test_contract`, look at the diff, and raise SCHEMA_VERSION"


def told(column: Column) -> dict[str, Any]:
    """A column as JSON; what it does not declare is left out."""
    declared = {
        "type": str(column.dtype),
        "nullable": column.nullable,
        "unit": column.unit,
        "codes": column.codes,
        "bounds": list(column.bounds) if column.bounds else None,
        "pattern": column.pattern,
        "references": column.references,
    }
    return {name: value for name, value in declared.items() if value is not None}


def golden(table: Table) -> str:
    """A table as JSON, columns in their order."""
    shape = {
        "schema_version": SCHEMA_VERSION,
        "table": table.name,
        "grain": table.grain,
        "key": list(table.key),
        "by_month": table.by_month,
        "columns": {name: told(column) for name, column in table.columns.items()},
    }
    return json.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def write() -> None:
    """Make the files say what the code says."""
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.glob("*.json"):
        path.unlink()
    for table in TABLES.values():
        (GOLDEN / f"{table.name}.json").write_text(golden(table), encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_it_was_promised(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    assert path.is_file(), f"{path.name} is missing: {HOW}"
    assert json.loads(golden(TABLES[name])) == json.loads(path.read_text(encoding="utf-8")), HOW
    assert golden(TABLES[name]) == path.read_text(encoding="utf-8"), f"the order of the columns counts too; {HOW}"


def test_no_promised_table_is_gone() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == sorted(TABLES), HOW


@pytest.mark.parametrize("name", TABLES)
def test_references_lead_to_a_key_of_the_contract(name: str) -> None:
    for column, declared in TABLES[name].columns.items():
        if declared.references:
            table, _, target = declared.references.partition(".")
            assert TABLES[table].key == (target,), f"{name}.{column} refers to {declared.references}, which is not the key of {table}"
            assert TABLES[table].columns[target].dtype == declared.dtype


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_explained(name: str) -> None:
    silent = [column for column, declared in TABLES[name].columns.items() if not declared.doc.rstrip().endswith((".", ").", "?"))]
    assert silent == [], f"{name}: a doc is a sentence that ends with a full stop"


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_never_null(name: str) -> None:
    assert [column for column in TABLES[name].key if TABLES[name].columns[column].nullable] == []


if __name__ == "__main__":
    write()
