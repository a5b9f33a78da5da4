"""The command line: parameters in, one call of the pipeline or the catalog, text or data out.

Nothing heavy is imported until a command needs it: ``graphkit --help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from graphkit import __version__
from graphkit.errors import GraphkitError, outcome

#: Command -> module that holds it as ``command``.
_COMMANDS = {
    "build": "graphkit.cli.build",
    "load": "graphkit.cli.load",
    "query": "graphkit.cli.query",
    "search": "graphkit.cli.search",
    "show": "graphkit.cli.show",
    "compare": "graphkit.cli.compare",
    "similar": "graphkit.cli.similar",
    "metier": "graphkit.cli.metier",
    "parcours": "graphkit.cli.parcours",
    "diff": "graphkit.cli.diff",
    "matches": "graphkit.cli.matches",
    "correspondances": "graphkit.cli.correspondances",
    "check": "graphkit.cli.check",
    "rules": "graphkit.cli.rules",
    "publish": "graphkit.cli.publish",
    "fetch": "graphkit.cli.fetch",
    "serve": "graphkit.cli.serve",
    "mcp": "graphkit.cli.mcp",
    "audit": "graphkit.cli.audit",
    "nomenclature": "graphkit.cli.nomenclature",
    "info": "graphkit.cli.info",
    "events": "graphkit.cli.events",
    "versions": "graphkit.cli.versions",
    "rollback": "graphkit.cli.rollback",
    "backup": "graphkit.cli.backup",
    "restore": "graphkit.cli.restore",
    "verify": "graphkit.cli.verify",
}


class _Commands(click.Group):
    """Finds each command in a module of its own, imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module  # noqa: PLC0415 - part of starting lazily

        command = import_module(_COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)  # noqa: S101 - a module without its command is a bug
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        try:
            return super().invoke(ctx)
        except GraphkitError as error:
            click.echo(f"graphkit: {error}", err=True)
            sys.exit(outcome(error)[0])


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="graphkit")
def main() -> None:
    """French professional certifications (RNCP, RS) as a knowledge graph.

    Turns référentiels and registry exports into validated linked data, answers questions about them and
    shows them in a browser. Without any data of yours, `graphkit serve` opens the packaged sample.
    """
