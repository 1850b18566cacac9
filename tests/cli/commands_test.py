"""Each command of the client as a process, told as stories: what is typed, the exit code, and what comes on standard
output and on standard error. All stories run against one server; each has a bucket and a folder of its own."""
import itertools
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

import pail_process

PAIL = sys.argv[1]
NOON = "2026-01-01T12:00:00Z"
ANY = ".*"
ID = r"[^\s\"]+"
ETAG = r'\\"[0-9a-f]{{32}}\\"'

# A step: the line, the exit code, a pattern for the whole of standard output, and one for standard error. {b} is the
# story's bucket, {o} the server. Standard input is the text behind "<<<". What several objects are carried by at once
# tells of each as it is done: its lines are compared in the order of the alphabet.
AT_ONCE = ("put", "get", "cp", "mv")
STORIES = {
    "put takes the file's name where the target ends in a slash": [
        ("put cat.jpg s3://{b}/photos/", 0, "upload: cat.jpg to s3://{b}/photos/cat.jpg\n", ""),
        ("put cat.jpg notes.txt s3://{b}", 0, "upload: cat.jpg to s3://{b}/cat.jpg\n"
         "upload: notes.txt to s3://{b}/notes.txt\n", ""),
        ("put -q cat.jpg s3://{b}/quiet", 0, "", ""),
        ("put cat.jpg s3://{b}/k --json", 0,
         '{{"action":"upload","from":"cat.jpg","to":"s3://{b}/k","size":3,"etag":"' + ETAG + '"}}\n', ""),
        ("put cat.jpg s3://{b}/would -n", 0, r"\(dry run\) upload: cat.jpg to s3://{b}/would\n", ""),
        ("put - s3://{b}/typed <<<hello", 0, "upload: - to s3://{b}/typed\n", ""),
        ("cat s3://{b}/typed", 0, "hello", ""),
        ("stat s3://{b}/would", 4, "", "pail: stat s3://{b}/would: NoSuchKey: .*"),
        ("put cat.jpg s3://nowhere/k", 4, "", "pail: put s3://nowhere/k: NoSuchBucket: .*"
         "See which buckets there are with `pail ls`.\n"),
        ("put cat.jpg s3://nowhere/k --json", 4, "",
         '{{"error":{{"what":"put s3://nowhere/k","code":"NoSuchBucket","message":"[^"]+","advice":"[^"]+"}}}}\n'),
        ("put none s3://{b}/k", 1, "", "pail: put none: cannot open none: No such file or directory\n"),
        ("put none cat.jpg s3://{b}/", 3, "upload: cat.jpg to s3://{b}/cat.jpg\n", "pail: put none: .*"),
        ("put tree s3://{b}/", 1, "", "pail: put tree: .*is a folder: say --recursive.*"),
        ("put cat.jpg", 2, "", "pail: put: a file and an s3:// URL are needed\n"),
        ("put - s3://{b}/", 2, "", "pail: standard input has no name: give the whole key\n"),
        ("put cat.jpg notes.txt s3://{b}/k", 2, "", "pail: s3://{b}/k is no folder: put a slash behind it.*"),
        ("put cat.jpg s3://{b}/k --part-size much", 2, "", "pail: --part-size: not a size.*"),
    ],
    "what is stored beside the bytes": [
        ("put cat.jpg s3://{b}/k --content-type text/x-own --metadata build=17 --header 'Cache-Control: no-cache'", 0,
         ANY, ""),
        ("stat s3://{b}/k", 0, r"Object +s3://{b}/k\nSize +3 B \(3 bytes\)\nLast change +" + NOON +
         r"\nContent type +text/x-own\nETag +\S+\nStorage class +STANDARD\nChecksum +CRC64NVME \S+\n"
         r"Cache control +no-cache\nMetadata +build=17\n", ""),
        ("stat s3://{b}/k --json", 0, r'{{"url":"s3://{b}/k","size":3,"last_modified":"' + NOON +
         r'","content_type":"text/x-own",.*"metadata":{{"build":"17"}}}}\n', ""),
        ("put cat.jpg s3://{b}/by-name.jpg -q", 0, "", ""),
        ("stat s3://{b}/by-name.jpg", 0, ANY + "Content type +image/jpeg\n" + ANY, ""),
        ("put cat.jpg s3://{b}/k --metadata nonsense", 2, "", "pail: --metadata: not of the form name=value.*"),
    ],
    "conditions": [
        ("put cat.jpg s3://{b}/lock --if-none-match '*'", 0, ANY, ""),
        ("put cat.jpg s3://{b}/lock --if-none-match '*'", 1, "", "pail: put s3://{b}/lock: PreconditionFailed: .*"),
        ("put cat.jpg s3://{b}/lock --no-clobber", 1, "", "pail: put s3://{b}/lock: PreconditionFailed: .*"),
        ("get s3://{b}/lock notes.txt --no-clobber", 1, "", "pail: get s3://{b}/lock: cannot create notes.txt: .*"),
        ("get s3://{b}/lock x --if-match '\"0\"'", 1, "", "pail: get s3://{b}/lock: PreconditionFailed: .*"),
    ],
    "get writes to files, folders and standard output": [
        ("put notes.txt s3://{b}/a/notes.txt -q", 0, "", ""),
        ("get s3://{b}/a/notes.txt copy.txt", 0, "download: s3://{b}/a/notes.txt to copy.txt\n", ""),
        ("get s3://{b}/a/notes.txt tree", 0, "download: s3://{b}/a/notes.txt to tree/notes.txt\n", ""),
        ("get s3://{b}/a/notes.txt -", 0, "some notes", ""),
        ("get s3://{b}/a/notes.txt new/", 0, "download: s3://{b}/a/notes.txt to new/notes.txt\n", ""),
        ("get s3://{b}/a/notes.txt --json", 0, '{{"action":"download","from":"s3://{b}/a/notes.txt",.*"size":10,.*}}\n', ""),
        ("get s3://{b}/a/notes.txt x -n", 0, r"\(dry run\) download: s3://{b}/a/notes.txt to x\n", ""),
        ("get s3://{b}/none", 4, "", "pail: get s3://{b}/none: NoSuchKey: .*See which keys there are.*"),
        ("get 's3://{b}/none*' tree", 4, "", r"pail: get s3://{b}/none\*: NoSuchKey: nothing fits.*"),
        ("get s3://{b}", 2, "", "pail: 's3://{b}' names a bucket; a key is needed behind it\n"),
        ("get photo.jpg", 2, "", "pail: 'photo.jpg' is not of the form s3://bucket/key\n"),
        ("get s3://{b}/folder/", 2, "", "pail: the key has no file name: say which FILE to write\n"),
    ],
    "cp between all sides, and folders with and without their names": [
        ("cp -r tree s3://{b}/x/", 0, "upload: tree/1.txt to s3://{b}/x/tree/1.txt\n"
         "upload: tree/deep/2.map to s3://{b}/x/tree/deep/2.map\n", ""),
        ("cp -r tree/ s3://{b}/y", 0, "upload: tree/1.txt to s3://{b}/y/1.txt\n"
         "upload: tree/deep/2.map to s3://{b}/y/deep/2.map\n", ""),
        ("cp -r tree/ s3://{b}/z --exclude '*.map'", 0, "upload: tree/1.txt to s3://{b}/z/1.txt\n", ""),
        ("cp -r tree/ s3://{b}/w --exclude '*' --include '*.map'", 0,
         "upload: tree/deep/2.map to s3://{b}/w/deep/2.map\n", ""),
        ("cp s3://{b}/y/1.txt s3://{b}/copied.txt", 0, "copy: s3://{b}/y/1.txt to s3://{b}/copied.txt\n", ""),
        ("cp -r s3://{b}/y .", 0, "download: s3://{b}/y/1.txt to ./y/1.txt\n"
         "download: s3://{b}/y/deep/2.map to ./y/deep/2.map\n", ""),
        ("cp 's3://{b}/y/*.txt' into/", 0, "download: s3://{b}/y/1.txt to into/1.txt\n", ""),
        ("cp 's3://{b}/**/2.map' s3://{b}/maps/ -n", 0, r"(\(dry run\) copy: .* to s3://{b}/maps/.*\n){{3}}", ""),
        ("cp s3://{b}/copied.txt -", 0, "one", ""),
        ("cp - s3://{b}/stream <<<piped", 0, "upload: - to s3://{b}/stream\n", ""),
        ("cp cat.jpg notes.txt", 2, "", "pail: one side must be an s3:// URL\n"),
        ("cp s3://{b} .", 2, "", "pail: 's3://{b}' is a bucket: say --recursive.*"),
        ("cp s3://{b}/a s3://{b}/b -", 2, "", "pail: standard output takes one object: see pail cat\n"),
        ("cp s3://{b}/none s3://{b}/b", 4, "", "pail: cp s3://{b}/none: NoSuchKey: .*"),
    ],
    "cp and mv into the very folder they read take what was there before": [
        ("put cat.jpg notes.txt s3://{b}/a/ -q", 0, "", ""),
        ("cp -r s3://{b}/a/ s3://{b}/a/x/ -q", 0, "", ""),
        ("ls -r s3://{b}", 0, ".* a/cat.jpg\n.* a/notes.txt\n.* a/x/cat.jpg\n.* a/x/notes.txt\n", ""),
        ("mv -r s3://{b}/a s3://{b}/a/ -q", 0, "", ""),
        ("ls -r s3://{b}", 0, ".* a/a/cat.jpg\n.* a/a/notes.txt\n.* a/a/x/cat.jpg\n.* a/a/x/notes.txt\n", ""),
    ],
    "a key that would leave the folder is refused": [
        ("put cat.jpg s3://{b}/a/../../evil -q", 0, "", ""),
        ("put cat.jpg s3://{b}/a/good -q", 0, "", ""),
        ("get -r s3://{b}/a/ out", 3, "download: s3://{b}/a/good to out/good\n", r"pail: get s3://{b}/a/../../evil: .*"),
    ],
    "mv takes the source away": [
        ("put cat.jpg s3://{b}/old -q", 0, "", ""),
        ("mv s3://{b}/old s3://{b}/new -n", 0, r"\(dry run\) move: s3://{b}/old to s3://{b}/new\n", ""),
        ("mv s3://{b}/old s3://{b}/new", 0, "move: s3://{b}/old to s3://{b}/new\n", ""),
        ("stat s3://{b}/old", 4, "", ANY),
        ("mv s3://{b}/new here.jpg --json", 0, '{{"action":"move","from":"s3://{b}/new","to":"here.jpg",.*}}\n', ""),
        ("mv here.jpg s3://{b}/again", 0, "move: here.jpg to s3://{b}/again\n", ""),
        ("mv here.jpg s3://{b}/again", 1, "", "pail: mv here.jpg: cannot open here.jpg: No such file or directory\n"),
        ("mv s3://{b}/again s3://{b}/again", 1, "", "pail: mv s3://{b}/again: .*source and target are the same\n"),
        ("mv s3://{b}/none x", 4, "", ANY),
        ("mv here.jpg", 2, "", "pail: mv: a source and a target are needed\n"),
    ],
    "ls": [
        ("put - s3://{b}/a.txt -q <<<12345", 0, "", ""),
        ("put - s3://{b}/p/1 -q <<<1", 0, "", ""),
        ("put - s3://{b}/p/2 -q <<<2", 0, "", ""),
        ("ls", 0, f"(.*\n)*{NOON}  s3://{{b}}\n(.*\n)*", ""),
        ("ls --json", 0, f'(.*\n)*{{{{"bucket":"{{b}}","created":"{NOON}"}}}}\n(.*\n)*', ""),
        ("ls s3://{b}", 0, f" +folder  p/\n{NOON}           5 B  a.txt\n", ""),
        ("ls s3://{b} --color always", 0, " +folder  \x1b\\[1;34mp/\x1b\\[0m\n.*\n", ""),
        ("ls -r s3://{b} --bytes", 0, f"{NOON}             5  a.txt\n{NOON}             1  p/1\n.*  p/2\n", ""),
        ("ls 's3://{b}/*/1'", 0, f"{NOON} .* p/1\n", ""),
        ("ls -r s3://{b} --summarize -q", 2, ANY, ANY),
        ("ls -r s3://{b} --summarize", 0, "(.*\n){{3}}3 objects, 7 B\n", ""),
        ("ls s3://{b} --json", 0, '{{"prefix":"p/","bucket":"{b}"}}\n'
         f'{{{{"key":"a.txt","bucket":"{{b}}","size":5,"last_modified":"{NOON}","etag":"{ETAG}",'
         '"storage_class":"STANDARD"}}\n', ""),
        ("ls s3://{b}/none", 0, "", ""),
        ("ls s3://nowhere", 4, "", "pail: ls s3://nowhere: NoSuchBucket: .*"),
        ("ls s3://nowhere s3://{b}/p/", 3, "(.*\n){{2}}", "pail: ls s3://nowhere: .*"),
        ("ls {b}", 2, "", "pail: '{b}' is not of the form s3://bucket/key\n"),
    ],
    "rm": [
        ("put cat.jpg notes.txt s3://{b}/logs/ -q", 0, "", ""),
        ("put cat.jpg s3://{b}/logs2 -q", 0, "", ""),
        ("rm 's3://{b}/logs/*' --dry-run", 0, r"\(dry run\) delete: s3://{b}/logs/cat.jpg\n"
         r"\(dry run\) delete: s3://{b}/logs/notes.txt\n", ""),
        ("rm s3://{b}/logs/cat.jpg", 0, "delete: s3://{b}/logs/cat.jpg\n", ""),
        ("rm s3://{b}/logs/cat.jpg --json", 0, '{{"action":"delete","url":"s3://{b}/logs/cat.jpg"}}\n', ""),
        ("rm -r s3://{b}/logs", 0, "delete: s3://{b}/logs/notes.txt\n", ""),
        ("rm -r s3://{b}", 2, "", "pail: 's3://{b}' is the whole bucket: .*"),
        ("rm -r s3://{b}/ -q", 0, "", ""),
        ("ls -r s3://{b}", 0, "", ""),
        ("rm s3://{b}/", 2, "", "pail: 's3://{b}/' names a bucket; a key is needed behind it\n"),
        ("rm 's3://{b}/none*'", 4, "", ANY),
        ("rm s3://nowhere/k", 4, "", ANY),
    ],
    "versions": [
        ("mb -p --versioning s3://{b}", 0, "make bucket: s3://{b}\n", ""),
        ("put - s3://{b}/k -q <<<first", 0, "", ""),
        ("put - s3://{b}/k --json <<<second", 0, '{{.*"version_id":"' + ID + '"}}\n', ""),
        ("rm s3://{b}/k", 0, "delete: s3://{b}/k\n", ""),
        ("cat s3://{b}/k", 4, "", ANY),
        ("ls --versions s3://{b}", 0, f"{NOON}       deleted  {ID} +k\n{NOON}           6 B  {ID} +k  \\(older\\)\n"
         f"{NOON}           5 B  {ID} +k  \\(older\\)\n", ""),
        ("ls --versions s3://{b} --json", 0, '{{"key":"k",.*"is_latest":true,"delete_marker":true,.*}}\n(.*\n){{2}}', ""),
        ("stat s3://{b}", 0, "Bucket +s3://{b}\nRegion +us-east-1\nVersioning +enabled\nPublic access +blocked\n", ""),
        ("rb s3://{b}", 1, "", "pail: rb s3://{b}: BucketNotEmpty: .*"),
        ("rb --force s3://{b} -n", 0, r"(\(dry run\) delete: s3://{b}/k version \S+\n){{3}}\(dry run\) remove bucket: .*\n", ""),
        ("rm --versions s3://{b}/k", 0, r"(delete: s3://{b}/k version \S+\n){{3}}", ""),
        ("rb s3://{b} --json", 0, '{{"action":"remove bucket","bucket":"{b}"}}\n', ""),
    ],
    "buckets": [
        ("mb s3://{b}-more", 0, "make bucket: s3://{b}-more\n", ""),
        ("mb s3://{b}-json --json", 0, '{{"action":"make bucket","bucket":"{b}-json"}}\n', ""),
        ("mb s3://No", 1, "", "pail: mb s3://No: InvalidBucketName: .*"),
        ("mb s3://{b}/key", 2, "", "pail: 's3://{b}/key' names a key; a bucket alone is needed\n"),
        ("put -r tree s3://{b}-more/ -q", 0, "", ""),
        ("rb --force s3://{b}-more", 0, "(delete: .*\n){{2}}remove bucket: s3://{b}-more\n", ""),
        ("rb s3://{b}-more", 4, "", "pail: rb s3://{b}-more: NoSuchBucket: .*"),
        ("rb s3://{b} s3://{b}-more", 3, "remove bucket: s3://{b}\n", ANY),
        ("stat s3://{b}", 4, "", "pail: stat s3://{b}: NoSuchBucket.*"),
        ("rb s3://{b}-json/x", 2, "", ANY),
    ],
    "cat": [
        ("put cat.jpg notes.txt s3://{b}/ -q", 0, "", ""),
        ("cat s3://{b}/notes.txt s3://{b}/cat.jpg", 0, "some notescat", ""),
        ("cat 's3://{b}/*'", 0, "catsome notes", ""),
        ("cat s3://{b}/notes.txt --range 0-3", 0, "some", ""),
        ("cat s3://{b}/none s3://{b}/cat.jpg", 3, "cat", "pail: cat s3://{b}/none: NoSuchKey: .*"),
        ("cat s3://{b}/none --json", 4, "", '{{"error":{{"what":"cat s3://{b}/none","code":"NoSuchKey",.*}}}}\n'),
        ("cat s3://{b}", 2, "", ANY),
    ],
    "sync": [
        ("sync tree s3://{b}/t --dry-run", 0, r"\(dry run\) upload: tree/1.txt to s3://{b}/t/1.txt\n"
         r"\(dry run\) upload: tree/deep/2.map to s3://{b}/t/deep/2.map\n\(dry run\) 2 moved .*\n", ""),
        ("sync tree s3://{b}/t", 0, r"(upload: .*\n){{2}}2 moved \(6 B\), 0 deleted, 0 the same\n", ""),
        ("sync tree s3://{b}/t --checksum", 0, r"0 moved \(0 B\), 0 deleted, 2 the same\n", ""),
        ("put cat.jpg s3://{b}/t/extra -q", 0, "", ""),
        ("sync tree s3://{b}/t --size-only --delete --json", 0,
         '{{"action":"delete","url":"s3://{b}/t/extra","why":"extra"}}\n{{"summary":{{"uploaded":0,.*"deleted":1,.*}}}}\n', ""),
        ("sync s3://{b}/t back --exclude '*.map' -q", 0, "", ""),
        ("sync s3://{b}/t s3://{b}/u", 0, r"(copy: .*\n){{2}}2 moved .*\n", ""),
        ("sync tree s3://nowhere", 4, "", "pail: sync tree: NoSuchBucket: .*"),
        ("sync tree back", 2, "", "pail: one side must be an s3:// URL\n"),
    ],
    "presign, sign and post-policy": [
        ("presign s3://{b}/k --expires 5m", 0, r"{o}/{b}/k\?X-Amz-.*&X-Amz-Expires=300&.*\n", ""),
        ("presign PUT s3://{b}/k --json", 0, r'{{"url":"{o}/{b}/k\?[^"]+","method":"PUT","expires_at":"2026-01-01T13:00:00Z"}}\n', ""),
        ("presign --method DELETE s3://{b}/k --signature v2", 0, r"{o}/{b}/k\?AWSAccessKeyId=.*\n", ""),
        ("presign s3://{b}/k --expires 8d", 2, "", "pail: .*"),
        ("presign s3://{b}/k --expires soon", 2, "", "pail: --expires: not a time like .*"),
        ("presign s3://{b}", 2, "", ANY),
        ("sign GET {o}/{b}/k --json", 0, '{{"headers":{{.*"Authorization":"AWS4-HMAC-SHA256 .*}},"curl":"curl .*"}}\n', ""),
        ("sign GET nonsense", 1, "", "pail: sign nonsense: .*"),
        ("post-policy --bucket {b} --key k --expires 10m --json", 0, '{{"url":"{o}/{b}","method":"POST","fields":.*}}\n', ""),
        ("post-policy --bucket {b}", 2, "", "pail: one of --key and --key-prefix is needed\n"),
    ],
    "bench": [
        ("bench mixed --objects 4 --size 1k --concurrency 2 --duration 200ms --mix put=1,get=2,list=1", 0,
         r" +requests +errors +req/s +MB/s +p50 ms +p90 ms +p99 ms +p99.9 ms +max ms\nput +.*\nget +.*\nlist +.*\nall +.*\n", ""),
        ("bench get s3://{b}/x --objects 2 --size 10 --concurrency 1 --duration 100ms --json", 0,
         r'{{"job":"get","requests":[1-9]\d*,"errors":0,.*"errors_by_code":{{}},.*}}\n', ""),
        ("ls -r s3://{b}", 0, "", ""),
        ("bench get s3://nowhere --duration 100ms", 4, "", "pail: bench s3://nowhere.*: NoSuchBucket: .*"),
        ("bench mixed --mix fly=1", 2, "", "pail: --mix: .*"),
        ("bench fly", 2, "", ANY),
        ("bench", 2, "", ANY),
    ],
    "version": [
        ("version", 0, r"pail \d+\.\d+\.\d+\n", ""),
        ("version --json", 0, r'{{"version":"\d+\.\d+\.\d+"}}\n', ""),
        ("version --jsn", 2, "", ANY),
    ],
    "where and as whom": [
        ("ls s3://{b} --no-sign-request", 1, "", "pail: ls s3://{b}: AccessDenied: .*"),
        ("ls s3://{b} --clock-offset 901", 0, "", ""),  # the server's time is taken over
        ("ls s3://{b} --signature v2", 0, "", ""),
        ("ls s3://{b} --profile nobody", 2, "", "pail: .*nobody.*"),
        ("ls --endpoint-url http://127.0.0.1:1 --retries 0", 1, "",
         "pail: ls: NetworkFailure: .*Start one with `pail serve`, or name another with --endpoint-url.\n"),
        ("ls --retries many", 2, "", ANY),
        ("ls --connect-timeout soon", 2, "", "pail: --connect-timeout: not a time.*"),
        ("fly", 2, "", ANY),
    ],
}


class Stories(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = cls.enterClassContext(pail_process.serve(PAIL, "--log-level", "off", "--now", NOON))
        cls.endpoint = server["endpoint"]
        cls.numbers = itertools.count(1)

    def run_pail(self, words, folder, data=""):
        done = subprocess.run([PAIL, *words], input=data.encode(), capture_output=True, cwd=folder, timeout=60,
                              env=pail_process.clean_environment(HOME=str(folder), AWS_ENDPOINT_URL=self.endpoint))
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def make_folder(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name, text in (("cat.jpg", "cat"), ("notes.txt", "some notes"), ("tree/1.txt", "one"),
                           ("tree/deep/2.map", "two")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
            os.utime(folder / name, (1_600_000_000, 1_600_000_000))  # older than what the server stores
        return folder

    def tell(self, steps):
        folder = self.make_folder()
        names = {"b": f"story-{next(self.numbers)}", "o": self.endpoint}
        self.assertEqual(self.run_pail(["mb", "-q", f"s3://{names['b']}", "--now", NOON], folder), (0, "", ""))
        for line, code, output, errors in steps:
            line, _, data = line.format(**names).partition(" <<<")
            words = shlex.split(line)
            takes_time = words[0] not in ("version", "fly") and "--clock-offset" not in words
            got = self.run_pail(words + (["--now", NOON] if takes_time else []), folder, data)
            if words[0] in AT_ONCE:
                got = (got[0], "".join(sorted(got[1].splitlines(keepends=True))), got[2])
            with self.subTest(line):
                self.assertEqual(got[0], code, got)
                self.assertRegex(got[1], rf"(?s)\A{output.format(**names)}\Z", got)
                self.assertRegex(got[2], rf"(?s)\A{errors.format(**names)}\Z", got)


for number, (name, steps) in enumerate(STORIES.items()):
    setattr(Stories, f"test_{number:02} {name}", lambda self, steps=steps: self.tell(steps))

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
