"""Checks a variant against what its network takes, before anybody approves it: the same sentences for all networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kohkol.channels.contract import Attachment, Limits, OutgoingVariant, Writer


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a variant cannot go out as it is: the source text of a translation, with `{names}`, and their values."""

    sentence: str
    facts: dict[str, Any]

    def __str__(self) -> str:
        return self.sentence.format_map(self.facts)


def problem(sentence: str, **facts: Any) -> Problem:
    """A problem in one line."""
    return Problem(sentence, facts)


def problems_with(variant: OutgoingVariant, writer: Writer) -> list[Problem]:
    """Everything that the network would refuse or cut, in the order of the screen: text, link, files."""
    limits = writer.limits
    return [*text_problems(variant, limits, writer.measure(variant.text)), *media_problems(variant, limits)]


def text_problems(variant: OutgoingVariant, limits: Limits, length: int) -> list[Problem]:
    """What is wrong with the words; `length` as the network counts them."""
    found = []
    if not variant.text.strip() and not variant.media:
        found.append(problem("Teks masih kosong."))
    most = limits.characters(variant)
    if most is not None and length > most:
        found.append(
            problem(
                "Teks terlalu panjang: {length} dari {most} karakter. Kurangi {over}.",
                length=length,
                most=most,
                over=length - most,
            )
        )
    if variant.link and variant.link not in variant.text:
        found.append(problem("Tautan lembar fakta belum ada di dalam teks: {link}", link=variant.link))
    return found


def media_problems(variant: OutgoingVariant, limits: Limits) -> list[Problem]:
    """What is wrong with the files."""
    found = []
    if limits.media_required and not variant.media:
        found.append(problem("Kanal ini perlu gambar atau video."))
    if len(variant.media) > limits.max_media:
        found.append(problem("Terlalu banyak berkas: paling banyak {most}.", most=limits.max_media))
    for attachment in variant.media:
        found.extend(file_problems(attachment, limits))
    return found


def file_problems(attachment: Attachment, limits: Limits) -> list[Problem]:
    """What is wrong with one file: gone, of a kind or size that is not taken, or without a description."""
    name = attachment.path.name
    if not attachment.path.is_file():
        return [problem("Berkas {name} tidak ditemukan. Unggah lagi.", name=name)]
    limit = next((one for one in limits.media if attachment.media_type in one.media_types), None)
    if limit is None:
        return [problem("Jenis berkas {name} tidak diterima kanal ini.", name=name)]
    found = []
    if attachment.path.stat().st_size > limit.max_bytes:
        most = round(limit.max_bytes / 1_000_000, 1)
        found.append(problem("Berkas {name} terlalu besar: paling besar {most} MB.", name=name, most=most))
    if limits.alt_text_required and not attachment.alt.strip():
        found.append(problem("Tulis teks alternatif untuk {name}, agar yang tidak melihatnya juga tahu.", name=name))
    if limits.alt_text_max is not None and len(attachment.alt) > limits.alt_text_max:
        found.append(
            problem(
                "Teks alternatif {name} terlalu panjang: paling banyak {most}.", name=name, most=limits.alt_text_max
            )
        )
    return found
