"""Requests as aws-sdk-go-v2 writes them.

Rules: service/cognitoidentityprovider/serializers.go of aws/aws-sdk-go-v2 at 03b450e6afbc1db8ba52b3e56e7df7aa659dfc2d. A
member that Go holds as a plain bool, number or text is left out if it has the zero value. A member that Go holds as a
pointer, a slice or a struct is left out only if it is nil.
"""


def members(**values):
    """The members that are not nil."""
    return {name: value for name, value in values.items() if value is not None}


def nonzero(**values):
    """Members that Go holds as plain values: those that are not zero."""
    return {name: value for name, value in values.items() if value}


def renamed(tfs, names, *, plain=False):
    """The members of one block under the service's names. Empty texts are left out, as the provider does.

    With `plain`, the values are bools and numbers of Go, whose zero is left out too.
    """
    given = {name: tfs.get(tf) for tf, name in names.items()}
    return nonzero(**given) if plain else {name: value for name, value in given.items() if value not in (None, "")}


def described(response, names):
    """The block of a described structure. What is not described is not in the block."""
    return {tf: response[name] for tf, name in names.items() if name in response}


def only(response, names):
    """The list with one block, or without any if nothing is described."""
    return None if response is None else [described(response, names)]
