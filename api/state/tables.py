"""Tables of the state database. Keys are texts; lists of names stand in one text, a line each.

`at`, `by` and `why` are the moment, the person and his reason. `patterns` are the channel patterns of whoever did a
thing: somebody else is told of it only where his own patterns cover them.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table

from graph.relational.columns import Words, words

metadata = MetaData()

user = Table(
    "user",
    metadata,
    Column("name", Words, primary_key=True),
    *words("display", "patterns", "created_at", "disabled_at"),
    Column("key_hash", Words, nullable=False, unique=True),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("user", Words, ForeignKey("user.name"), nullable=False, index=True),
    *words("begun_at", "ends_at"),
)

# `left` sorts before `right`: a pair has one form. Rows are revoked, never deleted. One that `needs_second` ("yes")
# counts from `second_at` on, when another person has said so too.
judgement = Table(
    "judgement",
    metadata,
    Column("id", Words, primary_key=True),
    *words("left", "right", "verdict", "channels", "by", "at", "why", "revoked_at", "revoked_by", "revoked_why"),
    *words("needs_second", "second_by", "second_at"),
    Index("judgement_left", "left"),
    Index("judgement_right", "right"),
)

entity_id = Table("entity_id", metadata, Column("id", Words, primary_key=True), *words("by", "at"))

# One that is not `ended_at` holds; an id has one of those at most.
redirect = Table(
    "redirect",
    metadata,
    Column("id", Words, primary_key=True),
    Column("old", Words, ForeignKey("entity_id.id"), nullable=False, index=True),
    Column("new", Words, ForeignKey("entity_id.id"), nullable=False, index=True),
    *words("by", "at", "why", "ended_at", "ended_by"),
)

# Which entity a party belonged to when who is who was told last; a party without others has no entity of its own.
entity_member = Table(
    "entity_member",
    metadata,
    Column("party", Words, primary_key=True),
    Column("entity", Words, ForeignKey("entity_id.id"), nullable=False, index=True),
)

# An entity was joined to another, or another was taken out of it; `members` are the parties that changed, a line each.
entity_event = Table(
    "entity_event",
    metadata,
    Column("id", Words, primary_key=True),
    *words("kind", "entity", "other", "members", "by", "at", "why"),
    Index("entity_event_entity", "entity"),
    Index("entity_event_other", "other"),
)

disclosure = Table(
    "disclosure",
    metadata,
    Column("id", Words, primary_key=True),
    *words("kind", "title", "question", "parameters", "format", "version", "patterns", "by", "at"),
)

disclosed_node = Table(
    "disclosed_node",
    metadata,
    Column("disclosure", Words, ForeignKey("disclosure.id"), primary_key=True),
    Column("node", Words, primary_key=True),
    Index("disclosed_node_node", "node"),
)

disclosed_batch = Table(
    "disclosed_batch",
    metadata,
    Column("disclosure", Words, ForeignKey("disclosure.id"), primary_key=True),
    Column("batch", Words, primary_key=True),
    Index("disclosed_batch_batch", "batch"),
)

# The body of an answer that is kept, as JSON; what it was an answer to stands in its disclosure.
result = Table(
    "result",
    metadata,
    Column("disclosure", Words, ForeignKey("disclosure.id"), primary_key=True),
    Column("body", Words, nullable=False),
)

# The step of a lead that is highest is where it stands.
disposition = Table(
    "disposition",
    metadata,
    Column("lead", Words, primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    *words("state", "reason", "patterns", "by", "at", "evidence"),
)

# `text` is what is watched, `scope` whether for its owner alone or for the administration; one that is not `ended_at`
# stands until the day `until`, "" for ever.
watch = Table(
    "watch",
    metadata,
    Column("id", Words, primary_key=True),
    *words("kind", "text", "country", "scope", "owner", "patterns", "why", "at", "until"),
    *words("ended_at", "ended_by", "ended_why"),
)

# A record of a channel was loaded in which `node` is, or may be, what is watched; its state is a disposition.
watch_hit = Table(
    "watch_hit",
    metadata,
    Column("id", Words, primary_key=True),
    Column("watch", Words, ForeignKey("watch.id"), nullable=False, index=True),
    *words("record", "node", "channel", "at"),
    Column("sureness", Float, nullable=False),
    Index("watch_hit_record", "record"),
)

# What somebody had on the screen; `body` is JSON of ids, places and words, never of what the graph says of them, and
# `version` the version of the data that he saw. `taken` counts the ids that went out of it with what was recalled.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Words, primary_key=True),
    *words("owner", "patterns", "at", "version", "name", "body"),
    Column("taken", Integer, nullable=False),
    Index("saved_view_owner", "owner"),
)

saved_view_node = Table(
    "saved_view_node",
    metadata,
    Column("view", Words, ForeignKey("saved_view.id"), primary_key=True),
    Column("node", Words, primary_key=True),
    Index("saved_view_node_node", "node"),
)

job = Table(
    "job",
    metadata,
    Column("id", Words, primary_key=True),
    *words("title", "lane", "service", "state", "patterns", "by", "created_at", "started_at", "ended_at", "error"),
    Index("job_state", "state"),
)
