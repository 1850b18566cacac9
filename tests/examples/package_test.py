"""package_test.py BUILD EXAMPLES CMAKE COMPILER: installs BUILD into a fresh folder, and builds and runs the C++ of EXAMPLES
against it as a stranger would, with nothing but find_package(pail)."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import pail_process

BUILD, EXAMPLES, CMAKE, COMPILER = sys.argv[1:5]


def run(*command, environment=None):
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.prefix = cls.folder / "prefix"
        run(CMAKE, "--install", BUILD, "--prefix", str(cls.prefix))

    def test_the_executable_is_installed(self):
        self.assertRegex(run(str(self.prefix / "bin" / "pail"), "version"), r"^pail \d")

    def test_nothing_installed_knows_where_it_was_built(self):
        for file in (self.prefix / "lib" / "cmake" / "pail").iterdir():
            self.assertNotIn(BUILD, file.read_text(), file.name)

    def build(self, example):
        """The folder it was built in."""
        folder = str(self.folder / example)
        run(CMAKE, "-G", "Ninja", "-S", str(pathlib.Path(EXAMPLES) / example), "-B", folder, f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
        run(CMAKE, "--build", folder)
        return folder

    def test_a_strangers_suite_builds_and_passes(self):
        said = run("ctest", "--test-dir", self.build("cpp"), "--output-on-failure")
        self.assertIn("100% tests passed", said)

    def test_the_photo_upload_in_cpp(self):
        program = self.build("photo-upload/cpp") + "/photo_upload"
        pail = str(self.prefix / "bin" / "pail")
        seed = str(pathlib.Path(EXAMPLES) / "photo-upload" / "seed.json")
        photo = self.folder / "cat.jpg"
        photo.write_bytes(bytes(range(256)) * 1000)
        with pail_process.serve(pail, "--seed", seed, "--notify", "*=") as s3, \
                pail_process.pail(pail, "signer", "--bucket", "photos", "--endpoint", s3["endpoint"], environment={
                    "PAIL_ACCESS_KEY": s3["access_key"], "PAIL_SECRET_KEY": s3["secret_key"]}) as signer:
            said = run(program, signer["endpoint"], str(photo), "users/ann/1-cat.jpg", environment=pail_process.clean_environment(
                AWS_ENDPOINT_URL=s3["endpoint"], AWS_ACCESS_KEY_ID="AKIAGALLERY000000000",
                AWS_SECRET_ACCESS_KEY="the/gallery/keeps+this/to/itself"))
        self.assertIn("256000 of 256000 bytes", said)
        self.assertTrue(said.endswith("the notification: new\nthe phone: known\n"), said)


unittest.main(argv=sys.argv[:1])
