"""The morning brief."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from kohkol.issues.api import Issue, Level
from kohkol.measuring.actions import make_brief
from kohkol.measuring.brief import Answered, Asked, BriefContent, Decision
from kohkol.measuring.brief_pdf import SIZES, brief_pdf, pages
from kohkol.measuring.brief_text import MOST_CHARACTERS, brief_text
from kohkol.measuring.models import Brief
from kohkol.measuring.morning import keep_morning_brief
from kohkol.refusals import NotPermitted
from tests.scene import NOW, issue, later, office, officer, post, source

LONG = "Banjir di hulu Sungai Cikalanggeng " * 3
ASKED = Asked(1, LONG, "Kapan surut? " * 10, "Siaga krisis", "Ditindaklanjuti", 9999, 8888)
ANSWERED = Answered("Air mati di utara " * 4, ["Situs publik", "Mastodon", "Instagram"], "LF-2026-0001", "a " * 100)
FULL = BriefContent(
    office="Diskominfo Kabupaten dengan Nama yang Panjang Sekali",
    day="2026-03-04",
    made_at=NOW.isoformat(),
    heard=123456,
    asked=[ASKED] * 6,
    still_asked=[Decision("Jadwal vaksin campak yang simpang siur", "12 pertanyaan baru setelah jawaban tayang")] * 4,
    answered=[ANSWERED] * 5,
    decide=[Decision("Bantuan hanya untuk kader", "Fakta dari Dinsos melewati tenggat sejak kemarin sore")] * 6,
    silent=[Decision("RSS Harian Daerah", "Terbaca, tetapi tidak ada kiriman baru. Diam belum tentu tenang.")] * 4,
    left_out=12,
)


def test_the_text_for_whatsapp_stays_under_its_limit_and_says_what_is_missing():
    text = brief_text(FULL)
    assert len(text) < MOST_CHARACTERS
    assert "lagi" in text


def test_an_empty_day_is_said_and_not_left_blank():
    assert brief_text(BriefContent("Kantor", "2026-03-04", "", 0)).count("tidak ada") == 5


def test_the_fullest_brief_still_fits_on_one_sheet():
    content = json.loads(json.dumps(FULL.as_json()))
    words = {"printed": "4 Maret 2026 05.45", "practice": True, "spoken_day": "4 Maret 2026"}
    assert pages({"brief": json.dumps(content | words), "size": SIZES[-1]}) == 1
    assert pages({"brief": json.dumps(content | words), "size": SIZES[0]}) > 1
    assert brief_pdf(content, printed="4 Maret 2026 05.45", practice=True).startswith(b"%PDF")


@pytest.mark.django_db
class TestFromRows:
    def test_official_accounts_are_not_counted_as_public_voice(self):
        post("Air sudah menyala", is_official=True)
        post("Air masih mati")
        assert make_brief(by=officer("analyst"), at=later(minutes=1)).content["heard"] == 1

    def test_an_issue_that_nobody_owns_asks_for_a_decision(self):
        made = issue("Bendungan jebol?")
        made.level = 4
        made.save()
        decide = make_brief(by=officer("triage"), at=NOW).content["decide"]
        assert {"what": "Bendungan jebol?", "why": "Belum ada penanggung jawab"} in decide

    def test_a_failing_source_stands_on_the_page(self):
        source(name="RSS Harian", kind="feed", failing_since_at=NOW, problem="Servernya tidak menjawab.")
        silent = make_brief(by=officer("analyst"), at=NOW).content["silent"]
        assert silent == [{"what": "RSS Harian", "why": "Servernya tidak menjawab."}]

    def test_what_was_read_is_kept_as_it_was(self):
        first = make_brief(by=officer("analyst"), at=NOW)
        issue("Baru")
        assert Brief.objects.get(pk=first.pk).content == first.content

    def test_it_speaks_the_language_of_the_office_whoever_makes_it(self):
        Issue.objects.filter(pk=issue("Bendungan jebol?").pk).update(level=Level.CRISIS)
        with translation.override("en"):
            made = make_brief(by=officer("triage"), at=NOW)
        assert made.content["asked"][0]["level"] == "Siaga krisis"

    def test_a_writer_does_not_make_briefs(self):
        with pytest.raises(NotPermitted):
            make_brief(by=officer("writer"), at=NOW)

    def test_it_is_made_by_itself_once_each_morning(self):
        office()
        before_dawn = NOW - timedelta(hours=4)  # 05.00 local
        assert keep_morning_brief(before_dawn) is None
        assert keep_morning_brief(NOW) is not None
        assert keep_morning_brief(later(minutes=1)) is None
        assert keep_morning_brief(later(days=1)) is not None

    def test_the_page_and_the_sheet_open_for_the_head_of_region(self, client):
        office()
        made = keep_morning_brief(NOW)
        client.force_login(officer("leader"))
        assert "Ringkasan pagi, 4 Maret 2026" in client.get("/meja/ukur/ringkasan/").content.decode()
        assert client.get(f"/meja/ukur/ringkasan/{made.pk}.pdf").content.startswith(b"%PDF")

    def test_an_agencys_officer_does_not_see_it(self, client):
        client.force_login(officer("data_owner"))
        assert client.get("/meja/ukur/ringkasan/").status_code == 403
