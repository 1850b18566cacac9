// What the ways of uploading share: asking the service, sending with progress, trying again.
const settings = new URLSearchParams(location.hash.slice(1) || sessionStorage.getItem("settings") || "");
sessionStorage.setItem("settings", settings); // a plain form comes back without the #

// In a real page: who is logged in, and where your application is. Here start.sh says so in the address.
export const token = settings.get("token");
export const application = settings.get("application");
export const authorization = token ? { Authorization: `Bearer ${token}` } : {};

// What S3 (XML) or the service (JSON) said, in words for a person.
export class Refused extends Error {
  constructor(status, text) {
    const element = (name) => text.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1];
    const json = text.startsWith("{") ? JSON.parse(text).error : {};
    super(json.message ?? element("Message") ?? (status ? `The server answered ${status}.` : "The network failed."));
    this.status = status; // 0: no answer
    this.code = json.code ?? element("Code") ?? "";
    this.serverTime = element("ServerTime");
  }
  get isWorthAnotherTry() { return this.status === 0 || this.status === 429 || this.status >= 500; }
}

// POST of JSON to the service that signs, which is where this page comes from.
export async function ask(path, question = {}) {
  const headers = { "Content-Type": "application/json", ...authorization };
  const answer = await send("POST", path, headers, JSON.stringify(question));
  return JSON.parse(answer.responseText);
}

// XMLHttpRequest, since fetch() does not say how much of an upload is gone. `progress` gets the number of bytes.
export function send(method, url, headers, body, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (progress) request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => {
      const text = request.responseText;
      const refused = request.status >= 300 || text.includes("<Error>"); // S3 may find out behind a status of 200
      if (refused) reject(new Refused(request.status, text)); else resolve(request);
    };
    request.onerror = () => reject(new Refused(0, ""));
    request.send(body);
  });
}

const attemptsMax = 5;
// Only for what may be done twice, as a PUT of the same bytes under the same key.
export async function again(attempt) {
  for (let tried = 1; ; ++tried) {
    try {
      return await attempt();
    } catch (refused) {
      if (!refused.isWorthAnotherTry || tried === attemptsMax) throw refused;
      await new Promise((wake) => setTimeout(wake, Math.random() * 200 * 2 ** tried));
    }
  }
}
