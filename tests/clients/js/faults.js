// What the JavaScript SDK does by itself about faults on demand: it takes over the server's time when its own is told to be
// wrong, and checks what it reads against the checksums it wrote.
import assert from "node:assert/strict";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const { PAIL_ENDPOINT: endpoint, PAIL_REGION: region, PAIL_CONTROL: control } = process.env;
const s3 = new S3Client({ endpoint, region, forcePathStyle: true });
const object = { Bucket: "js-faults", Key: "photo" };
const faults = `${control}worlds/default/faults`;
const journal = async (operation) =>
  (await (await fetch(`${control}worlds/default/journal?operation=${operation}`)).json()).entries;
const get = async () => (await s3.send(new GetObjectCommand(object))).Body.transformToString();

// The server was started with clock-skewed-phone.
await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
await s3.send(new PutObjectCommand({ ...object, Body: "hello" }));
assert.equal(await get(), "hello");
assert.deepEqual((await journal("CreateBucket")).map((entry) => entry.code), ["RequestTimeTooSkewed", ""]);
assert.deepEqual((await journal("PutObject")).map((entry) => entry.status), [200], "its clock is right from then on");

await fetch(faults, { method: "DELETE" });
const rule = { match: { operation: "GetObject" }, when: { times: 1 }, then: { corrupt_response: { offset: 2 } } };
assert.equal((await fetch(faults, { method: "POST", body: JSON.stringify(rule) })).status, 201);
const again = new S3Client({ endpoint, region, forcePathStyle: true });
await assert.rejects(async () => (await again.send(new GetObjectCommand(object))).Body.transformToString(),
  /[Cc]hecksum mismatch/);
assert.equal(await (await again.send(new GetObjectCommand(object))).Body.transformToString(), "hello");
