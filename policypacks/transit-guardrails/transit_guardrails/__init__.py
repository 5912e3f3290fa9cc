"""What must hold in a bedrock-transit network: model ← readers ← questions ← rules ← pack."""

__version__ = "0.1.0"
