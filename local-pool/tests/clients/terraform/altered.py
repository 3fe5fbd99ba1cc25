"""A client whose responses are altered on their way to the tests."""

import copy


class AlteredClient:
    """Passes each call on, but replaces the response of `operation` with what `alter` returns for it."""

    def __init__(self, client, operation, alter):
        self._client, self._operation, self._alter = client, operation, alter

    def __getattr__(self, name):
        call = getattr(self._client, name)
        if name != self._operation:
            return call
        return lambda **request: self._alter(copy.deepcopy(call(**request)))


def leaves(value, path=()):
    """The paths to all values in a response that are neither objects nor lists."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from leaves(one, (*path, index))
    else:
        yield path


def altered(value, path):
    """The response with another value at this path: of the same type, or None in place of a date."""
    value = copy.deepcopy(value)
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    if isinstance(old, bool):
        new = not old
    elif isinstance(old, (int, float)):
        new = old + 1
    elif isinstance(old, bytes):
        new = old + b"-altered"
    elif isinstance(old, str):
        new = f"{old}-altered"
    else:
        new = None
    holder[path[-1]] = new
    return value
