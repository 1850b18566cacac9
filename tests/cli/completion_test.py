"""Completion: what `pail complete` answers, and whether bash, zsh and fish understand the scripts."""
import os
import pathlib
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import pail_process

PAIL = pathlib.Path(sys.argv[1]).resolve()


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        server = cls.enterClassContext(pail_process.serve(PAIL, "--log-level", "off"))
        cls.environment = pail_process.clean_environment(
            HOME=str(cls.folder), AWS_ENDPOINT_URL=server["endpoint"], PATH=f"{PAIL.parent}:{os.environ['PATH']}")
        for line in (["mb", "s3://photos", "s3://papers"], ["put", "-", "s3://photos/trip/a b.jpg"],
                     ["put", "-", "s3://photos/cat.jpg"]):
            cls.run_words([PAIL, *line])

    @classmethod
    def run_words(cls, words, **how):
        done = subprocess.run(words, input="", capture_output=True, text=True, timeout=60, cwd=cls.folder,
                              env=cls.environment, **how)
        assert done.returncode == 0, done
        return done.stdout

    def complete(self, *words):
        directives, *lines = self.run_words([PAIL, "complete", "--", *words]).splitlines()
        return directives.split(), [line.split("\t")[0] for line in lines]

    def test_words_of_the_line(self):
        for words, directives, expected in [
                (["pre"], [], ["presign"]),
                (["p"], [], ["put", "presign", "post-policy"]),
                (["put", "--content-"], [], ["--content-type"]),
                (["ls", "--color", ""], [], ["auto", "always", "never"]),
                (["ls", "--color=a"], [], ["--color=auto", "--color=always"]),
                (["completion", "z"], [], ["zsh"]),
                (["put", "--ca-file", "x"], ["files"], []),
                (["put", "x"], ["files"], []),
                (["put", "s3"], ["files", "nospace"], ["s3://"]),
                (["ls", "s3://p"], ["nospace"], ["s3://papers/", "s3://photos/"]),
                (["ls", "s3://photos/"], ["nospace"], ["s3://photos/trip/", "s3://photos/cat.jpg"]),
                (["ls", "s3://photos/trip/"], [], ["s3://photos/trip/a b.jpg"]),
                (["ls", "--endpoint-url", "http://127.0.0.1:1", "s3://p"], [], []),
                (["nonsense", "x"], [], [])]:
            with self.subTest(words):
                self.assertEqual(self.complete(*words), (directives, expected))

    def test_a_server_that_is_silent_holds_nobody_up(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            began = time.monotonic()
            self.assertEqual(self.complete("ls", "--endpoint-url", f"http://127.0.0.1:{silent.getsockname()[1]}", "s3://p"),
                             ([], []))
            self.assertLess(time.monotonic() - began, 10)  # a machine under load; without a limit it is a minute

    def script(self, shell):
        path = self.folder / f"pail.{shell}"
        path.write_text(self.run_words([PAIL, "completion", shell]))
        return str(path)

    def test_shells_can_read_the_scripts(self):
        for shell in ("bash", "zsh", "fish"):
            with self.subTest(shell):
                self.run_words([shell, "-n", self.script(shell)])

    def bash(self, line):
        """What bash offers for the line, as it calls the function: words cut at its break characters."""
        return self.run_words(["bash", "-c", f"""
            source {self.script('bash')}
            compopt() {{ :; }}
            COMP_LINE={shlex.quote(line)}; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9
            COMP_WORDS=() word=
            for ((i = 0; i < ${{#COMP_LINE}}; i++)); do
                c=${{COMP_LINE:i:1}}
                case $c in
                    ' ') [[ -n $word ]] && COMP_WORDS+=("$word"); word= ;;
                    [:=]) [[ -n $word ]] && COMP_WORDS+=("$word"); COMP_WORDS+=("$c"); word= ;;
                    *) word+=$c ;;
                esac
            done
            COMP_WORDS+=("$word"); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
            _pail; printf '%s\\n' "${{COMPREPLY[@]}}" """]).splitlines()

    def test_bash_gets_what_stands_behind_its_cuts(self):
        for line, expected in [("pail pres", ["presign"]), ("pail ls --color=al", ["always"]),
                               ("pail ls s3://ph", ["//photos/"]), ("pail get s3://photos/c", ["//photos/cat.jpg"]),
                               ("pail cp s3://photos/cat.jpg s3://pa", ["//papers/"]),
                               ("pail ls s3://photos/trip/", ["//photos/trip/a\\ b.jpg"]),
                               ("pail get s3://photos/trip/a\\ b", ["//photos/trip/a\\ b.jpg"]),
                               ("pail cp s3://photos/trip/a\\ b.jpg s3://pa", ["//papers/"]),
                               (f'pail ls --endpoint-url "{self.environment["AWS_ENDPOINT_URL"]}" s3://ph', ["//photos/"]),
                               ("pail ls --endpoint-url http://127.0.0.1:1 s3://ph", [""])]:
            with self.subTest(line):
                self.assertEqual(self.bash(line), expected)

    def test_zsh_completes_buckets_and_keys_as_they_are_typed(self):
        folder = self.folder / "functions"
        folder.mkdir()
        (folder / "_pail").write_text(self.run_words([PAIL, "completion", "zsh"]))
        # A terminal of zsh's own; what it shows of the line comes in pieces, with signals in between.
        self.run_words(["zsh", "-f", "-c", f"""
            zmodload zsh/zpty; zpty shell zsh -f -i
            await() {{ zpty -r -m shell shown "*$1*" || exit 1 }}
            zpty -w shell "fpath=({folder} \\$fpath); autoload -Uz compinit; compinit -u -D; print R''EADY"
            await READY
            zpty -w -n shell $'pail ls s3://ph\\t'; await otos/
            zpty -w -n shell $'tr\\t'; await ip/
            zpty -w -n shell $'\\t'; await b.jpg
            zpty -d shell"""])

    def test_fish_offers_the_same(self):
        for line, expected in [("pail pres", "presign\tMake a URL"), ("pail ls s3://ph", "s3://photos/"),
                               ("pail ls --color ", "always")]:
            with self.subTest(line):
                output = self.run_words(["fish", "--no-config", "-c",
                                         f"source {self.script('fish')}; complete -C {line!r}"])
                self.assertIn(expected, output)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
