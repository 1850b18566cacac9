"""POST /upload holds one part in memory, whatever the length of the file and whoever came before."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest

import pail_process

PAIL = sys.argv.pop(1)
SHADOW_SHARE = float(sys.argv.pop(1))  # what a sanitizer adds per byte; 0 in an ordinary build
MIB = 1 << 20
PART_BYTES = 8 * MIB
# Buffers of the connections on both sides, and what each thread of the pool keeps: measured 6 MiB; room for a loaded machine.
# A sanitizer keeps what was freed for a while as well: asan up to 256 MiB.
BESIDE_BYTES_MAX = (12 if SHADOW_SHARE == 0 else 12 + 256) * MIB
TOKEN = "a-token-of-the-tests"
POLICY = {"callers": [{"name": "web", "token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest()}],
          "rules": [{"name": "files", "callers": ["web"], "may": ["upload"], "buckets": ["files"], "key": "{path}"}]}


def memory(process, what):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(what))


def allowed(uploads):
    return (uploads * PART_BYTES + BESIDE_BYTES_MAX) * (1 + SHADOW_SHARE)


class Memory(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        policy, seed = os.path.join(self.folder, "policy.json"), os.path.join(self.folder, "seed.json")
        for path, document in ((policy, POLICY), (seed, {"buckets": [{"name": "files"}]})):
            with open(path, "w") as file:
                json.dump(document, file)
        s3 = self.enterContext(pail_process.serve(PAIL, "--quiet", "--seed", seed, "--data", os.path.join(self.folder, "data"),
                                                  "--durability", "none"))
        signer = self.enterContext(pail_process.pail(
            PAIL, "signer", "--quiet", "--policy", policy, "--endpoint", s3["endpoint"],
            environment={"AWS_ACCESS_KEY_ID": s3["access_key"], "AWS_SECRET_ACCESS_KEY": s3["secret_key"], "HOME": self.folder}))
        self.process, self.endpoint = signer["process"], signer["endpoint"]
        self.idle = memory(self.process, "VmRSS")

    def upload(self, mib, at_once=1):
        path = os.path.join(self.folder, "file")
        with open(path, "wb") as file:
            file.truncate(mib * MIB)
        senders = [subprocess.Popen(["curl", "-sS", "-H", f"Authorization: Bearer {TOKEN}", "-X", "POST", "-T", path,
                                     f"{self.endpoint}/upload?key=file-{number}"], stdout=subprocess.PIPE,
                                    env=pail_process.clean_environment()) for number in range(at_once)]
        for sender in senders:
            self.assertEqual(json.loads(sender.communicate()[0])["size"], mib * MIB)

    def grown(self):
        return memory(self.process, "VmHWM") - self.idle

    def test_is_one_part_whatever_the_length(self):
        self.upload(64)
        self.assertLess(self.grown(), allowed(1), "64 MiB")
        self.upload(512)
        self.assertLess(self.grown(), allowed(1), "512 MiB")

    def test_is_one_part_for_each_upload(self):
        self.upload(128, at_once=4)
        self.assertLess(self.grown(), allowed(4))

    def test_goes_back_to_the_system(self):
        for _ in range(8):
            self.upload(24)
        self.assertLess(memory(self.process, "VmRSS") - self.idle, BESIDE_BYTES_MAX * (1 + SHADOW_SHARE))


unittest.main()
