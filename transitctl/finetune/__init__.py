"""Fine-tuning jobs in a training network: what a job asks for, whether the network fits it, and the job itself.

Pure are ``place``, ``request``, ``judge``, ``promotion`` and ``stack_edit``; ``aws``, ``services``, ``interfaces`` and ``live.asking`` alone speak to
AWS.
"""
