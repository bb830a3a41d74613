"""Reads what pytest found from its JUnit file: which tests ran, and why the others did not."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Report:
    """The tests of one run. `ran` holds the names that passed or failed, `skipped` the reason for each that did not."""

    passed: int = 0
    failed: int = 0
    ran: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)


def read_report(path: Path) -> Report:
    """The report in a file that pytest wrote; empty when it wrote none because it could not start."""
    report = Report()
    if not path.exists():
        return report
    for case in ET.parse(path).iter("testcase"):  # noqa: S314 - our own pytest wrote it
        name = f"{case.get('classname')}.{case.get('name')}"
        skip = case.find("skipped")
        if skip is not None:
            report.skipped[name] = skip.get("message") or "no reason given"
            continue
        report.ran.add(name)
        if case.find("failure") is not None or case.find("error") is not None:
            report.failed += 1
        else:
            report.passed += 1
    return report
