// The application: knows each photo exactly once, whoever tells of it first, and lists them. Node.js alone, no packages.
// What it knows lies in the bucket, so any number of these may run, and each may be killed at any moment.
//   S3_ENDPOINT, BUCKET, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, PORT (0: any)
import { createServer } from "node:http";
import { encodeKey, signV4 } from "./page/sigv4.mjs";

const { S3_ENDPOINT, BUCKET, AWS_REGION: region, AWS_ACCESS_KEY_ID: access_key, AWS_SECRET_ACCESS_KEY: secret_key } = process.env;

async function s3(method, key, { query = "", headers = {}, body = "" } = {}) {
  const url = `${S3_ENDPOINT}/${BUCKET}/${encodeKey(key)}?${query}`;
  const signed = await signV4({ method, url, headers, body, keys: { access_key, secret_key }, region });
  const answer = await fetch(url, { method, headers: signed, body: body || undefined });
  if (answer.ok || answer.status === 404 || answer.status === 412) return answer;
  throw new Error(`${method} ${key}: ${answer.status} ${await answer.text()}`);
}

// Both legs end here: S3's notification, and the phone that comes back. Either may be missing, late, or come twice, and anybody
// may claim anything; so each is only a hint to look at what lies in the bucket. Of all who want to write the same record,
// If-None-Match lets one.
async function record(key) {
  if (!/^users\/[\w-]+\/[0-9a-f-]{36}-[^/]+$/.test(key)) return "no photo"; // no key of ours
  const photo = await s3("HEAD", key);
  if (photo.status === 404) return "no photo";
  const { "content-length": size, "content-type": type, etag } = Object.fromEntries(photo.headers);
  const made = await s3("PUT", `gallery/${key}`, { headers: { "if-none-match": "*", "content-type": "application/json" },
    body: JSON.stringify({ key, type, etag, size: Number(size) }) });
  if (made.status === 412) return "known";
  console.log(`new photo: ${key}, ${size} bytes`);
  return "new";
}

async function* list(prefix) {
  for (let token = ""; token !== undefined;) {
    const query = `list-type=2&encoding-type=url&prefix=${encodeURIComponent(prefix)}${token}`;
    const page = await (await s3("GET", "", { query })).text();
    for (const [, key, time] of page.matchAll(/<Key>(.*?)<\/Key><LastModified>(.*?)</g)) yield { key: plain(key), time };
    const next = page.match(/<NextContinuationToken>(.*?)</)?.[1];
    token = next && `&continuation-token=${encodeURIComponent(next)}`;
  }
}
const plain = (key) => decodeURIComponent(key.replaceAll("+", " ")); // as S3 writes keys into URLs and events

const routes = {
  // S3 tells. Any status but 2xx, and it tells again.
  "POST /events": async ({ Records = [] }) => {
    for (const { s3: { object } } of Records) await record(plain(object.key));
  },
  // The phone tells.
  "POST /uploaded": async ({ key }) => ({ photo: await record(String(key)) }),
  // What is known, newest first.
  "GET /photos": async () => {
    const photos = [];
    for await (const { key, time } of list("gallery/")) photos.push({ key: key.slice("gallery/".length), time });
    return photos.sort((a, b) => b.time.localeCompare(a.time));
  },
};

const server = createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status,
    { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" }).end(JSON.stringify(body));
  try {
    const route = routes[`${request.method} ${request.url}`];
    if (!route) return answer(404, { error: "no such path" });
    const text = (await request.setEncoding("utf8").toArray()).join("");
    answer(200, await route(text && JSON.parse(text)) ?? {});
  } catch (failure) {
    console.error(failure.message);
    answer(500, { error: "try again" });
  }
});
server.listen(Number(process.env.PORT ?? 9003), "127.0.0.1", async () => {
  console.log(`gallery on http://127.0.0.1:${server.address().port}`);
  // What nobody told of: this application may have been down for longer than S3 goes on telling.
  for await (const { key } of list("users/")) await record(key);
});
