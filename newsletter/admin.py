"""Where Django looks for the admin's classes; they live in desk/, by noun."""

from newsletter.desk import imports, issues, letters, outbox, subscribers

__all__ = ["imports", "issues", "letters", "outbox", "subscribers"]
