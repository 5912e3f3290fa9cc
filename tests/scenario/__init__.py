"""The real program, whole or sabotaged, recorded as the policy pack would see it."""
