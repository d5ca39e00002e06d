"""A house with one of everything, so that every route has something to find; and who is in it.

What is private carries a planted word of its own; `SECRETS` says who may be told which.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from pyrage import x25519
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Page, Site, Task, Workflow

from farshore.intake.actions.returning import say
from farshore.kernel import clock
from farshore.kernel.registry import registry
from farshore.moderation.actions.releasing import release_story
from farshore.moderation.models import Case, Clearing, Concern, Use
from farshore.moderation.roles import EDITORS, FILM_TEAM, FULFILMENT, OPERATORS, SAFEGUARDING
from farshore.vault import actions as vault
from farshore.vault import team
from tests.contracts.crawling import Held
from tests.moderation.making import (
    agreed_by_two,
    case_for,
    master,
    moderator,
    person,
    picture,
    releaser,
    sent,
    telling,
    waypoint,
)
from tests.screenings.making import film, still
from tests.staff import member

STORY, OTHER, CONCERN = "Ilmatar", "Kalevatar", "Louhiatar"
"""Planted in the story that mira reads, in olga's, and in what somebody wrote who is in a story."""
CONTACT = "vellamo@film.example"

MAY = {"mira": (STORY, CONCERN), "olga": (OTHER,)}
"""Who may be told what. Nobody else may be told anything, and nobody at all the contact."""
_MODELS = (Page, Document, Image, Collection, Task, Workflow, Group, Site)
SECRETS = (STORY, OTHER, CONCERN, CONTACT)

WHO = (
    "nobody",
    "mira",
    "olga",
    "rita",
    "sage",
    "finn",
    "fay",
    "eva",
    "otto",
    "root",
)
TITLES = {
    "nobody": "nobody",
    "mira": "moderator, own",
    "olga": "moderator, another's",
    "rita": "releaser",
    "sage": "safeguarding",
    "finn": "fulfilment",
    "fay": "film",
    "eva": "editor",
    "otto": "operator",
    "root": "administrator",
}
"""The columns of the table: `mira` was given the story that is asked for."""


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, the stories that mira and olga were given, and what stands in the holes."""

    people: dict[str, User]
    mine: Case
    others: Case
    held: Held

    @property
    def of_olga(self) -> Held:
        """The same addresses, asking for what olga was given."""
        ids = {"case": str(self.others.pk)} | _parts(self.others)
        return Held(self.held.names | ids, self.held.under)


def built() -> World:
    """One of everything, in about a second."""
    mira, rita = moderator("mira"), releaser("rita")
    slug, concern, clearing = _public(mira, rita)
    mine = _given(STORY, mira)
    others = _given(OTHER, moderator("olga"))
    people = {
        "mira": mira,
        "olga": others.moderator,
        "rita": rita,
        "sage": person("sage", SAFEGUARDING),
        "finn": person("finn", FULFILMENT),
        "fay": person("fay", FILM_TEAM),
        "eva": person("eva", EDITORS),
        "otto": person("otto", OPERATORS),
        "root": member("root", admin=True),
    }
    _give_passwords(people.values())
    use = Use.objects.create(
        slug=slug, part="words", used_in=Use.In.FILM, who="eva", day=clock.today()
    )
    names = {
        "use": str(use.pk),
        "case": str(mine.pk),
        "concern": str(concern.pk),
        "clearing": str(clearing.pk),
    }
    names |= {"slug": slug, "user": str(mira.pk), "public": f"stories/{slug}/"} | _parts(mine)
    return World(people, mine, others, Held(names | _wagtails(), _under(member("uma"))))


def _give_passwords(to: Iterable[User]) -> None:
    """As accounts of a real house have one; a session ends with the password it began with."""
    password = member("ulf").password
    for user in to:
        user.password = password
        user.save()


def _given(word: str, to: User) -> Case:
    """A story in which the word stands wherever words can, given to one moderator."""
    shown = picture(alt=f"{word}'s stove", caption=f"Ours, says {word}.")
    places = (waypoint(1, "r:KP.13", precision="region", role="left", text=f"I, {word}."),)
    told = telling(
        title=f"{word}'s ice",
        text=f"Then {word} came.",
        teller=word,
        waypoints=places,
        pictures=(shown,),
    )
    row = sent(told)
    say(row=row, text=f"{word} wrote this.", from_team=False)
    Case.objects.filter(submission=row).update(moderator=to)
    words = json.dumps({"email": CONTACT}).encode()
    box = team.seal_to([_key()], words, pad_to=team.CONTACT)
    vault.keep_for_team(kind="contact", sealed=box, story=row.key)
    return case_for(row)


def _key() -> str:
    """A key of the team, which nobody here can open anything with."""
    return str(x25519.Identity.generate().to_public())


def _parts(case: Case) -> dict[str, str]:
    (shown,) = case.submission.pictures.all()
    return {"name": str(shown.pk)}


def _public(mira: User, rita: User) -> tuple[str, Concern, Clearing]:
    """A story that stands on the site, and what somebody wrote who is in it."""
    row = sent(
        telling(text="Public words.", title="Ferry", teller="", waypoints=(waypoint(text=""),))
    )
    agreed_by_two(row, mira, rita)
    release_story(submission=row.pk)
    row.refresh_from_db()
    registry.request("concern_story", slug=row.slug, text=f"I am {CONCERN}.")
    return row.slug, Concern.objects.get(), Clearing.objects.get()


def _wagtails() -> dict[str, str]:
    """What stands in the holes of Wagtail's own routes."""
    page = Page.get_first_root_node().add_child(title="A page", slug="a-page")
    workflow, task = Workflow.objects.first(), Task.objects.first()
    assert workflow and task
    pages = ("page_id", "parent_page_id", "page_pk", "page_to_move_id", "destination_id")
    image = still()
    paper = Document.objects.create(
        title="Paper", file=ContentFile(master().data, name="paper.jpg")
    )
    return dict.fromkeys(pages, str(page.pk)) | {
        "content_type_app_name": "wagtailcore",
        "content_type_model_name": "page",
        "app_label": "auth",
        "model_name": "user",
        "app_name": "taggit",
        "action": "delete",
        "action_name": "approve",
        "task_id": str(task.pk),
        "task_state_id": "1",
        "workflow_pk": str(workflow.pk),
        "workflow_state_id": "1",
        "revision_id": "1",
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "collection_id": str(Collection.get_first_root_node().add_child(name="Drawings").pk),
        "document_id": str(paper.pk),
        "doc_id": str(paper.pk),
        "image_id": str(image.pk),
        "uploaded_file_id": "1",
        "filter_spec": "width-40",
        "object_id": str(page.pk),
        "session_id": "1",
        "uidb64": "MQ",
        "token": "c0ffee-0123456789abcdef",
    }


def _under(uma: User) -> dict[tuple[str, str], str]:
    """What stands in a hole whose name several routes share."""
    key = Authenticator.objects.create(user=uma, type="webauthn", data={"name": "uma's"})
    pk = {one: str(one.objects.order_by("-pk")[0].pk) for one in _MODELS}
    return {
        ("studio/account/second/passkeys/", "pk"): str(key.pk),
        ("studio/api/main/pages/", "pk"): pk[Page],
        ("studio/pages/", "pk"): pk[Page],
        ("studio/api/main/documents/", "pk"): pk[Document],
        ("studio/api/main/images/", "pk"): pk[Image],
        ("studio/documents/", "pk"): pk[Document],
        ("studio/images/", "pk"): pk[Image],
        ("studio/media/", "name"): Image.objects.get().file.name,
        ("studio/collections/", "pk"): pk[Collection],
        ("studio/workflows/tasks/", "pk"): pk[Task],
        ("studio/workflows/", "pk"): pk[Workflow],
        ("studio/snippets/", "pk"): str(film().pk),
        ("studio/users/", "pk"): str(uma.pk),
        ("studio/groups/", "pk"): pk[Group],
        ("studio/sites/", "pk"): pk[Site],
        ("studio/editing-sessions/", "app_label"): "wagtailcore",
        ("studio/editing-sessions/", "model_name"): "page",
        ("studio/pages/create/", "app_label"): "wagtailcore",
        ("studio/pages/create/", "model_name"): "page",
        ("studio/workflows/tasks/add/", "app_label"): "wagtailcore",
        ("studio/workflows/tasks/add/", "model_name"): "groupapprovaltask",
        ("studio/tag-autocomplete/", "model_name"): "tag",
        ("assets/", "name"): "manifest.json",
        ("studio/stories/<uuid:case>/recordings/", "name"): "no-recording",
    }
