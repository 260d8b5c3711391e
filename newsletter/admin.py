"""Where Django looks for the admin's classes; they live in desk/, by noun."""

from newsletter.desk import letters, outbox, subscribers

__all__ = ["letters", "outbox", "subscribers"]
