"""`pail serve --exit-with-parent`: a server goes with the process that started it, however that ends."""
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

# A test runner: starts a server from a thread that ends at once, hands on what it says, and waits to be ended.
RUNNER = """
import subprocess, sys, threading
def start():
    global server
    server = subprocess.Popen([*sys.argv[1:], "serve", "--port", "0", "--ready", "json", "--quiet", *OPTIONS],
                              stdout=subprocess.PIPE, text=True)
thread = threading.Thread(target=start)
thread.start()
thread.join()
print(server.pid, server.stdout.readline(), end="", flush=True)
sys.stdin.readline()
"""


class Runner:
    def __init__(self, *options):
        program = f"OPTIONS = {list(options)!r}\n{RUNNER}"
        self.process = subprocess.Popen([sys.executable, "-c", program, PAIL], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=pail_process.clean_environment())
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
        return parties.curl(self.endpoint + "/photos")[0] == 404

    def server_is_gone(self, within_seconds):
        return bool(select.select([self.server], [], [], within_seconds)[0])


class Parent(unittest.TestCase):
    def runner(self, *options):
        runner = Runner(*options)
        self.addCleanup(runner.close)
        return runner

    def test_it_goes_when_its_parent_is_killed(self):
        runner = self.runner("--exit-with-parent")
        self.assertTrue(runner.answers(), "the thread that started it has ended, and it lives on")
        runner.process.kill()
        self.assertTrue(runner.server_is_gone(within_seconds=30))

    def test_it_goes_when_its_parent_ends(self):
        runner = self.runner("--exit-with-parent")
        runner.process.communicate("\n")
        self.assertTrue(runner.server_is_gone(within_seconds=30))

    def test_it_stops_by_signal_as_ever(self):
        with parties.running(PAIL, "serve", "--exit-with-parent") as s3:
            self.assertEqual(s3.stop(signal.SIGINT), 0)

    def test_without_the_option_it_outlives_its_parent(self):
        runner = self.runner()
        runner.process.kill()
        runner.process.wait()
        self.assertTrue(runner.answers())


unittest.main(argv=sys.argv[:1], verbosity=2)
