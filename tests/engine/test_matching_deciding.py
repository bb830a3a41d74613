"""When the best claim is called the same: enough was said of it, and nothing that makes it another."""

from dataclasses import replace

from kohkol.engine.matching.deciding import SAME_FROM, Seen, decide

SAID = Seen(
    chance=0.99, first=True, of_claim=0.8, of_post=0.3, in_order=0.4, post_words=40, differs=False, counted=False
)


def test_the_best_claim_that_is_said_is_the_same() -> None:
    assert decide(SAID, SAME_FROM) == "same"
    assert decide(replace(SAID, first=False), SAME_FROM) == "suggest"


def test_a_number_a_date_or_a_place_that_differs_makes_it_another_claim() -> None:
    assert decide(replace(SAID, differs=True, counted=True), SAME_FROM) == "suggest"


def test_another_name_makes_it_another_claim_only_where_the_claim_is_repeated() -> None:
    named = replace(SAID, differs=True)
    assert decide(named, SAME_FROM) == "same"
    assert decide(replace(named, in_order=0.9), SAME_FROM) == "suggest"
    assert decide(replace(named, of_post=0.7), SAME_FROM) == "suggest"


def test_few_words_are_the_same_only_when_they_say_the_claim_and_nothing_else() -> None:
    assert decide(replace(SAID, post_words=4), SAME_FROM) == "suggest"
    assert decide(replace(SAID, post_words=4, of_claim=0.95, of_post=0.95), SAME_FROM) == "same"
