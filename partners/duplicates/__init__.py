"""What looks like the same twice: found, made one, and undone."""
