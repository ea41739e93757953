"""Views of countries, institutions, people, networks and links."""
