// Sealing to the team's keys, as farshore/vault/team.py does it on the server: eight bytes of
// length, the contents, zeros up to one of two lengths; then age, to every key.
import { Encrypter } from "age-encryption";

const LENGTHS = [1024, 4096];
const HEAD = 8;

export class TooLong extends Error {}

/** The data with its length before it, up to the next of the lengths. */
export function padded(data: Uint8Array): Uint8Array {
  const length = LENGTHS.find((each) => each >= HEAD + data.length);
  if (length === undefined) throw new TooLong();
  const body = new Uint8Array(length);
  new DataView(body.buffer).setUint32(4, data.length);
  body.set(data, HEAD);
  return body;
}

/** What the form sends in place of a text: `1.<key ids>.<base64url>`. */
export async function seal(text: string, keys: string, ids: string): Promise<string> {
  const encrypter = new Encrypter();
  for (const key of keys.split(" ")) encrypter.addRecipient(key);
  const box = await encrypter.encrypt(padded(new TextEncoder().encode(text)));
  return `1.${ids}.${base64url(box)}`;
}

function base64url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
