"""What an officer passes on, and to whom."""
