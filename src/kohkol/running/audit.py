"""Lets anybody with access to the machine check that the audit trail was not changed."""

import os
import sys

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")
django.setup()

from kohkol.people.api import chain_head, seal_events, verify_chain  # noqa: E402 - Django has to be set up first

USAGE = "usage: kohkol audit verify\n\nWalks the hash chain over every change; exit status 1 when it is broken.\n"


def main(arguments: list[str]) -> int:
    """Seal what is not sealed yet, walk the chain, and say what was found."""
    if arguments != ["verify"]:
        (sys.stdout if "--help" in arguments else sys.stderr).write(USAGE)
        return 0 if "--help" in arguments else 2
    while seal_events(at=timezone.now()):
        pass
    findings = list(verify_chain())
    for finding in findings:
        sys.stdout.write(f"link {finding.number}: {finding.problem}\n")
    number, last = chain_head()
    sys.stdout.write(f"{number} events sealed, last link {last}\n")
    sys.stdout.write("The chain is broken.\n" if findings else "The chain holds.\n")
    return 1 if findings else 0
