// Signature Version 4 with the crypto that browsers and Node.js have, and nothing else.
const { subtle } = globalThis.crypto ?? (await import("node:crypto")).webcrypto;
const utf8 = new TextEncoder();
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Of a text, a Blob or bytes. Browsers have `subtle` on https and on localhost only.
export async function sha256(data) {
  const bytes = typeof data === "string" ? utf8.encode(data) : data instanceof Blob ? await data.arrayBuffer() : data;
  return hex(await subtle.digest("SHA-256", bytes));
}

async function hmac(secret, text) {
  const key = await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return subtle.sign("HMAC", key, utf8.encode(text));
}

// As S3 wants it: encodeURIComponent() leaves !'()* as they are.
const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
export const encodeKey = (key) => key.split("/").map(encode).join("/");

// The headers of one request: those given (names in lower case), and the signature's own.
// `keys`: access_key, secret_key, session_token if they are temporary ones.
export async function signV4({ method, url, headers = {}, body = "", keys, region, now = new Date() }) {
  const { host, pathname, searchParams } = new URL(url);
  const time = now.toISOString().replace(/[-:]|\.\d+/g, ""); // 20130206T005745Z
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const hash = await sha256(body);
  const sent = { ...headers, "x-amz-content-sha256": hash, "x-amz-date": time };
  if (keys.session_token) sent["x-amz-security-token"] = keys.session_token;

  const fields = Object.entries({ ...sent, host }).sort();
  const names = fields.map(([name]) => name).join(";");
  const query = [...searchParams].sort().map((pair) => pair.map(encode).join("=")).join("&");
  const request = [method, pathname, query, ...fields.map((field) => field.join(":")), "", names, hash].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope, await sha256(request)].join("\n");

  let key = utf8.encode(`AWS4${keys.secret_key}`);
  for (const step of scope.split("/")) key = await hmac(key, step);
  const signature = hex(await hmac(key, text));
  sent.authorization = `AWS4-HMAC-SHA256 Credential=${keys.access_key}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return sent;
}
