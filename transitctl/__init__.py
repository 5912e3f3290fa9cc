"""What an operator does with a bedrock-transit network: the command line, thin, over the program and its spec."""

__version__ = "0.1.0"
