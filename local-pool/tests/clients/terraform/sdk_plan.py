"""How Terraform's plugin SDK v2 finds the differences between a configuration and the state.

Rules: helper/schema/schema.go of hashicorp/terraform-plugin-sdk v2 (diffString, diffList, diffSet, diffMap).
It does not tell a value that is absent from a zero value.
"""

from dataclasses import dataclass, field

from .schema import BLOCK_SET, BLOCKS, TEXT_MAP, TEXT_SET, frozen


@dataclass
class Plan:
    """The planned values, and the paths at which they differ from the state."""

    values: dict
    held: dict
    changes: list = field(default_factory=list)
    replaces: bool = False
    creates: bool = False

    @property
    def is_empty(self):
        return not self.changes and not self.creates

    def changed(self, *names):
        """HasChanges."""
        return any(path == name or path.startswith(f"{name}.") for path in self.changes for name in names)

    def get(self, name):
        """Get: the planned value."""
        return self.values[name]

    def block(self, name):
        """The only element of a block, or None."""
        return next(iter(self.values[name]), None)


def plan(schema, configuration, state):
    """Compares a configuration with the state; the state is None if there is no resource."""
    unknown = configuration.keys() - schema.keys()
    if unknown:
        raise AssertionError(f"the resource has no attributes {sorted(unknown)}")
    held = state or {}
    difference = _Difference(configuration, held)
    values = {name: difference.planned(name, attribute, configuration.get(name), held.get(name))
              for name, attribute in schema.items()}
    creates = state is None
    return Plan(values, held, difference.changes, difference.replaces and not creates, creates)


def comparable(attribute, value):
    """The value in a form that is the same for equal values of the attribute."""
    value = attribute.zero if value is None else value
    if attribute.kind == TEXT_SET:
        return frozenset(value)
    if attribute.kind == BLOCK_SET:
        key = attribute.key or (lambda one: frozen({name: comparable(field, one.get(name))
                                                    for name, field in attribute.fields.items()}))
        return frozenset(key(one) for one in value)
    return frozen(value)


class _Difference:
    def __init__(self, configuration, held):
        self.configuration, self.held = configuration, held
        self.changes, self.replaces = [], False

    def _change(self, path, attribute, old, new):
        """Notes a difference, unless the attribute overlooks it."""
        if attribute.suppresses and attribute.suppresses(path, old, new, self):
            return False
        self.changes.append(path)
        self.replaces |= attribute.replaces
        return True

    def planned(self, path, attribute, asked, held, *, is_new=False):
        """The planned value of one attribute. In a new block, a zero value in the configuration is a change too."""
        held = attribute.zero if held is None else held
        is_new = is_new and asked is not None
        if asked is None:
            if attribute.computed:
                return held
            asked = attribute.zero if attribute.default is None else attribute.default
        if attribute.kind == BLOCKS:
            return self._blocks(path, attribute, asked, held)
        if attribute.kind == TEXT_MAP:
            return self._map(path, attribute, asked, held)
        if comparable(attribute, asked) == comparable(attribute, held) and not is_new:
            return asked
        return asked if self._change(path, attribute, held, asked) else held

    def _blocks(self, path, attribute, asked, held):
        changed = len(asked) != len(held) and self._change(f"{path}.#", attribute, len(held), len(asked))
        elements = []
        for index in range(max(len(asked), len(held))):
            new = asked[index] if index < len(asked) else {}
            old = held[index] if index < len(held) else {}
            elements.append({
                name: self.planned(f"{path}.{index}.{name}", field, new.get(name), old.get(name), is_new=index >= len(held))
                for name, field in attribute.fields.items()
            })
        return elements[:len(asked)] if changed else elements

    def _map(self, path, attribute, asked, held):
        planned = dict(asked)
        for key in sorted(asked.keys() | held.keys()):
            old, new = held.get(key, ""), asked.get(key, "")
            if old != new and not self._change(f"{path}.{key}", attribute, old, new):
                planned[key] = old
        return planned
