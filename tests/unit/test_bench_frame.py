"""The bench frame measures sides in turn, and judges by the rounds' own ratios."""

import subprocess
from time import sleep

import pytest
from bench.__main__ import chart, figure, table
from bench.frame import Comparison, Row, compare, process_cpu_s


def test_ratio_is_the_median_of_the_rounds_ratios() -> None:
    result = Comparison({"ours": [1.0, 10.0, 3.0], "peer": [2.0, 10.0, 4.0]})
    assert result.ratio("ours", "peer") == 0.75
    assert result.row("case", "peer").ratio == 0.75
    assert result.row("case", "peer").rounds == 3


def test_sides_run_once_per_round_and_the_slower_one_shows() -> None:
    result = compare({"ours": lambda: None, "peer": lambda: sleep(0.002)}, rounds=3, least_s=0.001)
    assert {len(seconds) for seconds in result.seconds.values()} == {3}
    assert result.ratio("ours", "peer") < 0.5


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        process_cpu_s("raise SystemExit(3)")


def test_table_and_chart_show_both_sides() -> None:
    row = Row("a < b", 1.5, 30.0, "peer", rounds=7, goal="≤ 0.1x")
    assert "| a < b | 1.50 ms | peer 30.0 ms | 0.050x | 7 | ≤ 0.1x |" in table([row])
    assert "a &lt; b" in chart([row])
    assert figure(1234.5) == "1,234"
