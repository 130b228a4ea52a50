"""Django's SQLite with a queue before the one place where only one can write."""
