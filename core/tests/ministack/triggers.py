"""The pools' triggers, as one Lambda function.

The triggers of CUSTOM_AUTH ask for two words, or for one word if SRP has verified the password. PreSignUp
confirms a user without a code if the name begins with `welcome`, and refuses the user if it begins with `unwelcome`.
"""

WORDS = ["open", "sesame"]
WRONG_WORDS_ALLOWED = 1


def handle(event, _context):
    step, _ = event["triggerSource"].split("_")
    event["response"] |= TRIGGERS[step](event["request"], event["userName"])
    return event


def pre_sign_up(_request, username):
    if username.startswith("unwelcome"):
        raise ValueError("not welcome")
    return {"autoConfirmUser": username.startswith("welcome")}


def given(request, is_right):
    """The number of right or wrong words so far."""
    return sum(
        answer["challengeName"] == "CUSTOM_CHALLENGE" and answer["challengeResult"] is is_right
        for answer in request["session"]
    )


def define(request, _username):
    names = [answer["challengeName"] for answer in request["session"]]
    if names[-1:] == ["SRP_A"]:
        return {"challengeName": "PASSWORD_VERIFIER", "issueTokens": False, "failAuthentication": False}
    needed = 1 if "PASSWORD_VERIFIER" in names else len(WORDS)
    return {
        "challengeName": "CUSTOM_CHALLENGE",
        "issueTokens": given(request, True) == needed,
        "failAuthentication": given(request, False) > WRONG_WORDS_ALLOWED,
    }


def create(request, _username):
    word = WORDS[given(request, True)]
    return {"publicChallengeParameters": {"hint": word[0]}, "privateChallengeParameters": {"word": word}}


def verify(request, _username):
    return {"answerCorrect": request["challengeAnswer"] == request["privateChallengeParameters"]["word"]}


TRIGGERS = {
    "PreSignUp": pre_sign_up,
    "DefineAuthChallenge": define,
    "CreateAuthChallenge": create,
    "VerifyAuthChallengeResponse": verify,
}
