"""A campaign is told apart from a text that many people passed on."""

from kohkol.listening.copy_evidence import is_campaign, stronger
from kohkol.listening.templatetags.listening import evidence


def seen(kind: str, copies: int) -> dict[str, object]:
    return {"kind": kind, "post": 1, "copies": copies, "accounts": None, "minutes": 20, "rating": 0.5}


def test_many_copies_are_no_campaign() -> None:
    assert is_campaign(seen("campaign", 20))
    assert not is_campaign(seen("many copies", 200))
    assert not is_campaign(None)


def test_of_two_stories_the_one_that_looks_more_like_a_campaign_counts() -> None:
    campaign, passed_on = seen("campaign", 20), seen("many copies", 200)
    assert stronger(passed_on, campaign) == campaign
    assert stronger(None, passed_on) == passed_on
    assert stronger(seen("many copies", 3), passed_on) == passed_on
    assert stronger(None, None) is None


def test_one_or_two_copies_are_not_worth_a_sentence() -> None:
    assert evidence(seen("many copies", 2)) == ""
    assert "sekadar meneruskannya" in evidence(seen("many copies", 30))
    assert "serentak" in evidence(seen("campaign", 30))
