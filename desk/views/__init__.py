"""Views of what an officer sees first: their desk, a country, and hand-overs."""
