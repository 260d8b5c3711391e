"""Django looks for the admin here; the classes stand in articles.desk, by noun."""

from articles.desk import articles

__all__ = ["articles"]
