"""A shell session at a box as a program holds one: types a line, reads up to a prompt, never more."""
import re
import sys
import time

import paramiko


class Session:
    def __init__(self, host, port, prompt, end="\n", user="admin", password="adm"):
        self.client = paramiko.SSHClient()
        self.client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self.client.connect(host, port, username=user, password=password, look_for_keys=False, allow_agent=False,
                            timeout=20)
        self.shell = self.client.invoke_shell(term="vt100", width=80, height=24)
        self.shell.settimeout(20)
        self.prompt = re.compile(prompt, re.M)
        self.end = end
        self.kept = ""
        self.greeting = self.read()

    def read(self, pattern=None):
        """What comes up to and with the first text that this pattern matches; line ends as \\n."""
        wanted = pattern and re.compile(pattern, re.M) or self.prompt
        while True:
            m = wanted.search(self.kept)
            if m and m.end() == len(self.kept):
                out, self.kept = self.kept, ""
                return out
            some = self.shell.recv(65536)
            if not some:
                raise EOFError(self.kept)
            self.kept += some.decode("latin-1").replace("\r\n", "\n")

    def command(self, line, pattern=None):
        """Types a line. Returns what it printed, without its echo and the prompt behind it."""
        self.shell.send(line + self.end)
        out = self.read(pattern)
        assert out.startswith(line + "\n"), "no echo of %r in %r" % (line, out)
        return out[len(line) + 1:out.rindex("\n") + 1 if "\n" in out[len(line):] else None]

    def ends(self, seconds=8):
        """Whether the box closes the session."""
        until = time.time() + seconds
        while time.time() < until:
            if not self.shell.recv(65536):
                return True
        return False


def step(name, worked, seen=""):
    if not worked:
        print("FAILED", name)
        print(seen)
        sys.exit(1)
    print("ok", name, flush=True)
