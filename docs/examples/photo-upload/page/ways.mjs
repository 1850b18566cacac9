// Five ways of a photo into the bucket. Each gets a File and a function that is told how many bytes are gone, and ends with
// the object's key, which the service has chosen.
import { again, ask, authorization, send } from "./http.mjs";
import { encodeKey, signV4 } from "./sigv4.mjs";

const expires = 300; // seconds to begin the upload in
const about = (file) => ({ filename: file.name, content_type: file.type, size: file.size });

// (a) The service signs the headers of one PUT (Signature Version 2). A page's script may not set Date: x-amz-date it is.
export async function signedHeaders(file, progress) {
  const { url, key, headers } = await ask("/sign", { ...about(file), date_header: "x-amz-date" });
  await again(() => send("PUT", url, headers, file, progress));
  return key;
}

// (b) The service signs a URL.
export async function presignedPut(file, progress) {
  const { url, key } = await ask("/presign", { ...about(file), method: "PUT", expires });
  await again(() => send("PUT", url, { "Content-Type": file.type }, file, progress));
  return key;
}

// (c) The service signs a form: S3 itself refuses what is larger than the policy says.
export async function postForm(file, progress) {
  const { url, fields } = await ask("/post-policy", formQuestion(file));
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file); // the last field: S3 reads none behind it
  await again(() => send("POST", url, {}, form, progress));
  return fields.key;
}
export const formQuestion = (file) => ({ filename: file.name, content_type: file.type, expires });

// (d) The service lends keys that are good for the caller's own folder: the page does what it likes there, here an upload in
// parts, several at once. A part that fails is sent again by itself.
const partBytes = 5 * 1024 * 1024; // the least that S3 takes
const partsAtOnce = 3;
export async function temporaryKeys(file, progress) {
  const keys = await ask("/credentials");
  const key = `${keys.prefix}${crypto.randomUUID()}-${file.name}`;
  const s3 = sender(keys, key);
  const begun = await s3("POST", "uploads=", { "content-type": file.type });
  const upload = `uploadId=${encodeURIComponent(begun.responseText.match(/<UploadId>(.*?)<\/UploadId>/)[1])}`;
  try {
    const gone = []; // bytes per part
    const etags = await inTurns(Math.ceil(file.size / partBytes), async (index) => {
      const part = file.slice(index * partBytes, (index + 1) * partBytes);
      const stored = await s3("PUT", `partNumber=${index + 1}&${upload}`, {}, part, (bytes) => {
        gone[index] = Math.min(bytes, part.size);
        progress(gone.reduce((sum, some) => sum + (some ?? 0), 0));
      });
      return stored.getResponseHeader("ETag");
    });
    const parts = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
    await s3("POST", upload, {}, `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`);
    return key;
  } catch (refused) {
    await s3("DELETE", upload).catch(() => {}); // else its parts stay, and cost
    throw refused;
  }
}

// Requests for one object with keys of one's own. A clock that is wrong is set right by S3's first refusal.
let clockOffset = 0; // milliseconds
function sender(keys, key) {
  const attempt = async (method, query, headers = {}, body = "", progress = undefined) => {
    const url = `${keys.endpoint}/${keys.bucket}/${encodeKey(key)}?${query}`;
    const now = new Date(Date.now() + clockOffset);
    return send(method, url, await signV4({ method, url, headers, body, keys, region: keys.region, now }), body, progress);
  };
  return (...request) => again(() => attempt(...request).catch((refused) => {
    if (refused.code !== "RequestTimeTooSkewed") throw refused;
    clockOffset = Date.parse(refused.serverTime) - Date.now();
    return attempt(...request);
  }));
}

// What `run` makes of 0, 1, ... count - 1, a few at a time.
async function inTurns(count, run) {
  const results = [];
  let next = 0;
  const worker = async () => { while (next < count) { const mine = next++; results[mine] = await run(mine); } };
  await Promise.all(Array.from({ length: partsAtOnce }, worker));
  return results;
}

// (e) The service takes the photo and passes it on. Not tried again: it may have arrived, and would be stored twice.
export async function proxy(file, progress) {
  const url = `/upload?filename=${encodeURIComponent(file.name)}`;
  const stored = await send("POST", url, { "Content-Type": file.type, ...authorization }, file, progress);
  return JSON.parse(stored.responseText).key;
}
