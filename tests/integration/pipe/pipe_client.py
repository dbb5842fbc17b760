"""Speaks with one `varve pipe`."""
import json
import subprocess
import sys
import threading

sys.setrecursionlimit(10_000)  # data may be 1,024 deep


class Pipe:
    """A running `varve pipe`. Replies are kept by their ids; each waits half a minute at most."""

    def __init__(self, program, url):
        self.process = subprocess.Popen([program, "pipe", "--store", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        self.lines = []     # as they came
        self._replies = {}  # JSON of the id -> [(reply, line)]
        self._changed = threading.Condition()
        self._ended = False
        self._said = ""     # on standard error, known at the end
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._next_id = 0

    def _read(self):
        for line in self.process.stdout:
            reply = json.loads(line.decode("utf-8"))
            with self._changed:
                self.lines.append(line)
                self._replies.setdefault(json.dumps(reply["id"]), []).append((reply, line.decode("utf-8")))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send_line(self, text):
        self.send_bytes(text.encode("utf-8") + b"\n")

    def send(self, op, **members):
        """Sends a request with an id of its own, which is answered."""
        self._next_id += 1
        self.send_line(json.dumps({"id": self._next_id, "op": op, **members}, ensure_ascii=False))
        return self._next_id

    def take(self, id):
        """(reply, line) of the next reply with this id."""
        key = json.dumps(id)
        with self._changed:
            came = self._changed.wait_for(lambda: self._replies.get(key) or self._ended, timeout=30)
            if not self._replies.get(key):
                raise AssertionError(f"no reply to {key}: " + ("the program ended" if came else "for 30 seconds"))
            return self._replies[key].pop(0)

    def reply(self, id):
        return self.take(id)[0]

    def has_reply(self, id):
        with self._changed:
            return bool(self._replies.get(json.dumps(id)))

    def call(self, op, **members):
        """The reply to a request, without its id."""
        reply = self.reply(self.send(op, **members))
        del reply["id"]
        return reply

    def call_line(self, text, id=None):
        """The reply to a line as it stands; `id` is what it will carry."""
        self.send_line(text)
        reply = self.reply(id)
        del reply["id"]
        return reply

    def close_input(self):
        self.process.stdin.close()

    def end(self):
        """Ends the input; (exit code, standard error)."""
        if not self.process.stdin.closed:
            self.process.stdin.close()
        code = self.process.wait(timeout=60)
        self._reader.join(timeout=60)
        self._said += self.process.stderr.read().decode("utf-8")
        return code, self._said

    def kill(self):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except OSError:
                pass
