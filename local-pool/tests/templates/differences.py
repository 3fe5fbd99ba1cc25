"""What a template asks for and a description lacks."""

import base64


def differences(asked, held, place):
    """The places where a description does not say what was asked for. It may say more."""
    if isinstance(asked, dict):
        if not isinstance(held, dict):
            yield f"{place}: asked for {asked!r}, and there is {held!r}"
            return
        for name, value in asked.items():
            if name in held:
                yield from differences(value, held[name], f"{place}.{name}")
            elif value not in ({}, []):
                yield f"{place}.{name}: asked for {value!r}, and there is nothing"
    elif isinstance(asked, list):
        yield from lists(asked, held if isinstance(held, list) else [], place)
    elif plain(asked) != plain(held):
        yield f"{place}: asked for {asked!r}, and there is {held!r}"


def lists(asked, held, place):
    """Cognito's lists have no order."""
    for element in asked:
        if not any(not list(differences(element, one, place)) for one in held):
            yield f"{place}: asked for {element!r}, and there is {held!r}"
    if len(asked) != len(held):
        yield f"{place}: asked for {len(asked)} elements, and there are {len(held)}"


def plain(value):
    """A value as text: templates may write numbers and switches as text."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)
