"""STS and IAM through boto3 and the aws command: the phone scenario (keys for one folder), users, roles, web identity."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

import pail_process

PAIL = sys.argv.pop(1)
FIXTURES = os.path.join(os.path.dirname(__file__), "..", "..", "fixtures", "jwt")


def policy(action, resource):
    return json.dumps({"Version": "2012-10-17",
                       "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})


class Clients(unittest.TestCase):
    arguments = []

    def setUp(self):
        self.server = self.enterContext(pail_process.serve(PAIL, *self.arguments))
        self.root = {"aws_access_key_id": self.server["access_key"],
                     "aws_secret_access_key": self.server["secret_key"]}

    def client(self, service, keys=None, **config):
        return boto3.client(service, endpoint_url=self.server["endpoint"], region_name="us-east-1",
                            **(self.root if keys is None else keys),
                            config=Config(retries={"max_attempts": 0}, **config))

    def session(self, credentials):
        return {"aws_access_key_id": credentials["AccessKeyId"],
                "aws_secret_access_key": credentials["SecretAccessKey"],
                "aws_session_token": credentials["SessionToken"]}

    def refuses(self, code):
        return self.assertRaisesRegex(ClientError, rf"\({code}\)")


class Sts(Clients):
    def test_a_phone_gets_keys_for_its_own_folder(self):
        self.client("s3").create_bucket(Bucket="photos")
        issued = self.client("sts").get_federation_token(
            Name="phone-7", Policy=policy("s3:PutObject", "arn:aws:s3:::photos/user/7/*"))
        self.assertTrue(issued["FederatedUser"]["Arn"].endswith(":federated-user/phone-7"))
        for signature in ("s3v4", "s3"):
            phone = self.client("s3", self.session(issued["Credentials"]), signature_version=signature)
            phone.put_object(Bucket="photos", Key="user/7/a.jpg", Body=b"1")
            with self.refuses("AccessDenied"):
                phone.put_object(Bucket="photos", Key="user/8/a.jpg", Body=b"1")
            with self.refuses("AccessDenied"):
                phone.get_object(Bucket="photos", Key="user/7/a.jpg")

    def test_a_role_is_assumed_and_limited_by_a_session_policy(self):
        account = self.client("sts").get_caller_identity()["Account"]
        iam, s3 = self.client("iam"), self.client("s3")
        s3.create_bucket(Bucket="data")
        s3.put_object(Bucket="data", Key="in/x", Body=b"1")
        trust = json.dumps({"Statement": [{"Effect": "Allow", "Principal": {"AWS": account},
                                           "Action": "sts:AssumeRole"}]})
        role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust)["Role"]
        self.assertEqual(role["AssumeRolePolicyDocument"], json.loads(trust))
        iam.put_role_policy(RoleName="reader", PolicyName="read", PolicyDocument=policy("s3:*", "*"))
        issued = self.client("sts").assume_role(
            RoleArn=role["Arn"], RoleSessionName="test", DurationSeconds=900,
            Policy=policy("s3:*", "arn:aws:s3:::data/in/*"))
        session = self.client("s3", self.session(issued["Credentials"]))
        self.assertEqual(session.get_object(Bucket="data", Key="in/x")["Body"].read(), b"1")
        with self.refuses("AccessDenied"):
            session.put_object(Bucket="data", Key="out/x", Body=b"1")
        who = self.client("sts", self.session(issued["Credentials"])).get_caller_identity()
        self.assertEqual(who["Arn"], f"arn:aws:sts::{account}:assumed-role/reader/test")

    def test_refusals_are_what_sdks_raise(self):
        wrong = {**self.root, "aws_secret_access_key": "wrong"}
        with self.refuses("SignatureDoesNotMatch"):
            self.client("sts", wrong).get_caller_identity()
        with self.refuses("InvalidClientTokenId"):
            self.client("sts", {**self.root, "aws_access_key_id": "AKIANOBODY"}).get_caller_identity()
        with self.refuses("ValidationError"):
            self.client("sts").get_session_token(DurationSeconds=900_000)
        with self.assertRaises(self.client("iam").exceptions.NoSuchEntityException):
            self.client("iam").get_user(UserName="nobody")


class Iam(Clients):
    def test_a_users_life(self):
        iam = self.client("iam")
        user = iam.create_user(UserName="alice", Path="/team/")["User"]
        self.assertTrue(user["Arn"].endswith(":user/team/alice"))
        key = iam.create_access_key(UserName="alice")["AccessKey"]
        keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
        alice = self.client("s3", keys)
        with self.refuses("AccessDenied"):
            alice.create_bucket(Bucket="hers")
        iam.put_user_policy(UserName="alice", PolicyName="s3", PolicyDocument=policy("s3:*", "*"))
        alice.create_bucket(Bucket="hers")
        self.assertEqual(iam.get_user_policy(UserName="alice", PolicyName="s3")["PolicyDocument"],
                         json.loads(policy("s3:*", "*")))
        iam.update_access_key(UserName="alice", AccessKeyId=key["AccessKeyId"], Status="Inactive")
        with self.refuses("InvalidAccessKeyId"):
            alice.list_buckets()
        with self.assertRaises(iam.exceptions.DeleteConflictException):
            iam.delete_user(UserName="alice")
        iam.delete_access_key(UserName="alice", AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName="alice", PolicyName="s3")
        iam.delete_user(UserName="alice")
        self.assertEqual(iam.list_users()["Users"], [])

    def test_lists_are_paged_and_managed_policies_attached(self):
        iam = self.client("iam")
        for i in range(5):
            iam.create_user(UserName=f"user-{i}")
        pages = iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 2})
        self.assertEqual([u["UserName"] for page in pages for u in page["Users"]], [f"user-{i}" for i in range(5)])
        arn = iam.create_policy(PolicyName="read", PolicyDocument=policy("s3:Get*", "*"))["Policy"]["Arn"]
        iam.attach_user_policy(UserName="user-0", PolicyArn=arn)
        self.assertEqual(iam.list_attached_user_policies(UserName="user-0")["AttachedPolicies"],
                         [{"PolicyName": "read", "PolicyArn": arn}])
        version = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]
        self.assertEqual(version["Document"], json.loads(policy("s3:Get*", "*")))

    def test_the_aws_command(self):
        def aws(*arguments):
            with tempfile.TemporaryDirectory() as home:
                environment = pail_process.clean_environment(
                    HOME=home, AWS_ACCESS_KEY_ID=self.server["access_key"], AWS_PAGER="",
                    AWS_SECRET_ACCESS_KEY=self.server["secret_key"], AWS_DEFAULT_REGION="us-east-1",
                    AWS_EC2_METADATA_DISABLED="true")
                done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.server["endpoint"], *arguments],
                                      capture_output=True, text=True, env=environment)
            self.assertEqual(done.returncode, 0, f"aws {arguments}: {done.stdout}{done.stderr}")
            return json.loads(done.stdout) if done.stdout else None
        self.assertTrue(aws("sts", "get-caller-identity")["Arn"].endswith(":root"))
        aws("iam", "create-user", "--user-name", "bob")
        self.assertEqual(aws("iam", "get-user", "--user-name", "bob")["User"]["UserName"], "bob")
        self.assertTrue(aws("sts", "get-session-token")["Credentials"]["AccessKeyId"].startswith("ASIA"))


class WebIdentity(Clients):
    # The token was signed once and had an hour; this server's clock stands inside it. Signed calls would be skewed, so
    # no role can be made here: tests/emulator/query_api_web_identity_test.cpp has one.
    arguments = ["--now", "2026-03-01T12:30:00Z",
                 "--oidc", "https://idp.example.com/pool=" + os.path.join(FIXTURES, "rs256_jwks.json")]

    def setUp(self):
        super().setUp()
        with open(os.path.join(FIXTURES, "rs256_token.txt"), encoding="ascii") as file:
            self.token = file.read().strip()

    def test_an_unsigned_call_is_judged_by_the_servers_clock(self):
        sts = self.client("sts", {}, signature_version=UNSIGNED)
        with self.refuses("AccessDenied"):  # the token is good, the role is nobody's
            sts.assume_role_with_web_identity(RoleArn="arn:aws:iam::123456789012:role/web", RoleSessionName="phone",
                                              WebIdentityToken=self.token)
        with self.refuses("InvalidIdentityToken"):
            sts.assume_role_with_web_identity(RoleArn="arn:aws:iam::123456789012:role/web", RoleSessionName="phone",
                                              WebIdentityToken=self.token[:-8] + "AAAAAAAA")


unittest.main()
