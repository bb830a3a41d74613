"""Turns the words after `kohkol` into the one module that does the work, loading nothing else."""

import importlib
import sys

COMMANDS = {
    # word: (module with a `main(arguments: list[str]) -> int`, one line for people)
    "radar": ("kohkol.engine.radar.command", "group a stream of posts into stories"),
    "read": ("kohkol.engine.text.command", "say what posts ask, where, and in which language"),
    "route": ("kohkol.engine.text.route_command", "suggest the agency that should answer a post"),
    "match": ("kohkol.engine.matching.command", "find the claims that posts repeat"),
    "demo": ("kohkol.running.demo", "try the whole product with a practice week of posts"),
    "up": ("kohkol.running.up", "run for real work"),
    "worker": ("kohkol.running.worker", "deliver, remind, seal: what is due (demo and up start it)"),
    "audit": ("kohkol.running.audit", "check that the audit trail was not changed"),
    "bench": ("kohkol.bench", "measure the goals on real data"),
    "doctor": ("kohkol.running.doctor", "say what is wrong and what to do"),
    "backup": ("kohkol.running.backup", "save everything into one file"),
    "restore": ("kohkol.running.restore", "bring a backup back into an empty folder"),
    "lock": ("kohkol.running.lock", "pin the requirements again, with hashes"),
    "test": ("kohkol.running.checks", "run every check that the project has"),
    "listen": ("kohkol.running.listen", "read sources and imports, run the radar (demo and up start it)"),
}


def usage() -> str:
    """The list of commands, as shown when no known word was given."""
    rows = "\n".join(f"  {word:<10} {line}" for word, (_, line) in sorted(COMMANDS.items()))
    return f"usage: kohkol COMMAND [OPTIONS]\n\n{rows}\n\n`kohkol COMMAND --help` says more.\n"


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its status; 2 when the word is not known."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] not in COMMANDS:
        asked_for_help = bool(words) and words[0] in {"help", "--help", "-h"}
        (sys.stdout if asked_for_help else sys.stderr).write(usage())
        sys.exit(0 if asked_for_help else 2)
    module = importlib.import_module(COMMANDS[words[0]][0])
    sys.exit(module.main(words[1:]))
