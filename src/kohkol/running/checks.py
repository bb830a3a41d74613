"""`kohkol test`: everything that is checked before a change is accepted, here as in continuous integration."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kohkol.running.data_directory import ROOT
from kohkol.running.postgres import NoPostgres, temporary_server
from kohkol.running.refusal import Refusal, refusing, say
from kohkol.running.tests_report import Report, read_report

TOOLS = Path(sys.executable).parent
NO_TESTS = 5  # pytest's exit status when it found none
AT_ONCE = 2
PYTEST = [sys.executable, "-m", "pytest", "-n", str(AT_ONCE), "--quiet", "--tb=short"]


@dataclass(frozen=True)
class Check:
    """One program to run; it passed when its status is 0."""

    name: str
    command: Sequence[str]
    is_quick: bool = True


@dataclass
class Result:
    """How a check ended. `outcome` is passed, failed or could not run; `note` says why in one line."""

    name: str
    outcome: str
    seconds: float = 0.0
    note: str = ""
    report: Report = field(default_factory=Report)


def django(*words: str) -> list[str]:
    """A command of Django's own."""
    return [sys.executable, "-m", "django", *words]


CHECKS = [
    Check("mypy", [str(TOOLS / "mypy")], is_quick=False),
    Check("ruff check", [str(TOOLS / "ruff"), "check", "."]),
    Check("ruff format", [str(TOOLS / "ruff"), "format", "--check", "."]),
    Check("import layers", [str(TOOLS / "lint-imports")]),
    Check("templates", [str(TOOLS / "djlint"), "src/kohkol", "--lint", "--quiet"]),
    Check("django check", django("check", "--fail-level", "WARNING")),
    Check("migrations", django("makemigrations", "--check", "--dry-run")),
]


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a check: our sources, Django's settings, data of its own."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "kohkol.config.settings", **more}


def run(check: Check, environment: Mapping[str, str]) -> Result:
    """Run one check quietly; what it printed is shown when it failed."""
    started = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode == 0:
        return Result(check.name, "passed", seconds)
    say(f"\n--- {check.name} ---\n{(done.stdout + done.stderr).strip()}\n")
    return Result(check.name, "failed", seconds, "its output is above")


def run_quiet_checks(checks: Sequence[Check], environment: Mapping[str, str]) -> list[Result]:
    """Run the checks that print little, a few at a time, saying how each ended."""
    results = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for finished in as_completed([pool.submit(run, check, environment) for check in checks]):
            result = finished.result()
            say(f"{result.name}: {result.outcome} ({result.seconds:.0f} s)")
            results.append(result)
    order = [check.name for check in checks]
    return sorted(results, key=lambda result: order.index(result.name))


def run_tests(name: str, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> Result:
    """Run pytest with its output on the terminal."""
    say(f"\n--- {name} ---")
    report = folder / f"{name.replace(' ', '-')}.xml"
    command = [*PYTEST, f"--junitxml={report}", *words]
    started = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    seconds = time.monotonic() - started
    if status == NO_TESTS:
        return Result(name, "could not run", seconds, "no test was found")
    found = read_report(report)
    outcome = "passed" if status == 0 else "failed"
    return Result(
        name, outcome, seconds, f"{found.passed} passed, {found.failed} failed, {len(found.skipped)} skipped", found
    )


def run_tests_on_postgres(environment: Mapping[str, str], folder: Path) -> Result:
    """Run the tests that touch the database on PostgreSQL: a given one, or one started for it."""
    name = "tests on PostgreSQL"
    with ExitStack() as stack:
        address = os.environ.get("DATABASE_URL_TEST", "")
        try:
            address = address or stack.enter_context(temporary_server())
        except NoPostgres as reason:
            return Result(name, "could not run", note=str(reason))
        # The database is made anew and left behind: threads of a test's web server may still hold it at the end.
        words = ["-p", "tests.only_database", "-m", "not journey", "--create-db", "--reuse-db"]
        return run_tests(name, words, {**environment, "DATABASE_URL": address}, folder)


def could_not_run(results: Sequence[Result]) -> list[str]:
    """What did not run and why. A test skipped on one database ran when it passed on another."""
    ran = set().union(*(result.report.ran for result in results))
    lines = [f"{result.name}: {result.note}" for result in results if result.outcome == "could not run"]
    reasons: dict[str, list[str]] = {}
    for result in results:
        for test, reason in result.report.skipped.items():
            if test not in ran and test not in reasons.setdefault(reason, []):
                reasons[reason].append(test)
    return lines + [f"{tests[0]}{more(tests)}: {reason}" for reason, tests in reasons.items() if tests]


def more(tests: Sequence[str]) -> str:
    """The number of tests that share a reason with the first."""
    return f" and {len(tests) - 1} more" if len(tests) > 1 else ""


def table(results: Sequence[Result]) -> list[str]:
    """A line per check: name, outcome, seconds, note."""
    width = max(len(result.name) for result in results)
    return [f"{r.name:<{width}}  {r.outcome:<13}  {r.seconds:5.0f} s  {r.note}".rstrip() for r in results]


def parser() -> argparse.ArgumentParser:
    """The options of `kohkol test`."""
    options = argparse.ArgumentParser(prog="kohkol test", description="Run every check that the project has.")
    options.add_argument("--quick", action="store_true", help="without mypy, browser, slow tests and PostgreSQL")
    return options


@refusing
def main(arguments: list[str]) -> int:
    """Run the checks; status 1 when one failed, in continuous integration also when one could not run."""
    quick = parser().parse_args(arguments).quick
    if not (ROOT / "tests").is_dir() or not (TOOLS / "pytest").exists():
        raise Refusal("the tests need a clone of the repository: start them there with ./kohkol test")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kohkol-test-") as folder:
        environment = surroundings(KOHKOL_DATA=f"{folder}/data")
        environment.pop("DATABASE_URL", None)
        results = run_quiet_checks([check for check in CHECKS if check.is_quick or not quick], environment)
        words = ["-m", "not journey and not slow"] if quick else []
        results.append(run_tests("tests on SQLite", words, environment, Path(folder)))
        if not quick:
            results.append(run_tests_on_postgres(environment, Path(folder)))
    return conclude(results, time.monotonic() - started)


def conclude(results: Sequence[Result], seconds: float) -> int:
    """Print the table, what could not run, and the totals; the exit status."""
    missing = could_not_run(results)
    say(f"\nAll checks took {seconds:.0f} s.")
    for line in table(results):
        say(line)
    if missing:
        say("\nCould not run here:")
        for line in missing:
            say(f"  {line}")
    failed = any(result.outcome == "failed" for result in results)
    if missing and os.environ.get("CI") == "true":
        say("\nIn continuous integration everything has to run.")
        failed = True
    reports = [result.report for result in results]
    passed = sum(report.passed for report in reports)
    broken = sum(report.failed for report in reports)
    skipped = sum(len(report.skipped) for report in reports)
    say(f"\n{passed} passed, {broken} failed, {skipped} skipped")
    return 1 if failed else 0
