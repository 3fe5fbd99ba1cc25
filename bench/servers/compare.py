"""Tries each ability on each server, and prints the table of local-pool/docs/comparison.md. --renew writes it there."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from abilities import ABILITIES
from botocore.exceptions import BotoCoreError, ClientError
from contestants import add_arguments, contestants
from page import PAGE, TRIED
from stage import FUNCTION, Functions, Lacks, Stage


def tried(function, stage):
    """What a cell of the table says."""
    try:
        stage.new_pool()
        function(stage)
    except Lacks as lack:
        return f"no: {lack}"
    except ClientError as error:
        print(f"{stage.contestant.name}: {function.__name__}: {error}", file=sys.stderr)
        code = error.response["Error"]["Code"]
        said = f"fails with status {code}" if code.isdigit() else f"fails with {code}"
        return f"no: {error.operation_name} {said}"
    except BotoCoreError as error:
        return f"no: {type(error).__name__}"
    except Exception as error:
        # The response lacks something that Cognito's has. The run goes on, and standard error has the whole error.
        print(f"{stage.contestant.name}: {function.__name__}: {error!r}", file=sys.stderr)
        return f"no: its response is not Cognito's ({type(error).__name__})"
    return "yes"


def prepared(contestant, functions, folder):
    """The contestant, set up as its documentation says: it calls triggers, and its state survives a restart."""
    if contestant.name == "local pool":
        contestant.command += ["--data", "{folder}/data", "--lambda-endpoint", functions.url]
    if contestant.name == "cognito-local":
        settings = {"LambdaClient": {"endpoint": functions.url}, "TriggerFunctions": {"PreSignUp": FUNCTION}}
        (Path(folder) / ".cognito").mkdir()
        (Path(folder) / ".cognito/config.json").write_text(json.dumps(settings))
    if contestant.name == "ministack":
        contestant.environment |= {"PERSIST_STATE": "1", "STATE_DIR": "{folder}/state"}
    return contestant


def column(contestant, functions):
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(prepared(contestant, functions, folder), folder)
        try:
            return [tried(function, stage) for _, function in ABILITIES]
        finally:
            stage.server.stop()


def table(all_contestants, columns):
    lines = [f"| | {' | '.join(f'{one.name} {one.version}'.rstrip() for one in all_contestants)} |"]
    lines.append(f"| --- |{' --- |' * len(all_contestants)}")
    for (text, _), *cells in zip(ABILITIES, *columns, strict=True):
        lines.append(f"| {text} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    parser.add_argument("--renew", action="store_true")
    arguments = parser.parse_args()
    functions, everyone = Functions(), contestants(arguments)
    columns = [column(one, functions) for one in everyone]
    made = table(everyone, columns)
    print(made)
    if any(cell != "yes" for cell in columns[0]):
        sys.exit("the local pool lacks an ability of the list")
    if arguments.renew:
        PAGE.write_text(TRIED.replaced(PAGE.read_text(), made))


if __name__ == "__main__":
    main()
