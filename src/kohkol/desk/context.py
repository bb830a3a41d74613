"""Gives every page of the desk its navigation: the places where this officer has something to do or to see."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kohkol.people.api import Officer, may


@dataclass(frozen=True)
class Place:
    """One line of the navigation, as the template draws it."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    count: int = 0


HOME = "desk:home"
# Pages that are reached from a place although their address begins otherwise.
ALSO = {
    "listening:search": ("listening:stories",),
    "listening:sources": ("listening:imports", "listening:note"),
}
PLACES = [
    (_("Menunggu saya"), HOME, "home", "desk.see"),
    (_("Isu"), "issues:list", "flame", "issues.see"),
    (_("Kiriman warga"), "listening:search", "message-2", "listening.see"),
    (_("Sumber"), "listening:sources", "ear", "listening.see"),
    (_("Lembar fakta"), "facts:list", "book", "facts.see"),
    (_("Sudah ada jawabannya?"), "matching:search", "zoom-question", "facts.see"),
    (_("Pesan"), "publishing:list", "send", "publishing.see"),
    (_("Buku kirim"), "publishing:ledger", "list-check", "publishing.see"),
    (_("Ringkasan pagi"), "measuring:brief", "news", "measuring.see"),
    (_("Akun resmi"), "people:accounts", "id-badge", "people.manage_accounts"),
    (_("Petugas"), "people:officers", "users", "people.manage"),
    (_("Jejak audit"), "people:audit", "history", "people.see_audit"),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Variable `navigation`: the places this officer may go, the one she is at marked."""
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return {"navigation": []}
    found = [(label, name, reverse(name), icon) for label, name, icon, permission in PLACES if may(officer, permission)]
    # One place alone is where she is, the longest that fits: every address begins with home's.
    fits = {
        prefix: url
        for _, name, url, _ in found
        for prefix in (url, *map(reverse, ALSO.get(name, ())))
        if request.path == prefix or (request.path.startswith(prefix) and name != HOME)
    }
    here = fits[max(fits, key=len)] if fits else ""
    return {"navigation": [Place(label, url, icon, active=url == here) for label, _, url, icon in found]}
