"""Who is in touch with whom, and whether the contact lives."""
