"""Makes fact sheets of a test in one line each."""

from datetime import datetime

from kohkol.facts.actions import EvidenceEntry, ask_signature, open_sheet, save_version, sign_fact_sheet
from kohkol.facts.content import SheetText, hash_version, text_of
from kohkol.facts.models import SheetVersion
from kohkol.people.models import Officer
from tests.scene import NOW, agency, officer

WORDS = SheetText(question="Kapan air menyala lagi?", short_answer="Air menyala lagi Rabu pukul 18.00.")


def draft(
    words: SheetText = WORDS, *, by: Officer | None = None, owner: Officer | None = None, at: datetime = NOW, **fields
) -> SheetVersion:
    """A draft with one public source, ready to be signed by `owner`."""
    writer = by or officer("writer")
    home = owner.agency if owner else agency()
    version = open_sheet(words, agency=home, by=writer, at=at, **fields)
    source = [EvidenceEntry("Berita acara 12", "https://contoh.example/12", is_public=True)]
    return save_version(version, text_of(version), source, by=writer, at=at, revision=1)


def signed(words: SheetText = WORDS, *, owner: Officer | None = None, at: datetime = NOW, **fields) -> SheetVersion:
    """A version in force."""
    signer = owner or officer("data_owner", of=agency())
    return sign(draft(words, owner=signer, at=at, **fields), signer, at=at)


def sign(version: SheetVersion, signer: Officer, *, at: datetime = NOW) -> SheetVersion:
    """Ask for the signature and give it."""
    ask_signature(version, signer=signer, by=version.written_by, at=at)
    return sign_fact_sheet(version, by=signer, at=at, seen_hash=hash_version(version))
