"""A stand-in for the AWS provider: the real engine talks to it, no account is touched.

It is a gRPC resource provider in a process of its own. It knows the resource types of this project and nothing else,
and for those it does three things that a mock does not:

* at preview it leaves unknown what the real provider leaves unknown (``bridge``, ``computed_properties.json``);
* at update it keeps a world and refuses what AWS refuses, with AWS's error codes (``world``, ``refusals``);
* it fails on request, before or after the thing exists, and writes down the order of all operations (``faults``,
  ``journal``).

It is test equipment and lives in tests/ only. It is stricter than AWS in one point: what anything still refers to
cannot be deleted, where AWS would sometimes leave a blackhole route or a dangling association behind.
"""
