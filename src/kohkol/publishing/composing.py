"""What the composer shows of a message, and how its one form is stored: every channel by itself, no words lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from kohkol.channels.contract import Limits, MediaKind, Network
from kohkol.channels.registry import networks
from kohkol.facts.api import DraftCheck, NamePermit, permits_of, put_plainer
from kohkol.people.api import AccountState, Officer
from kohkol.publishing.actions import save_variant
from kohkol.publishing.connections import writer_for_pages
from kohkol.publishing.content import basis_link, frozen, outgoing
from kohkol.publishing.gates import ShutGate, shut_gates
from kohkol.publishing.models import Approval, Delivery, Message, Variant, VariantMedia
from kohkol.publishing.personal import check_of, clear_picture, draft_of
from kohkol.publishing.pictures import clean_picture
from kohkol.publishing.states import DeliveryState, VariantState
from kohkol.refusals import Conflict, Refused

COUNTING = {"mastodon": "mastodon", "facebook": "seen", "site": "seen"}  # everything else counts as phones do


@dataclass
class Section:
    """One channel of the composer."""

    variant: Variant
    network: Network | None
    link: str
    limits: Limits | None = None
    length: int = 0
    most: int | None = None
    link_length: int = 0
    gates: list[ShutGate] = field(default_factory=list)
    check: DraftCheck | None = None
    names: list[str] = field(default_factory=list)
    permits: list[NamePermit] = field(default_factory=list)
    returned: Approval | None = None
    delivery: Delivery | None = None

    @property
    def counting(self) -> str:
        """How the counter in the page counts."""
        return COUNTING.get(self.variant.account.network, "phone")

    @property
    def field_id(self) -> str:
        """The id of the text's field in the page."""
        return f"teks-{self.variant.pk}"

    @property
    def plainer_name(self) -> str:
        """What the button of a plainer wording says to do; the stretch follows."""
        return f"ganti-{self.variant.pk}"

    @property
    def takes_pictures(self) -> bool:
        """Whether the network takes pictures, and one more."""
        limits = self.limits
        return limits is not None and any(one.kind is MediaKind.IMAGE for one in limits.media)

    @property
    def is_paused(self) -> bool:
        """Whether what is approved would wait until the account is connected again."""
        return self.variant.account.state == AccountState.NEEDS_RECONNECT

    @property
    def link_is_missing(self) -> bool:
        """Whether the short link has to be put in."""
        return bool(self.link) and self.link not in self.variant.text


def sections_of(message: Message, *, at: datetime) -> list[Section]:
    """Every channel of a message, with its counter, limits and shut gates."""
    rows = message.variants.select_related("account", "message", "edited_by").prefetch_related("media")
    return [section_of(variant, at=at) for variant in rows.order_by("pk")]


def section_of(variant: Variant, *, at: datetime) -> Section:
    """One channel."""
    link = basis_link(variant.message) if variant.message.basis == Message.Basis.SHEET else ""
    section = Section(variant, networks().get(variant.account.network), link)
    try:
        writer = writer_for_pages(variant.account)
    except Refused:
        pass
    else:
        section.limits = writer.limits
        section.length = writer.measure(variant.text)
        section.link_length = writer.measure("https://tautan.example/f/LF-2026-0001")
        section.most = writer.limits.characters(outgoing(frozen(variant)))
    if variant.state in {VariantState.DRAFT, VariantState.RETURNED}:
        section.gates = shut_gates(variant, at=at)
        section.check = check_of(variant, variant.text)
        last = variant.approvals.select_related("by").order_by("-at").first()
        section.returned = last if last and last.decision == Approval.Decision.RETURNED else None
    draft = draft_of(variant)
    section.names = draft.names
    section.permits = permits_of(draft)
    section.delivery = variant.deliveries.exclude(state=DeliveryState.CANCELLED).order_by("-made_at").first()
    return section


def first_text(message: Message) -> str:
    """Words to begin with: the sheet's short answer and its short link. Nothing for a named source."""
    rest = message.rests_on.select_related("version").exclude(version=None).first()
    if rest is None or rest.version is None:
        return ""
    return f"{rest.version.short_answer}\n\n{basis_link(message)}"


def with_link(text: str, link: str) -> str:
    """The text with the short link at its end, where it is not in it yet."""
    return text if not link or link in text else f"{text.rstrip()}\n\n{link}".lstrip()


@dataclass(frozen=True)
class Clash:
    """Two people wrote the same variant: both texts, for one of them to decide."""

    variant: Variant
    mine: str
    problem: Conflict


@dataclass
class Stored:
    """What came of storing the form."""

    clashes: list[Clash] = field(default_factory=list)
    refusals: list[tuple[Variant, Refused]] = field(default_factory=list)


def store(
    message: Message,
    given: Mapping[str, str],
    uploads: Mapping[str, "UploadedFile[bytes]"],
    *,
    by: Officer,
    at: datetime,
) -> Stored:
    """Store every channel that changed. What one channel refuses keeps no other from being stored."""
    stored = Stored()
    for variant in message.variants.select_related("account", "message").order_by("pk"):
        if f"text-{variant.pk}" not in given:
            continue
        text = given[f"text-{variant.pk}"].replace("\r\n", "\n").strip()
        if given.get("do") == f"tautan-{variant.pk}":
            text = with_link(text, basis_link(message))
        media, changed = _media(variant, given)
        try:
            if upload := uploads.get(f"gambar-{variant.pk}"):
                media.append(_picture(variant, upload))
                changed = True
        except Refused as problem:
            stored.refusals.append((variant, problem))
        if given.get("do", "").startswith(f"ganti-{variant.pk}-"):
            text = put_plainer(text, *_stretch(given["do"]))
        again = variant.state == VariantState.RETURNED and given.get("do") == "ajukan"
        cleared = _cleared(variant, given)
        if text == variant.text and not changed and not again:
            _clear(cleared, by=by, at=at)
            continue
        try:
            revision = int(given.get(f"revisi-{variant.pk}", "0") or 0)
            save_variant(variant, text, by=by, at=at, revision=revision, language=variant.language, media=media)
        except Conflict as problem:
            stored.clashes.append(Clash(variant, text, problem))
        else:
            _clear(cleared, by=by, at=at)
    return stored


def _stretch(asked: str) -> tuple[int, int]:
    """Start and end out of `ganti-7-12-30`; a place where nothing stands when it was not written by our page."""
    numbers = [int(part) for part in asked.split("-")[2:] if part.isdecimal()]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else (-1, -1)


def _cleared(variant: Variant, given: Mapping[str, str]) -> list[tuple[VariantMedia, bool]]:
    """The pictures whose box was shown, with what the box says now."""
    shown = [row for row in variant.media.all() if f"lihat-{row.pk}" in given]
    return [(row, f"aman-{row.pk}" in given) for row in shown]


def _clear(pictures: Sequence[tuple[VariantMedia, bool]], *, by: Officer, at: datetime) -> None:
    for row, is_clear in pictures:
        if VariantMedia.objects.filter(pk=row.pk).exists():
            clear_picture(row, is_clear=is_clear, by=by, at=at)


def _media(variant: Variant, given: Mapping[str, str]) -> tuple[list[VariantMedia], bool]:
    """The pictures that stay, with their descriptions as written now, and whether anything differs."""
    keep, changed = [], False
    for row in variant.media.all():
        if given.get(f"buang-{row.pk}") or given.get("do") == f"buang-{row.pk}":
            changed = True
            continue
        alt = given.get(f"alt-{row.pk}", row.alt_text).strip()
        words = given.get(f"kata-{row.pk}", row.words).strip()
        changed = changed or (alt, words) != (row.alt_text, row.words)
        row.alt_text, row.words = alt, words
        keep.append(row)
    return keep, changed


def _picture(variant: Variant, upload: "UploadedFile[bytes]") -> VariantMedia:
    clean = clean_picture(upload, upload.size or 0, writer_for_pages(variant.account).limits)  # type: ignore[arg-type]
    row = VariantMedia(variant=variant, sha256=clean.sha256, media_type=clean.media_type)
    row.file.save(f"{clean.sha256[:24]}{clean.suffix}", ContentFile(clean.content), save=False)
    return row
