// What a test can do that the real S3 never lets it do. Run it with `node --test`; PAIL=/path/to/pail when it is not on
// PATH.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { World, startPail } from "./pail.mjs";

const Bucket = "photos";
let pail, world, s3;

before(async () => { pail = await startPail(); });
after(() => pail.stop());
beforeEach(async () => {
  world = await World.create(pail);
  s3 = world.client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

test("uploads survive a flaky network", async () => {
  await world.misbehave({ profile: "flaky-1-percent" });
  for (let i = 0; i < 200; ++i) {
    await s3.send(new PutObjectCommand({ Bucket, Key: `${i}.jpg`, Body: "meow" }));
  }
  assert.equal((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 200);
});

test("the SDK tries again when it is told to slow down", async () => {
  await world.misbehave({ match: { operation: "PutObject" }, when: { times: 2 }, then: { error: "SlowDown" } });
  await s3.send(new PutObjectCommand({ Bucket, Key: "cat.jpg", Body: "meow" }));
  const statuses = (await world.journal({ operation: "PutObject" })).map((entry) => entry.status);
  assert.deepEqual(statuses, [503, 503, 200]);
});

test("a byte that was turned over on its way is found out", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "cat.jpg", Body: "meow" }));
  await world.misbehave({ match: { operation: "GetObject" }, then: { corrupt_response: { offset: 2 } } });
  const cat = await s3.send(new GetObjectCommand({ Bucket, Key: "cat.jpg" }));
  await assert.rejects(cat.Body.transformToString(), /checksum/i);
});

test("a wrong clock is set right by the SDK, and the journal knows", async () => {
  await world.call("PUT", "/clock", { mode: "offset", seconds: 16 * 60 });
  await s3.send(new PutObjectCommand({ Bucket, Key: "cat.jpg", Body: "meow" }));
  const codes = (await world.journal({ operation: "PutObject" })).map((entry) => entry.code);
  assert.deepEqual(codes, ["RequestTimeTooSkewed", ""]);
});
