"""The AWS SDK for JavaScript v3 of 2025, whose checksum defaults older tools do not have."""
import subprocess
import sys
import unittest

import pail_process

PAIL, FOLDER = sys.argv.pop(1), sys.argv.pop(1)


class Js(unittest.TestCase):
    def run_script(self, script, *options):
        with pail_process.serve(PAIL, *options) as server:
            environment = pail_process.clean_environment(
                PAIL_ENDPOINT=server["endpoint"], PAIL_REGION=server["region"], PAIL_CONTROL=server["control"],
                AWS_ACCESS_KEY_ID=server["access_key"], AWS_SECRET_ACCESS_KEY=server["secret_key"])
            done = subprocess.run(["node", script], cwd=FOLDER, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_round(self):
        self.run_script("round.js")

    def test_recovers_from_faults(self):
        self.run_script("faults.js", "--fault", "clock-skewed-phone")


unittest.main()
