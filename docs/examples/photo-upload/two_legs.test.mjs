// Leg one: the phone uploads to S3. Leg two: it tells the application. Whatever dies in between, each photo is known exactly
// once. Run it with `node --test`; PAIL=/path/to/pail when it is not on PATH.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const children = [];
let s3, journal, galleries, postman;

// A process, as soon as it has said its first line.
async function start(command, args, environment = {}) {
  const child = spawn(command, args, { cwd: here, env: { ...process.env, ...environment }, stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  child.lines = [];
  const lines = createInterface(child.stdout).on("line", (line) => child.lines.push(line));
  await once(lines, "line");
  return child;
}

async function startGallery(port = 0) {
  const gallery = await start("node", ["gallery.mjs"], { S3_ENDPOINT: s3.endpoint, BUCKET: "photos", AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: "AKIAGALLERY000000000", AWS_SECRET_ACCESS_KEY: "the/gallery/keeps+this/to/itself", PORT: `${port}` });
  gallery.url = gallery.lines[0].match(/http:.*/)[0];
  return gallery;
}

// Between S3 and the application, so that a test decides what becomes of a notification: `deliver` gets it and answers S3.
class Postman {
  forward = async (gallery, letter) => (await fetch(`${gallery.url}/events`, { method: "POST", body: letter })).status;
  constructor() {
    this.server = createServer(async (request, response) => {
      const letter = (await request.setEncoding("utf8").toArray()).join("");
      response.writeHead(await this.deliver(letter).catch(() => 503)).end();
    }).listen(0, "127.0.0.1");
  }
}

// A phone that uploads, says so, and waits for a line before it goes on to leg two.
const startPhone = (key) => start("node", ["--input-type=module", "-e", `
  import { signV4 } from "./page/sigv4.mjs";
  const url = "${s3.endpoint}/photos/${key}", body = "a photo of a cat";
  const keys = { access_key: "${s3.access_key}", secret_key: "${s3.secret_key}" };
  const headers = await signV4({ method: "PUT", url, body, keys, region: "${s3.region}" });
  console.log((await fetch(url, { method: "PUT", headers, body })).status);
  process.stdin.once("data", async () => {
    const told = await fetch("${galleries[0].url}/uploaded", { method: "POST", body: JSON.stringify({ key: "${key}" }) });
    console.log((await told.json()).photo);
    process.exit();
  });
`]);

async function legOne(key = `users/ann/${randomUUID()}-cat.jpg`) {
  const phone = await startPhone(key);
  assert.equal(phone.lines[0], "200");
  return { phone, key };
}

async function legTwo(phone) {
  phone.stdin.write("\n");
  await once(phone, "close");
  return phone.lines[1];
}

async function until(holds) {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) if (await holds()) return;
  assert.fail(`not within 20 seconds: ${holds}`);
}

const photos = async () => (await fetch(`${galleries[0].url}/photos`)).json();
const isKnown = async (key) => (await photos()).some((photo) => photo.key === key);
const recordsOf = async (key, status) => (await journal({ operation: "PutObject", key: `gallery/${key}`, status })).length;

async function assertKnownOnce(key) {
  assert.equal((await photos()).filter((photo) => photo.key === key).length, 1, "listed once");
  assert.equal(await recordsOf(key, 200), 1, "one record was made");
  const said = () => galleries.flatMap((gallery) => gallery.lines).filter((line) => line.includes(key));
  await until(() => said().length > 0);
  assert.equal(said().length, 1, "one application had something new to do");
}

before(async () => {
  postman = new Postman();
  await once(postman.server, "listening");
  const server = await start(process.env.PAIL ?? "pail", ["serve", "--port", "0", "--ready", "json", "--exit-with-parent",
    "--log-level", "off", "--seed", "seed.json",
    "--notify", `arn:aws:sqs:us-east-1:123456789012:uploads=http://127.0.0.1:${postman.server.address().port}`]);
  s3 = JSON.parse(server.lines[0]);
  const world = `${s3.control}worlds/default/`;
  journal = async (match) => (await (await fetch(`${world}journal?${new URLSearchParams(match)}`)).json()).entries;
  s3.misbehave = (rule) => fetch(`${world}faults`, { method: "POST", body: JSON.stringify(rule) });
  galleries = [await startGallery(), await startGallery()];
});
beforeEach(() => { postman.deliver = (letter) => postman.forward(galleries[0], letter); });
after(() => {
  for (const child of children) child.kill();
  postman.server.close();
});

test("the phone dies between the legs: S3 has told", async () => {
  const { phone, key } = await legOne();
  phone.kill("SIGKILL");
  await until(() => isKnown(key));
  await assertKnownOnce(key);
});

test("S3's word is lost: the phone tells", async () => {
  postman.deliver = async () => 204;
  const { phone, key } = await legOne();
  assert.equal(await legTwo(phone), "new");
  await assertKnownOnce(key);
});

test("S3's word comes late, and then twice", async () => {
  const letters = [];
  postman.deliver = async (letter) => { letters.push(letter); return 204; };
  const { phone, key } = await legOne();
  assert.equal(await legTwo(phone), "new");
  await until(() => letters.length === 1);
  assert.equal(await postman.forward(galleries[0], letters[0]), 200);
  assert.equal(await postman.forward(galleries[0], letters[0]), 200);
  assert.equal(await recordsOf(key, 412), 2, "both were too late");
  await assertKnownOnce(key);
});

test("both legs arrive at the same moment, at two applications", async () => {
  const letters = [];
  postman.deliver = async (letter) => { letters.push(letter); return 204; };
  const { phone, key } = await legOne();
  await until(() => letters.length === 1);
  // Both have found the photo before either can write.
  await s3.misbehave({ match: { operation: "HeadObject" }, when: { times: 2 }, then: { delay_ms: 300 } });
  await Promise.all([legTwo(phone), postman.forward(galleries[1], letters[0])]);
  assert.equal(await recordsOf(key, 412), 1, "one of them lost");
  await assertKnownOnce(key);
});

test("the application's answer is lost, so S3 tells again", async () => {
  let told = 0;
  postman.deliver = async (letter) => { await postman.forward(galleries[0], letter); return ++told === 1 ? 500 : 204; };
  const { phone, key } = await legOne();
  phone.kill("SIGKILL");
  await until(async () => await recordsOf(key, 412) === 1);
  await assertKnownOnce(key);
});

test("nobody tells at all: the application looks when it starts", async () => {
  postman.deliver = async () => 204;
  const { phone, key } = await legOne();
  phone.kill("SIGKILL");
  galleries.push(await startGallery());
  await until(() => isKnown(key));
  await assertKnownOnce(key);
});

test("what anybody may claim is looked at: no photo, no record", async () => {
  for (const key of [`users/ann/${randomUUID()}-none.jpg`, "gallery/x", `users/../gallery/${randomUUID()}-x`, "", 7, null]) {
    const told = await fetch(`${galleries[0].url}/uploaded`, { method: "POST", body: JSON.stringify({ key }) });
    assert.equal((await told.json()).photo, "no photo", `${key}`);
  }
});
