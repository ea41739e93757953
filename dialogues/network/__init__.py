"""The network picture of a dialogue, and its pairing matrix."""
