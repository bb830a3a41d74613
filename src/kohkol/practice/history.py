"""Plays what the desk did in the practice week, through the same actions as real officers, each at its own hour.

So that the first page shows a desk at work: one issue answered and calm, one answered and still asked about, a flood
in crisis with a request that is overdue, a rumour waiting for facts, a sheet to sign, an issue nobody owns.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kohkol.facts.actions import EvidenceEntry, ask_signature, open_sheet, save_version, sign_fact_sheet
from kohkol.facts.content import SheetText, hash_version, text_of
from kohkol.facts.models import SheetVersion
from kohkol.issues.actions import answer_request, open_issue, own_issue, send_request
from kohkol.issues.models import FactRequest, Issue
from kohkol.issues.states import Clock, Level
from kohkol.listening.api import Placement, Story
from kohkol.measuring.actions import make_brief
from kohkol.people.api import Account, Officer
from kohkol.publishing.actions import Basis, add_variant, approve_variant, ask_review, write_message
from kohkol.publishing.content import basis_link
from kohkol.publishing.handling import check_delivery, report_live
from kohkol.publishing.ledger import Ledger
from kohkol.publishing.models import Delivery, Variant

LEAST_POSTS = 3
LEAST_SHARE = 0.5  # somebody at the desk links what is mostly about it; a story of talk holds a bit of everything


@dataclass(frozen=True)
class Cast:
    """The officers of the practice desk, by the key of their sign-in."""

    people: Mapping[str, Officer]

    def __getitem__(self, key: str) -> Officer:
        return self.people[key]


def play_history(labels: Mapping[str, str], *, now: datetime) -> int:
    """Play the week; `labels` gives the true story of each post by its external id. Returns how many issues."""
    cast = Cast({officer.email.partition("@")[0]: officer for officer in Officer.objects.all()})
    stories = stories_by_label(labels)
    play_water(cast, stories["air-mati-pdam"], now)
    play_vaccine(cast, stories["vaksin-campak"], now)
    play_flood(cast, stories["banjir-cikalanggeng"], now)
    play_dam(cast, stories["bendungan-jebol"], now)
    play_gas(cast, stories["gas-3kg"], now)
    open_issue(
        title="Akun palsu meminta uang untuk korban banjir",
        question="Akun mana yang resmi?",
        stories=stories["akun-palsu"],
        by=cast["analis"],
        at=now - timedelta(hours=5),
    )
    make_brief(by=cast["kabid"], at=now)
    return Issue.objects.count()


def stories_by_label(labels: Mapping[str, str]) -> dict[str, list[Story]]:
    """The radar's stories that tell mostly of one true story, as somebody at the desk would see them."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for story, external_id in Placement.objects.values_list("story", "post__external_id"):
        counts[story][labels.get(external_id, "")] += 1
    found: dict[str, list[Story]] = defaultdict(list)
    rows = Story.objects.in_bulk(counts)
    for number, told in counts.items():
        label, posts = told.most_common(1)[0]
        if label and posts >= LEAST_POSTS and posts >= LEAST_SHARE * told.total() and rows[number].head_id is None:
            found[label].append(rows[number])
    return found


def owned(issue: Issue, owner: Officer, *, at: datetime) -> Issue:
    """The issue with an owner."""
    own_issue(issue, owner, by=owner, at=at, revision=issue.revision)
    issue.refresh_from_db()
    return issue


def asked(issue: Issue, officer: Officer, question: str, clock: Clock, *, by: Officer, at: datetime) -> FactRequest:
    """A fact request to this officer's agency."""
    assert officer.agency is not None
    request, _secret = send_request(
        issue, agency=officer.agency, officer=officer, question=question, clock=clock, by=by, at=at
    )
    return request


def drafted(request: FactRequest, text: SheetText, source: str, *, by: Officer, at: datetime) -> SheetVersion:
    """A draft from an answered request, with its source named in public."""
    version = open_sheet(text, agency=request.agency, by=by, at=at, issue=request.issue, from_request=request)
    return save_version(version, text_of(version), [EvidenceEntry(source, is_public=True)], by=by, at=at, revision=1)


def signed(version: SheetVersion, signer: Officer, *, at: datetime) -> SheetVersion:
    """The draft, signed."""
    ask_signature(version, signer=signer, by=version.written_by, at=at - timedelta(minutes=40))
    return sign_fact_sheet(version, by=signer, at=at, seen_hash=hash_version(version))


def written(cast: Cast, version: SheetVersion, title: str, texts: Mapping[str, str], *, at: datetime) -> list[Variant]:
    """A message with a variant for each network that waits for approval."""
    writer, found = cast["penulis"], []
    message = write_message(title, "Warga", Basis([version]), by=writer, at=at, issue=version.sheet.issue)
    for network, text in texts.items():
        account = Account.objects.filter(network=network).order_by("pk").first()
        assert account is not None
        variant = add_variant(message, account, f"{text} {basis_link(message)}", by=writer, at=at)
        ask_review(variant, by=writer, at=at)
        found.append(variant)
    return found


def published(
    cast: Cast, version: SheetVersion, title: str, texts: Mapping[str, str], *, at: datetime
) -> list[Delivery]:
    """A message with a variant for each network, approved by the head of office and delivered at that hour."""
    found = [
        approve_variant(variant, by=cast["kadis"], at=at + timedelta(minutes=20), seen_hash=variant.content_hash)
        for variant in written(cast, version, title, texts, at=at)
    ]
    Ledger("latihan", lambda: at + timedelta(minutes=21)).sweep()
    for delivery in found:
        delivery.refresh_from_db()
    return found


def play_water(cast: Cast, stories: list[Story], now: datetime) -> None:
    """Asked, answered and calm: the water cut."""
    day = now - timedelta(days=4)
    issue = open_issue(
        title="Air PDAM mati di kota",
        question="Sampai kapan air mati, dan di mana bisa mengambil air?",
        stories=stories,
        by=cast["kabid"],
        at=day,
        level=Level.ROUTINE,
        level_reason="Layanan dasar terganggu, banyak yang bertanya hal yang sama",
    )
    owned(issue, cast["analis"], at=day + timedelta(minutes=25))
    question = "Sampai kapan air mati, wilayah mana saja, dan di mana titik air bersih?"
    request = asked(
        issue, cast["airminum"], question, Clock.BUSINESS, by=cast["analis"], at=day + timedelta(minutes=40)
    )
    answer = "Pipa transmisi pecah, diperbaiki dua hari. Tangki air di balai RW setiap pukul 6 dan 16."
    answer_request(request, text=answer, by=cast["airminum"], at=day + timedelta(hours=4))
    text = SheetText(
        question="Sampai kapan air PDAM mati?",
        short_answer="Pipa utama pecah, selesai diperbaiki dalam dua hari. Tangki air di balai RW pukul 6 dan 16.",
        explanation="Wilayah atas menyala paling akhir karena tekanan naik bertahap.",
        short_answer_su="Pipa utama bitu, réngsé dina dua poé. Tangki cai datang ka balé RW jam 6 jeung jam 16.",
        not_known="Kapan tekanan di wilayah paling tinggi kembali penuh belum dapat dipastikan.",
    )
    draft = drafted(
        request, text, "Laporan gangguan PDAM Cai Lembayung", by=cast["penulis"], at=day + timedelta(hours=6)
    )
    version = signed(draft, cast["airminum"], at=day + timedelta(hours=8))
    short = text.short_answer
    deliveries = published(
        cast,
        version,
        "Air PDAM: kapan menyala",
        {"site": short, "whatsapp_channel": short},
        at=day + timedelta(hours=9),
    )
    by_hand = next(delivery for delivery in deliveries if delivery.account.network == "whatsapp_channel")
    live = day + timedelta(hours=10)
    report_live(by_hand, by=cast["admin"], at=live, url="https://whatsapp.latihan.example/saluran/air-pdam")
    check_delivery(by_hand, by=cast["kabid"], at=live + timedelta(minutes=30))


def play_vaccine(cast: Cast, stories: list[Story], now: datetime) -> None:
    """Answered yesterday, and people still ask: the vaccination."""
    day = now - timedelta(days=2)
    issue = open_issue(
        title="Jadwal vaksin campak simpang siur",
        question="Kapan dan untuk siapa vaksin campak?",
        stories=stories,
        by=cast["analis"],
        at=day,
    )
    owned(issue, cast["analis"], at=day + timedelta(minutes=10))
    question = "Kapan, di mana dan untuk usia berapa vaksin campak diberikan?"
    request = asked(issue, cast["dinkes"], question, Clock.BUSINESS, by=cast["analis"], at=day + timedelta(hours=1))
    answer_request(
        request, text="Mulai pekan depan untuk anak 9 sampai 59 bulan.", by=cast["dinkes"], at=day + timedelta(hours=20)
    )
    text = SheetText(
        question="Kapan dan untuk siapa vaksin campak?",
        short_answer="Vaksin campak tambahan mulai pekan depan untuk anak usia 9 sampai 59 bulan, gratis di posyandu.",
        not_known="Jadwal tiap posyandu masih disusun.",
    )
    draft = drafted(request, text, "Surat edaran Dinas Kesehatan", by=cast["penulis"], at=day + timedelta(hours=21))
    version = signed(draft, cast["dinkes"], at=day + timedelta(hours=23))
    published(
        cast, version, "Vaksin campak: kapan dan untuk siapa", {"site": text.short_answer}, at=day + timedelta(days=1)
    )


def play_flood(cast: Cast, stories: list[Story], now: datetime) -> None:
    """A crisis under way: answered once, a second message to approve, a request about the dyke that is overdue."""
    day = now - timedelta(days=2)
    issue = open_issue(
        title="Banjir Sungai Cikalanggeng",
        question="Ke mana mengungsi, dan apakah tanggul aman?",
        stories=stories,
        by=cast["kabid"],
        at=day,
        level=Level.CRISIS,
        level_reason="Air masih naik, warga mengungsi, nyawa terancam",
    )
    owned(issue, cast["kabid"], at=day + timedelta(minutes=5))
    request = asked(
        issue, cast["bpbd"], "Di mana pos pengungsian yang buka sekarang?", Clock.WALL, by=cast["kabid"], at=day
    )
    answer_request(
        request,
        text="Pos di SD dan balai desa, dapur umum buka 24 jam.",
        by=cast["bpbd"],
        at=day + timedelta(minutes=50),
    )
    text = SheetText(
        question="Ke mana warga di tepi Sungai Cikalanggeng mengungsi?",
        short_answer="Ke sekolah dasar dan balai desa terdekat yang bertanda pos BPBD. Dapur umum buka 24 jam.",
        not_known="Berapa lama air bertahan belum diketahui.",
    )
    draft = drafted(request, text, "Laporan pusat kendali BPBD", by=cast["penulis"], at=day + timedelta(hours=1))
    version = signed(draft, cast["bpbd"], at=day + timedelta(hours=2))
    texts = {"site": text.short_answer, "whatsapp_channel": text.short_answer}
    published(cast, version, "Banjir Cikalanggeng: ke mana mengungsi", texts, at=day + timedelta(hours=3))
    kitchens = {"site": "Dapur umum di pos pengungsian Cikalanggeng buka 24 jam. Makan tidak dipungut biaya."}
    written(cast, version, "Banjir Cikalanggeng: dapur umum", kitchens, at=now - timedelta(minutes=25))
    question = "Tanggul yang rembes itu milik siapa, dan apakah aman malam ini?"
    asked(issue, cast["psda"], question, Clock.WALL, by=cast["kabid"], at=now - timedelta(hours=2))


def play_dam(cast: Cast, stories: list[Story], now: datetime) -> None:
    """A rumour that waits for facts."""
    issue = open_issue(
        title="Kabar bendungan jebol",
        question="Benarkah bendungan jebol?",
        stories=stories,
        by=cast["analis"],
        at=now - timedelta(hours=3),
    )
    owned(issue, cast["analis"], at=now - timedelta(hours=3))
    question = "Bagaimana keadaan bendungan hari ini, dan berapa tinggi muka airnya?"
    asked(issue, cast["psda"], question, Clock.WALL, by=cast["analis"], at=now - timedelta(minutes=35))


def play_gas(cast: Cast, stories: list[Story], now: datetime) -> None:
    """A sheet that waits for its signature."""
    day = now - timedelta(days=1)
    issue = open_issue(
        title="Harga gas 3 kg disebut naik",
        question="Apakah harga gas 3 kg resmi naik?",
        stories=stories,
        by=cast["kabid"],
        at=day,
        level=Level.PRIORITY,
        level_reason="Kebutuhan pokok, dan teks yang sama disebar banyak akun",
    )
    owned(issue, cast["analis"], at=day + timedelta(minutes=15))
    question = "Apakah harga eceran tertinggi gas 3 kg berubah?"
    request = asked(
        issue, cast["perindag"], question, Clock.BUSINESS, by=cast["analis"], at=day + timedelta(minutes=30)
    )
    answer_request(
        request,
        text="Harga eceran tertinggi tidak berubah. Sidak pangkalan berjalan.",
        by=cast["perindag"],
        at=now - timedelta(hours=4),
    )
    text = SheetText(
        question="Apakah harga gas 3 kg resmi naik?",
        short_answer="Tidak. Harga eceran tertinggi tidak berubah. Laporkan pangkalan yang menjual lebih mahal.",
        not_known="Berapa pangkalan yang menjual di atas harga itu masih didata.",
    )
    draft = drafted(request, text, "Keputusan harga eceran tertinggi", by=cast["penulis"], at=now - timedelta(hours=2))
    ask_signature(draft, signer=cast["perindag"], by=cast["penulis"], at=now - timedelta(hours=1))
