"""What must hold, as an explicit list of records."""
