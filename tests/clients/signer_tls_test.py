"""`pail signer --client-ca`: callers known by the certificates they show, by curl and by Python's ssl. The test makes them all itself."""
import http.client
import json
import os
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import pail_process

PAIL = sys.argv.pop(1)
POLICY = {"callers": [{"name": "press", "subject": "CN=press,O=Example"},
                      {"subject": "CN=*,OU=phones,O=Example", "prefix": "phone-"}],
          "rules": [{"name": "photos in", "callers": ["phone-*"], "may": ["PUT"], "buckets": ["photos"],
                     "key": "users/{caller}/{filename}"}]}
QUESTION = {"filename": "cat.jpg", "content_type": "image/jpeg"}


class Authority:
    """Signs certificates of an elliptic curve, each a .crt and a .key in `folder`."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.new_key(name)
        self.openssl("req", "-x509", "-new", "-key", f"{name}.key", "-subj", f"/CN=authority {name}", "-days", "2", "-out",
                     f"{name}.crt", "-addext", "basicConstraints=critical,CA:true", "-addext", "keyUsage=critical,keyCertSign")
        self.file = os.path.join(folder, f"{name}.crt")

    def issue(self, name, subject, *extensions):
        self.new_key(name)
        with open(os.path.join(self.folder, f"{name}.ext"), "w") as file:
            file.write("\n".join(extensions) + "\n")
        self.openssl("req", "-new", "-key", f"{name}.key", "-subj", subject, "-out", f"{name}.csr")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{self.name}.crt", "-CAkey", f"{self.name}.key", "-days", "2",
                     "-extfile", f"{name}.ext", "-out", f"{name}.crt")
        return os.path.join(self.folder, f"{name}.crt"), os.path.join(self.folder, f"{name}.key")

    def new_key(self, name):
        self.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


class Certificates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.ours, cls.strange = Authority(cls.folder, "ours"), Authority(cls.folder, "strange")
        cls.server = cls.ours.issue("server", "/CN=signer", "extendedKeyUsage=serverAuth", "subjectAltName=IP:127.0.0.1")
        client = "extendedKeyUsage=clientAuth"
        cls.phone = cls.ours.issue("phone", "/O=Example/OU=phones/CN=7", client)
        cls.press = cls.ours.issue("press", "/O=Example/CN=press", client)
        cls.nobody = cls.ours.issue("nobody", "/O=Example/OU=staff/CN=7", client)
        cls.forged = cls.strange.issue("forged", "/O=Example/OU=phones/CN=7", client)
        cls.policy = os.path.join(cls.folder, "policy.json")
        with open(cls.policy, "w") as file:
            json.dump(POLICY, file)
        cls.s3 = cls.enterClassContext(pail_process.serve(PAIL))
        cls.keys = {"AWS_ACCESS_KEY_ID": cls.s3["access_key"], "AWS_SECRET_ACCESS_KEY": cls.s3["secret_key"]}
        cls.pail("mb", "s3://photos")

    @classmethod
    def pail(cls, *arguments):
        done = subprocess.run([PAIL, *arguments, "--endpoint-url", cls.s3["endpoint"]], capture_output=True,
                              env=pail_process.clean_environment(**cls.keys))
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *more):
        self.audit = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), "audit.jsonl")
        signer = self.enterContext(pail_process.pail(
            PAIL, "signer", "--policy", self.policy, "--audit", self.audit, "--endpoint", self.s3["endpoint"], "--tls-cert",
            self.server[0], "--tls-key", self.server[1], "--client-ca", self.ours.file, *more, environment=self.keys))
        self.endpoint = signer["endpoint"]
        self.assertTrue(self.endpoint.startswith("https://127.0.0.1:"), self.endpoint)

    def audited(self):
        with open(self.audit) as file:
            return [json.loads(line) for line in file]

    def curl(self, shown, *arguments):
        """(exit code, status, answer); the status is 0 where there is no answer."""
        certificate = ["--cert", shown[0], "--key", shown[1]] if shown else []
        done = subprocess.run(["curl", "-sS", "--cacert", self.ours.file, *certificate, "-w", "\n%{http_code}", *arguments],
                              capture_output=True, text=True, env=pail_process.clean_environment())
        body, _, status = done.stdout.rpartition("\n")
        return done.returncode, int(status), json.loads(body) if body else None

    def ask(self, shown, *arguments):
        return self.curl(shown, "-d", json.dumps(QUESTION), *arguments, f"{self.endpoint}/sign")

    def by_python(self, shown):
        context = ssl.create_default_context(cafile=self.ours.file)
        if shown:
            context.load_cert_chain(*shown)
        connection = http.client.HTTPSConnection(urllib.parse.urlsplit(self.endpoint).netloc, context=context)
        self.addCleanup(connection.close)
        connection.request("POST", "/sign", json.dumps(QUESTION))
        answer = connection.getresponse()
        return answer.status, json.load(answer)

    def test_a_subject_of_the_policy_gets_a_signature_that_s3_takes(self):
        self.start()
        code, status, answer = self.ask(self.phone)
        self.assertEqual((code, status), (0, 200), answer)
        self.assertEqual(answer["key"], "users/phone-7/cat.jpg")
        headers = [part for name, value in answer["headers"].items() for part in ("-H", f"{name}: {value}")]
        self.assertEqual(self.curl(None, "-X", "PUT", *headers, "--data-binary", "mine", answer["url"])[:2], (0, 200))
        self.assertEqual(self.pail("cat", "s3://photos/users/phone-7/cat.jpg"), b"mine")
        self.assertEqual(self.by_python(self.phone)[0], 200)
        for line in self.audited():
            self.assertEqual([line["decision"], line["caller"], line["known_by"], line["subject"]],
                             ["allow", "phone-7", "certificate", "CN=7,OU=phones,O=Example"])

    def test_a_subject_that_no_rule_serves_is_refused(self):
        self.start()
        code, status, answer = self.ask(self.press)
        self.assertEqual((code, status, answer["error"]["code"]), (0, 403, "AccessDenied"))
        self.assertEqual([(line["decision"], line["caller"]) for line in self.audited()], [("deny", "press")])

    def test_a_subject_that_the_policy_lacks_is_refused_and_told_in_the_audit_log(self):
        self.start()
        code, status, answer = self.ask(self.nobody)
        self.assertEqual((code, status, answer["error"]["code"]), (0, 403, "AccessDenied"))
        self.assertEqual(self.by_python(self.nobody)[0], 403)
        lines = self.audited()
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertEqual([line["decision"], line["status"], line["subject"]], ["deny", 403, "CN=7,OU=staff,O=Example"])
            self.assertNotIn("caller", line)

    def test_without_a_certificate_he_is_nobody(self):
        self.start()
        code, status, answer = self.ask(None)
        self.assertEqual((code, status, answer["error"]["code"]), (0, 401, "UnauthorizedAccess"))
        self.assertEqual(self.by_python(None)[0], 401)
        for line in self.audited():
            self.assertEqual((line["decision"], line["status"]), ("deny", 401))
            self.assertNotIn("subject", line)

    def test_a_certificate_of_another_authority_gets_no_connection(self):
        self.start()
        code, status, _ = self.ask(self.forged)
        self.assertNotEqual(code, 0)
        self.assertEqual(status, 0)
        with self.assertRaises(OSError):
            self.by_python(self.forged)
        self.assertEqual(self.audited(), [], "nothing was asked")
        self.assertEqual(self.ask(self.phone)[1], 200, "others are served as before")

    def test_may_be_required_of_everybody(self):
        self.start("--require-client-cert")
        self.assertEqual(self.ask(None)[1], 0)
        with self.assertRaises(OSError):
            self.by_python(None)
        self.assertEqual(self.audited(), [])
        self.assertEqual(self.ask(self.phone)[1], 200)

    def test_a_header_is_no_certificate(self):
        self.start()
        for name in ("X-SSL-Client-S-DN", "X-Client-Cert", "X-Peer-Subject"):
            self.assertEqual(self.ask(None, "-H", f"{name}: CN=7,OU=phones,O=Example")[1], 401, name)


unittest.main()
