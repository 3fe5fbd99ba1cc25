"""What is tried on each server. A server has an ability if the ability's function returns. A function that checks a
refusal also checks that the server accepts what is right. Otherwise a server without the operation would pass."""

from abilities import users  # noqa: F401, I001: the order of the table
from abilities import tokens  # noqa: F401
from abilities.registry import ABILITIES

__all__ = ["ABILITIES"]
