"""`--exit-with-parent` of `pail serve` and `pail signer`: a server goes with the process that started it, however that ends."""
import json
import os
import select
import signal
import subprocess
import sys
import unittest

import pail_process
import parties

PAIL = sys.argv[1]
KEYS = {"PAIL_ACCESS_KEY": pail_process.ACCESS_KEY, "PAIL_SECRET_KEY": pail_process.SECRET_KEY}

# A test runner: starts a server from a thread that ends at once, hands on what it says, and waits to be ended.
RUNNER = """
import subprocess, sys, threading
def start():
    global server
    server = subprocess.Popen([*sys.argv[1:], *WORDS, "--port", "0", "--ready", "json", "--quiet"],
                              stdout=subprocess.PIPE, text=True)
thread = threading.Thread(target=start)
thread.start()
thread.join()
print(server.pid, server.stdout.readline(), end="", flush=True)
sys.stdin.readline()
"""


class Runner:
    def __init__(self, *words):
        program = f"WORDS = {list(words)!r}\n{RUNNER}"
        self.process = subprocess.Popen([sys.executable, "-c", program, PAIL], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=pail_process.clean_environment(**KEYS))
        pid, ready = self.process.stdout.readline().split(" ", 1)
        self.endpoint = json.loads(ready)["endpoint"]
        self.server_pid = int(pid)
        self.server = os.pidfd_open(self.server_pid)

    def close(self):
        self.process.kill()
        self.process.communicate()
        try:
            signal.pidfd_send_signal(self.server, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.close(self.server)

    def answers(self):
        return parties.curl(self.endpoint + "/health")[0] in (200, 404)

    def server_is_gone(self, within_seconds):
        return bool(select.select([self.server], [], [], within_seconds)[0])


class Parent(unittest.TestCase):
    SERVERS = (["serve"], ["signer", "--bucket", "photos"])

    def runners(self, *options):
        for words in self.SERVERS:
            with self.subTest(words[0]):
                runner = Runner(*words, *options)
                self.addCleanup(runner.close)
                yield runner

    def test_it_goes_when_its_parent_is_killed(self):
        for runner in self.runners("--exit-with-parent"):
            self.assertTrue(runner.answers(), "the thread that started it has ended, and it lives on")
            runner.process.kill()
            self.assertTrue(runner.server_is_gone(within_seconds=30))

    def test_it_goes_when_its_parent_ends(self):
        for runner in self.runners("--exit-with-parent"):
            runner.process.communicate("\n")
            self.assertTrue(runner.server_is_gone(within_seconds=30))

    def test_it_stops_by_signal_as_ever(self):
        for words in self.SERVERS:
            for by in (signal.SIGINT, signal.SIGTERM):
                with self.subTest(words[0], by=by):
                    with parties.running(PAIL, *words, "--exit-with-parent", environment=KEYS) as server:
                        self.assertEqual(server.stop(by), 0)

    def test_a_signer_with_a_parent_still_reads_its_policy_again(self):
        with parties.running(PAIL, *self.SERVERS[1], "--exit-with-parent", environment=KEYS) as signer:
            for _ in range(3):
                signer.process.send_signal(signal.SIGHUP)
            self.assertEqual(parties.curl(signer.ready["endpoint"] + "/health")[0], 200)
            self.assertEqual(signer.stop(), 0)

    def test_without_the_option_it_outlives_its_parent(self):
        for runner in self.runners():
            runner.process.kill()
            runner.process.wait()
            self.assertTrue(runner.answers())


unittest.main(argv=sys.argv[:1], verbosity=2)
