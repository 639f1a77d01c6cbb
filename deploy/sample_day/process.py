"""Child processes that never outlive this one."""
import ctypes
import os
import signal
import subprocess

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _die_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """Its output goes to a file in the run directory. Start it from the main thread: the kernel ends it with the thread
    that started it."""

    def __init__(self, name, arguments, log_path, environment=None):
        self.name, self.log_path = name, log_path
        with open(log_path, "ab") as log:
            self._popen = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                           start_new_session=True, preexec_fn=_die_with_parent,
                                           env={**os.environ, **(environment or {})})

    @property
    def pid(self):
        return self._popen.pid

    def is_running(self):
        return self._popen.poll() is None

    @property
    def exit_code(self):
        return self._popen.poll()

    def stop(self, seconds=20):
        """SIGTERM, and SIGKILL to what has not ended by then. The exit code."""
        if self.is_running():
            self._popen.send_signal(signal.SIGTERM)
            try:
                self._popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._popen.returncode

    def kill(self):
        if self.is_running():
            self._popen.kill()
        self._popen.wait()

    def last_lines(self, count=15):
        with open(self.log_path, "rb") as log:
            return "\n".join(log.read().decode("utf-8", "replace").splitlines()[-count:])
