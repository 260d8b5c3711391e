"""Where Django looks for the admin's classes; they live in desk/, by noun."""

from newsletter.desk import exports, imports, issues, letters, outbox, subscribers

__all__ = ["exports", "imports", "issues", "letters", "outbox", "subscribers"]
