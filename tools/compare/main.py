"""Plays the same requests at two endpoints, and prints where the responses differ; docs/compare.md describes it."""

import argparse
import pathlib
import signal
import sys
import urllib.parse

import known
from aws import Aws, Unusable, new_run, plan
from differ import differences
from endpoints import AWS, DEFAULT_REGION, LOCAL_POOL, MINISTACK, MOTO, at_address, started
from play import STOPPING, Play, playable
from report import Comparison
from scenarios import every

# The exit statuses: no difference; a difference, or something that could not be deleted; nothing was compared.
SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2
# A run that ends in the middle of a request does not learn what that request made.
DELETED = "What this run made is deleted. If its last request made something too, the next run at AWS deletes it there."


def arguments(given=None):
    parser = argparse.ArgumentParser(prog="tools/compare/run", description="Compares two endpoints of Cognito.")
    for side in ("left", "right"):
        parser.add_argument(side, metavar=side.upper(), help="an address, local-pool, ministack, moto or aws")
    parser.add_argument("--only", default="", help="plays only the scenarios whose name has this text")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="also writes the differences to this file")
    parser.add_argument("--region", help="the region; by default that of the profile, or us-east-1 without aws")
    parser.add_argument("--profile", help="the profile of AWS's configuration files")
    parser.add_argument("--account", help="the account at AWS that may be used, by its id")
    parser.add_argument("--yes", action="store_true", help="does not ask; for aws it needs --account")
    parser.add_argument("--known", type=pathlib.Path, default=known.FILE, help="the file of the known differences")
    return parser.parse_args(given)


def endpoints(options):
    """The two sides. A server that runs already is asked only for its clock."""
    names = (options.left, options.right)
    real = Aws(options.profile, options.region) if AWS in names else None
    # Both sides have one region, which is in their ids and ARNs.
    region = real.region if real else options.region or DEFAULT_REGION
    return [endpoint(name, region, real) for name in names]


def endpoint(name, region, real):
    if name == AWS:
        return real
    if name in (LOCAL_POOL, MINISTACK, MOTO):
        return started(name, region)
    if name.startswith(("http://", "https://")):
        # At AWS nothing is done without consent.
        host = urllib.parse.urlsplit(name).hostname or ""
        if "amazonaws." in host or host.endswith((".api.aws", ".amazoncognito.com")):
            raise Unusable(f"{name} is AWS: write aws")
        return at_address(name, region)
    raise Unusable(f"{name} is neither an address nor one of local-pool, ministack, moto and aws")


def agreed(options, real, times, scenarios):
    """Whether the person agrees to what is made at AWS. Until then, only the account's id is asked for."""
    if options.yes and not options.account:
        raise Unusable("--yes needs --account with the id of the account, because aws makes things there")
    account = real.account()
    if options.account and options.account != account:
        raise Unusable(f"the credentials are of account {account}, not {options.account}")
    print(plan(real, account, times, scenarios))
    if options.yes:
        return True
    try:
        return input("Type yes to go on: ").strip() == "yes"
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def known_differences(options):
    try:
        return known.entries(options.known)
    except (OSError, ValueError) as error:
        raise Unusable(f"the known differences can't be read: {error}") from None


def compare(options, sides, scenarios, left_out, entries):
    """Plays everything at one side after the other. `entries` are the known differences."""
    run, responses, left, failure = new_run(), [], [], None
    try:
        for number, side in enumerate(sides):
            play = Play(side, f"{run}{number}")
            try:
                with side:
                    # The deletion is inside, while the server still runs.
                    with play:
                        responses.append(play.all(scenarios))
            finally:
                left += [(side.kind, line) for line in play.left]
    except KeyboardInterrupt:
        failure = "it was stopped before its end"
    except Exception as error:
        # The text of an unexpected error could have a secret.
        failure = f"it failed: {type(error).__name__}"
    if failure:
        for kind, line in left:
            print(f"Not deleted at {kind}: {line}")
        print(f"Nothing is compared: {failure}. {'' if left else DELETED}".rstrip())
        return None
    kinds = [side.kind for side in sides]
    found = [difference for name in responses[0] for difference in differences(name, responses[0][name], responses[1][name])]
    others, fit, unused = known.explained(found, kinds, entries)
    return Comparison(kinds, len(responses[0]), others, fit, () if options.only else unused, left_out, left)


def interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(given=None):
    options = arguments(given)
    # A script starts a command in the background with SIGINT ignored. Python then has no handler for it.
    for number in STOPPING:
        signal.signal(number, interrupt)
    try:
        # This comes first: a mistake in the file must not end a long run.
        entries = known_differences(options)
        sides = endpoints(options)
        scenarios = [scenario for scenario in every() if options.only in scenario.name]
        if not scenarios:
            raise Unusable("no scenario has such a name")
        scenarios, left_out = playable(scenarios, sides)
        real = next((side for side in sides if side.kind == AWS), None)
        if real and not agreed(options, real, sides.count(real), scenarios):
            print("Nothing was made.")
            return NOT_COMPARED
        if real and (earlier := real.leftovers().delete()):
            raise Unusable(f"an earlier run has left what can't be deleted: {'; '.join(earlier)}")
    except Unusable as error:
        print(f"compare: {error}", file=sys.stderr)
        return NOT_COMPARED
    except KeyboardInterrupt:
        print("Nothing is compared: it was stopped before its beginning.")
        return NOT_COMPARED
    comparison = compare(options, sides, scenarios, left_out, entries)
    if comparison is None:
        return NOT_COMPARED
    print(comparison.text())
    if options.json:
        comparison.write(options.json)
    return DIFFERENT if comparison.differences or comparison.left else SAME


if __name__ == "__main__":
    sys.exit(main())
