"""A model hub on this machine: the answers that huggingface_hub asks for, with ranges."""

import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """What the hub holds, and what was asked of it."""

    def __init__(self, files):
        self.files = dict(files)
        self.is_gated = False
        self.cut_after = None
        """Bytes of a file after which the line breaks, once."""
        self.lies_about = set()
        """Files whose content is not what was promised."""
        self.asked = []


@contextmanager
def fake_hub(files):
    hub = Hub(files)

    class Handler(_Handler):
        store = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        hub.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield hub
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self._answer(has_body=False)

    def do_GET(self):
        self._answer(has_body=True)

    def _answer(self, has_body):
        hub, path = self.store, self.path.split("?")[0]
        hub.asked.append((self.command, self.path, self.headers.get("Range")))
        if (hub.is_gated and "/resolve/" in path) or (hub.is_gated and "/api/" in path):
            self._send(403, b"gated", {"X-Error-Code": "GatedRepo"}, has_body)
        elif path.startswith("/api/models/"):
            self._send(200, self._info(), {"Content-Type": "application/json"}, has_body)
        elif "/resolve/" in path:
            self._send_file(path.split(f"/resolve/{COMMIT}/")[1], has_body)
        else:
            self._send(404, b"", {}, has_body)

    def _info(self):
        siblings = [
            {
                "rfilename": name,
                "size": len(content),
                "lfs": {
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "size": len(content),
                    "pointerSize": 130,
                },
            }
            for name, content in self.store.files.items()
        ]
        return json.dumps({"id": "an/owner", "sha": COMMIT, "siblings": siblings}).encode()

    def _send_file(self, name, has_body):
        content = self.store.files[name]
        digest = hashlib.sha256(content).hexdigest()
        headers = {
            "X-Repo-Commit": COMMIT,
            "ETag": f'"{digest}"',
            "X-Linked-Etag": f'"{digest}"',
            "X-Linked-Size": str(len(content)),
            "Accept-Ranges": "bytes",
        }
        if name in self.store.lies_about:
            content = bytes(len(content))
        start = self.headers.get("Range")
        if start is not None:
            first = int(start.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
            return self._send(206, content[first:], headers, has_body)
        return self._send(200, content, headers, has_body)

    def _send(self, status, body, headers, has_body):
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not has_body:
            return
        cut = self.store.cut_after
        if cut is not None and len(body) > cut:
            self.store.cut_after = None
            self.wfile.write(body[:cut])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(body)
