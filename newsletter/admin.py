"""Where Django looks for the admin's classes; they live in desk/, by noun."""

from newsletter.desk import issues, letters, outbox, subscribers

__all__ = ["issues", "letters", "outbox", "subscribers"]
