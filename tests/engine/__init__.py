"""The engine ring: the real program, previewed, built and destroyed by the real Pulumi engine against the stand-in."""
