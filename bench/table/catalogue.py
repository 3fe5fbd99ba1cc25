"""What is measured: the parts and the measurements of rows.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

UNITS = ("seconds", "bytes", "count", "per second")
INSTRUCTIONS = "-instructions"


@dataclass(frozen=True)
class Measurement:
    name: str
    title: str
    part: str
    unit: str
    ours: tuple[str, ...]
    beside: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    picture: str = ""

    @property
    def everyone(self):
        """Who is measured. The figures of the others are compared with the first one's."""
        return self.ours + self.beside

    @property
    def figures(self):
        """(measurement, who) of each figure that its part prints."""
        return {(self.name, who) for who in self.everyone} | {(self.name + INSTRUCTIONS, who) for who in self.counted}

    @property
    def more_is_better(self):
        return self.unit == "per second"


@dataclass(frozen=True)
class Catalogue:
    # The command of each part.
    parts: dict[str, str]
    measurements: tuple[Measurement, ...]

    def only(self, parts):
        """The part of the catalogue that these parts measure."""
        if unknown := set(parts) - self.parts.keys():
            raise ValueError(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(self.parts)}")
        kept = {part: command for part, command in self.parts.items() if part in parts}
        return Catalogue(kept, tuple(one for one in self.measurements if one.part in kept))


def read(path=Path(__file__).with_name("rows.toml")):
    content = tomllib.loads(path.read_text())
    measurements = tuple(
        Measurement(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for entry in content["measurement"]
    )
    for one in measurements:
        if one.unit not in UNITS or one.part not in content["parts"]:
            raise ValueError(f"{one.name}: the unit or the part is unknown")
        if not set(one.counted) <= set(one.everyone):
            raise ValueError(f"{one.name}: who is counted is not measured")
    for member in ("name", "title"):
        if len({getattr(one, member) for one in measurements}) < len(measurements):
            raise ValueError(f"two measurements have the same {member}")
    return Catalogue(content["parts"], measurements)
