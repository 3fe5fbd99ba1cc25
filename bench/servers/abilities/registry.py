"""The list of abilities, which the other modules fill."""

ABILITIES = []


def ability(text):
    """Adds a function to the list. The text is the first cell of its row in the table."""

    def add(function):
        ABILITIES.append((text, function))
        return function

    return add
