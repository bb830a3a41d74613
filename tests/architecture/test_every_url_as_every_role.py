"""Every address of the product, tried as every role and as nobody: answers as permissions say, never with an error."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from kohkol.channels.testing import FakeNetwork
from kohkol.facts.actions import ask_signature, use_sheet
from kohkol.issues.actions import answer_request, send_request
from kohkol.matching.actions import Pair, judge
from kohkol.people.api import Role, may
from kohkol.publishing.models import SitePage
from tests import publishing
from tests.facts import draft, signed
from tests.scene import agency, issue, officer, story

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OPENED, REFUSED, WRONG_METHOD = {200, 204, 302}, {403, 404}, 405
NOT_VALID = {400, 409, 422}

NOTHING = 999_999  # no such row: the answer is 404 for everybody who is signed in

# Addresses with arguments: name of the address -> a function from the scene to its arguments. Extend it with yours.
ARGUMENTS: dict[str, Callable[["Scene"], dict[str, object]]] = {
    "desk:issue": lambda scene: {"issue_id": scene.issue.pk},
    "desk:post_agency": lambda scene: {"number": scene.post.pk},
    "desk:resting": lambda scene: {"code": scene.version.sheet.code},
    "desk:known": lambda scene: {"issue_id": scene.issue.pk},
    "desk:undo_use": lambda scene: {"issue_id": scene.issue.pk, "use_id": scene.use.pk},
    "facts:use": lambda scene: {"issue_id": scene.issue.pk},
    "matching:story": lambda scene: {"story_id": scene.waiting.pk},
    "matching:undo": lambda scene: {"judgement_id": scene.judgement.pk},
    "issues:download": lambda scene: {"form": "csv"},
    "issues:judge_story": lambda scene: {"story_id": scene.waiting.pk},
    "issues:step": lambda scene: {"issue_id": scene.issue.pk, "name": "catatan"},
    "issues:own_it": lambda scene: {"issue_id": scene.issue.pk},
    "issues:place_post": lambda scene: {"issue_id": scene.issue.pk, "post_id": scene.post.pk},
    "issues:judge_suggestion": lambda scene: {"issue_id": scene.issue.pk, "story_id": scene.waiting.pk},
    "issues:ask": lambda scene: {"issue_id": scene.issue.pk},
    "issues:renew_link": lambda scene: {"request_id": scene.request.pk},
    "issues:tell_code": lambda scene: {"request_id": scene.request.pk},
    "issues:withdraw": lambda scene: {"request_id": scene.request.pk},
    "issues:ask_again": lambda scene: {"request_id": scene.request.pk},
    "issues:settle": lambda scene: {"request_id": scene.request.pk},
    "issues:evidence": lambda scene: {"evidence_id": scene.evidence.pk},
    "answers:request": lambda scene: {"secret": scene.secret},
    "answers:one": lambda scene: {"request_id": scene.request.pk},
    "answers:evidence": lambda scene: {"evidence_id": scene.evidence.pk},
    "facts:evidence": lambda scene: {"evidence_id": scene.sheet_evidence.pk},
    "facts:sheet": lambda scene: {"code": scene.version.sheet.code},
    "facts:correct": lambda scene: {"code": scene.version.sheet.code},
    "facts:edit": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "facts:ask": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "facts:ask_permit": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "facts:decide_permit": lambda scene: {"permit_id": NOTHING},
    "facts:renew_link": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "facts:tell_code": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "facts:take_back": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "facts:withdraw": lambda scene: {"code": scene.version.sheet.code, "number": 1},
    "signing:one": lambda scene: {"version_id": scene.version.pk},
    "signing:evidence": lambda scene: {"evidence_id": scene.sheet_evidence.pk},
    "signing:link": lambda scene: {"secret": scene.signing_secret},
    "public:sheet": lambda scene: {"code": scene.public.sheet.code},
    "public:sheet_json": lambda scene: {"code": scene.public.sheet.code},
    "public:version": lambda scene: {"code": scene.public.sheet.code, "number": 1},
    "public:evidence": lambda scene: {
        "code": scene.version.sheet.code,
        "number": 1,
        "evidence_id": scene.sheet_evidence.pk,
    },
    "public:message": lambda scene: {"page_id": scene.page.pk, "slug": "air"},
    "public:picture": lambda scene: {"page_id": scene.page.pk, "number": 0},
    "listening:post": lambda scene: {"number": scene.post.pk},
    "listening:correct": lambda scene: {"number": scene.post.pk},
    "listening:erase": lambda scene: {"number": scene.post.pk},
    "listening:picture": lambda scene: {"number": NOTHING},
    "listening:story": lambda scene: {"number": scene.waiting.pk},
    "listening:source_change": lambda scene: {"number": scene.post.source_id},
    "listening:import": lambda scene: {"number": NOTHING},
    "measuring:brief_of": lambda scene: {"number": NOTHING},
    "measuring:brief_pdf": lambda scene: {"number": NOTHING},
    "people:officer": lambda scene: {"number": scene.issue.opened_by.pk},
    "people:password_link": lambda scene: {"number": scene.issue.opened_by.pk},
    "people:lose_devices": lambda scene: {"number": scene.issue.opened_by.pk},
    "people:dismiss": lambda scene: {"number": scene.issue.opened_by.pk},
    "people:draft": lambda scene: {"key": f"issue-{scene.issue.pk}"},
    "people:account": lambda scene: {"number": scene.delivery.account_id},
    "people:account_connect": lambda scene: {"number": scene.delivery.account_id},
    "people:account_check": lambda scene: {"number": scene.delivery.account_id},
    "people:account_close": lambda scene: {"number": scene.delivery.account_id},
    "publishing:message": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:add_channel": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:check": lambda scene: {
        "message_id": scene.delivery.variant.message_id,
        "variant_id": scene.delivery.variant_id,
    },
    "publishing:remove_channel": lambda scene: {
        "message_id": scene.delivery.variant.message_id,
        "variant_id": scene.delivery.variant_id,
    },
    "publishing:retitle": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:change_basis": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:archive": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:review": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:return": lambda scene: {"message_id": scene.delivery.variant.message_id},
    "publishing:picture": lambda scene: {"media_id": NOTHING},
    "publishing:ledger_download": lambda scene: {"form": "csv"},
    "publishing:delivery": lambda scene: {"delivery_id": scene.delivery.pk},
    "publishing:phone": lambda scene: {"delivery_id": scene.delivery.pk},
    "publishing:step": lambda scene: {"delivery_id": scene.delivery.pk, "name": "batal"},
    "publishing:sent_file": lambda scene: {"delivery_id": scene.delivery.pk, "number": 0},
    "publishing:proof": lambda scene: {"delivery_id": scene.delivery.pk},
}
# Sign-in pages belong to a library that tests itself.
NOT_OURS = ("akun/",)


class Scene:
    """One of everything that an address may name."""

    def __init__(self) -> None:
        now, of = timezone.now(), agency()
        self.waiting = story("satu", "dua")
        self.issue = issue("Air mati", "air mati")
        self.post = self.issue.story_links.get().story.placements.get().post
        rina = officer("data_owner", of=of)
        self.request, self.secret = send_request(
            self.issue, agency=of, officer=rina, question="Kapan?", clock="wall", by=officer("writer"), at=now
        )
        answer_request(self.request, text="Besok", by=rina, at=now)
        self.evidence = self.request.evidence.get()
        self.delivery = publishing.approved(FakeNetwork())
        self.public, self.version = signed(), draft(owner=rina)
        self.use = use_sheet(self.public.sheet, self.issue, by=officer("writer"), at=now)
        self.judgement = judge(
            Pair("air mati", self.public.sheet.code, words="air mati"), is_same=False, by=officer("writer"), at=now
        )
        self.signing_secret = ask_signature(self.version, signer=rina, by=self.version.written_by, at=now)
        self.sheet_evidence = self.version.evidence.get()
        values = {"slug": "air", "title": "Air menyala", "text": "Rabu.", "language": "id"}
        self.page = SitePage.objects.create(key=uuid.uuid4(), published_at=now, **values)


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, route: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """(name, route, pattern) of every address of ours."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if here.startswith(NOT_OURS):
            continue
        if isinstance(pattern, URLResolver):
            inner = (*names, pattern.namespace) if pattern.namespace else names
            yield from addresses(pattern.url_patterns, here, inner)
        else:
            yield ":".join((*names, pattern.name or "")), here, pattern


def filled(name: str, route: str, pattern: URLPattern, scene: Scene) -> str:
    """The address with its arguments."""
    arguments = ARGUMENTS[name](scene) if pattern.pattern.converters else {}
    for key, converter in pattern.pattern.converters.items():
        for written in (f"<{key}>", *(f"<{kind}:{key}>" for kind in ("int", "str", "slug", "uuid", "path"))):
            route = route.replace(written, converter.to_url(arguments[key]))
    return "/" + route


def test_every_address_with_arguments_is_in_the_table():
    missing = [name for name, _, pattern in addresses() if pattern.pattern.converters and name not in ARGUMENTS]
    assert missing == [], "add them to ARGUMENTS in this file"


def signed_in(client, person):
    """She is signed in, with the second factor that her roles may need."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client.force_login(person, backend=BACKEND)
    return person


@pytest.mark.parametrize("role", ["", *Role.values])
def test_every_address_answers_as_permissions_say(client, role):
    scene = Scene()
    person = signed_in(client, officer(role)) if role else None
    wrong = []
    for name, route, pattern in addresses():
        if pattern.pattern.converters and name not in ARGUMENTS:
            continue
        answer = client.get(filled(name, route, pattern, scene))
        answer.close()
        if not is_right(answer.status_code, getattr(pattern.callback, "permission", None), person):
            wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", ["", *Role.values])
def test_an_empty_form_sent_to_any_address_is_refused_in_words(client, role):
    scene = Scene()
    person = signed_in(client, officer(role)) if role else None
    wrong = []
    for name, route, pattern in addresses():
        answer = client.post(filled(name, route, pattern, scene))
        answer.close()
        permission = getattr(pattern.callback, "permission", None)
        allowed = OPENED | REFUSED | NOT_VALID
        if permission and person is None:
            allowed = {302}
        elif permission and not may(person, permission):
            allowed = REFUSED
        if answer.status_code not in allowed | {WRONG_METHOD}:
            wrong.append((name, answer.status_code))
    assert wrong == []


HERS_ALONE = (
    "answers:request",
    "answers:one",
    "answers:evidence",
    "signing:link",
    "signing:one",
    "signing:evidence",
)


@pytest.mark.parametrize("name", HERS_ALONE)
def test_the_officer_of_another_agency_finds_no_such_page(client, name):
    scene = Scene()
    signed_in(client, officer("data_owner", of=agency("Dinas lain")))
    route, pattern = next((route, pattern) for found, route, pattern in addresses() if found == name)
    for send in (client.get, client.post):
        assert send(filled(name, route, pattern, scene)).status_code in {404, WRONG_METHOD}


def is_right(status: int, permission: str | None, person: object) -> bool:
    """Whether this status is what the permission that the view names allows; views without one must not fail."""
    if status == WRONG_METHOD:
        return True
    if permission is None:
        return status in OPENED | REFUSED
    if person is None:
        return status == 302
    # A permitted person may still meet a 404: a file that this request does not have.
    return status in OPENED | {404} if may(person, permission) else status in REFUSED
