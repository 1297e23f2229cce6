"""A web site on loopback for every test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.support.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    serving = Site()
    yield serving
    serving.server.shutdown()
    serving.server.server_close()
