"""What the client's commands do with bytes, names, keys and styles of address. What each says is tests/cli's."""
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import pail_process

PAIL = sys.argv[1]
PUBLIC = {"AWS_ACCESS_KEY_ID": pail_process.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": pail_process.SECRET_KEY}
NOON = "2026-01-01T12:00:00Z"
MEBI = 1024 * 1024


class Verbs(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        server = self.enterContext(pail_process.serve(PAIL, "--log-level", "off", "--now", NOON))
        self.endpoint = server["endpoint"]
        self.ok("mb", "s3://bucket")

    def run_pail(self, *arguments, environment=None, data=None):
        settings = {"HOME": str(self.folder), "AWS_ENDPOINT_URL": self.endpoint}
        done = subprocess.run([PAIL, *arguments], input=data, capture_output=True, cwd=self.folder, timeout=60,
                              env=pail_process.clean_environment(**{**settings, **(environment or {})}))
        return done.returncode, done.stdout, done.stderr.decode()

    def ok(self, *arguments, **how):
        code, output, errors = self.run_pail(*arguments, "--now", NOON, **how)
        self.assertEqual((code, errors), (0, ""), arguments)
        return output

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def test_put_and_get_in_every_style(self):
        content = os.urandom(3 * MEBI + 1)
        photo = self.file("photo.jpg", content)
        by_name = self.endpoint.replace("127.0.0.1", "localhost")
        for style in (["--signature", "v2"], ["--signature", "v4"], ["--path-style"],
                      ["--virtual-host", "--endpoint-url", by_name],
                      ["--virtual-host", "--signature", "v2", "--endpoint-url", by_name]):
            with self.subTest(style):
                self.ok("put", photo, "s3://bucket/a b/c+d.jpg", *style)
                self.assertEqual(self.ok("get", "s3://bucket/a b/c+d.jpg", "-", *style), content)
                self.ok("rm", "s3://bucket/a b/c+d.jpg", *style)

    def test_names_are_taken_from_the_other_side(self):
        self.ok("put", self.file("photo.jpg", b"1"), "s3://bucket")
        self.ok("put", str(self.folder / "photo.jpg"), "s3://bucket/photos/")
        self.assertEqual(self.ok("ls", "-r", "s3://bucket").decode(),
                         f"{NOON}           1 B  photo.jpg\n{NOON}           1 B  photos/photo.jpg\n")
        (self.folder / "photo.jpg").unlink()
        self.ok("get", "s3://bucket/photos/photo.jpg")
        self.assertEqual((self.folder / "photo.jpg").read_bytes(), b"1")
        (self.folder / "sub").mkdir()
        self.ok("get", "s3://bucket/photos/photo.jpg", "sub")
        self.assertEqual((self.folder / "sub" / "photo.jpg").read_bytes(), b"1")

    def test_standard_input_of_any_length(self):
        for size in (0, 1, MEBI, 3 * MEBI):
            with self.subTest(size):
                content = os.urandom(size)
                self.ok("put", "-", "s3://bucket/piped.txt", data=content)
                self.assertEqual(self.ok("get", "s3://bucket/piped.txt", "-"), content)

    def test_large_files_go_in_parts_and_may_be_resumed(self):
        content = os.urandom(20 * MEBI + 1)
        self.ok("put", self.file("big", content), "s3://bucket/big", "--resume", "--part-size", "5MiB")
        self.ok("get", "s3://bucket/big", "back", "--resume", "--part-size", "5MiB")
        self.assertEqual((self.folder / "back").read_bytes(), content)
        self.assertEqual(self.ok("cat", "s3://bucket/big"), content)
        self.assertEqual(list((self.folder / ".cache/pail/transfers").iterdir()), [])  # notes go with a success

    def test_the_content_type_follows_the_name_or_the_option(self):
        photo = self.file("photo.JPG", b"1")
        for arguments, expected in [([photo, "s3://bucket/k"], "image/jpeg"),
                                    ([self.file("photo", b"1"), "s3://bucket/k"], "binary/octet-stream"),
                                    ([photo, "s3://bucket/k", "--content-type", "text/x-own"], "text/x-own")]:
            with self.subTest(expected):
                self.ok("put", *arguments)
                url = self.ok("presign", "GET", "s3://bucket/k").decode().strip()
                with urllib.request.urlopen(url) as answer:
                    self.assertEqual(answer.headers["Content-Type"], expected)

    def test_ls(self):
        self.assertEqual(self.ok("ls").decode(), f"{NOON}  s3://bucket\n")
        for key in ("a.txt", "p/1", "p/2", "line\nfeed"):
            self.ok("put", "-", f"s3://bucket/{key}", data=b"12345")
        self.assertEqual(self.ok("ls", "s3://bucket").decode().splitlines(),
                         ["                            folder  p/", f"{NOON}           5 B  a.txt",
                          f"{NOON}           5 B  line\\x0afeed"])
        self.assertEqual(self.ok("ls", "s3://bucket/p/").decode().count("\n"), 2)
        self.assertEqual(self.ok("ls", "s3://bucket/none"), b"")

    def test_a_download_that_fails_leaves_what_was_there(self):
        kept = pathlib.Path(self.file("kept", b"before"))
        code, _, _ = self.run_pail("get", "s3://bucket/none", str(kept), "--now", NOON)
        self.assertEqual(code, 4)
        self.assertEqual(kept.read_bytes(), b"before")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["kept"])

    def test_presigned_urls_work_in_both_versions(self):
        self.ok("put", "-", "s3://bucket/a b", data=b"12345")
        for version in ("v2", "v4"):
            url = self.ok("presign", "get", "s3://bucket/a b", "--signature", version, "--expires", "60").decode()
            with self.subTest(version), urllib.request.urlopen(url.strip()) as answer:
                self.assertEqual(answer.read(), b"12345")

    def test_sign_prints_the_seeds_digest_and_a_line_for_a_shell(self):
        output = self.ok("sign", "put", "http://my-bucket-name.s3.localhost:9000/foo.txt", "--signature", "v2",
                         "-H", "Content-Type: text/plain", "-H", "Date: Wed, 06 Feb 2013 00:57:45 +0000",
                         environment={"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "my_s3_secret"}).decode()
        self.assertEqual(output.splitlines(), [
            "Authorization: AWS AKID:EUSj3g70aEsEqSyPT/GojZmY8eI=", "",
            "curl --upload-file FILE --header 'Content-Type: text/plain' "
            "--header 'Date: Wed, 06 Feb 2013 00:57:45 +0000' "
            "--header 'Authorization: AWS AKID:EUSj3g70aEsEqSyPT/GojZmY8eI=' "
            "'http://my-bucket-name.s3.localhost:9000/foo.txt'"])

    def test_the_line_for_a_shell_works(self):
        self.ok("put", "-", "s3://bucket/it's", data=b"12345")
        for version in ("v2", "v4"):
            line = self.ok("sign", "GET", f"{self.endpoint}/bucket/it's", "--signature", version).decode()
            with self.subTest(version):
                done = subprocess.run(line.splitlines()[-1], shell=True, capture_output=True,
                                      env=pail_process.clean_environment(), timeout=60)
                self.assertEqual(done.stdout, b"12345", done.stderr)

    def test_keys_come_from_a_profile(self):
        (self.folder / ".aws").mkdir()
        self.file(".aws/credentials", (
            "[good]\naws_access_key_id = {AWS_ACCESS_KEY_ID}\naws_secret_access_key = {AWS_SECRET_ACCESS_KEY}\n"
            "[bad]\naws_access_key_id = AKIDNOBODY\naws_secret_access_key = x\n").format(**PUBLIC).encode())
        self.file(".aws/config", (
            f"[profile good]\nendpoint_url = {self.endpoint}\n[profile empty]\nregion = x\n").encode())
        self.ok("ls", "--profile", "good", environment={"AWS_ENDPOINT_URL": ""})
        self.ok("ls", environment={"AWS_PROFILE": "good"})
        code, _, errors = self.run_pail("ls", "--profile", "bad", "--now", NOON, environment=PUBLIC)
        self.assertEqual(code, 1)
        self.assertIn("InvalidAccessKeyId", errors)
        code, _, errors = self.run_pail("ls", "--profile", "empty")
        self.assertEqual(code, 2)
        self.assertIn("no keys", errors)

    def test_a_signing_service_that_is_not_there_is_named(self):
        code, _, errors = self.run_pail("put", self.file("photo.jpg", b"1"), "s3://bucket/k", "--signer",
                                        "http://127.0.0.1:1", "--retries", "0", "--now", NOON)
        self.assertEqual((code, errors), (1, (
            "pail: put s3://bucket/k: NetworkFailure: http://127.0.0.1:1: connect: Connection refused. Is a server "
            "running there?\nStart one with `pail serve`, or name another with --endpoint-url.\n")))

    def test_options_that_exclude_each_other(self):
        for arguments in (["ls", "--path-style", "--virtual-host"], ["ls", "--signature", "v3"],
                          ["put", "-", "s3://b/k", "--signer", "http://h", "--signature", "v4"],
                          ["ls", "--no-sign-request", "--profile", "x"]):
            with self.subTest(arguments):
                self.assertEqual(self.run_pail(*arguments)[0], 2)

    def test_a_terminal_sees_no_bar_for_what_takes_no_time(self):
        photo = self.file("photo.jpg", os.urandom(2 * MEBI))
        terminal, stderr = pty.openpty()
        done = subprocess.run([PAIL, "put", photo, "s3://bucket/k", "--now", NOON], stderr=stderr, timeout=60,
                              env=pail_process.clean_environment(AWS_ENDPOINT_URL=self.endpoint))
        os.close(stderr)
        self.assertEqual(done.returncode, 0)
        self.assertRaises(OSError, os.read, terminal, 1)  # nothing came before the end
        os.close(terminal)

    def test_the_secret_is_in_nothing_that_is_printed(self):
        said = ""
        for arguments in (["sign", "GET", f"{self.endpoint}/bucket"], ["presign", "GET", "s3://bucket/k"],
                          ["presign", "GET", "s3://bucket/k", "--signature", "v2"], ["get", "s3://bucket/none", "-"],
                          ["ls", "--region", "elsewhere"], ["ls", "--color", "always"]):
            code, output, errors = self.run_pail(*arguments, environment=PUBLIC)
            said += output.decode() + errors
        self.assertIn("Authorization:", said)
        self.assertNotIn(pail_process.SECRET_KEY, said)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
