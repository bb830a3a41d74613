"""Who may let words go out."""

import pytest

from kohkol.channels.testing import FakeNetwork
from kohkol.publishing.actions import Basis, approve_variant, ask_review, return_variant, save_variant, write_message
from kohkol.publishing.states import DeliveryState, VariantState
from kohkol.refusals import Conflict, Invalid, NotNow, NotPermitted
from tests import facts
from tests.publishing import approved, connector, sweep, variant
from tests.scene import NOW, later, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake():
    return FakeNetwork()


def approve(made, fake, by, seen=None):
    seen_hash = made.content_hash if seen is None else seen
    return approve_variant(made, by=by, at=NOW, seen_hash=seen_hash, connect_to=connector(fake))


def test_the_writer_cannot_approve_her_own_words(fake):
    both = officer("writer", "approver")
    with pytest.raises(NotPermitted, match="ikut menulis"):
        approve(variant(fake, by=both), fake, both)


def test_who_changed_one_comma_cannot_approve_either(fake):
    made, editor = variant(fake), officer("writer", "approver")
    save_variant(made, made.text + ".", by=editor, at=NOW, revision=made.revision)
    ask_review(made, by=made.message.written_by, at=NOW, connect_to=connector(fake))
    with pytest.raises(NotPermitted):
        approve(made, fake, editor)


def test_an_edit_voids_the_approval_and_cancels_what_was_queued(fake):
    delivery = approved(fake)
    made = delivery.variant
    save_variant(made, made.text + "!", by=made.message.written_by, at=NOW, revision=made.revision)
    delivery.refresh_from_db()
    delivery.approval.refresh_from_db()
    assert delivery.state == DeliveryState.CANCELLED
    assert delivery.approval.void_reason == "Isi diubah setelah disetujui."
    sweep(fake)
    assert fake.attempts == []


def test_approving_what_changed_since_it_was_shown_is_refused(fake):
    with pytest.raises(Conflict, match="berubah"):
        approve(variant(fake), fake, officer("approver"), seen="0" * 64)


def test_a_message_that_rests_on_nothing_cannot_be_written():
    with pytest.raises(Invalid, match="sumber"):
        write_message("Air", "Warga", Basis(), by=officer("writer"), at=NOW)


def test_a_routine_message_may_rest_on_a_named_source(fake):
    delivery = approved(fake, basis=Basis(source_name="Jam layanan kantor, SK 12"))
    sweep(fake)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SENT


def test_an_unsigned_sheet_shuts_the_gate(fake):
    with pytest.raises(Invalid, match="belum ditandatangani"):
        variant(fake, basis=Basis([facts.draft()]))


def test_a_sheet_withdrawn_after_review_was_asked_shuts_the_gate_at_approval(fake):
    version = facts.signed()
    made = variant(fake, basis=Basis([version]))
    from kohkol.facts.actions import withdraw_version

    withdraw_version(version, by=officer("writer"), at=NOW, reason="Data salah")
    with pytest.raises(NotNow, match="ditarik: Data salah"):
        approve(made, fake, officer("approver"))


def test_text_over_the_networks_limit_is_refused_with_the_numbers(fake):
    with pytest.raises(Invalid, match=r"dari 500 karakter"):
        variant(fake, text="a" * 600)


def test_a_returned_variant_says_what_to_change(fake):
    made = variant(fake)
    return_variant(made, by=officer("approver"), at=later(hours=1), reason="Sebut nama jalannya")
    assert made.state == VariantState.RETURNED
    assert made.approvals.get().reason == "Sebut nama jalannya"


def test_of_two_editors_the_second_is_told(fake):
    made = variant(fake)
    seen = made.revision
    save_variant(made, "satu", by=officer("writer", name="Asep"), at=NOW, revision=seen)
    with pytest.raises(Conflict, match="Asep"):
        save_variant(made, "dua", by=officer("writer"), at=NOW, revision=seen)
