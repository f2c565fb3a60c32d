"""A listener: asks for speech over HTTP and plays it at its own speed, in mind."""

import asyncio
import dataclasses
import json
import time

BYTES_PER_SECOND = 48000  # pcm and wav


@dataclasses.dataclass
class Heard:
    status: int = 0
    first_audio_s: float = 0  # from sending the request
    end_s: float = 0
    audio_s: float = 0
    stalls: int = 0
    longest_stall_s: float = 0
    complete: bool = False


class Player:
    """What a listener has and when it will have heard it."""

    def __init__(self, heard: Heard):
        self.heard = heard
        self.dry = 0.0

    def take(self, size: int, now: float) -> None:
        late = now - self.dry
        if self.dry and late > 0:
            self.heard.stalls += 1
            self.heard.longest_stall_s = max(self.heard.longest_stall_s, late)
        self.dry = max(self.dry, now) + size / BYTES_PER_SECOND
        self.heard.audio_s += size / BYTES_PER_SECOND


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
    return int(lines[0].split()[1]), headers


async def listen(server, client: int, text: str, audio_format: str, leave: bool = False) -> Heard:
    """Hears one text to its end, or leaves with the first chunk; `client` gives an address of its own."""
    heard = Heard()
    player = Player(heard)
    body = json.dumps({"input": text, "response_format": audio_format}).encode()
    source = (f"127.1.{client // 200}.{client % 200 + 1}", 0)
    reader, writer = await asyncio.open_connection(server.host, server.port, local_addr=source, limit=1 << 20)
    asked = time.monotonic()
    try:
        writer.write(b"POST /v1/audio/speech HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                     b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        heard.status, headers = await read_head(reader)
        if heard.status != 200 or headers.get("transfer-encoding") != "chunked":
            return heard
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
            now = time.monotonic()
            if not heard.audio_s:
                heard.first_audio_s = now - asked
            player.take(size, now)
            if leave:
                writer.transport.abort()
                return heard
        heard.complete = True
    except asyncio.IncompleteReadError:
        pass
    finally:
        heard.end_s = time.monotonic() - asked
        writer.close()
    return heard
