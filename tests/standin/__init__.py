"""A stand-in for the AWS provider: the real engine talks to it, no account is touched.

It is a gRPC resource provider in a process of its own. It knows the resource types of this project and nothing else,
and for those it does three things that a mock does not:

* at preview it leaves unknown what the real provider leaves unknown (``bridge``, ``computed_properties.json``);
* at update it keeps a world and refuses what AWS refuses, with AWS's error codes (``world``, ``refusals``);
* it fails on request, before or after the thing exists, and writes down the order of all operations (``faults``,
  ``journal``).

It is test equipment and lives in tests/ only. It is stricter than AWS in a few points. What anything still refers to
cannot be deleted, where AWS would sometimes leave a blackhole route or a dangling association behind. Prefixes of two
Transit Gateways on one Direct Connect gateway may not overlap at all. A second customer gateway like the first is
refused, where AWS would answer with the first, and so are other prefixes for a proposal that is still pending.
"""
