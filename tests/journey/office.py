"""Makes the office of the journey in an empty data directory; run in a process of its own, before the desk starts.

usage: office.py [SERVER TOKEN]; with them, the office has a Mastodon account on that server.
"""

import os
import sys
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kohkol.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from kohkol.people.api import (  # noqa: E402
    Account,
    AccountState,
    Agency,
    Office,
    Officer,
    RoleGrant,
    seal_secret,
)

ROADS = "Dinas Bina Marga"
WATER = "Perumda Air"
PEOPLE = (
    # name, roles, agency
    ("Sari", ("analyst", "writer", "approver"), ""),
    ("Tatang", ("triage",), ""),
    ("Dewi", ("approver",), ""),
    ("Asep", ("publisher", "admin", "auditor"), ""),
    ("Nani", ("data_owner",), ROADS),
    ("Ujang", ("data_owner",), WATER),
    ("Ratna", ("leader",), ""),
)


def main(server: str = "", token: str = "") -> None:
    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    Office.objects.create(name="Diskominfo Cisaat", region_name="Kabupaten Cisaat", hotline="0811 000 111")
    agencies = {name: Agency.objects.create(name=name, short_name=name, slug=f"opd-{n}")
                for n, name in enumerate((ROADS, WATER))}  # fmt: skip
    for name, roles, agency in PEOPLE:
        officer = Officer.objects.create_user(
            email=f"{name.lower()}@contoh.example", name=name, agency=agencies.get(agency), joined_at=now
        )
        RoleGrant.objects.bulk_create([RoleGrant(officer=officer, role=role, granted_at=now) for role in roles])
    Account.objects.create(network="site", name="Situs publik", state=AccountState.CONNECTED)
    Account.objects.create(network="whatsapp_channel", name="Saluran WhatsApp Cisaat", state=AccountState.BY_HAND)
    if server:
        account = Account.objects.create(
            network="mastodon", name="Cisaat di Mastodon", handle="kabar", address=server, state=AccountState.CONNECTED
        )
        account.secret = seal_secret(account, {"token": token})
        account.save()


main(*sys.argv[1:])
