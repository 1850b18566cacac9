// Pail for node:test: a server for the file's tests, and worlds in it. Copy this file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { S3Client } from "@aws-sdk/client-s3";

// A server that goes with this process, however that ends.
export async function startPail() {
  const server = spawn(process.env.PAIL ?? "pail",
    ["serve", "--port", "0", "--ready", "json", "--exit-with-parent", "--log-level", "off"], { stdio: ["ignore", "pipe", "inherit"] });
  const [ready] = await once(createInterface(server.stdout), "line");
  return { ...JSON.parse(ready), stop: () => server.kill() };
}

// One S3: its keys, and what its control API does.
export class World {
  static async create(pail, wanted = {}) {
    const world = new World();
    world.url = `${pail.control}worlds`;
    world.about = await world.call("POST", "", wanted);
    world.url += `/${world.about.name}`;
    return world;
  }

  async call(method, path, document) {
    const answer = await fetch(this.url + path, { method, body: document && JSON.stringify(document) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  }

  client(more = {}) {
    const { endpoint, region, access_key: accessKeyId, secret_key: secretAccessKey } = this.about;
    return new S3Client({ endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey }, ...more });
  }

  misbehave(rule) { return this.call("POST", "/faults", rule); }

  async journal(match = {}) {
    return (await this.call("GET", `/journal?${new URLSearchParams(match)}`)).entries;
  }
}
