"""The house: which room may know which, what the core must not touch, and what lies at the top."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BELOW = {  # what stands below each room: the only rooms it may import
    "seeds": set(),
    "transforms": {"seeds"},
    "expectations": {"seeds", "transforms"},
    "output": {"seeds", "transforms"},
    "flows": {"seeds", "transforms", "expectations", "output"},
}
OWNERS = {"prefect": "flows", "great_expectations": "expectations", "pyarrow": "output", "spacy": "transforms", "typer": "flows", "pydantic": "flows"}
IMPURE = frozenset(
    (
        *("os", "io", "shutil", "tempfile", "glob", "pathlib", "sqlite3", "importlib"),
        *("time", "random", "secrets", "uuid"),
        *("socket", "http", "ssl", "urllib.request", "requests", "httpx", "urllib3", "aiohttp", "subprocess"),
    )
)
IMPURE_CALLS = frozenset(
    (
        *("open", "input", "print", "now", "today", "utcnow", "getenv"),
        *(
            "read_text",
            "read_bytes",
            "write_text",
            "write_bytes",
            "read_parquet",
            "write_parquet",
            "scan_parquet",
            "read_csv",
            "write_csv",
            "scan_csv",
        ),
        *("sample", "shuffle"),
    )
)
EXCEPTIONS = {  # file: what it may import or call all the same, and why
    "flows/sources/columnar.py": ({"pyarrow"}, "reads Parquet and Arrow files of other people, row batch by row batch; it writes nothing"),
    "transforms/annotation/model.py": ({"pathlib", "importlib", "read_bytes"}, "finds the installed language model and hashes its files"),
    "transforms/annotation/spacy_annotator.py": (
        {"pathlib", "importlib", "read_text"},
        "hashes the rule layers, which are its version, and asks spaCy for its own",
    ),
}
TOP = {
    *("README.md", "CONTRIBUTING.md", "LICENSE", "NOTICE", "pyproject.toml", "requirements.lock", "Makefile", "prefect.yaml", ".gitignore", ".ci"),
    *(*BELOW, "tests"),
}
MODULES = sorted(path.relative_to(ROOT).as_posix() for room in BELOW for path in (ROOT / room).rglob("*.py"))
TESTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py"))


def parsed(module: str) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of the modules a file imports, wherever in it; not those imported for type checkers alone."""
    for_types = {
        id(inner) for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test) for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def called(tree: ast.Module) -> Iterator[str]:
    """Last names of what a file calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def excepted(module: str) -> set[str]:
    """What a file may use although its room may not."""
    return EXCEPTIONS.get(module, (set(), ""))[0]


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_the_rooms_below_it(module: str) -> None:
    room = module.partition("/")[0]
    known = {name.partition(".")[0] for name in imported(parsed(module))} & set(BELOW)
    assert known - {room} <= BELOW[room], f"{module} imports {sorted(known - {room} - BELOW[room])}; below {room} there is {sorted(BELOW[room])}"


@pytest.mark.parametrize("module", MODULES)
def test_a_large_library_is_known_to_one_room(module: str) -> None:
    room = module.partition("/")[0]
    foreign = {top for name in imported(parsed(module)) if OWNERS.get(top := name.partition(".")[0], room) != room}
    assert foreign <= excepted(module), f"{module} imports {sorted(foreign)}; that belongs in {sorted(OWNERS[top] for top in foreign)}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("transforms/")])
def test_the_core_touches_no_clock_disk_network_or_chance(module: str) -> None:
    tree = parsed(module)
    names = {part for name in imported(tree) for part in (name, name.partition(".")[0])}
    touched = (names & IMPURE) | (set(called(tree)) & IMPURE_CALLS)
    assert touched <= excepted(module), f"{module} uses {sorted(touched - excepted(module))}: take it as an argument, or read it in flows or seeds"


def test_every_exception_is_still_needed() -> None:
    unused = {module: left for module, (kept, _) in EXCEPTIONS.items() if (left := kept - used(module))}
    assert unused == {}, f"no longer used, so no longer to be allowed: {unused}"


def used(module: str) -> set[str]:
    """Everything a file imports or calls, by first and last names."""
    tree = parsed(module)
    return {name.partition(".")[0] for name in imported(tree)} | set(called(tree))


def test_importing_the_core_loads_no_orchestrator_no_audit_and_no_language_model() -> None:
    modules = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in MODULES if name.startswith("transforms/")]
    code = f"import sys, importlib\nfor name in {modules}: importlib.import_module(name)\nprint(sorted({{m.partition('.')[0] for m in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(ast.literal_eval(loaded)) & {"prefect", "great_expectations", "pyarrow", "pandas", "spacy", "thinc", "torch"} == set()


@pytest.mark.parametrize("module", MODULES + TESTS)
def test_a_module_opens_with_one_line_that_says_what_is_here(module: str) -> None:
    tree = parsed(module)
    if not tree.body:
        return  # an empty __init__.py only marks a package
    first, _, rest = (ast.get_docstring(tree) or "").partition("\n")
    assert first.endswith((".", ":")) and not rest.partition("\n")[0].strip(), (
        f"{module}: begin with a docstring of one line, more only after a blank one"
    )


def test_every_room_has_a_page_that_says_what_it_is_for() -> None:
    missing = [room for room in BELOW if not (ROOT / room / "README.md").is_file()]
    assert missing == []


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a checkout")
def test_the_top_level_holds_the_rooms_and_the_usual_root_files() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    surplus = {path.partition("/")[0] for path in listed.splitlines()} - TOP
    assert surplus == set(), "put them into a room, or ignore them"
