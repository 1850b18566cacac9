"""`pail serve --tls-cert`: curl, the aws command and boto3 by https, each checking the certificate; and client certificates."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import boto3
import botocore.exceptions
from botocore.config import Config

import pail_process

PAIL = sys.argv.pop(1)
TLS = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "tls"
CA = str(TLS / "ca.crt")
SERVER = ["--tls-cert", str(TLS / "server.crt"), "--tls-key", str(TLS / "server.key")]
BODY = bytes(range(256)) * 4096

pail_process.resolve_localhost_names()


def curl(*arguments):
    """(exit code, output with the head)"""
    done = subprocess.run(["curl", "-sSi", *arguments], capture_output=True, env=pail_process.clean_environment())
    return done.returncode, (done.stdout + done.stderr).decode("latin-1")


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(pail_process.serve(PAIL, *SERVER))
        cls.endpoint = cls.server["endpoint"]
        cls.port = cls.endpoint.rsplit(":", 1)[1]

    def client(self, host="127.0.0.1", **more):
        return boto3.client("s3", endpoint_url=f"https://{host}:{self.port}", region_name=self.server["region"],
                            aws_access_key_id=self.server["access_key"], aws_secret_access_key=self.server["secret_key"],
                            config=Config(retries={"max_attempts": 0}, read_timeout=10, **more.pop("config", {})), **more)

    def test_the_ready_line_says_https(self):
        self.assertTrue(self.endpoint.startswith("https://127.0.0.1:"), self.endpoint)
        self.assertTrue(self.server["control"].startswith("https://"), self.server["control"])

    def test_curl_believes_the_authority_and_nobody_else(self):
        code, answer = curl("--cacert", CA, self.endpoint)
        self.assertEqual(code, 0, answer)
        self.assertTrue(answer.startswith("HTTP/1.1 307 "), answer)
        self.assertEqual(curl(self.endpoint)[0], 60)

    def test_http_is_told_to_speak_https(self):
        code, answer = curl(f"http://127.0.0.1:{self.port}/")
        self.assertEqual(code, 0, answer)
        self.assertTrue(answer.startswith("HTTP/1.1 400 "), answer)
        self.assertIn("speaks https", answer)

    def test_boto3_by_path_and_by_virtual_host(self):
        for host, addressing in (("127.0.0.1", "path"), ("s3.localhost", "virtual")):
            s3 = self.client(host, verify=CA, config={"s3": {"addressing_style": addressing}})
            bucket = f"boto-{addressing}"
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key="k", Body=BODY)
            self.assertEqual(s3.get_object(Bucket=bucket, Key="k")["Body"].read(), BODY)
        with self.assertRaises(botocore.exceptions.SSLError):
            self.client().list_buckets()

    def test_locations_are_https(self):
        s3 = self.client(verify=CA)
        s3.create_bucket(Bucket="locations")
        upload = s3.create_multipart_upload(Bucket="locations", Key="k")["UploadId"]
        part = s3.upload_part(Bucket="locations", Key="k", UploadId=upload, PartNumber=1, Body=b"x")
        done = s3.complete_multipart_upload(Bucket="locations", Key="k", UploadId=upload, MultipartUpload={
            "Parts": [{"ETag": part["ETag"], "PartNumber": 1}]})
        self.assertTrue(done["Location"].startswith("https://"), done["Location"])

    def test_worlds_are_told_by_https(self):
        code, answer = curl("--cacert", CA, "-X", "POST", "-d", '{"name":"by-tls"}', f"{self.server['control']}worlds")
        self.assertEqual(code, 0, answer)
        world = json.loads(answer.split("\r\n\r\n", 1)[1])
        self.assertTrue(world["endpoint"].startswith("https://"), world)
        self.assertTrue(world["host_endpoint"].startswith("https://by-tls."), world)

    def test_the_aws_command(self):
        with tempfile.TemporaryDirectory() as folder:
            photo = pathlib.Path(folder, "photo")
            photo.write_bytes(BODY)
            environment = pail_process.clean_environment(
                HOME=folder, AWS_ACCESS_KEY_ID=self.server["access_key"], AWS_SECRET_ACCESS_KEY=self.server["secret_key"],
                AWS_DEFAULT_REGION=self.server["region"], AWS_EC2_METADATA_DISABLED="true")
            for words in (["mb", "s3://aws-tls"], ["cp", str(photo), "s3://aws-tls/photo"],
                          ["cp", "s3://aws-tls/photo", str(photo) + ".back"]):
                done = subprocess.run(["/usr/bin/aws", "--ca-bundle", CA, "--endpoint-url", self.endpoint, "s3", *words],
                                      capture_output=True, text=True, env=environment)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(pathlib.Path(str(photo) + ".back").read_bytes(), BODY)


class ClientCertificates(unittest.TestCase):
    SHOWN = ["--cert", str(TLS / "client.crt"), "--key", str(TLS / "client.key")]

    def answers(self, url, *arguments):
        code, answer = curl("--cacert", CA, *arguments, url)
        return code == 0 and answer.startswith("HTTP/1.1 307 ")

    def test_may_be_required(self):
        with pail_process.serve(PAIL, *SERVER, "--client-ca", CA, "--require-client-cert") as server:
            self.assertTrue(self.answers(server["endpoint"], *self.SHOWN))
            self.assertFalse(self.answers(server["endpoint"]))

    def test_may_be_optional(self):
        with pail_process.serve(PAIL, *SERVER, "--client-ca", CA) as server:
            self.assertTrue(self.answers(server["endpoint"], *self.SHOWN))
            self.assertTrue(self.answers(server["endpoint"]))


class Options(unittest.TestCase):
    def test_that_do_not_fit_are_named(self):
        for arguments, words in (
                (["--tls-cert", str(TLS / "server.crt")], "--tls-key"),
                (["--tls-cert", "/no/such.pem", "--tls-key", str(TLS / "server.key")], "/no/such.pem"),
                (["--tls-cert", str(TLS / "server.crt"), "--tls-key", str(TLS / "other.key")], "other.key"),
                ([*SERVER, "--require-client-cert"], "--client-ca")):
            done = subprocess.run([PAIL, "serve", "--port", "0", *arguments], capture_output=True, text=True, timeout=10,
                                  env=pail_process.clean_environment())
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(words, done.stderr)


unittest.main()
