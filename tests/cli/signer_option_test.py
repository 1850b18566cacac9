"""--signer: what each command does without keys of its own, against a server and a signing service."""
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import pail_process

PAIL = sys.argv[1]
TOKEN = "a-token-of-the-tests"
STRANGER = "a-token-without-keys"


def caller(name, token):
    return {"name": name, "token_sha256": hashlib.sha256(token.encode()).hexdigest()}


POLICY = {"callers": [caller("web", TOKEN), caller("other", STRANGER)],
          "rules": [{"name": "keys", "callers": ["web"], "may": ["credentials", "PUT", "GET"], "buckets": ["photos"],
                     "key": "users/{caller}/{path}", "seconds": 3600},
                    {"name": "uploads", "callers": ["other"], "may": ["PUT"], "buckets": ["photos"],
                     "key": "users/{caller}/{path}"}]}


class SignerOption(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "policy.json").write_text(json.dumps(POLICY))
        (self.folder / "large").write_bytes(bytes(range(256)) * (20 << 12))  # 20 MiB
        (self.folder / "tree").mkdir()
        (self.folder / "tree/a.txt").write_text("a")
        self.s3 = self.enterContext(pail_process.serve(PAIL, "--log-level", "off"))
        keys = {"PAIL_ACCESS_KEY": self.s3["access_key"], "PAIL_SECRET_KEY": self.s3["secret_key"]}
        self.signer = self.enterContext(pail_process.pail(
            PAIL, "signer", "--policy", str(self.folder / "policy.json"), "--endpoint", self.s3["endpoint"],
            environment=keys))["endpoint"]
        self.run_pail(0, "mb", "s3://photos", "--endpoint-url", self.s3["endpoint"])

    def run_pail(self, code, *words, **environment):
        done = subprocess.run([PAIL, *words], input="", capture_output=True, text=True, timeout=60, cwd=self.folder,
                              env=pail_process.clean_environment(HOME=str(self.folder), **environment))
        self.assertEqual(done.returncode, code, done)
        self.assertNotIn(TOKEN, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def by_signer(self, code, *words, token=TOKEN):
        return self.run_pail(code, *words, "--signer", self.signer, PAIL_SIGNER_TOKEN=token)

    def test_every_command_goes_on_with_the_keys_that_the_service_gives(self):
        home = "s3://photos/users/web/"
        self.by_signer(0, "put", "tree/a.txt", home)
        self.assertEqual(self.by_signer(0, "cat", home + "a.txt"), "a")
        self.by_signer(0, "cp", "large", home)  # in parts
        self.by_signer(0, "get", home + "large", "back")
        self.assertEqual((self.folder / "back").read_bytes(), (self.folder / "large").read_bytes())
        self.by_signer(0, "stat", home + "large")
        self.by_signer(0, "sync", "tree", home + "tree")
        listed = self.by_signer(0, "ls", "-r", home, "--json")
        self.assertEqual([json.loads(line)["key"] for line in listed.splitlines()],
                         ["users/web/a.txt", "users/web/large", "users/web/tree/a.txt"])
        self.assertIn("X-Amz-Security-Token", self.by_signer(0, "presign", home + "a.txt"))

    def test_what_the_keys_do_not_reach_is_denied(self):
        self.assertIn("AccessDenied", self.by_signer(1, "ls", "s3://photos/users/other/"))
        self.assertIn("AccessDenied", self.by_signer(1, "rm", "s3://photos/users/web/a.txt"))

    def test_a_service_that_gives_no_keys_says_so_and_put_needs_none(self):
        home = "s3://photos/users/other/"
        said = self.by_signer(1, "ls", home, token=STRANGER)
        self.assertIn("The signing service refused", said)
        self.assertIn('need a rule of its policy with "credentials"', said)
        self.by_signer(0, "put", "tree/a.txt", home, token=STRANGER)

    def test_a_token_of_nobody_is_refused(self):
        self.assertIn("refused", self.by_signer(1, "ls", "s3://photos/users/web/", token="nobodys"))

    def test_the_environment_may_name_the_service(self):
        self.run_pail(0, "put", "tree/a.txt", "s3://photos/users/web/", PAIL_SIGNING_SERVICE=self.signer,
                      PAIL_SIGNER_TOKEN=TOKEN)
        self.assertEqual(self.run_pail(0, "cat", "s3://photos/users/web/a.txt", PAIL_SIGNING_SERVICE=self.signer,
                                       PAIL_SIGNER_TOKEN=TOKEN), "a")

    def test_a_service_that_is_not_there_is_no_missing_server(self):
        said = self.run_pail(1, "ls", "--signer", "http://127.0.0.1:1", "--retries", "0")
        self.assertIn("the signing service: NetworkFailure: http://127.0.0.1:1: connect", said)
        self.assertNotIn("pail serve", said)

    def test_it_excludes_keys_of_another_kind(self):
        for option in (["--no-sign-request"], ["--signature", "v2"]):
            with self.subTest(option):
                self.by_signer(2, "ls", *option)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
