"""One request of a scenario."""

from dataclasses import dataclass, field

from model import USER_POOLS


@dataclass(frozen=True)
class Step:
    """One request, before its variables are filled."""

    scenario: str
    case: str
    call: str = ""
    service: str = USER_POOLS
    # The members of the operation's request, or a body that is sent as it is.
    body: object = None
    # A method and a path, for a request that is no operation.
    http: str = ""
    at: str = USER_POOLS
    headers: dict = field(default_factory=dict)
    form: dict | None = None
    keep: dict = field(default_factory=dict)
    # The user, password, pool and client of an SRP sign-in that begins here.
    srp: dict = field(default_factory=dict)
    # Whether the challenge response is the proof of that sign-in.
    proof: bool = False
    # Whether the response is a page of a list.
    page: bool = False
    # Whether an authenticator app has to show its next code first.
    wait: bool = False

    @property
    def name(self):
        return f"{self.scenario} / {self.call or self.http}: {self.case}"
