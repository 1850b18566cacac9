// Real pictures of any size, made here, so that no file has to be kept.
import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

// A PNG of a sun over hills, in a colour of its own.
export function smallPicture(hue) {
  const width = 320, height = 240;
  const lines = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const sun = Math.hypot(x - width * 0.7, y - height * 0.3) < height * 0.13;
      const hill = y > height * (0.7 + 0.12 * Math.sin((x / width) * 7 + hue));
      const light = sun ? 1 : hill ? 0.35 : 0.55 + 0.35 * (y / height);
      for (let colour = 0; colour < 3; ++colour) {
        const share = 0.6 + 0.4 * Math.cos(hue + colour * 2.1 + (hill ? 1 : 0));
        lines[y * (width * 3 + 1) + 1 + x * 3 + colour] = 255 * light * (sun ? 1 : share);
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // bits per colour; RGB
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header),
    chunk("IDAT", deflateSync(lines)), chunk("IEND", Buffer.alloc(0))]);
}

// Exactly so many bytes: readers of PNG pass over what stands behind the picture.
export function pictureOf(bytes, hue) {
  const picture = smallPicture(hue);
  return Buffer.concat([picture, randomBytes(bytes - picture.length)]);
}
