"""What is going on, on stderr: a live line on a terminal, plain lines elsewhere."""
import sys
import time


class Progress:
    def __init__(self, stream=sys.stderr):
        self._stream, self._live = stream, stream.isatty()
        self._begun = time.monotonic()
        self._stage, self._stage_begun, self._last = None, 0.0, ""

    def stage(self, name):
        self.done()
        self._stage, self._stage_begun = name, time.monotonic()
        if self._live:
            self._show(name)
        else:
            self._print(f"{name} ...")

    def note(self, text):
        """How far the present stage has come."""
        if self._live and text != self._last:
            self._show(f"{self._stage}: {text}")
        self._last = text

    def done(self):
        if self._stage is None:
            return
        seconds = time.monotonic() - self._stage_begun
        tail = f": {self._last}" if self._last else ""
        if self._live:
            self._stream.write("\r\x1b[K")
        self._print(f"{self._stage}{tail} ({seconds:.1f} s)")
        self._stage, self._last = None, ""

    def abandon(self):
        """The present stage did not come to its end."""
        if self._live and self._stage is not None:
            self._stream.write("\n")
        self._stage = None

    @property
    def seconds(self):
        return time.monotonic() - self._begun

    def _show(self, text):
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()

    def _print(self, text):
        self._stream.write(f"[{self.seconds:5.1f} s] {text}\n")
        self._stream.flush()


class Silent:
    """For the tests."""

    def stage(self, name):
        pass

    note = stage

    def done(self):
        pass

    abandon = done
