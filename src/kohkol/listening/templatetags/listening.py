"""Shows posts on screens: masked, and what the radar saw in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from kohkol.listening.copy_evidence import is_campaign, is_told
from kohkol.listening.masking import masked

register = template.Library()
register.filter("masked", masked)


@register.filter
def evidence(campaign: dict[str, Any] | None) -> str:
    """What was seen of the most copied text of a story, as a sentence; it describes texts, never who is behind them."""
    if campaign is None or not is_told(campaign):
        return ""
    accounts = campaign.get("accounts")
    by = _(" oleh sekitar %(n)d akun") % {"n": accounts} if accounts else ""
    seen = _("%(copies)d salinan dari satu teks%(by)s dalam %(minutes)d menit.") % {
        "copies": campaign["copies"],
        "by": by,
        "minutes": max(1, campaign["minutes"]),
    }
    if is_campaign(campaign):
        return seen + " " + _("Pola ini khas pesan yang disebar serentak; periksa isinya, jangan menilai orangnya.")
    return seen + " " + _("Bisa juga orang-orang sekadar meneruskannya.")
