"""A mail server that takes everything and keeps nothing, as fast as one process can."""

import asyncio
import multiprocessing
import socket

END = b"\r\n.\r\n"
ANSWERS = {
    b"DATA": b"354 go on\r\n",
    b"EHLO": b"250-sink\r\n250 SIZE 0\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Talk(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.held = b""
        self.in_message = False
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.held += data
        while self.step():
            pass

    def step(self):
        """Take one command, or one message; True if there may be more."""
        end = END if self.in_message else b"\r\n"
        at = self.held.find(end)
        if at < 0:
            return False
        verb = self.held[:4].upper()
        self.held = self.held[at + len(end) :]
        if self.in_message:
            self.in_message = False
            self.transport.write(b"250 taken\r\n")
        else:
            self.in_message = verb == b"DATA"
            self.transport.write(ANSWERS.get(verb, b"250 fine\r\n"))
        return True


def start():
    """Start it apart; returns (process, port)."""
    line = socket.create_server(("127.0.0.1", 0))
    process = multiprocessing.get_context("fork").Process(target=_serve, args=[line], daemon=True)
    process.start()
    port = line.getsockname()[1]
    line.close()
    return process, port


def _serve(line):
    async def forever():
        server = await asyncio.get_running_loop().create_server(Talk, sock=line)
        await server.serve_forever()

    asyncio.run(forever())
