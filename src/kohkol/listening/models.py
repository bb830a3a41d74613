"""Rows of what is heard: sources, posts, their stories, imports, erasures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kohkol.listening.copy_evidence import is_campaign
from kohkol.listening.states import ImportState, SourceState


class SourceKind(models.TextChoices):
    FILE = "file", _("Berkas")
    FEED = "feed", _("RSS/Atom")
    MASTODON_MENTIONS = "mastodon_mentions", _("Sebutan di Mastodon")
    MASTODON_HASHTAG = "mastodon_hashtag", _("Tagar di Mastodon")
    BY_HAND = "by_hand", _("Dicatat petugas")


class Source(models.Model):
    """A place where the office listens. A source that went quiet or fails is shown: silence is never calm."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, choices=SourceKind)
    address = models.URLField(max_length=500, blank=True)
    query = models.CharField(max_length=120, blank=True, help_text="hashtag, for hashtag sources")
    account = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    state = models.CharField(max_length=10, choices=SourceState, default=SourceState.ACTIVE)
    cursor = models.TextField(blank=True)
    interval_seconds = models.PositiveIntegerField(default=300)
    quiet_after_seconds = models.PositiveIntegerField(default=24 * 3600)
    next_read_at = models.DateTimeField(null=True, blank=True, db_index=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    last_post_at = models.DateTimeField(null=True, blank=True)
    failing_since_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="failed readings in a row")
    problem_kind = models.CharField(max_length=20, blank=True)
    problem = models.TextField(blank=True, help_text="a sentence for the officer")
    problem_detail = models.TextField(blank=True, help_text="the technical reply, for the administrator")
    note = models.TextField(blank=True, help_text="what the last reading could not read, in sentences")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


# Stories of which the radar knows something else than what people decided.
TO_TELL = models.Q(is_pinned=True, radar_is_pinned=False) | models.Q(is_pinned=False, radar_is_pinned=True)


class Story(models.Model):
    """The radar's grouping of posts. Placements are never rewritten by a merge: `head` says where a story went."""

    code = models.CharField(max_length=24, unique=True, help_text="epoch:n")
    head = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="members", db_index=False
    )
    is_pinned = models.BooleanField(default=False, help_text="people work on it: the machine moves nothing out of it")
    radar_is_pinned = models.BooleanField(default=False, help_text="what the radar was told of is_pinned")
    size = models.PositiveIntegerField(default=0, help_text="public voice: official posts are not counted")
    copies = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    burst = models.FloatField(default=0)
    surge = models.JSONField(
        null=True, blank=True, help_text="what burst says: posts, in minutes, and how many is usual"
    )
    keywords = models.JSONField(default=list)
    example = models.ForeignKey("Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    campaign = models.JSONField(null=True, blank=True, help_text="evidence: accounts, copies, spread; what was seen")

    @property
    def is_campaign(self) -> bool:
        """Whether one of its texts was spread by many accounts at once."""
        return is_campaign(self.campaign)

    class Meta:
        ordering = ["-last_at"]
        indexes = [
            models.Index(fields=["is_pinned"], condition=TO_TELL, name="listening_radar_to_tell"),
            models.Index(fields=["head", "last_at", "size"], name="listening_heads"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def number(self) -> int:
        """The radar's number of the story within its epoch."""
        return int(self.code.partition(":")[2])


class StoryVolume(models.Model):
    """Public posts of a story in one hour, counted when they are placed: lists and curves read this, not the posts."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="volumes", db_index=False)
    hour_at = models.DateTimeField(db_index=True)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "hour_at"], name="listening_one_count_per_hour")]


class StoryTally(models.Model):
    """How many public posts of a story were read as what: pages of an issue read this, not the posts.

    Languages and places count every post. Tones count each text once (copies would make one voice many), those that a
    person gave apart from the machine's.
    """

    class Kind(models.TextChoices):
        LANGUAGE = "language"
        PLACE = "place"
        TONE = "tone"
        TONE_TOLD = "tone_told"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=13)
    posts = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "kind", "value"], name="listening_one_tally_a_value")]


class StoryEvent(models.Model):
    """A merge or a split, or a merge that the radar would make if people were not working on the story."""

    class Kind(models.TextChoices):
        MERGED_INTO = "merged_into", _("Digabung ke")
        SPLIT_FROM = "split_from", _("Dipisah dari")
        MERGE_SUGGESTED = "merge_suggested", _("Diusulkan digabung dengan")

    kind = models.CharField(max_length=20, choices=Kind)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="events")
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)


class Post(models.Model):
    """What somebody said in public. Never edited; no author's name or handle is kept; erasable with a receipt."""

    class Sort(models.TextChoices):
        MONITORED = "monitored", _("Pantauan")
        REPORT = "report", _("Aduan")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="posts", db_index=False)
    external_id = models.CharField(max_length=200, help_text="of an erased post: a keyed hash, so that it stays out")
    at = models.DateTimeField(db_index=True)
    heard_at = models.DateTimeField()
    text = models.TextField()
    url = models.URLField(max_length=600, blank=True, help_text="without user names")
    network = models.CharField(max_length=30, blank=True)
    place_code = models.CharField(max_length=13, blank=True, db_index=True)
    language = models.CharField(max_length=5, blank=True)
    is_question = models.BooleanField(null=True, help_text="None: not read yet")
    tone = models.CharField(
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text="negative, neutral, positive; empty: not read yet",
    )
    is_official = models.BooleanField(default=False, help_text="from an official account: not public voice")
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.MONITORED)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["source", "external_id"], name="listening_heard_once")]
        indexes = [
            models.Index(fields=["source"], condition=models.Q(erased_at__isnull=False), name="listening_erased"),
            models.Index(fields=["at"], condition=models.Q(is_question=True), name="listening_questions"),
            models.Index(fields=["id"], condition=models.Q(is_question=None), name="listening_unread"),
        ]


class PostPlace(models.Model):
    """A place that a post names, as the machine read it; what a source or a person said stands in the post itself."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="places", db_index=False)
    code = models.CharField(max_length=13)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "code"], name="listening_place_once_per_post")]


class Correction(models.Model):
    """A person's word about a post against the machine's. Rows are added, never changed; the latest of a kind wins."""

    class About(models.TextChoices):
        TONE = "tone", _("Nada")
        LANGUAGE = "language", _("Bahasa")
        QUESTION = "question", _("Pertanyaan")
        PLACE = "place", _("Tempat")
        AGENCY = "agency", _("Perangkat daerah")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="corrections")
    about = models.CharField(max_length=10, choices=About)
    value = models.CharField(max_length=20, help_text="tone, language, yes or no, code of a place, id of an agency")
    was = models.CharField(max_length=20, blank=True, help_text="what stood there before")
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]


class PostMedia(models.Model):
    """A picture that belongs to a post, such as the screenshot an officer dropped."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="media")
    file = models.FileField(upload_to="posts/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    description = models.TextField(blank=True)


class Placement(models.Model):
    """Where the radar put a post. One row a post; appended in bulk."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="placement")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="placements")
    copy_of = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False)
    is_campaign = models.BooleanField(default=False)


class RadarState(models.Model):
    """How far the radar has read, and the snapshot that belongs to that point."""

    epoch = models.PositiveIntegerField(unique=True)
    last_post_id = models.BigIntegerField(default=0)
    snapshot = models.CharField(max_length=200, blank=True)
    snapshot_last_post_id = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    ran_at = models.DateTimeField(null=True, blank=True, help_text="the last sign of life of the radar")


class RadarPin(models.Model):
    """A pin the radar was told after the last snapshot, and after which post: a replay repeats it at that place."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    is_pinned = models.BooleanField()
    after_post_id = models.BigIntegerField()


class Forgetting(models.Model):
    """A post the radar has yet to forget. Holds the text only until then: minutes, and gone with the row."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="forgetting")
    text = models.TextField()
    made_at = models.DateTimeField()


class Import(models.Model):
    """A posts file on its way in. Read in steps, so that a crash loses nothing and the same file twice adds nothing."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    file = models.FileField(upload_to="imports/%Y/%m/")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    claim = models.CharField(max_length=32, blank=True, help_text="the worker that reads it now")
    claimed_until_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    bytes_total = models.PositiveBigIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    posts_added = models.PositiveIntegerField(default=0)
    posts_known = models.PositiveIntegerField(default=0)
    bad_lines = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)


class BadLine(models.Model):
    """A line of a posts file that could not be read, with its number and the reason (the first 1,000 are kept)."""

    of_import = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="bad")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)


class ErasureReceipt(models.Model):
    """The dated proof that a post was erased on a person's request; holds nothing of what was erased."""

    number = models.CharField(max_length=24, unique=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="receipts")
    reason = models.CharField(max_length=300)
    requested_at = models.DateTimeField()
    erased_at = models.DateTimeField()
    traces_cleared_at = models.DateTimeField(
        null=True, blank=True, help_text="when no file of this installation held it any more"
    )
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
