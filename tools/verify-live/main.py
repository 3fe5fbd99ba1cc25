"""Plays the flows against Cognito, or against a stand-in, and prints a table; docs/verify-live.md describes it.

Makes the pools of template.yaml, and deletes them again, also after a failure and after Ctrl-C.
"""

import argparse
import collections
import contextlib
import pathlib
import secrets
import signal
import sys

import boto3

from flows import CASES, DIFFERS, NOT_RUN, Run, all_flows
from local_pool import LocalStack
from player import Player
from server import PREFIX, UNUSABLE, reason
from stack import Stack
from table import table

# The exit statuses: every flow did what its cases state; something differs, or could not be deleted; nothing was made.
SUCCESS, FAILURE, NOTHING_MADE = 0, 1, 2
# What Cognito's tier Essentials costs for each user of a month, in US dollars, if the free ones are used up.
DOLLARS_FOR_A_USER = 0.015


def arguments():
    # tools/verify-live/run looks for --against, so the option can't be shortened.
    parser = argparse.ArgumentParser(
        prog="make verify-live", description="Checks the client against a real Cognito.", allow_abbrev=False
    )
    parser.add_argument("--against", choices=["aws", "local-pool"], default="aws")
    parser.add_argument("--endpoint", help="the address of ministack, which stands in for AWS")
    parser.add_argument("--region", help="the region; by default, that of the profile")
    parser.add_argument("--profile", help="the profile of AWS's configuration files")
    parser.add_argument("--yes", action="store_true", help="does not ask")
    parser.add_argument("--only", default="", help="plays only the flows whose name has this text")
    parser.add_argument("--cases", type=pathlib.Path, default=CASES, help="the folder of the cases")
    parser.add_argument("--player", required=True, help="the program that makes the calls")
    parser.add_argument("--local-pool", help="the program of the local pool")
    return parser.parse_args()


def stack_for(options):
    if options.against == "local-pool":
        return LocalStack(boto3.Session("any", "any", region_name="local"), options.local_pool)
    session = boto3.Session(profile_name=options.profile or None, region_name=options.region or None)
    if session.region_name is None:
        raise RuntimeError("no region: set REGION=…, or AWS_REGION")
    return Stack(session, f"{PREFIX}-{secrets.token_hex(4)}", options.endpoint)


def plan(stack, flows):
    """What is about to be made, where, and for how much."""
    announcement, resources = stack.announced()
    kinds = collections.defaultdict(list)
    for name, resource in resources.items():
        kinds[resource["Type"]].append(name)
    lines = [f"{announcement} {len(resources)} resources:"]
    lines += [f"  {kind}: {', '.join(names)}" for kind, names in kinds.items()]
    users = sum("why" not in flow for flow in flows)
    lines.append(f"In the pools it makes at most {users} users, one for each flow. At the end it deletes everything.")
    if isinstance(stack, Stack):
        lines.append(
            "Estimated cost: a few cents (the key, by the hour). If the account has used up Cognito's free users of this "
            f"month: {users * DOLLARS_FOR_A_USER:.2f} US dollars more. No message is sent."
        )
    return "\n".join(lines)


def agreed(options):
    if options.yes:
        return True
    try:
        return input("Go on? [y/N] ").strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def place(options):
    if options.against == "local-pool":
        return "local-pool"
    return "ministack" if options.endpoint else "aws"


def play(flows, server, player, options):
    """Plays the flows one after the other. Gives a row for each."""
    for flow in flows:
        lacking = flow.get("not_at", {}).get(place(options))
        why = flow.get("why") or lacking and f"{place(options)}: {lacking}"
        if why:
            yield flow["flow"], NOT_RUN, 0, [why], []
        else:
            print(f"  {flow['flow']}", file=sys.stderr, flush=True)
            yield Run(flow, server, player, options.cases).row()


def check(options, flows, stack):
    """Makes the pools, plays the flows and deletes the pools. Returns the table's rows, and what could not be deleted."""
    player, rows = None, []
    try:
        server = stack.create()
        player = Player(options.player)
        for row in play(flows, server, player, options):
            rows.append(row)
    except KeyboardInterrupt:
        rows.append(("(the run)", DIFFERS, 0, ["it was stopped before its end"], []))
    except Exception as error:
        rows.append(("(the run)", DIFFERS, 0, [reason(error)], []))
    # Another Ctrl-C must not prevent the deletion.
    with contextlib.suppress(KeyboardInterrupt):
        print("Deleting what was made …", file=sys.stderr, flush=True)
        if player:
            player.stop()
    return rows, stack.delete()


def interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main():
    options = arguments()
    # A script starts a command in the background with SIGINT ignored. Python then has no handler for it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    flows = [flow for flow in all_flows() if options.only in flow["flow"]]
    if not flows:
        print("verify-live: no flow has such a name", file=sys.stderr)
        return NOTHING_MADE
    try:
        stack = stack_for(options)
        print(plan(stack, flows))
        for command in stack.earlier():
            print(f"An earlier run has left a stack. This deletes it: {command}")
    except RuntimeError as error:
        print(f"verify-live: {error}", file=sys.stderr)
        return NOTHING_MADE
    except UNUSABLE as error:
        print(f"verify-live: AWS can't be asked: {reason(error)}", file=sys.stderr)
        return NOTHING_MADE
    if not agreed(options):
        print("Nothing was made.")
        return NOTHING_MADE
    rows, left = check(options, flows, stack)
    print(table(rows))
    for line in left:
        print(f"Not deleted: {line}")
    if not left:
        print("Everything that was made is deleted.")
    return FAILURE if left or any(row[1] == DIFFERS for row in rows) else SUCCESS


if __name__ == "__main__":
    sys.exit(main())
