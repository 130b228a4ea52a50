import pytest

from mingjing.config.testing import outcomes, summary


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("31 passed in 4.20s", {"passed": 31}),
        ("2 failed, 31 passed, 1 skipped in 4.20s", {"failed": 2, "passed": 31, "skipped": 1}),
        ("1 passed, 3 warnings, 1 error in 0.10s", {"passed": 1, "errors": 1}),
        ("5 passed, 2 errors in 0.10s", {"passed": 5, "errors": 2}),
        ("no tests ran in 0.01s", {}),
    ],
)
def test_counts_are_read_from_the_last_line_of_pytest(line, found):
    assert +outcomes(line) == found


def test_summary_always_names_passed_and_failed():
    assert (
        summary(outcomes("31 passed in 4s") + outcomes("3 passed in 1s"), 5.04)
        == "==== 34 passed, 0 failed in 5.0s ===="
    )
