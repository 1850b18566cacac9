"""`pail serve --auth` and `--compat` as a process: what is served, what is said at the start and in the log."""
import contextlib
import json
import signal
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

import pail_process

PAIL = sys.argv.pop(1)


class AuthModes(unittest.TestCase):
    def play(self, *arguments):
        """Creates a bucket with a signature that is none; answers the status and what the server logged."""
        process = subprocess.Popen([PAIL, "serve", "--port", "0", "--ready", "json", *arguments], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=pail_process.clean_environment())
        with process:
            endpoint = json.loads(process.stdout.readline())["endpoint"]
            request = urllib.request.Request(f"{endpoint}/bucket", method="PUT", headers={
                "Date": "Wed, 06 Feb 2013 00:57:45 GMT", "Authorization": f"AWS {pail_process.ACCESS_KEY}:hush"})
            try:
                status = urllib.request.urlopen(request).status
            except urllib.error.HTTPError as refusal:
                with contextlib.closing(refusal):
                    status = refusal.code
            process.send_signal(signal.SIGTERM)
            log = process.communicate(timeout=10)[1]
        self.assertEqual(process.returncode, 0)
        self.assertNotIn("hush", log)
        return status, log

    def test_verify_is_the_default_and_says_nothing_special(self):
        for arguments in ([], ["--auth", "verify"]):
            status, log = self.play(*arguments)
            self.assertEqual(status, 403)
            self.assertNotIn("warning", log)

    def test_warn_serves_and_logs_at_warning_level_what_s3_would_have_said(self):
        for quiet in ([], ["--quiet"]):
            status, log = self.play("--auth=warn", *quiet)
            self.assertEqual(status, 200)
            start, line = [one for one in log.splitlines() if " warning " in one][:2]
            self.assertIn("--auth=warn: ", start)
            self.assertIn("PUT /bucket 200 CreateBucket", line)
            self.assertIn("served in spite of RequestTimeTooSkewed: The difference between", line)

    def test_off_serves_and_says_so_at_the_start_only(self):
        status, log = self.play("--auth=off", "--quiet")
        self.assertEqual(status, 200)
        self.assertEqual(log.count("warning"), 1)
        self.assertIn("--auth=off: no signature is verified", log)

    def test_compat_says_so_at_the_start(self):
        status, log = self.play("--compat", "boto-v2")
        self.assertEqual(status, 403)
        self.assertIn("warning --compat=boto-v2: ", log)

    def test_unknown_names_are_refused(self):
        for option in ("--auth=maybe", "--compat=boto-v2,other"):
            done = subprocess.run([PAIL, "serve", option], capture_output=True, timeout=10)
            self.assertEqual(done.returncode, 2, option)


unittest.main()
