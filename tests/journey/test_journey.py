"""From what people say to a verified answer that is live, read, corrected, and measured; each step by who may do it."""

from pathlib import Path

import pytest

from tests.journey import agreeing, answering, hearing, issue_work, measuring, person
from tests.journey.conftest import Invite
from tests.journey.desk import Desk
from tests.servers.snac import Snac

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(290)]


def test_the_whole_loop(desk: Desk, snac: Snac, feed_host: str, invite: Invite, tmp_path: Path) -> None:
    sari, tatang = invite("Sari"), invite("Tatang")
    hearing.people_speak(snac)
    hearing.imports_a_file(sari, tmp_path)
    hearing.adds_a_feed(sari, feed_host)
    hearing.adds_the_mentions(sari)
    hearing.adds_a_hashtag(sari)
    hearing.notes_what_she_saw(sari)
    hearing.notes_a_screenshot(sari)
    hearing.sees_what_the_network_said(sari)

    issue_work.opens_an_issue(sari)
    issue = sari.page.url
    issue_work.owns_it(sari)
    issue_work.sets_the_level(tatang, issue)
    link, code = issue_work.asks_the_agency(sari)
    nani, ujang = invite("Nani", phone=True, signed_in=False), invite("Ujang", phone=True, signed_in=False)
    issue_work.cannot_use_a_forwarded_link(ujang, link)
    issue_work.proves_her_phone(nani, link, code)
    issue_work.answers_in_four_taps(nani, tmp_path)

    agreeing.loses_power_while_writing(sari, issue)
    sheet = agreeing.writes_the_sheet(sari)
    agreeing.signs_on_her_phone(nani, agreeing.asks_for_the_signature(sari), issue_work.ANSWER)
    citizen = invite("Warga", signed_in=False, scripts=False)
    agreeing.reads_the_sheet(citizen, sheet, issue_work.ANSWER)
    visitor = invite("Pengunjung", signed_in=False)  # the same pages with scripts, which is how axe can look at them

    message = answering.starts_a_message(sari, issue)
    answering.loses_power_while_writing(sari)
    answering.writes_and_hands_in(sari, issue_work.ANSWER, sheet)
    answering.cannot_approve_her_own_words(sari, message)
    dewi, asep = invite("Dewi", phone=True), invite("Asep")
    answering.approves_in_two_taps(dewi)
    post = answering.live_on_snac(snac, issue_work.ANSWER)
    answering.reads_the_public_page(citizen, issue_work.ANSWER)
    answering.posts_by_hand(asep)
    answering.checks_what_was_posted(tatang)
    measuring.sees_the_clock_of_every_stage(sari, issue)

    agreeing.signs_on_her_phone(nani, agreeing.corrects_the_sheet(sari, sheet), agreeing.CORRECTED)
    agreeing.reads_the_sheet(citizen, sheet, agreeing.CORRECTED)
    agreeing.reads_that_it_was_superseded(citizen, sheet, issue_work.ANSWER)
    answering.finds_it_back_as_work(sari, message)
    answering.reworks(sari, agreeing.CORRECTED, sheet)
    answering.approves_in_two_taps(dewi)
    answering.live_on_snac(snac, agreeing.CORRECTED)
    answering.no_longer_says(snac, post, issue_work.ANSWER)
    answering.reads_the_public_page(citizen, agreeing.CORRECTED)

    for path in ("/", f"/f/{sheet}", f"/f/{sheet}/1/", "/lembar", "/akun-resmi", "/tentang"):
        visitor.open(path)

    measuring.makes_the_morning_brief(tatang)
    measuring.erases_a_post(tatang)
    measuring.nothing_of_it_is_left(desk)
    measuring.the_chain_holds(desk)
    assert person.PROBLEMS == []
