// One round of the JavaScript SDK with its defaults of 2025: CRC32 on every write, as a trailer of an aws-chunked body
// when the body is a stream, and checked on every read. Ends with exit code 1 and the failing step on any surprise.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand,
  HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const { PAIL_ENDPOINT: endpoint, PAIL_REGION: region } = process.env;
const s3 = new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 1 });
const Bucket = "js-sdk";
const bytes = Buffer.alloc(300_000, "photo");
const md5 = `"${createHash("md5").update(bytes).digest("hex")}"`;

const step = async (name, run) => {
  try { return await run(); } catch (error) { error.message = `${name}: ${error.message}`; throw error; }
};
const body = async (output) => Buffer.from(await output.Body.transformToByteArray());

// What the SDK says of the body it is sending: the last request's x-amz-content-sha256.
let payload = "";
s3.middlewareStack.add((next) => (args) => {
  payload = args.request.headers["x-amz-content-sha256"];
  return next(args);
}, { step: "finalizeRequest", priority: "low", name: "payloadProbe" });

await step("create", () => s3.send(new CreateBucketCommand({ Bucket })));
const put = await step("put a buffer", () => s3.send(new PutObjectCommand({ Bucket, Key: "buffer", Body: bytes })));
assert.equal(put.ETag, md5);
assert.ok(put.ChecksumCRC32, "the CRC32 the SDK sends by default comes back");
const streamed = await step("put a stream, aws-chunked with a trailer", () => s3.send(new PutObjectCommand({
  Bucket, Key: "stream", Body: Readable.from(bytes), ContentLength: bytes.length, ContentEncoding: "gzip" })));
assert.equal(payload, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "the stream went out aws-chunked");
assert.equal(streamed.ETag, md5, "stored without its framing");
const got = await step("get", () => s3.send(new GetObjectCommand({ Bucket, Key: "stream" })));
assert.equal(got.ContentEncoding, "gzip", "aws-chunked is gone from Content-Encoding");
assert.ok(got.ChecksumCRC32, "checksum mode is on by default");
assert.deepEqual(await body(got), bytes);
const part = await step("range", () => s3.send(new GetObjectCommand({ Bucket, Key: "buffer", Range: "bytes=5-9" })));
assert.deepEqual([part.ContentRange, (await body(part)).toString()], ["bytes 5-9/300000", "photo"]);
const head = await step("head", () => s3.send(new HeadObjectCommand({ Bucket, Key: "buffer" })));
assert.equal(head.ContentLength, bytes.length);
const list = await step("list", () => s3.send(new ListObjectsV2Command({ Bucket })));
assert.deepEqual(list.Contents.map((o) => o.Key), ["buffer", "stream"]);
await step("presigned get", async () => {
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "buffer" }), { expiresIn: 60 });
  const answer = await fetch(url);
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
});
await step("a wrong checksum is refused and stores nothing", () => assert.rejects(
  s3.send(new PutObjectCommand({ Bucket, Key: "bad", Body: "hello", ChecksumCRC32: "AAAAAA==" })), { name: "BadDigest" }));
await step("missing", () => assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "bad" })), { name: "NoSuchKey" }));
await step("delete", () => s3.send(new DeleteObjectCommand({ Bucket, Key: "buffer" })));
const deleted = await step("delete several", () => s3.send(new DeleteObjectsCommand({
  Bucket, Delete: { Objects: [{ Key: "stream" }] } })));
assert.deepEqual(deleted.Deleted.map((d) => d.Key), ["stream"]);
await step("delete bucket", () => s3.send(new DeleteBucketCommand({ Bucket })));
console.log("js: all steps passed");
