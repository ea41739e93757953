"""What projects cost: added up by currency, and counted in the home currency."""
