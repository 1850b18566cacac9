"""What a test can do that the real S3 never lets it do. Run it with `pytest`; PAIL=/path/to/pail when it is not on PATH."""
import threading
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError


def test_a_backup_survives_a_flaky_network(world):
    s3 = world.client()
    s3.create_bucket(Bucket="backup")
    world.misbehave(profile="flaky-1-percent")

    for i in range(200):
        s3.put_object(Bucket="backup", Key=f"{i}.txt", Body=b"precious")

    assert world.hits() > 0  # it was flaky indeed
    assert s3.list_objects_v2(Bucket="backup")["KeyCount"] == 200


def test_boto3_tries_again_when_it_is_told_to_slow_down(world):
    s3 = world.client()
    s3.create_bucket(Bucket="backup")
    world.misbehave(match={"operation": "PutObject"}, when={"times": 2}, then={"error": "SlowDown"})

    s3.put_object(Bucket="backup", Key="a.txt", Body=b"precious")

    assert [entry["status"] for entry in world.journal(operation="PutObject")] == [503, 503, 200]


def test_a_damaged_download_does_not_go_unnoticed(world):
    s3 = world.client()
    s3.create_bucket(Bucket="backup")
    s3.put_object(Bucket="backup", Key="a.txt", Body=b"precious")
    world.misbehave(match={"operation": "GetObject"}, then={"close": {"when": "after_response_bytes", "bytes": 4}})

    with pytest.raises(Exception, match="(?i)read|incomplete|connection"):
        s3.get_object(Bucket="backup", Key="a.txt")["Body"].read()


def test_a_link_for_an_hour_is_good_for_an_hour(world):
    s3 = world.client()
    s3.create_bucket(Bucket="backup")
    s3.put_object(Bucket="backup", Key="a.txt", Body=b"precious")
    link = s3.generate_presigned_url("get_object", {"Bucket": "backup", "Key": "a.txt"}, ExpiresIn=3600)
    assert urllib.request.urlopen(link).read() == b"precious"

    world.advance(seconds=3601)  # nobody has to wait for it

    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(link)
    assert world.journal(code="AccessDenied")[0]["operation"] == "GetObject"


def test_a_phone_whose_clock_is_late_is_told_so(world):
    s3 = world.client()
    world.call("PUT", "/clock", {"mode": "offset", "seconds": 16 * 60})

    with pytest.raises(ClientError, match="RequestTimeTooSkewed"):
        s3.list_buckets()


def test_what_happens_behind_our_back_can_be_waited_for(world):
    s3 = world.client()
    s3.create_bucket(Bucket="backup")
    worker = threading.Timer(0.05, s3.put_object, kwargs={"Bucket": "backup", "Key": "late.txt", "Body": b"precious"})
    worker.start()

    [upload] = world.wait_for(operation="PutObject", bucket="backup", key="late.txt")

    assert (upload["status"], upload["verdict"], upload["bytes_in"]) == (200, "accepted", 8)
    worker.join()


def test_each_attempt_starts_from_the_same_snapshot(world):
    s3 = world.client()
    s3.create_bucket(Bucket="backup")
    s3.put_object(Bucket="backup", Key="a.txt", Body=b"precious")
    world.call("PUT", "/snapshots/before")

    for _ in range(3):
        s3.delete_object(Bucket="backup", Key="a.txt")
        world.call("POST", "/restore", {"snapshot": "before"})
        assert s3.get_object(Bucket="backup", Key="a.txt")["Body"].read() == b"precious"
