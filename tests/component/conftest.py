"""The recorded networks that most tests here judge, one after the other."""

import pytest
from component.graph import NETWORKS, recording

from transitctl.offline import Recording


@pytest.fixture(params=list(NETWORKS))
def network(request: pytest.FixtureRequest) -> Recording:
    """Both stacks, and a network in every mode that they do not use. What a test says holds for each."""
    return recording(request.param)
