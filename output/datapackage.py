"""The release as a Frictionless Data Package, for tools that read what columns mean.

https://datapackage.org/standard/table-schema/
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from output.dictionary import NOT_PRINTED, sentence, type_names
from output.manifest import TableEntry
from seeds import reader
from transforms.schema import Column, Table
from transforms.tables import TABLES


def datapackage(tables: Mapping[str, TableEntry], *, version: str, created_at: datetime) -> dict[str, Any]:
    """The Frictionless Data Package of a release: one resource a table, with its fields, key and references."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "tidings",
        "title": "Tidings: events, actors and claims from news articles",
        "version": version,
        "created": created_at.isoformat(),
        "resources": [resource(TABLES[name], entry) for name, entry in tables.items()],
    }


def resource(table: Table, entry: TableEntry) -> dict[str, Any]:
    """A table as a resource."""
    paths = [file.path for file in entry.files]
    return {
        "name": table.name,
        "type": "table",
        "title": sentence(table.grain).removesuffix("."),
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file.bytes for file in entry.files),
        **({"hash": f"sha256:{entry.files[0].sha256}"} if len(paths) == 1 else {}),
        "schema": {
            "fields": [frictionless_field(name, column) for name, column in table.columns.items()],
            "primaryKey": list(table.key),
            "foreignKeys": [foreign_key(table, name, column.references) for name, column in table.columns.items() if column.references],
        },
    }


def frictionless_field(name: str, column: Column) -> dict[str, Any]:
    """A column as a field with its constraints."""
    low, high = column.bounds or (None, None)
    listed = reader.code_list(column.codes) if column.codes and column.codes not in NOT_PRINTED else ()
    codes = [int(code) if column.dtype.is_integer() else code for code in listed] or None
    # XML Schema patterns match the whole value, ours its beginning
    pattern = None if column.pattern is None else column.pattern.removesuffix("$") if column.pattern.endswith("$") else rf"{column.pattern}[\s\S]*"
    rules = {"required": None if column.nullable else True, "minimum": low, "maximum": high, "pattern": pattern, "enum": codes}
    constraints = {rule: value for rule, value in rules.items() if value is not None}
    described = {"name": name, "type": type_names(column)[1], "description": column.doc}
    return described | ({"unit": column.unit} if column.unit else {}) | ({"constraints": constraints} if constraints else {})


def foreign_key(table: Table, name: str, references: str) -> dict[str, Any]:
    """A reference; to its own table it names no resource, as Frictionless wants it."""
    target, _, column = references.partition(".")
    return {"fields": [name], "reference": {"resource": "" if target == table.name else target, "fields": [column]}}
