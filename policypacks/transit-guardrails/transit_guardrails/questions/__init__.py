"""What can be asked of a network. Pure: the model in, answers out."""
