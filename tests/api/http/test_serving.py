import socket

import pytest

from api.http.serving import listening
from graph.errors import BadValue


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_it_listens_on_loopback_and_sends_small_answers_at_once(host: str) -> None:
    with listening(host, 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
        assert listener.proto == socket.IPPROTO_TCP  # asyncio leaves Nagle's delay on where it is not named


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "127.0.0.2", "192.168.1.1", "example.org", "localhost.example.org"]
)
def test_every_other_address_is_refused_with_the_reason(host: str) -> None:
    with pytest.raises(BadValue, match="would cross the network in the clear"), listening(host, 0):
        pass
