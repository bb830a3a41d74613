"""The measures themselves: scores known by hand, streams that are what they say, and a bench that refuses nonsense."""

import numpy as np
import pytest
from bench.goals import Goals
from bench.radar_scores import as_labels, link_scores, strict_bcubed
from bench.radar_synthetic import sentence_stream, word_bag_stream

from kohkol import bench


def test_background_in_a_story_costs_precision() -> None:
    truth = as_labels(["a", "a", None, "b"])
    precision, recall, _ = strict_bcubed(truth, np.array([1, 1, 1, 2]))
    assert precision == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert recall == 1.0


def test_a_link_is_right_when_both_have_the_same_origin() -> None:
    assert link_scores(np.array([0, 0, 2, 0]), np.array([-1, 0, 1, -1])) == pytest.approx((0.5, 0.5, 0.5))


@pytest.mark.parametrize("generate", [word_bag_stream, sentence_stream])
def test_the_same_seed_gives_the_same_stream_and_copies_come_later(generate: type) -> None:
    one, again = generate(2000, 3), generate(2000, 3)
    assert one.texts.equals(again.texts)
    assert (np.diff(one.times) >= 0).all()
    assert (one.origin <= np.arange(len(one.times))).all()


def test_a_goal_that_was_not_measured_is_not_passed(capsys: pytest.CaptureFixture[str]) -> None:
    goals = Goals()
    goals.at_least("speed", 3, 4)
    assert goals.status() == 0
    goals.at_most("memory", 3, None)
    assert goals.status() == 1
    assert "not measured" in capsys.readouterr().out


def test_an_unknown_bench_is_refused_with_the_known_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["nothing"]) == 2
    assert "radar" in capsys.readouterr().err
