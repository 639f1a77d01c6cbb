"""Fangst's HTTP API and the sandbox's control API, as a specialist system or an operator would call them."""
import http.client
import json
import time
import urllib.parse
import uuid


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        try:
            return json.loads(self.body) if self.body else {}
        except ValueError:
            return {}

    def __repr__(self):
        return f"HTTP {self.status}: {self.body[:400].decode('utf-8', 'replace')}"


class NoAnswer(Exception):
    """The connection failed: what was asked may or may not have been done."""


class Client:
    """One kept-open connection; used by one thread. `port` is called for each new connection, since a restarted server
    may listen on another one."""

    def __init__(self, port, key=None, timeout=30):
        self._port = port if callable(port) else lambda: port
        self._key, self._timeout, self._connection = key, timeout, None

    def request(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        fresh = self._connection is None
        try:
            return self._send(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            # A kept-open connection that the server closed in the meantime: nothing of this request has been read.
            if not fresh and isinstance(error, (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)) \
                    and method == "GET":
                return self.request(method, path, body, headers)
            raise NoAnswer(f"{method} {path}: {error}") from error

    def _send(self, method, path, body, headers):
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port(), timeout=self._timeout)
        self._connection.request(method, path, body=body, headers=headers)
        response = self._connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        if response.will_close:
            self.close()
        return answer

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def get(self, path, **query):
        query = {name: value for name, value in query.items() if value not in (None, "")}
        return self.request("GET", path + ("?" + urllib.parse.urlencode(query) if query else ""))

    def send_json(self, method, path, value):
        return self.request(method, path, json.dumps(value, ensure_ascii=False).encode(),
                            {"Content-Type": "application/json"})

    def submit_multipart(self, metadata, files, idempotency_key=None):
        """`files` are (file name, bytes)."""
        boundary = uuid.uuid4().hex
        parts = [_part(boundary, 'name="metadata"', "application/json", json.dumps(metadata, ensure_ascii=False).encode())]
        parts += [_part(boundary, f'name="fil"; filename="{name}"', "application/pdf", data) for name, data in files]
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        return self.request("POST", "/v1/submissions", body, headers)

    def submit_message(self, message_format, message, content_type):
        return self.request("POST", f"/v1/intake/{message_format}", message, {"Content-Type": content_type})

    def upload(self, sha256, data):
        return self.request("PUT", f"/v1/documents/{sha256}", data, {"Content-Type": "application/octet-stream"})

    def balance(self):
        """The product's own sum over all sources and days."""
        answer = self.get("/v1/operations/balance")
        if answer.status != 200:
            raise NoAnswer(f"summen: {answer!r}")
        rows = answer.json["balance"]
        names = {"received": "received", "finished": "finished", "refused": "refused", "duplicate": "duplicate",
                 "parked": "parked", "inFlight": "in_flight"}
        return {ours: sum(row.get(theirs, 0) for row in rows) for theirs, ours in names.items()}

    def all_submissions(self, **query):
        """Every page of the list."""
        cursor, found = None, []
        while True:
            answer = self.get("/v1/submissions", cursor=cursor, limit=1000, **query)
            if answer.status != 200:
                raise NoAnswer(f"listen over innsendinger: {answer!r}")
            page = answer.json
            found += page["submissions"]
            cursor = page.get("nextCursor")
            if not cursor:
                return found


def _part(boundary, disposition, content_type, data):
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + data + b"\r\n"


class Sandbox:
    """The control side of fangst-sandbox."""

    def __init__(self, port):
        self._client = Client(port)
        self.port = port

    def _must(self, answer, what):
        self.close()  # calls are few and far between, and an idle connection is closed by the other side
        if not 200 <= answer.status < 300:
            raise RuntimeError(f"sandkassen tok ikke imot {what}: {answer!r}")
        return answer

    def put_people(self, people):
        self._must(self._client.send_json("PUT", "/sandbox/people", {"people": people}), "personene")

    def put_file(self, name, data):
        self._must(self._client.request("PUT", f"/sandbox/files/{name}", data), "filen")

    def order_fault(self, **fault):
        self._must(self._client.send_json("POST", "/sandbox/faults", fault), "feilen")

    def clear_faults(self):
        self._must(self._client.request("DELETE", "/sandbox/faults"), "opphevingen")

    def log(self):
        return self._must(self._client.get("/sandbox/log"), "loggen").json

    def close(self):
        self._client.close()

    def file_url(self, name):
        return f"http://127.0.0.1:{self.port}/filer/{name}"


def wait_until(condition, seconds, what):
    """Polls until `condition()` is true; its last value is returned."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} tok mer enn {seconds:g} s")
        time.sleep(0.1)
