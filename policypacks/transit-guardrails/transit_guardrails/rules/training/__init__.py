"""Rules about training networks: where jobs run, what they reach, their data, keys and roles."""
