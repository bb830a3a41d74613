"""The page of one issue and its steps, as a person meets them."""

import re

import pytest

from kohkol.facts.actions import open_sheet
from kohkol.facts.content import SheetText
from kohkol.issues import voices
from kohkol.issues.actions import add_note, answer_request, merge_issues, open_issue, send_request, set_level
from kohkol.issues.models import FactRequest, Issue, IssuePost
from kohkol.issues.spread import spread_of
from kohkol.issues.voices import single_posts, voices_in
from kohkol.listening.api import Placement, Post, Story, StoryEvent
from kohkol.listening.correcting import correct_post
from kohkol.listening.reading import ReadingWork
from kohkol.people.api import Role
from kohkol.publishing.actions import Basis, add_variant, write_message
from kohkol.publishing.models import Approval, Delivery
from tests.issues.test_stream import signed_in
from tests.scene import NOW, account, agency, issue, officer, post, story

pytestmark = pytest.mark.django_db


def heard(made):
    return voices_in(single_posts(made), list(made.story_links.values_list("story", flat=True)))


def test_the_page_shows_what_is_known_of_an_issue_in_parts(client):
    head = signed_in(client, "triage")
    made = issue("Air mati di utara", "air mati", "kapan air mengalir lagi?", by=head)
    Post.objects.filter(text__contains="kapan").update(is_question=True)
    add_note(made, text="PDAM sudah ditelepon", by=head, at=NOW)
    for part, words in {
        "": ["Air mati di utara", "Suara publik per jam", "Belum ada perangkat daerah yang ditanya."],
        "?bagian=suara": ["Air mati di utara", "Yang ditanyakan orang", "kapan air mengalir lagi?"],
        "?bagian=jam": ["Air mati di utara", "Jam setiap tahap", "Pertama terlihat"],
        "?bagian=riwayat": ["PDAM sudah ditelepon", "Mengapa isu ini penting sekarang", "menulis catatan"],
        "?bagian=entah": ["Suara publik per jam"],
    }.items():
        page = client.get(f"/meja/isu/{made.pk}/{part}").content.decode()
        for said in words:
            assert said in page


@pytest.mark.parametrize("part", ["", "?bagian=suara", "?bagian=jam", "?bagian=riwayat"])
def test_no_part_of_a_busy_issue_costs_more_than_fifteen_queries(client, django_assert_max_num_queries, part):
    head = signed_in(client, *Role.values)
    made = busy_issue(head)
    with django_assert_max_num_queries(15):
        assert client.get(f"/meja/isu/{made.pk}/{part}").status_code == 200


def busy_issue(head):
    """An issue with everything that a page shows: a merged one, stories, notes, answers, a sheet, a message."""
    made, other = issue("Air", *[f"kapan air mati {n}?" for n in range(30)]), issue("Air juga", "air keruh")
    Post.objects.update(is_question=True)
    IssuePost.objects.create(issue=made, post=post("air bau"), by=head, at=NOW)
    merge_issues(made, other, reason="sama", by=head, at=NOW, revision=1)
    StoryEvent.objects.create(
        kind="merge_suggested", story=story("air mancur"), other=made.story_links.first().story, at=NOW
    )
    add_note(made, text="ditelepon", by=head, at=NOW)
    for of in (agency("PDAM"), agency("Dinas Jalan")):
        owner = officer("data_owner", of=of)
        asked, _ = send_request(made, agency=of, officer=owner, question="Kapan?", clock="wall", by=head, at=NOW)
        answer_request(asked, text="Besok. https://contoh.example", by=owner, at=NOW)
        open_sheet(SheetText("Kapan?", "Besok."), agency=of, by=head, at=NOW, issue=made, from_request=asked)
        message = write_message("Jawaban", "Warga", Basis(source_name="PDAM"), by=head, at=NOW, issue=made)
        variant = add_variant(message, account("site"), "Besok.", by=head, at=NOW)
        approved = Approval.objects.create(variant=variant, content_hash="x", decision="approved", by=head, at=NOW)
        where = {"variant": variant, "account": variant.account, "approval": approved, "content": {}}
        Delivery.objects.create(**where, state="sent", made_at=NOW, due_at=NOW, live_at=NOW)
    made.refresh_from_db()
    return made


def test_what_a_merged_issue_had_is_seen_on_the_one_that_took_it_in(client):
    head = signed_in(client, *Role.values)
    kept, other = issue("Air"), issue("Air juga")
    open_sheet(SheetText("Kapan pulih?", "Besok."), agency=agency(), by=head, at=NOW, issue=other)
    write_message("Jawaban untuk air", "Warga", Basis(source_name="PDAM"), by=head, at=NOW, issue=other)
    merge_issues(kept, other, reason="sama", by=head, at=NOW, revision=1)
    page = client.get(f"/meja/isu/{kept.pk}/").content.decode()
    assert "Kapan pulih?" in page
    assert "Jawaban untuk air" in page


def test_an_issue_that_does_not_exist_is_404(client):
    signed_in(client, "triage")
    assert client.get("/meja/isu/999/").status_code == 404


def test_copies_are_put_together_under_one_example():
    told = story("pajak naik 300%", "pajak naik 300%", "pajak naik 300%", "benarkah?")
    first, *rest = list(told.placements.order_by("post_id"))
    Placement.objects.filter(pk__in=[row.pk for row in rest[:2]]).update(copy_of=first.post)
    made = open_issue(title="Pajak", stories=[told], by=officer("triage"), at=NOW)
    assert [(voice.post.text, voice.times) for voice in heard(made).telling] == [
        ("pajak naik 300%", 3),
        ("benarkah?", 1),
    ]


def test_questions_are_counted_by_what_they_want_to_know():
    made = issue(
        "Air",
        "kapan air mengalir lagi di utara?",
        "min air mengalir lagi kapan di utara",
        "tagihan bulan ini berapa?",
        "iraha cai hurung deui?",
    )
    Post.objects.update(is_question=True)
    found = heard(made).questions
    assert [(question.kind, question.times) for question in found] == [("kapan", 3), ("berapa", 1)]
    assert [voice.times for voice in found[0].examples] == [2, 1]


def test_a_text_is_a_question_or_none_whatever_its_copies_were_read_as():
    made = issue("Gas", "gas naik jadi 40 ribu, siapa tahu", "gas naik jadi 40 ribu, siapa tahu")
    first, second = made.story_links.get().story.placements.order_by("post_id")
    Placement.objects.filter(pk=second.pk).update(copy_of=first.post)
    Post.objects.update(is_question=True)
    correct_post(first.post, "question", "no", by=officer("analyst"), at=NOW)
    found = heard(made)
    assert not found.questions
    assert [(statement.times, statement.copies) for statement in found.statements] == [(2, 1)]


def test_what_is_stated_again_and_again_is_shown_with_why_and_wishes_are_not():
    made = issue(
        "Banjir",
        "di gang mawar rt 3 masih ada 4 lansia di lantai 2",
        "tolong gang mawar rt 3, 4 lansia masih di lantai 2",
        "semoga cepat surut ya banjirnya di sana",
        "semoga cepat surut banjirnya ya semua",
        "air setinggi dada di pasar lama",
        "kucing saya hilang sejak kemarin",
    )
    Post.objects.update(is_question=False)
    statements = heard(made).statements
    assert [statement.times for statement in statements] == [2]
    assert "menyebut angka atau waktu" in statements[0].why.reasons


def test_official_posts_and_those_taken_out_say_nothing_for_the_public():
    made = issue("Air", "kapan air nyala?", "kapan tagihan keluar?", "kapan pipa selesai?")
    first, second, _third = Post.objects.order_by("pk")
    Post.objects.update(is_question=True)
    Post.objects.filter(pk=first.pk).update(is_official=True)
    IssuePost.objects.create(issue=made, post=second, is_in=False, by=made.opened_by, at=NOW)
    assert [question.times for question in heard(made).questions] == [1]


def test_posts_that_wait_to_be_read_are_not_told_as_nothing_found(client):
    signed_in(client, "triage")
    made, empty = issue("Air", "kapan air nyala?"), issue("Belum ada kiriman")
    page = client.get(f"/meja/isu/{made.pk}/?bagian=suara").content.decode()
    assert page.count("Belum dibaca mesin; sebentar lagi.") == 4
    assert "Belum ada yang terbaca sebagai pertanyaan." not in page
    page = client.get(f"/meja/isu/{empty.pk}/?bagian=suara").content.decode()
    assert "Belum dibaca mesin" not in page
    assert "Belum ada kiriman yang masuk ke isu ini." in page


def test_where_in_which_language_and_in_what_tone_is_said_from_what_was_read(client):
    signed_in(client, "triage")
    texts = [f"pelayanan di Cimahi buruk sekali, kecewa berat, loket {number} tutup" for number in range(24)]
    made = issue("Loket", *texts, "ieu loket di Cimahi iraha bukana, ti isuk teu aya jalma?")
    work = ReadingWork()
    while work(NOW):
        pass
    page = client.get(f"/meja/isu/{made.pk}/?bagian=suara").content.decode()
    for said in (
        "Kota Cimahi",
        "Indonesia",
        "Dengan nada apa",
        "Dari 25 teks yang berbeda",
        "paling sering ditentukan",
    ):
        assert said in page
    low, high = re.search(r"Negatif</span>.*?(\d+)–(\d+) %", page, re.DOTALL).groups()
    assert int(low) > 50
    assert int(high) <= 100


def test_few_texts_have_no_range_of_tones():
    made = issue("Loket", *[f"kecewa berat, loket {number} tutup" for number in range(5)])
    work = ReadingWork()
    work(NOW)
    spread = spread_of(single_posts(made), [link.story_id for link in made.story_links.all()], {})
    assert (spread.tones, spread.texts) == ([], 5)


def test_a_post_that_a_person_put_in_is_counted_too():
    made = issue("Air")
    one = story("cai pareum di Cimahi ti isuk kénéh").placements.get().post
    ReadingWork()(NOW)
    IssuePost.objects.create(issue=made, post=one, by=made.opened_by, at=NOW)
    spread = spread_of(single_posts(made), [], {})
    assert [(area.name, area.posts) for area in spread.areas] == [("Kota Cimahi", 1)]


def test_personal_data_are_covered_wherever_an_issue_quotes_a_post(client):
    head = signed_in(client, "triage", "analyst")
    told = story(*["posko banjir hubungi Bu Rina 0812-3456-7890 kapan dibuka?"] * 3)
    Story.objects.filter(pk=told.pk).update(example=told.placements.first().post, keywords=["posko", "081234567890"])
    Post.objects.update(is_question=True)
    made = open_issue(title="Posko", stories=[told], by=head, at=NOW)
    for address in (
        f"/meja/isu/{made.pk}/",
        f"/meja/isu/{made.pk}/?bagian=suara",
        f"/meja/isu/{made.pk}/langkah/pisah/",
        f"/meja/isu/buka/?story={told.pk}",
    ):
        page = client.get(address).content.decode()
        assert "3456" not in page
        assert "34567890" not in page
    assert "3456" not in client.get("/meja/isu/").content.decode()


def test_a_conflict_shows_the_form_again_with_what_was_typed(client):
    head = signed_in(client, "triage")
    made = issue("Air")
    set_level(made, 3, reason="membesar", by=officer("triage", name="Rina"), at=NOW, revision=1)
    answer = client.post(
        f"/meja/isu/{made.pk}/langkah/judul/", {"title": "Air mati total", "question": "", "revision": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Rina mengubah level" in page
    assert "Air mati total" in page
    assert 'name="revision" value="2"' in page
    again = client.post(
        f"/meja/isu/{made.pk}/langkah/judul/", {"title": "Air mati total", "question": "", "revision": "2"}
    )
    assert again.status_code == 302
    assert head


@pytest.mark.parametrize(
    ("name", "values", "state"),
    [
        ("level", {"level": "3", "reason": "membesar"}, "open"),
        ("selesai", {"reason": "sudah normal"}, "closed"),
        ("catatan", {"text": "ditelepon"}, "open"),
    ],
)
def test_steps_work_as_plain_forms(client, name, values, state):
    signed_in(client, "triage")
    made = issue("Air")
    address = f"/meja/isu/{made.pk}/langkah/{name}/"
    assert client.get(address).status_code == 200
    assert client.post(address, values | {"revision": "1"}).status_code == 302
    made.refresh_from_db()
    assert made.state == state


def test_merging_splitting_and_moving_work_as_plain_forms(client):
    signed_in(client, "triage")
    one, two = issue("Satu", "teks satu"), issue("Dua", "teks dua")
    link = one.story_links.get()
    client.post(f"/meja/isu/{one.pk}/langkah/pindah/", {"link": link.pk, "target": two.pk})
    assert two.story_links.count() == 2
    made = client.post(
        f"/meja/isu/{two.pk}/langkah/pisah/",
        {"title": "Tiga", "links": [link.pk], "reason": "lain soal", "revision": "1"},
    )
    three = Issue.objects.get(title="Tiga")
    assert made.url == f"/meja/isu/{three.pk}/"
    merged = client.post(
        f"/meja/isu/{three.pk}/langkah/gabung/", {"target": one.pk, "reason": "ternyata sama", "revision": "1"}
    )
    assert merged.url == f"/meja/isu/{one.pk}/"


def test_a_merge_the_machine_suggests_can_be_accepted_or_dismissed(client):
    signed_in(client, "analyst")
    made, near, far = issue("Air", "air mati"), story("air keruh"), story("air mancur")
    for other in (near, far):
        mine = made.story_links.get().story
        StoryEvent.objects.create(kind="merge_suggested", story=other, other=mine, at=NOW)
    assert "Mungkin soal yang sama" in client.get(f"/meja/isu/{made.pk}/?bagian=suara").content.decode()
    client.post(f"/meja/isu/{made.pk}/usulan/{near.pk}/", {"jawab": "ya"})
    client.post(f"/meja/isu/{made.pk}/usulan/{far.pk}/", {"jawab": "bukan"})
    assert made.story_links.count() == 2
    assert "Mungkin soal yang sama" not in client.get(f"/meja/isu/{made.pk}/?bagian=suara").content.decode()


def test_asking_shows_both_deadlines_and_names_the_agency_whose_task_it_is(client):
    signed_in(client, "writer")
    pdam = agency("PDAM")
    pdam.task_description = "Menyalurkan air minum. Menjawab pertanyaan tentang air mati atau keruh dan perbaikan pipa."
    pdam.save()
    other = agency("Dinas Jalan")
    other.task_description = "Memelihara jalan dan jembatan."
    other.save()
    rina = officer("data_owner", of=pdam, name="Rina")
    made = issue("Air mati di utara", "pipa bocor, air mati")
    page = client.get(f"/meja/isu/{made.pk}/tanya/").content.decode()
    assert "<strong>PDAM</strong>" in page
    assert "Biasa, menurut jam kerja:" in page
    assert f'value="{rina.pk}" selected' in page
    sent = client.post(
        f"/meja/isu/{made.pk}/tanya/", {"question": "Kapan mengalir?", "officer": rina.pk, "clock": "business"}
    )
    assert sent.status_code == 200
    assert sent["Cache-Control"] == "no-store"
    assert "Salin untuk WhatsApp" in sent.content.decode()
    again = client.post(
        f"/meja/isu/{made.pk}/tanya/", {"question": "Kapan mengalir?", "officer": rina.pk, "clock": "business"}
    )
    assert again.status_code == 409
    assert "sudah dikirim kepada PDAM" in again.content.decode()
    assert FactRequest.objects.count() == 1


def test_the_text_to_copy_does_not_hold_the_question(client):
    signed_in(client, "writer")
    of = agency()
    rina = officer("data_owner", of=of)
    made = issue("Air")
    page = client.post(
        f"/meja/isu/{made.pk}/tanya/", {"question": "Rahasia dapur?", "officer": rina.pk, "clock": "wall"}
    ).content.decode()
    copied = page.split('data-copy="')[1].split('"')[0]
    assert "Rahasia" not in copied
    assert "MENDESAK" in copied
    assert "/t/" in copied


def test_a_leader_sees_the_issue_but_is_offered_no_steps(client):
    signed_in(client, "leader")
    of = agency()
    made = issue("Air", "air mati")
    send_request(
        made,
        agency=of,
        officer=officer("data_owner", of=of),
        question="Kapan?",
        clock="wall",
        by=officer("writer"),
        at=NOW,
    )
    page = client.get(f"/meja/isu/{made.pk}/").content.decode()
    assert "Saya tangani" not in page
    assert "Tautan baru" not in page
    assert client.post(f"/meja/isu/{made.pk}/langkah/level/", {"level": "4"}).status_code == 403


def test_a_big_issue_says_of_how_many_posts_it_speaks(client, monkeypatch):
    signed_in(client, "triage")
    monkeypatch.setattr(voices, "MOST_COMPARED", 2)
    made = issue("Air", *[f"kapan air nyala di blok {letter}?" for letter in "abcde"])
    Post.objects.update(is_question=True)
    found = heard(made)
    assert (found.read, found.is_all) == (2, False)
    assert "diambil dari 2 kiriman" in client.get(f"/meja/isu/{made.pk}/?bagian=suara").content.decode()
