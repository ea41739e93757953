"""Activities of the International Aid Transparency Initiative, out and in."""
