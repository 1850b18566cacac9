"""`pail explain` as a process: its kinds of input, its clocks and keys, its exit codes, and what it never prints."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from urllib.parse import quote

import pail_process
from curl_v2 import signed

PAIL = sys.argv.pop(1)
CAPTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "captures"
SEED = CAPTURES / "seed_blog.http"


class Explain(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def explain(self, *arguments, data=None):
        done = subprocess.run([PAIL, "explain", *map(str, arguments)], input=data, capture_output=True, text=True, timeout=60,
                              env=pail_process.clean_environment(HOME=str(self.folder)))
        self.assertNotIn(pail_process.SECRET_KEY, done.stdout + done.stderr)
        return done.returncode, done.stdout, done.stderr

    def judged(self, *arguments, data=None):
        code, output, errors = self.explain(*arguments, "--json", data=data)
        self.assertEqual(errors, "")
        return code, json.loads(output)

    def test_a_good_signature_is_0_and_shown_line_by_line(self):
        code, output, errors = self.explain(SEED)
        self.assertEqual((code, errors), (0, ""))
        self.assertIn("signature        good (V2 header)", output)
        self.assertIn("clock            2013-02-06T00:57:45Z (the request's own)", output)
        self.assertIn("  Content-Type      |text/plain\n", output)
        self.assertIn("  resource          |/my-bucket-name/foo.txt\n", output)

    def test_standard_input_is_read_too(self):
        for arguments in ([], ["-"]):
            self.assertEqual(self.explain(*arguments, data=SEED.read_text())[0], 0, arguments)

    def test_a_refused_one_is_1_with_what_was_wrong_and_the_fix(self):
        code, output, _ = self.explain("-", data=SEED.read_text().replace("Content-Type: text/plain\n", ""))
        self.assertEqual(code, 1)
        for words in ("refused: SignatureDoesNotMatch: ", "what was wrong ", "how to mend it ", "the rule "):
            self.assertIn(words, output)

    def test_json_has_everything_for_machines(self):
        code, report = self.judged("-", data=SEED.read_text().replace("foo.txt", "foo.txt?acl"))
        self.assertEqual((code, report["good"], report["refusal"]["code"], report["refusal"]["status"]),
                         (1, False, "SignatureDoesNotMatch", 403))
        self.assertEqual(report["string_to_sign"].splitlines()[-1], "/my-bucket-name/foo.txt?acl")
        self.assertEqual(set(report["mistakes"][0]), {"id", "what", "fix", "fact"})
        self.assertEqual(report["clock_is"], "the request's own")
        code, report = self.judged(SEED)
        self.assertEqual((code, report["good"], report["scheme"]), (0, True, "V2 header"))

    def test_the_clock_is_the_requests_unless_told(self):
        self.assertEqual(self.judged(SEED, "--at-request-time")[0], 0)
        code, report = self.judged(SEED, "--now", "2013-02-06T01:12:46Z")
        self.assertEqual((code, report["refusal"]["code"], report["clock_is"]), (1, "RequestTimeTooSkewed", "--now"))
        self.assertEqual(self.judged(SEED, "--now", "2013-02-06T01:12:45Z")[0], 0)

    def test_a_curl_line_in_quotes_or_in_a_file(self):
        # Made by another signer, at this moment.
        url = "http://my-bucket.s3.localhost:9000/" + quote("ä b.txt")
        words = signed("PUT", "/my-bucket/" + quote("ä b.txt"), "text/plain")
        line = " ".join(["curl", "-X", "PUT", *(f"'{w}'" for w in words), f"'{url}'"])
        self.assertEqual(self.judged("--curl", line)[0], 0)
        file = self.folder / "line.sh"
        file.write_text(line)
        self.assertEqual(self.judged(file)[0], 0)
        self.assertEqual(self.judged("--curl", line.replace("PUT", "GET"))[0], 1)

    def test_a_har_entry(self):
        code, report = self.judged("--har", CAPTURES / "session.har")
        self.assertEqual((code, report["method"]), (1, "PUT"))
        self.assertEqual(report["string_to_sign"].splitlines()[-1],
                         "/my-bucket-name/photos/a%20b.jpg?partNumber=1&uploadId=u")
        code, report = self.judged("--har", CAPTURES / "session.har", "--entry", 1)
        self.assertEqual((code, report["good"], report["method"], len(report["notes"])), (1, False, "GET", 1))

    def test_keys_come_from_a_file_or_as_for_presign(self):
        keys = self.folder / "keys.ini"
        keys.write_text("[a]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = other-secret\n")
        code, report = self.judged(SEED, "--credentials", keys)
        self.assertEqual((code, report["refusal"]["code"]), (1, "InvalidAccessKeyId"))
        keys.write_text(keys.read_text() + f"[b]\naws_access_key_id = {pail_process.ACCESS_KEY}\n"
                                           f"aws_secret_access_key = {pail_process.SECRET_KEY}\n")
        self.assertEqual(self.judged(SEED, "--credentials", keys)[0], 0)

    def test_a_domain_of_the_server_carries_the_bucket(self):
        moved = SEED.read_text().replace("/my-bucket-name/", "/").replace("localhost:9000", "my-bucket-name.files.test")
        self.assertEqual(self.judged("-", data=moved)[0], 1)
        self.assertEqual(self.judged("-", "--domain", "files.test", data=moved)[0], 0)

    def test_the_catalogue(self):
        code, output, _ = self.explain("--list")
        self.assertEqual(code, 0)
        self.assertIn("v2-date-beside-amz-date\n", output)
        mistakes = json.loads(self.explain("--list", "--json")[1])
        self.assertGreaterEqual(len(mistakes), 40)

    def test_called_wrongly_is_2_with_a_reason(self):
        for arguments, reason in [(["nowhere.http"], "cannot open 'nowhere.http'"),
                                  (["--curl", "wget http://h/"], "this is no curl command"),
                                  (["--curl", "curl --frobnicate h"], "curl's option --frobnicate is not known here"),
                                  (["--har", SEED], "the HAR file is not JSON"),
                                  (["--entry", "1", SEED], "--entry"),
                                  (["--now", "soon", SEED], "--now: not a date: 'soon'"),
                                  (["--curl", "curl 'http://h/%zz'"], "is no URI that S3 reads")]:
            with self.subTest(arguments):
                code, output, errors = self.explain(*arguments)
                self.assertEqual((code, output), (2, ""))
                self.assertIn(reason, errors)

    def test_the_secret_of_a_curl_line_is_not_repeated(self):
        for options in ("", "--aws-sigv4 aws:amz:us-east-1:s3 ", "--frobnicate "):
            for form in ([], ["--json"]):
                _, output, errors = self.explain("--curl", f"curl {options}--user AKID:hush-hush http://h/b/k", *form)
                self.assertNotIn("hush-hush", output + errors)
                self.assertNotIn("QUtJRDpodXNoLWh1c2g", output + errors)


unittest.main()
