"""The list of abilities, which the other modules fill."""

ABILITIES = []


def ability(text):
    """Adds a function to the list. The text is the row of the table."""

    def add(function):
        ABILITIES.append((text, function))
        return function

    return add
