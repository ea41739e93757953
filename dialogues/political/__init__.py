"""Contacts at political level: who met whom, how high, how often."""
