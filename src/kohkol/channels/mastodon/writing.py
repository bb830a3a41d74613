"""Puts a variant on a Mastodon account, finds it again, corrects it and takes it down."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from kohkol.channels.contract import Attachment, Connection, Limits, OutgoingVariant, Receipt
from kohkol.channels.errors import Refused, Retry, UnknownOutcome
from kohkol.channels.mastodon import finding, serverlimits
from kohkol.channels.mastodon.api import NOT_THE_API, Api, NotThere
from kohkol.channels.mastodon.statuses import receipt

UPLOAD_SECONDS: Final = 120.0
PROCESSING_TRIES: Final = 30
PROCESSING_PAUSE_SECONDS: Final = 2.0
STILL_LIVE = "{host} tidak menerima penghapusan dari luar. Hapus sendiri di {url}, atau ganti teksnya dengan ralat."


class MastodonWriter:
    """The account that the token belongs to."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.api = Api(connection)

    @cached_property
    def _server_limits(self) -> serverlimits.ServerLimits:
        return serverlimits.asked(self.api)

    @property
    def limits(self) -> Limits:
        """As the server gives them."""
        return self._server_limits.limits

    def measure(self, text: str) -> int:
        """Length as the server counts it."""
        return serverlimits.measured(text, self._server_limits.link_characters)

    def publish(self, variant: OutgoingVariant, key: str) -> Receipt:
        """Upload the files and wait until they are ready; then make the one call that cannot be taken back."""
        body: dict[str, Any] = {
            "status": variant.text,
            "language": variant.language,
            "visibility": self.connection.settings.get("visibility") or "public",
        }
        if variant.media:
            body["media_ids"] = [self._uploaded(attachment) for attachment in variant.media]
        if variant.reply_to:
            body["in_reply_to_id"] = self._local_id(variant.reply_to)
        return self._make_live(body, key)

    def _make_live(self, body: dict[str, Any], key: str) -> Receipt:
        reply = self.api.call("POST", "/api/v1/statuses", key=key, irreversible=True, json=body)
        try:
            return receipt(reply.json())
        except (KeyError, TypeError, ValueError) as error:
            raise UnknownOutcome(
                "{host} menjawab tanpa bukti tayang. Sedang dicari dulu.",
                facts={"host": self.api.host},
                reply=reply.excerpt,
            ) from error

    def _uploaded(self, attachment: Attachment) -> str:
        """The id of an uploaded file that is ready to be shown."""
        try:
            with attachment.path.open("rb") as stream:
                reply = self.api.call(
                    "POST",
                    "/api/v2/media",
                    files={"file": (attachment.path.name, stream, attachment.media_type)},
                    data={"description": attachment.alt},
                    total_seconds=UPLOAD_SECONDS,
                )
            uploaded = str(reply.json()["id"])
        except OSError as error:
            raise Refused(
                "Berkas {name} tidak terbaca. Unggah lagi.", facts={"name": attachment.path.name}, reply=repr(error)
            ) from error
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(NOT_THE_API, facts={"host": self.api.host}, reply=repr(error)) from error
        if reply.status == 202:
            self._wait_for(uploaded, attachment.path.name)
        return uploaded

    def _wait_for(self, uploaded: str, name: str) -> None:
        """Wait while the server still works on a file (206); it would be attached broken otherwise."""
        for _ in range(PROCESSING_TRIES):
            if self.api.call("GET", f"/api/v1/media/{uploaded}").status == 200:
                return
            self.connection.sleep(PROCESSING_PAUSE_SECONDS)
        raise Retry(
            "{host} masih mengolah berkas {name}. Akan dicoba lagi.", facts={"host": self.api.host, "name": name}
        )

    def _local_id(self, reply_to: str) -> str:
        """This server's id of the post to answer, which may be known by its address in the federation."""
        if not reply_to.startswith(("http://", "https://")):
            return reply_to
        found = self.api.record("/api/v2/search", q=reply_to, resolve="true", type="statuses", limit=1)
        statuses = [one for one in found.get("statuses") or () if isinstance(one, dict) and "id" in one]
        if not statuses:
            raise Refused("Kiriman yang hendak dijawab sudah tidak ada di {host}.", facts={"host": self.api.host})
        return str(statuses[0]["id"])

    def find(self, key: str, variant: OutgoingVariant, *, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Our own statuses since then, by the short link in them; the key is not shown by any server."""
        return finding.find(self.api, variant, since=since)

    def amend(self, external_id: str, variant: OutgoingVariant) -> Receipt:
        """Edit the status; its files stay. Some servers give it a new id: keep the receipt's."""
        status = self.api.record(f"/api/v1/statuses/{external_id}")
        media = [
            str(one["id"]) for one in status.get("media_attachments") or () if isinstance(one, dict) and "id" in one
        ]
        reply = self.api.call(
            "PUT",
            f"/api/v1/statuses/{external_id}",
            json={"status": variant.text, "language": variant.language, "media_ids": media},
        )
        try:
            return receipt(reply.json())
        except (KeyError, TypeError, ValueError) as error:
            raise Retry(
                "{host} menjawab tanpa bukti ralat.", facts={"host": self.api.host}, reply=reply.excerpt
            ) from error

    def retract(self, external_id: str) -> None:
        """Delete the status, and believe only what the server shows afterwards."""
        path = f"/api/v1/statuses/{external_id}"
        with suppress(NotThere):
            self.api.call("DELETE", path)
        try:
            status = self.api.record(path)
        except NotThere:
            return
        raise Refused(STILL_LIVE, facts={"host": self.api.host, "url": status.get("url")})
