"""The network as it was configured: one record per AWS noun, references as ids, nothing derived."""
