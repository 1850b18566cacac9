// docs/examples/photo-upload as its users meet it: started by its one command, in a real browser, by real clicks.
//   PAIL, EXAMPLE (its folder), SCREENSHOTS (a folder to fill), CHROMIUM
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, afterEach, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { pictureOf, smallPicture } from "./pictures.js";

const { PAIL, EXAMPLE, SCREENSHOTS, CHROMIUM = "/usr/bin/chromium" } = process.env;
const { signV4 } = await import(pathToFileURL(join(EXAMPLE, "page/sigv4.mjs")));
const patience = 60_000; // milliseconds, for what takes a few: CI machines are loaded
const mebibyte = 1024 * 1024;
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const folder = mkdtempSync(join(tmpdir(), "pail-photos-"));
const everyWay = ["signedHeaders", "presignedPut", "postForm", "temporaryKeys", "proxy"];
const operationOf = { signedHeaders: "PutObject", presignedPut: "PutObject", postForm: "PostObject", temporaryKeys: "UploadPart" };

let example, browser, urls, s3;

// Below the ports that systems hand out by themselves, so that no other test is given one of ours meanwhile.
async function freePort() {
  const isFree = (port) => new Promise((tell) => {
    const server = createServer().once("error", () => tell(false));
    server.listen(port, "127.0.0.1", () => server.close(() => tell(true)));
  });
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

async function control(method, path, document) {
  const answer = await fetch(`${s3}/_pail/v1/worlds/default${path}`, { method, body: document && JSON.stringify(document) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return text && JSON.parse(text);
}
const misbehave = async (rule) => (await control("POST", "/faults", rule)).faults[0].id;
const journal = async (match) => (await control("GET", `/journal?${new URLSearchParams(match)}`)).entries;

// The keys of everything below users/, as S3 has it.
async function stored() {
  const url = `${s3}/photos?list-type=2&prefix=users%2F`;
  const keys = { access_key: "AKIAIOSFODNN7EXAMPLE", secret_key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
  const answer = await fetch(url, { headers: await signV4({ method: "GET", url, keys, region: "us-east-1" }) });
  return [...(await answer.text()).matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
}

function file(name, bytes) {
  writeFileSync(join(folder, name), bytes);
  return { name, path: join(folder, name), bytes };
}

// A browser of its own, on a phone's screen.
async function open(url = urls.ann, options = phone, prepare = () => {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  await prepare(page);
  await page.goto(url);
  return page;
}

// Chooses the file and clicks the way; what the page says in the end.
async function upload(page, photo, way) {
  await page.setInputFiles("#file", photo.path);
  await page.click(`#${way}`);
  await page.waitForSelector("#status.done, #status.wrong");
  return page.textContent("#status");
}

const pictureOn = (page, photo) => page.locator("figure", { hasText: photo.name }).locator("img");

// The gallery has it, once, and what it shows is what was chosen, byte for byte.
async function assertShown(page, photo) {
  const picture = pictureOn(page, photo);
  await picture.waitFor();
  await page.waitForFunction((image) => image.naturalWidth > 0, await picture.elementHandle());
  assert.equal(await picture.count(), 1, `${photo.name} is shown once`);
  const answer = await fetch(await picture.getAttribute("src"));
  assert.ok(Buffer.from(await answer.arrayBuffer()).equals(photo.bytes), `${photo.name} is what was chosen`);
  assert.equal(answer.headers.get("content-type"), "image/png");
}

const shoot = (page, name, fullPage = false) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage });

before(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const ports = { S3_PORT: await freePort(), PAGE_PORT: await freePort(), GALLERY_PORT: await freePort() };
  s3 = `http://127.0.0.1:${ports.S3_PORT}`;
  example = spawn(join(EXAMPLE, "start.sh"), { env: { ...process.env, ...ports, PAIL }, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(example.stdout);
  const said = [];
  for await (const line of lines) if (said.push(line) && line.startsWith("As a guest")) break;
  urls = { ann: said.find((line) => line.startsWith("Photos:")).match(/http\S+/)[0], guest: said.at(-1).match(/http\S+/)[0] };
  example.stdout.resume();
  // No sandbox: tests run as root in containers, and meet no page but ours.
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
});

afterEach(async () => {
  if (example.exitCode === null) await control("DELETE", "/faults");
  for (const context of browser.contexts()) await context.close();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
  if (example.exitCode !== null) return;
  example.kill("SIGINT");
  await once(example, "exit");
});

for (const way of everyWay) {
  test(`a photo goes to S3: ${way}`, async () => {
    const photo = file(`${way}.png`, smallPicture(everyWay.indexOf(way)));
    const page = await open();
    assert.match(await upload(page, photo, way), /^Stored .*\.png in /);
    await assertShown(page, photo);
    assert.deepEqual(page.complaints, []);
  });
}

test("a photo goes to S3 by a plain form, which no script sends", async () => {
  const photo = file("plain.png", smallPicture(5.5));
  const page = await open();
  await page.click("summary");
  await page.setInputFiles("#plainFile", photo.path);
  await page.click("#plainSend:enabled");
  await page.waitForSelector("#status.done");
  assert.equal(await page.textContent("#status"), "Stored plain.png.");
  await assertShown(page, photo);
});

test("a phone whose clock is three hours off uploads by every way", async () => {
  const page = await open(urls.ann, phone, (page) => page.addInitScript(() => {
    const offset = 3 * 3600 * 1000, Real = Date;
    window.Date = class extends Real {
      constructor(...given) { super(...(given.length > 0 ? given : [Real.now() + offset])); }
      static now() { return Real.now() + offset; }
    };
  }));
  for (const way of everyWay) {
    const photo = file(`late-${way}.png`, smallPicture(everyWay.indexOf(way)));
    assert.match(await upload(page, photo, way), /^Stored/, way);
    await assertShown(page, photo);
  }
  const skewed = await journal({ code: "RequestTimeTooSkewed" });
  assert.deepEqual(skewed.map((entry) => entry.operation), ["CreateMultipartUpload"],
    "only keys of its own need a clock, and the page learns the time at once");
});

test("what was stored unheard is not stored twice", async () => {
  const photo = file("unheard.png", smallPicture(2.2));
  const page = await open();
  await misbehave({ match: { operation: "PutObject", key_prefix: "users/" }, when: { times: 3 },
    then: { commit_then_fail: "reset" } });
  assert.match(await upload(page, photo, "presignedPut"), /^Stored/);
  await assertShown(page, photo);
  assert.equal((await stored()).filter((key) => key.endsWith("unheard.png")).length, 1);
});

test("the page goes away behind the upload, and the photo is known all the same", async () => {
  const photo = file("gone.png", smallPicture(4.4));
  const page = await open(urls.ann, phone, (page) => page.route("**/uploaded", (route) => route.abort()));
  await page.setInputFiles("#file", photo.path);
  await page.click("#presignedPut");
  await page.waitForSelector("#status.done");
  await page.close();
  await assertShown(await open(), photo);
});

test("what is no picture is refused in words", async () => {
  const notes = file("notes.txt", Buffer.from("no picture at all"));
  const page = await open(urls.guest);
  for (const way of everyWay) {
    const said = await upload(page, notes, way);
    assert.match(said, way === "temporaryKeys" ? /No rule allows credentials/ : /not this content type/, way);
    assert.equal(await page.getAttribute("#status", "class"), "wrong");
  }
  await shoot(page, "3-refused");
  assert.ok(!(await stored()).some((key) => key.endsWith("notes.txt")));
});

test("a stranger without a token gets nothing", async () => {
  const page = await open(urls.ann.replace(/token=[^&]*&/, ""));
  assert.doesNotMatch(await upload(page, file("stranger.png", smallPicture(1)), "presignedPut"), /^Stored/);
});

for (const [way, operation] of Object.entries(operationOf)) {
  test(`the network breaks off in the middle: ${way} goes on`, async () => {
    const photo = file(`broken-${way}.png`, pictureOf(8 * mebibyte, everyWay.indexOf(way) + 0.2));
    const page = await open();
    // Three times: Chromium tries once more by itself where it had the connection open already.
    const fault = await misbehave({ match: { operation }, when: { times: 3 },
      then: { close: { when: "after_request_bytes", bytes: 2 * mebibyte, how: "rst" } } });
    assert.match(await upload(page, photo, way), /^Stored/);
    assert.equal((await control("GET", `/faults/${fault}`)).hits, 3);
    await assertShown(page, photo);
  });
}

test("20 MiB arrive by every way", async () => {
  const page = await open();
  for (const way of everyWay) {
    const photo = file(`large-${way}.png`, pictureOf(20 * mebibyte, everyWay.indexOf(way) + 0.5));
    assert.match(await upload(page, photo, way), /^Stored/, way);
    await assertShown(page, photo);
  }
  const parts = await journal({ operation: "UploadPart", status: 200 });
  assert.ok(parts.length >= 4, "temporary keys sent it in parts");
});

test("the bar tells how far it is", async () => {
  const page = await open();
  await misbehave({ match: { operation: "UploadPart" }, then: { bandwidth_bytes_per_second: { up: 8 * mebibyte } } });
  await page.setInputFiles("#file", file("slow.png", pictureOf(20 * mebibyte, 3.3)).path);
  await shoot(page, "1-chosen");
  await page.evaluate(() => {
    window.values = [];
    const look = () => { window.values.push(document.getElementById("progress").value); requestAnimationFrame(look); };
    look();
  });
  await page.click("#temporaryKeys");
  await page.waitForFunction(() => document.getElementById("progress").value > 0.4);
  await shoot(page, "2-under-way");
  await page.waitForSelector("#status.done");
  const values = await page.evaluate(() => window.values);
  assert.ok(values.some((value) => value > 0 && value < 1), "it moves");
  assert.deepEqual(values, [...values].sort((a, b) => a - b), "and never back");
  assert.equal(values.at(-1), 1);
});

test("the gallery shows each photo once, and has all of them", async () => {
  const keys = await stored();
  const page = await open(urls.ann, { viewport: { width: 1100, height: 900 } });
  await page.waitForFunction((count) => document.querySelectorAll("figure").length >= count, keys.length);
  const shown = await page.$$eval("figure", (figures) => figures.map((figure) => figure.dataset.key));
  assert.deepEqual(shown.sort(), keys.sort());
  const records = await journal({ operation: "PutObject", key_prefix: "gallery/", status: 200 });
  assert.equal(records.length, keys.length, "one record for each was ever made");
  // Not image.decode(): the page makes its list anew while we wait, and a picture that is gone cannot be decoded.
  await page.waitForFunction(() => [...document.querySelectorAll("figure img")].every((image) => {
    image.loading = "eager";
    return image.complete && image.naturalWidth > 0;
  }));
  await shoot(page, "4-gallery-desktop", true);
  await page.setViewportSize(phone.viewport);
  await shoot(page, "5-gallery-phone", true);
});

test("Ctrl-C ends all of it", async () => {
  example.kill("SIGINT");
  await once(example, "exit");
  for (const url of [s3, urls.ann, new URLSearchParams(new URL(urls.ann).hash.slice(1)).get("application")]) {
    const socket = createConnection(new URL(url).port, "127.0.0.1");
    const [failure] = await once(socket, "error");
    assert.equal(failure.code, "ECONNREFUSED", url);
  }
});
