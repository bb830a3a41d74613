"""Names of places: what a code is called on the screen, and which code a person means who types a name."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from kohkol.engine.text import regions
from kohkol.listening.hearing import PLACE_CODE
from kohkol.listening.reading import home_region
from kohkol.people.api import Office
from kohkol.refusals import Invalid

MOST_OFFERED = 6


def names_of(codes: Iterable[str], own: Mapping[str, str]) -> list[str]:
    """The names, in the order of the codes; `own` are the names that the office gave to codes."""
    return [own.get(code) or _in_list(code) or f"wilayah {code}" for code in codes]


def _in_list(code: str) -> str:
    """The ministry's name; of a village, which the list names only by code, its kecamatan."""
    digits, names = code.replace(".", ""), regions.load().names
    if len(digits) == regions.VILLAGE and (district := names.get(digits[: regions.DISTRICT])):
        return f"desa {code} di {district}"
    return names.get(digits, "")


def code_of(said: str) -> str:
    """The code of the place that is meant; empty when nothing was typed. Raises `Invalid` when it is not one place."""
    said = " ".join(said.split())
    if not said:
        return ""
    office = Office.objects.first()
    own = office.place_names if office else {}
    if PLACE_CODE.fullmatch(said):
        if said in own or _is_in_list(said):
            return said
        raise Invalid("Kode wilayah itu tidak ada.", next_step="Periksa angkanya, atau tulis namanya.", field="value")
    found = [code for code, name in own.items() if said.casefold() in {name.casefold(), _short(name)}]
    found = found or [regions.dotted(code) for code in _near_home(regions.plain_key(said))]
    if len(found) == 1:
        return str(found[0])
    if not found:
        raise Invalid(
            _("Tidak ada kabupaten, kota, kecamatan, atau desa bernama “%(said)s”.") % {"said": said},
            next_step="Periksa ejaannya, atau tulis kode wilayahnya, misalnya 32.09.14.",
            field="value",
        )
    offered = ", ".join(f"{code} ({parent_name(code, own)})" for code in sorted(found)[:MOST_OFFERED])
    raise Invalid(
        _("Ada %(found)s tempat bernama “%(said)s”.") % {"found": len(found), "said": said},
        next_step=_("Tulis kodenya: %(offered)s.") % {"offered": offered},
        field="value",
    )


def parent_name(code: str, own: Mapping[str, str]) -> str:
    """The name of the region that a place lies in; its own code where it lies in none that is known."""
    parent = code.rpartition(".")[0]
    return own.get(parent) or regions.load().names.get(parent.replace(".", "")) or code


def _short(name: str) -> str:
    """`Kecamatan Langgengrasa` is said as `langgengrasa`."""
    return name.casefold().partition(" ")[2]


def _near_home(key: str) -> list[str]:
    """The codes of that name: those of the home region where it has any, and of those the widest."""
    everywhere = regions.load().of(key)
    home = home_region().replace(".", "")
    near = [code for code in everywhere if code.startswith(home[: regions.PROVINCE])] or list(everywhere)
    widest = min(map(len, near), default=0)
    return [code for code in near if len(code) == widest]


def _is_in_list(code: str) -> bool:
    return bool(_in_list(code))
