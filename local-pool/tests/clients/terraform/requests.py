"""Requests as aws-sdk-go-v2 writes them.

Rules: service/cognitoidentityprovider/serializers.go of aws/aws-sdk-go-v2 at 03b450e6afbc1db8ba52b3e56e7df7aa659dfc2d. A
member that Go holds as a plain bool, number or text is left out if it has the zero value. A member that Go holds as a
pointer, a slice or a struct is left out only if it is nil.
"""


def members(**values):
    """The members that are not nil."""
    return {name: value for name, value in values.items() if value is not None}


def nonzero(**values):
    """The members that are not zero, of those that Go holds as plain values."""
    return {name: value for name, value in values.items() if value}


def renamed(tfs, names, *, plain=False):
    """The members of one block under the service's names. Empty texts are left out, as the provider does.

    With `plain`, Go holds the values as plain bools and numbers, so their zeros are left out too.
    """
    given = {name: tfs.get(tf) for tf, name in names.items()}
    return nonzero(**given) if plain else {name: value for name, value in given.items() if value not in (None, "")}


def described(response, names):
    """The block for a structure in a response. The block lacks the members that the response lacks."""
    return {tf: response[name] for tf, name in names.items() if name in response}


def only(response, names):
    """A list with the block for a structure in a response, or None without such a structure."""
    return None if response is None else [described(response, names)]
