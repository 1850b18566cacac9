"""package_test.py BUILD EXAMPLE CMAKE COMPILER: installs BUILD into a fresh folder, and builds and runs EXAMPLE against it
as a stranger would, with nothing but find_package(pail)."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

BUILD, EXAMPLE, CMAKE, COMPILER = sys.argv[1:5]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
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

    def test_a_strangers_suite_builds_and_passes(self):
        build = str(self.folder / "build")
        run(CMAKE, "-G", "Ninja", "-S", EXAMPLE, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
        run(CMAKE, "--build", build)
        said = run("ctest", "--test-dir", build, "--output-on-failure")
        self.assertIn("100% tests passed", said)


unittest.main(argv=sys.argv[:1])
