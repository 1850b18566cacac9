"""What is said about the commands: --help, and the manual pages made of the same definitions."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import pail_process

PAIL = sys.argv[1]
COLUMNS_MAX = 100
HIDDEN = {"complete", "manual"}


def run(*words, **how):
    return subprocess.run([PAIL, *words], capture_output=True, text=True, timeout=60,
                          env=pail_process.clean_environment(), **how)


def commands():
    answer = run("complete", "--", "").stdout.splitlines()[1:]
    return [line.split("\t")[0] for line in answer]


class Help(unittest.TestCase):
    def test_every_command_of_the_issue_is_there(self):
        self.assertLessEqual(set("serve signer run put get cp mv ls rm mb rb cat stat sync sign presign post-policy "
                                 "explain bench completion version fsck".split()), set(commands()))
        self.assertFalse(HIDDEN & set(commands()))

    def test_help_has_examples_and_exit_codes_and_fits_a_terminal(self):
        for command in commands():
            with self.subTest(command):
                done = run(command, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertRegex(done.stdout, rf"(?m)^Usage: pail {command} \[OPTIONS\]")
                self.assertRegex(done.stdout, r"(?m)^Examples?:\n  ")
                self.assertRegex(done.stdout, r"(?m)^Exit codes?: 0 ")
                self.assertLessEqual(max(map(len, done.stdout.splitlines())), COLUMNS_MAX)

    def test_every_option_has_a_text(self):
        for command in commands():
            for line in run("complete", "--", command, "--").stdout.splitlines()[1:]:
                with self.subTest(command, option=line):
                    self.assertRegex(line, r"^--[a-z0-9-]+\t\S.*")

    def test_examples_name_options_that_there_are(self):
        for command in commands():
            known = {line.split("\t")[0] for line in run("complete", "--", command, "--").stdout.splitlines()[1:]}
            for example in re.findall(rf"(?m)^  (?:.*\| |.*\$\()?pail {command} (.*)$", run(command, "--help").stdout):
                words = re.split(r"\s-- |\s\| |\s{2,}", example)[0]
                for option in re.findall(r"(?<=\s)--[a-z][a-z-]*", " " + words):
                    with self.subTest(command, option=option):
                        self.assertIn(option, known)

    def test_no_command_is_answered_with_the_help(self):
        done = run()
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("Start here:", done.stderr)
        self.assertEqual(run("--help").returncode, 0)


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        assert run("manual", str(cls.folder)).returncode == 0

    def test_each_command_has_a_page(self):
        pages = {path.name for path in (self.folder / "man/man1").iterdir()}
        self.assertEqual(pages, {"pail.1"} | {f"pail-{command}.1" for command in commands()})

    def test_pages_are_right_by_mandoc(self):
        pages = sorted(str(path) for path in (self.folder / "man/man1").iterdir())
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", *pages], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_a_page_says_what_the_help_says(self):
        page = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=200", str(self.folder / "man/man1/pail-put.1")],
                              capture_output=True, text=True).stdout
        page = re.sub(r".\x08", "", page)
        for part in ("pail-put - Upload files", "--content-type TYPE", "EXAMPLES",
                     "pail put first.txt s3://my-bucket/lock --if-none-match '*'", "EXIT CODES", "pail(1)"):
            with self.subTest(part):
                self.assertIn(part, page)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
