"""`kohkol test`: what failed, what could not run, and the totals."""

import pytest

from kohkol.running import checks
from kohkol.running.checks import Result
from kohkol.running.tests_report import Report, read_report

XML = """<testsuites><testsuite>
<testcase classname="a" name="passes"/>
<testcase classname="a" name="fails"><failure message="no"/></testcase>
<testcase classname="a" name="breaks"><error message="no"/></testcase>
<testcase classname="a" name="waits"><skipped message="no browser"/></testcase>
</testsuite></testsuites>"""


def run_of(name="tests on SQLite", outcome="passed", ran=(), skipped=None) -> Result:
    report = Report(passed=len(ran), ran=set(ran), skipped=skipped or {})
    return Result(name, outcome, 1.0, report=report)


def test_a_report_counts_what_pytest_found(tmp_path):
    (tmp_path / "report.xml").write_text(XML)
    report = read_report(tmp_path / "report.xml")
    assert (report.passed, report.failed, report.skipped) == (1, 2, {"a.waits": "no browser"})


def test_a_missing_report_is_empty(tmp_path):
    assert read_report(tmp_path / "none.xml") == Report()


def test_a_test_skipped_on_one_database_ran_when_it_passed_on_the_other():
    sqlite = run_of(skipped={"a": "PostgreSQL only", "b": "no browser", "c": "no browser"})
    assert checks.could_not_run([sqlite, run_of(ran=["a"])]) == ["b and 1 more: no browser"]


def test_everything_that_passed_ends_with_the_totals_and_status_0(capsys):
    assert checks.conclude([run_of(ran=["a", "b"])], 3.0) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed, 0 skipped"


def test_a_failure_is_status_1():
    assert checks.conclude([run_of(outcome="failed")], 3.0) == 1


@pytest.mark.parametrize(("in_ci", "status"), [("true", 1), ("", 0)])
def test_what_could_not_run_fails_in_continuous_integration_only(monkeypatch, capsys, in_ci, status):
    monkeypatch.setenv("CI", in_ci)
    missing = Result("tests on PostgreSQL", "could not run", note="PostgreSQL is not installed")
    assert checks.conclude([run_of(ran=["a"]), missing], 3.0) == status
    assert "  tests on PostgreSQL: PostgreSQL is not installed" in capsys.readouterr().out


def test_a_failing_program_shows_what_it_printed(capsys):
    result = checks.run(checks.Check("shell", ["sh", "-c", "echo broken; exit 3"]), {"PATH": "/usr/bin:/bin"})
    assert result.outcome == "failed"
    assert "broken" in capsys.readouterr().out
