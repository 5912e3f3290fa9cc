"""Readers: from resources, states and AWS answers to the network model. Only they know type tokens and describe-* keys."""
