"""1 GiB up and down: the engine in memory holds the object once, that on disk does not; nothing else of the server does."""
import hashlib
import os
import shlex
import subprocess
import sys
import tempfile
import unittest

import pail_process
from curl_v2 import signed

PAIL = sys.argv.pop(1)
SHADOW_SHARE = float(sys.argv.pop(1))  # what a sanitizer adds per byte; 0 in an ordinary build
OBJECT_BYTES = 1 << 30
# What the process may need beside the stored object: code, buffers of the connections, the engine's bookkeeping.
OVERHEAD_BYTES_MAX = 48 << 20
# A sanitizer keeps what was freed for a while as well: asan up to 256 MiB.
KEPT_BYTES_MAX = 256 << 20 if SHADOW_SHARE else 0
DISK_PEAK_BYTES_MAX = OVERHEAD_BYTES_MAX + 2 * KEPT_BYTES_MAX
PEAK_BYTES_MAX = (OBJECT_BYTES + OVERHEAD_BYTES_MAX + KEPT_BYTES_MAX) * (1 + SHADOW_SHARE)


def peak_bytes(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


class Streaming(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.photo = os.path.join(cls.folder, "photo")
        digest = hashlib.md5()
        with open(cls.photo, "wb") as out:
            for i in range(OBJECT_BYTES >> 20):
                piece = i.to_bytes(4, "big") * (1 << 18)
                digest.update(piece)
                out.write(piece)
        cls.etag = f'ETag: "{digest.hexdigest()}"'

    def test_put_and_get_of_1_gib_hold_one_copy(self):
        with pail_process.serve(PAIL, "--quiet") as server:
            back = os.path.join(self.folder, "back")
            url = f"{server['endpoint']}/big/photo"
            self.curl(*signed("PUT", "/big"), "-X", "PUT", f"{server['endpoint']}/big")
            head = self.curl(*signed("PUT", "/big/photo"), "-D", "-", "-T", self.photo, url)
            self.assertIn(self.etag, head.decode())
            self.assertLess(peak_bytes(server["process"]), PEAK_BYTES_MAX, "PUT")
            self.curl(*signed("GET", "/big/photo"), "-o", back, url)
            subprocess.run(["cmp", self.photo, back], check=True)
            self.assertLess(peak_bytes(server["process"]), PEAK_BYTES_MAX, "GET")

    def test_put_and_get_of_1_gib_on_disk_hold_none(self):
        with pail_process.serve(PAIL, "--quiet", "--data", os.path.join(self.folder, "data")) as server:
            back = os.path.join(self.folder, "back from disk")
            url = f"{server['endpoint']}/big/photo"
            self.curl(*signed("PUT", "/big"), "-X", "PUT", f"{server['endpoint']}/big")
            head = self.curl(*signed("PUT", "/big/photo"), "-D", "-", "-T", self.photo, url)
            self.assertIn(self.etag, head.decode())
            self.assertLess(peak_bytes(server["process"]), DISK_PEAK_BYTES_MAX, "PUT")
            self.curl(*signed("GET", "/big/photo"), "-o", back, url)
            subprocess.run(["cmp", self.photo, back], check=True)
            self.assertLess(peak_bytes(server["process"]), DISK_PEAK_BYTES_MAX, "GET")

    def test_a_form_with_1_gib_holds_one_copy(self):
        with pail_process.serve(PAIL, "--quiet") as server:
            self.curl(*signed("PUT", "/big"), "-X", "PUT", f"{server['endpoint']}/big")
            line = subprocess.run([PAIL, "post-policy", "--endpoint-url", server["endpoint"], "--bucket", "big",
                                   "--key", "photo", "--format", "curl"], stdout=subprocess.PIPE, check=True,
                                  env=pail_process.clean_environment()).stdout.decode()
            head = self.curl("-D", "-", *shlex.split(line.replace("FILE", self.photo))[1:])
            self.assertIn(self.etag, head.decode())
            self.assertLess(peak_bytes(server["process"]), PEAK_BYTES_MAX)

    def curl(self, *arguments):
        return subprocess.run(["curl", "-sSf", *arguments], stdout=subprocess.PIPE, check=True,
                              env=pail_process.clean_environment()).stdout


unittest.main()
