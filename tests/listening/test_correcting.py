"""A person's word about a post against the machine's: it wins, is kept and recorded, and the counts follow it."""

import pytest
from django.urls import reverse

from kohkol.listening.correcting import correct_post
from kohkol.listening.erasing import erase_post
from kohkol.listening.judgements import judgements_of
from kohkol.listening.models import Correction, Placement, Post
from kohkol.listening.reading import ReadingWork
from kohkol.listening.tallies import tallies_of
from kohkol.people.models import AuditEvent, Office
from kohkol.refusals import Invalid, NotNow, NotPermitted
from tests.issues.test_stream import signed_in
from tests.scene import NOW, office, officer, post, story

pytestmark = pytest.mark.django_db


def read_all():
    work = ReadingWork()
    while work(NOW):
        pass


def told(*texts):
    """A story whose posts were read."""
    made = story(*texts)
    read_all()
    return made


def only_post(made):
    return made.placements.get().post


def test_a_story_counts_languages_tones_and_places_of_its_public_posts():
    made = told("pelayanannya buruk sekali, kecewa berat", "ieu cai iraha hurung deui, ti isuk teu ngocor di Cimahi")
    counts = tallies_of([made.pk])
    assert counts.languages == {"id": 1, "su": 1}
    assert counts.places == {"32.77": 1}
    assert counts.tones["negative"] >= 1
    assert counts.tones.total() == 2


def test_a_kecamatan_of_another_province_is_not_believed():
    Office.objects.create(name="Dinas", region_name="Jawa Tengah", place_code="33")
    made = told("antre gas di Kecamatan Pangkalan, Kabupaten Karawang")
    assert tallies_of([made.pk]).places == {"32.15": 1}


def test_official_posts_are_read_but_not_counted():
    made = story("layanan kembali normal")
    Post.objects.update(is_official=True)
    read_all()
    assert only_post(made).tone
    assert not tallies_of([made.pk]).languages


def test_a_copy_counts_for_its_language_but_gives_no_second_tone():
    made = story("pelayanannya buruk sekali", "pelayanannya buruk sekali")
    first, second = made.placements.order_by("post_id")
    Placement.objects.filter(pk=second.pk).update(copy_of=first.post)
    read_all()
    assert tallies_of([made.pk]).languages == {"id": 2}
    assert tallies_of([made.pk]).tones == {"negative": 1}


def test_a_corrected_tone_wins_is_counted_apart_and_recorded():
    made, rina = told("hebat ya, sebulan jalan hancur"), officer("analyst")
    one = only_post(made)
    assert correct_post(one, "tone", "negative", by=rina, at=NOW)
    counts = tallies_of([made.pk])
    assert (counts.tones, counts.tones_told) == ({}, {"negative": 1})
    event = AuditEvent.objects.get(kind="listening.post.corrected")
    assert (event.actor, event.data["value"]) == (rina, "negative")
    shown = next(judged for judged in judgements_of(one) if judged.about == "tone")
    assert (shown.value, shown.correction.by) == ("negative", rina)


def test_the_same_correction_twice_is_one():
    made, rina = told("hebat ya, sebulan jalan hancur"), officer("analyst")
    assert correct_post(only_post(made), "tone", "negative", by=rina, at=NOW)
    assert not correct_post(only_post(made), "tone", "negative", by=rina, at=NOW)
    assert Correction.objects.count() == 1


def test_a_correction_outlives_a_new_reading():
    made = told("kumaha carana daptar, min?")
    one = only_post(made)
    for about, value in {"tone": "positive", "language": "jv", "question": "no", "place": ""}.items():
        correct_post(one, about, value, by=officer("triage"), at=NOW)
    Post.objects.update(is_question=None)
    read_all()
    one.refresh_from_db()
    assert (one.tone, one.language, one.is_question) == ("positive", "jv", False)


def test_a_place_is_given_by_name_or_code_and_moves_the_count():
    office_ = office()
    office_.place_names = {"99.01": "Kabupaten Cikalanggeng", "99.02": "Kota Lembayung"}
    office_.save()
    made, rina = told("air mati di Cimahi"), officer("analyst")
    correct_post(only_post(made), "place", "cikalanggeng", by=rina, at=NOW)
    assert tallies_of([made.pk]).places == {"99.01": 1}
    correct_post(only_post(made), "place", "32.73", by=rina, at=NOW)
    assert tallies_of([made.pk]).places == {"32.73": 1}
    correct_post(only_post(made), "place", "", by=rina, at=NOW)
    assert tallies_of([made.pk]).places == {}


@pytest.mark.parametrize(
    ("about", "value"),
    [
        ("tone", "marah"),
        ("language", "xx"),
        ("question", "1"),
        ("place", "Atlantis"),
        ("place", "77.77"),
        ("umur", "3"),
    ],
)
def test_what_cannot_be_true_is_refused_in_a_sentence(about, value):
    one = only_post(told("air mati di Cimahi"))
    with pytest.raises(Invalid):
        correct_post(one, about, value, by=officer("analyst"), at=NOW)
    assert not Correction.objects.exists()


def test_a_name_that_many_places_have_asks_for_the_code():
    one = only_post(told("air mati"))
    with pytest.raises(Invalid) as refused:
        correct_post(one, "place", "Sukamaju", by=officer("analyst"), at=NOW)
    assert "Tulis kodenya" in refused.value.next_step


def test_who_only_writes_may_not_correct_and_an_unread_post_waits():
    with pytest.raises(NotPermitted):
        correct_post(only_post(told("air mati")), "tone", "negative", by=officer("writer"), at=NOW)
    with pytest.raises(NotNow):
        correct_post(post("air nyala"), "tone", "negative", by=officer("analyst"), at=NOW)


def test_an_erased_post_leaves_no_count_no_place_and_no_correction():
    made, head = told("pelayanannya buruk sekali di Cimahi"), officer("triage")
    one = only_post(made)
    correct_post(one, "tone", "neutral", by=head, at=NOW)
    erase_post(one, by=head, at=NOW, requested_at=NOW, reason="permintaan")
    counts = tallies_of([made.pk])
    assert [counts.languages, counts.places, counts.tones, counts.tones_told] == [{}, {}, {}, {}]
    assert not Correction.objects.exists()
    assert not one.places.exists()


def test_the_page_gives_each_judgement_with_its_reason_and_takes_a_correction(client):
    signed_in(client, "analyst")
    one = only_post(told("kapan air nyala lagi di Cimahi?"))
    page = client.get(reverse("listening:post", args=[one.pk])).content.decode()
    for said in ("pertanyaan", "Indonesia", "Cimahi", "Tertulis “Cimahi”", "Betulkan"):
        assert said in page
    client.post(reverse("listening:correct", args=[one.pk]), {"about": "question", "value": "no"})
    page = client.get(reverse("listening:post", args=[one.pk])).content.decode()
    assert "bukan pertanyaan" in page
    assert "Dibetulkan" in page


def test_the_way_back_after_a_correction_stays_on_this_site(client):
    signed_in(client, "analyst")
    one = only_post(told("kapan air nyala?"))
    sent = {"about": "question", "value": "no", "kembali": "https://jahat.example/"}
    answer = client.post(reverse("listening:correct", args=[one.pk]), sent)
    assert answer["Location"] == reverse("listening:post", args=[one.pk])


def test_reasons_quote_nothing_that_is_covered(client):
    signed_in(client, "triage")
    one = only_post(told("bener gak Bu Rina 0812-3456-7890 minta transfer?"))
    assert "3456" not in client.get(reverse("listening:post", args=[one.pk])).content.decode()
