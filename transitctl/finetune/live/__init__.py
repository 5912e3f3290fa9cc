"""Whether a training network in AWS is as the state says that was proven.

``stated`` reads facts from the state, ``asking`` the same facts from AWS, ``comparing`` tells where they differ. All but ``asking`` are
pure.
"""
