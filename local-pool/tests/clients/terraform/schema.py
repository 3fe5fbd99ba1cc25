"""The attributes of a resource, in the terms of Terraform's provider frameworks.

A block that may occur once is a list with at most one element, as in Terraform's state.
"""

from dataclasses import dataclass
from typing import Callable, Mapping, Optional

TEXT, NUMBER, FLAG, TEXT_LIST, TEXT_SET, TEXT_MAP = "text", "number", "flag", "text list", "text set", "text map"
BLOCKS, BLOCK_SET = "blocks", "block set"

ZERO = {TEXT: "", NUMBER: 0, FLAG: False, TEXT_LIST: [], TEXT_SET: [], TEXT_MAP: {}, BLOCKS: [], BLOCK_SET: []}


@dataclass(frozen=True)
class Attribute:
    """One attribute.

    If a configuration leaves it out, and it has neither `default` nor `computed`, the value is zero in the SDK v2, and
    absent in the plugin framework.
    """

    kind: str
    computed: bool = False  # without a value in the configuration, the service chooses the value
    default: object = None
    replaces: bool = False  # a change needs a new resource (ForceNew, RequiresReplace)
    suppresses: Optional[Callable] = None  # (path, old, new, difference) -> whether to overlook a difference
    fields: Optional[Mapping] = None  # of a block
    key: Optional[Callable] = None  # what distinguishes an element of a set of blocks
    keeps: bool = True  # UseStateForUnknown
    legacy: bool = False  # for the framework: an absent value counts as zero, as in the older SDK v2

    @property
    def zero(self):
        return ZERO[self.kind]


def text(**options):
    return Attribute(TEXT, **options)


def number(**options):
    return Attribute(NUMBER, **options)


def flag(**options):
    return Attribute(FLAG, **options)


def text_list(**options):
    return Attribute(TEXT_LIST, **options)


def text_set(**options):
    return Attribute(TEXT_SET, **options)


def text_map(**options):
    return Attribute(TEXT_MAP, **options)


def block(fields, **options):
    return Attribute(BLOCKS, fields=fields, **options)


def block_set(fields, **options):
    return Attribute(BLOCK_SET, fields=fields, **options)


def computed_text():
    return Attribute(TEXT, computed=True)


def missing_block(path, old, new, _difference):
    """SuppressMissingOptionalConfigurationBlock: the configuration leaves out a block that the service describes.

    Source: internal/verify/diff.go.
    """
    return path.endswith(".#") and (old, new) == (1, 0)


def frozen(value):
    """A value that can be compared and be an element of a set."""
    if isinstance(value, dict):
        return tuple(sorted((name, frozen(one)) for name, one in value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(frozen(one) for one in value)
    return value
