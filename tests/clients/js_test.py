"""The AWS SDK for JavaScript v3 of 2025 (js/round.js), whose checksum defaults older tools do not have."""
import subprocess
import sys
import unittest

import pail_process

PAIL, FOLDER = sys.argv.pop(1), sys.argv.pop(1)


class Js(unittest.TestCase):
    def test_round(self):
        with pail_process.serve(PAIL) as server:
            environment = pail_process.clean_environment(
                PAIL_ENDPOINT=server["endpoint"], PAIL_REGION=server["region"],
                AWS_ACCESS_KEY_ID=server["access_key"], AWS_SECRET_ACCESS_KEY=server["secret_key"])
            done = subprocess.run(["node", "round.js"], cwd=FOLDER, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


unittest.main()
