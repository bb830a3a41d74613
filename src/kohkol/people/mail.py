"""Sends e-mail by the server the operator named, and says plainly when none is set."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend


class OfficeMail(EmailBackend):
    """SMTP by KOHKOL_MAIL_URL. Without one nothing is sent: the desk shows the link to copy instead."""

    def __init__(self, **options: Any) -> None:
        address = urlsplit(settings.KOHKOL_MAIL_URL)
        super().__init__(
            host=address.hostname or "",
            port=address.port or (465 if address.scheme == "smtps" else 587),
            username=unquote(address.username or ""),
            password=unquote(address.password or ""),
            use_ssl=address.scheme == "smtps",
            use_tls=address.scheme == "smtp" and address.hostname not in {"127.0.0.1", "localhost"},
            timeout=20,
            **options,
        )

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return super().send_messages(email_messages) if settings.KOHKOL_MAIL_URL else 0
