"""Reads the invented province: its places, agencies, officers and official accounts."""

import json
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_REGION_FILE = Path(__file__).with_name("region.json")


@dataclass(frozen=True)
class PracticePlace:
    """A place with a code in the shape of Kepmendagri; `parent` is the code one level up, or empty."""

    code: str
    name: str
    level: str  # province, regency, city, district, village
    aliases: tuple[str, ...]

    @property
    def parent(self) -> str:
        return self.code.rpartition(".")[0]


@dataclass(frozen=True)
class PracticeAgency:
    """A perangkat daerah; `task_description` says in Indonesian which questions it answers for."""

    code: str
    name: str
    short_name: str
    place: str
    kind: str
    task_description: str
    contact: str
    contact_title: str


@dataclass(frozen=True)
class PracticeOfficer:
    """An invented person in one role; `key` names her in sign-ins of the demo."""

    key: str
    name: str
    role: (
        str  # analyst, head_of_public_communication, writer, account_admin, head_of_office, data_owner, head_of_region
    )
    agency: str
    title: str


@dataclass(frozen=True)
class PracticeAccount:
    """An official account; `by_hand` when a person posts there with a phone."""

    network: str
    handle: str
    name: str
    agency: str
    place: str
    by_hand: bool


@dataclass(frozen=True)
class OfficeHours:
    """Opening hours that hold on some weekdays (0 is Monday)."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True)
class Region:
    """The whole invented province. `notice` is the sentence that must stand beside whatever is shown of it."""

    code: str
    name: str
    short_name: str
    notice: str
    time_zone: ZoneInfo
    office_hours: tuple[OfficeHours, ...]
    places: tuple[PracticePlace, ...]
    agencies: tuple[PracticeAgency, ...]
    officers: tuple[PracticeOfficer, ...]
    accounts: tuple[PracticeAccount, ...]


def practice_region() -> Region:
    """The practice region from its data file."""
    data: dict[str, Any] = json.loads(_REGION_FILE.read_text(encoding="utf-8"))
    return Region(
        code=data["code"],
        name=data["name"],
        short_name=data["short_name"],
        notice=data["notice"],
        time_zone=ZoneInfo(data["time_zone"]),
        office_hours=tuple(_office_hours(row) for row in data["office_hours"]),
        places=tuple(PracticePlace(**{**row, "aliases": tuple(row["aliases"])}) for row in data["places"]),
        agencies=tuple(PracticeAgency(**row) for row in data["agencies"]),
        officers=tuple(PracticeOfficer(**row) for row in data["officers"]),
        accounts=tuple(PracticeAccount(**row) for row in data["accounts"]),
    )


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _office_hours(row: dict[str, Any]) -> OfficeHours:
    return OfficeHours(
        weekdays=tuple(_WEEKDAYS.index(day) for day in row["days"]),
        opens=time.fromisoformat(row["opens"]),
        closes=time.fromisoformat(row["closes"]),
    )
