"""The command line: `tidings run`, `show`, `releases`, `verify`, `dictionary`."""

from flows.cli.main import app


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["app", "main"]
