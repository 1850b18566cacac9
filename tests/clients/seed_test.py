"""`pail serve --seed`, seen by boto3; and the world it makes exported, read by tar and Python's tarfile, and imported."""
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import urllib.error
import urllib.request
import io

import boto3
import botocore.exceptions
from botocore.config import Config

import pail_process

PAIL = sys.argv.pop(1)
SEEDS = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "seed"
READER = ("AKIAREADER0000000000", "a/secret+for/tests")


def client(server, access_key=None, secret_key=None):
    return boto3.client("s3", endpoint_url=server["endpoint"], region_name="us-east-1",
                        aws_access_key_id=access_key or server["access_key"],
                        aws_secret_access_key=secret_key or server["secret_key"],
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))


def seen(s3):
    """What a client can see of the shop, ids of requests left out."""
    versions = s3.list_object_versions(Bucket="uploads")
    return {
        "buckets": [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]],
        "versions": [(v["Key"], v["VersionId"], v["ETag"], v["IsLatest"]) for v in versions["Versions"]],
        "markers": [(m["Key"], m["VersionId"], m["IsLatest"]) for m in versions["DeleteMarkers"]],
        "cors": s3.get_bucket_cors(Bucket="uploads")["CORSRules"],
        "tags": s3.get_object_tagging(Bucket="uploads", Key="orders/1.json")["TagSet"],
        "photo": s3.get_object(Bucket="uploads", Key="photo.jpg")["Body"].read(),
        "page": s3.get_object(Bucket="pages", Key="index.html")["Body"].read(),
    }


def control(server, method, path, body=None):
    request = urllib.request.Request(f"{server['endpoint']}/_pail/v1/{path}", data=body, method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


class Seed(unittest.TestCase):
    def test_a_folder_is_there_before_the_first_request(self):
        with pail_process.serve(PAIL, "--seed", str(SEEDS / "shop")) as server:
            shop = seen(client(server))
            self.assertEqual(shop["buckets"], ["pages", "uploads"])
            self.assertEqual(len(shop["photo"]), 300000)
            self.assertEqual([key for key, *_ in shop["markers"]], ["note.txt"])
            reader = client(server, *READER)
            self.assertEqual(reader.get_object(Bucket="pages", Key="css/shop.css")["ContentType"], "text/css")
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                reader.put_object(Bucket="pages", Key="x", Body=b"x")
            self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied")
            page = urllib.request.urlopen(f"{server['endpoint']}/pages/index.html")
            self.assertEqual(page.headers["Cache-Control"], "max-age=60")

    def test_a_seed_twice_is_a_seed_once(self):
        with tempfile.TemporaryDirectory() as data:
            arguments = ("--data", data, "--durability", "none", "--seed", str(SEEDS / "shop"))
            with pail_process.serve(PAIL, *arguments) as server:
                before = seen(client(server))
            with pail_process.serve(PAIL, *arguments, "--seed", str(SEEDS / "shop")) as server:
                self.assertEqual(seen(client(server)), before)

    def test_a_mistake_ends_the_command_and_nothing_is_applied(self):
        with tempfile.TemporaryDirectory() as data:
            done = subprocess.run([PAIL, "serve", "--port", "0", "--data", data, "--seed", str(SEEDS / "mistake.json")],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60,
                                  env=pail_process.clean_environment())
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("mistake.json:6: buckets[1].cors: InvalidRequest: Found unsupported HTTP method", done.stderr)
            with pail_process.serve(PAIL, "--data", data) as server:
                self.assertEqual(client(server).list_buckets()["Buckets"], [])


class Archive(unittest.TestCase):
    def test_is_read_by_tar_and_by_python(self):
        with pail_process.serve(PAIL, "--seed", str(SEEDS / "shop")) as server:
            archive = control(server, "GET", "worlds/default/export")
            photo = seen(client(server))["photo"]
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            names = tar.getnames()
            manifest = json.load(tar.extractfile("pail-world.json"))
            bodies = [tar.extractfile(name).read() for name in names if name.startswith("blobs/")]
        self.assertEqual(names[0], "pail-world.json")
        self.assertEqual((manifest["format"], manifest["world"]), (1, "default"))
        self.assertIn("secret keys of its users", manifest["warning"])
        self.assertEqual(manifest["blobs"], len(bodies))
        self.assertIn(photo, bodies)
        listed = subprocess.run(["tar", "tf", "-"], input=archive, stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(listed.decode().split(), names)

    def test_moves_a_world_from_memory_to_a_disk(self):
        with pail_process.serve(PAIL, "--seed", str(SEEDS / "shop")) as server:
            archive = control(server, "GET", "worlds/default/export")
            before = seen(client(server))
        with tempfile.TemporaryDirectory() as data:
            with pail_process.serve(PAIL, "--data", data) as server:
                with self.assertRaises(urllib.error.HTTPError) as refused:
                    control(server, "POST", "worlds/default/import", archive[:-5000])
                self.assertEqual(refused.exception.code, 400)
                self.assertEqual(client(server).list_buckets()["Buckets"], [])
                control(server, "POST", "worlds/default/import", archive)
            with pail_process.serve(PAIL, "--data", data) as server:
                self.assertEqual(seen(client(server)), before)
                self.assertEqual(client(server, *READER).get_object(Bucket="pages", Key="index.html")["Body"].read(),
                                 before["page"])


if __name__ == "__main__":
    unittest.main()
