"""What can go wrong, as one tree: every message names the thing, its value and the next step.

HalqaError
├── Refused                the request cannot be carried out as it stands (exit code 2)
│   ├── BadFile            a file that cannot be read, or is not what its profile says
│   ├── BadProfile         a mapping profile that contradicts itself or the vocabulary
│   ├── BadValue           a parameter, id or option outside its range
│   ├── NotFound           nothing of that name is visible to the caller
│   ├── TooMany            more of something than its numbers can count
│   ├── LimitPassed        work that took more time or memory than it may; it was ended
│   ├── WorkLost           the process that worked on something ended without an answer
│   └── StoreProblem       a store that is locked, unreadable, newer than this program, or not ours
│       ├── NoStore        nothing has been loaded there yet, and who only reads makes none
│       ├── DamagedStore   its file cannot be read as what it should be
│       ├── MustRebuild    it was made by other rules, another layout or another profile version
│       ├── Unstorable     it refuses a value of what is written; other values would pass
│       └── StoreUnavailable   it does not answer now; the same request may succeed later
│           ├── Overtaken      it was written to while it was read
│           └── WriterBusy     another program is loading
├── TooManyRejects         more of a file was bad than is tolerated; nothing was applied (exit code 1)
└── Interrupted            stopped while applying; the next command goes on (exit code 3)
"""


class HalqaError(Exception):
    """A fault that is shown to people; `next_step` says what they can do about it."""

    exit_code = 2

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message}; {self.next_step}" if self.next_step else self.message


class Refused(HalqaError):
    """The request cannot be carried out as it stands; nothing was changed."""


class BadFile(Refused):
    """A file that cannot be read, or is not what its profile says; nothing of it was loaded."""


class BadProfile(Refused):
    """A mapping profile that contradicts itself or the vocabulary."""


class BadValue(Refused):
    """A parameter, id or option outside its range."""


class NotFound(Refused):
    """Nothing of that name is visible to the caller; hidden and absent look the same."""


class TooMany(Refused):
    """More of something than its numbers can count; the message says how many are possible."""


class LimitPassed(Refused):
    """Work that took more time or memory than it may; it was ended, and nothing was changed."""


class WorkLost(Refused):
    """The process that worked on something ended without an answer; the same request may succeed."""


class StoreProblem(Refused):
    """A store that is locked, unreadable, newer than this program, or not ours."""


class NoStore(StoreProblem):
    """There is no store where one is asked for; the first load makes it, and who only reads does not."""


class DamagedStore(StoreProblem):
    """A store whose file cannot be read as what it should be."""


class MustRebuild(StoreProblem):
    """A store that was made by other rules, with another layout or by another version of a profile."""


class Unstorable(StoreProblem):
    """A store refuses a value of what is written to it; what else is written would pass."""


class StoreUnavailable(StoreProblem):
    """A store that does not answer now; the same request may succeed later."""


class Overtaken(StoreUnavailable):
    """A store was written to while it was read: what was read is of several moments."""


class WriterBusy(StoreUnavailable):
    """Another program is loading into the same stores."""


class TooManyRejects(HalqaError):
    """More of a file was bad than is tolerated; nothing was applied."""

    exit_code = 1


class Interrupted(HalqaError):
    """Stopped while applying; the next command goes on from there."""

    exit_code = 3
