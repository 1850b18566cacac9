// The page itself: what is chosen, which way it goes, how far it is, and what the application knows of.
import { application, ask, Refused } from "./http.mjs";
import * as ways from "./ways.mjs";

const on = (id) => document.getElementById(id);
const inWords = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const nameOf = (key) => key.split("/").pop().replace(/^[0-9a-f-]{36}-/, ""); // without the id that makes it unique
let photo = null;

on("file").addEventListener("change", () => {
  photo = on("file").files[0] ?? null;
  on("chosen").textContent = photo ? `${photo.name}, ${inWords(photo.size)}` : "Choose a photo";
  on("preview").hidden = !photo?.type.startsWith("image/");
  if (photo) on("preview").src = URL.createObjectURL(photo);
  say("", photo ? "Choose a way." : "Nothing is under way.");
});

function say(kind, text) {
  on("status").className = kind;
  on("status").textContent = text;
}

async function upload(name, file) {
  const began = performance.now();
  say("", `Sending ${file.name} ...`);
  const key = await ways[name](file, (bytes) => {
    on("progress").value = Math.min(bytes / file.size, 1);
    say("", `${inWords(Math.min(bytes, file.size))} of ${inWords(file.size)}`);
  });
  on("progress").value = 1;
  say("done", `Stored ${nameOf(key)} in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  await tell(key);
}

// The second leg. When it is lost, nothing is: S3 tells the application, too.
async function tell(key) {
  await fetch(`${application}/uploaded`, { method: "POST", body: JSON.stringify({ key }) }).catch(() => {});
  await showGallery();
}

for (const button of document.querySelectorAll(".ways button")) {
  button.addEventListener("click", async () => {
    if (!photo) return say("wrong", "Choose a photo first.");
    for (const other of document.querySelectorAll(".ways button")) other.disabled = true;
    on("progress").value = 0;
    try {
      await upload(button.id, photo);
    } catch (error) {
      on("progress").value = 0;
      say("wrong", error instanceof Refused ? error.message : `This browser cannot: ${error.message}`);
    }
    for (const other of document.querySelectorAll(".ways button")) other.disabled = false;
  });
}

// The plain form: its hidden fields, and the way back, as soon as the file is known. The browser does the rest.
on("plainFile").addEventListener("change", async () => {
  const form = on("plain");
  for (const old of form.querySelectorAll("[type=hidden]")) old.remove();
  on("plainSend").disabled = true;
  try {
    const here = location.origin + location.pathname;
    const { url, fields } = await ask("/post-policy",
      { ...ways.formQuestion(on("plainFile").files[0]), success_action_redirect: here });
    form.action = url;
    for (const [name, value] of Object.entries(fields)) {
      form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    on("plainSend").disabled = false;
  } catch (refused) {
    say("wrong", refused.message);
  }
});
// S3 sent the browser back, with the key in the address.
const stored = new URLSearchParams(location.search).get("key");
if (stored) {
  say("done", `Stored ${nameOf(stored)}.`);
  history.replaceState(null, "", location.pathname);
  tell(stored);
}

// What the application knows, newest first. Each photo gets a URL that is good for minutes.
const shown = new Set();
async function showGallery() {
  const photos = await fetch(`${application}/photos`).then((answer) => answer.json()).catch(() => []);
  for (const { key } of photos.reverse()) {
    if (shown.has(key)) continue;
    shown.add(key);
    const figure = document.createElement("figure");
    figure.dataset.key = key;
    const image = Object.assign(document.createElement("img"), { alt: "", loading: "lazy" });
    const caption = Object.assign(document.createElement("figcaption"), { textContent: nameOf(key) });
    figure.append(image, caption);
    on("gallery").prepend(figure);
    ask("/presign", { method: "GET", key, expires: 3600 }).then(({ url }) => { image.src = url; }, () => {
      figure.remove();
      shown.delete(key); // next time
    });
  }
  on("empty").hidden = shown.size > 0;
}
showGallery();
setInterval(showGallery, 2000);
