"""
Writes the head of an answer together with its body. hypercorn 0.18 writes the head alone, and the body after it.

AWS's provider 5.100 (built with Go 1.23.10) sometimes loses such an answer on a busy machine: "failed to discard response body, read tcp …: use of closed network connection". It then sends the call again, and a second `lambda:AddPermission` or `kinesis:RegisterStreamConsumer` is a conflict. What has arrived with the head isn't lost.
"""

import h11


class Connection(h11.Connection):
    """A connection that keeps the head of an answer of a known length until the next part is written."""

    head = b""

    def send(self, event):
        data = super().send(event)
        if data is None:
            return None
        if isinstance(event, h11.Response) and any(name == b"content-length" for name, _ in event.headers):
            self.head = data
            return b""
        head, self.head = self.head, b""
        return head + data


def install():
    """hypercorn makes its connections by this name."""
    h11.Connection = Connection
