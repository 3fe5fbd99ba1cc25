"""How Terraform's plugin framework finds the differences between a configuration and the state.

Rules: internal/fwserver/server_planresourcechange.go of hashicorp/terraform-plugin-framework, and
internal/plans/objchange of hashicorp/terraform. An absent value is not a zero value here. Terraform refuses a result of
the provider that differs from the plan.
"""

from .schema import BLOCK_SET, BLOCKS, TEXT_SET, frozen
from .sdk_plan import Plan


class Unknown:
    """A value that nobody knows before the service's response."""

    def __repr__(self):
        return "(known after apply)"


UNKNOWN = Unknown()


def plan(schema, configuration, state):
    unknown = configuration.keys() - schema.keys()
    if unknown:
        raise AssertionError(f"the resource has no attributes {sorted(unknown)}")
    held = state or {}
    values = _object(schema, configuration, held)
    changes, replaces = [], False
    for name, attribute in schema.items():
        if comparable(attribute, values[name]) != comparable(attribute, held.get(name)):
            changes.append(name)
            replaces |= attribute.replaces
    creates = state is None
    if creates or changes:
        _mark_unknown(schema, configuration, values, creates)
    return Plan(values, held, [] if creates else changes, replaces and not creates, creates)


def comparable(attribute, value):
    if value is None or isinstance(value, Unknown):
        return value
    if attribute.kind == TEXT_SET:
        return frozenset(value)
    if attribute.kind in (BLOCKS, BLOCK_SET):
        elements = [frozen({name: comparable(field, one.get(name)) for name, field in attribute.fields.items()})
                    for one in value]
        # An empty list of blocks and an absent one are the same.
        return (frozenset if attribute.kind == BLOCK_SET else tuple)(elements) or None
    return frozen(value)


def _object(schema, asked, held):
    return {name: _value(attribute, asked.get(name), held.get(name)) for name, attribute in schema.items()}


def _value(attribute, asked, held):
    if asked is None:
        return held if attribute.computed and attribute.default is None else attribute.default
    if attribute.kind == BLOCKS:
        held = held or []
        return [_object(attribute.fields, one, held[index] if index < len(held) else {})
                for index, one in enumerate(asked)] or None
    return asked


def _mark_unknown(schema, asked, values, creates):
    """Marks a value as unknown if the service will choose it, unless the resource keeps the value in the state."""
    for name, attribute in schema.items():
        if attribute.kind == BLOCKS:
            for one, element in zip(asked.get(name) or [], values[name] or []):
                _mark_unknown(attribute.fields, one, element, creates)
        elif asked.get(name) is None and attribute.computed and attribute.default is None:
            if creates or values[name] is None or not attribute.keeps:
                values[name] = UNKNOWN


def check_result(schema, values, result, place=""):
    """Fails as Terraform does if a result differs from a planned value."""
    for name, attribute in schema.items():
        planned, got = values[name], result.get(name)
        if isinstance(planned, Unknown):
            continue
        if attribute.kind == BLOCKS and planned and len(planned) == len(got or []):
            for index, (one, other) in enumerate(zip(planned, got)):
                check_result(attribute.fields, one, other, f"{place}{name}.{index}.")
        elif comparable(attribute, planned) != comparable(attribute, got):
            raise AssertionError(
                f"Provider produced inconsistent result after apply: {place}{name} was {planned!r}, but now {got!r}"
            )
