"""What is tried on each server. An ability is there if its function returns. A check that refuses something wrong also has
to accept what is right, so a server without the operation does not seem to check."""

from abilities import users  # noqa: F401, I001: the order of the table
from abilities import tokens  # noqa: F401
from abilities.registry import ABILITIES

__all__ = ["ABILITIES"]
