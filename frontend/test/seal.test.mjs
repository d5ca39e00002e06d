// What a page seals is what the server would seal; tests/vault opens one with the other's keys.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { sealing } from "./sealing.mjs";

const { padded, seal, TooLong } = await sealing();
const known = JSON.parse(readFileSync(new URL("../../tests/vault/vectors.json", import.meta.url), "utf8"));
const bytes = (text) => new TextEncoder().encode(text);

async function opened(token, identity) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const body = await decrypter.decrypt(Buffer.from(token.split(".")[2], "base64url"));
  const length = Number(new DataView(body.buffer, body.byteOffset).getBigUint64(0));
  assert.ok(body.slice(8 + length).every((byte) => byte === 0));
  return JSON.parse(new TextDecoder().decode(body.slice(8, 8 + length)));
}

test("contents are padded as on the server", () => {
  const made = padded(bytes(JSON.stringify(known.fields)));
  assert.equal(createHash("sha256").update(made).digest("hex"), known.padded_sha256);
});

test("two lengths exist, and nothing longer", () => {
  const lengths = [0, 1, 1016, 1017, 4088].map((count) => padded(new Uint8Array(count)).length);
  assert.deepEqual(lengths, [1024, 1024, 1024, 4096, 4096]);
  assert.throws(() => padded(new Uint8Array(4089)), TooLong);
});

for (const who of ["sealed_by_a_browser", "sealed_by_the_server"]) {
  test(`what was ${who.replaceAll("_", " ")} long ago still opens`, async () => {
    assert.deepEqual(await opened(known[who], known.identity), known.fields);
  });
}

test("every key of the team opens what was sealed, and no other does", async () => {
  const mine = await Promise.all([generateX25519Identity(), generateX25519Identity()]);
  const keys = await Promise.all(mine.map((identity) => identityToRecipient(identity)));
  const token = await seal(JSON.stringify(known.fields), keys.join(" "), "a-b");
  assert.ok(token.startsWith("1.a-b."));
  for (const identity of mine) assert.deepEqual(await opened(token, identity), known.fields);
  await assert.rejects(opened(token, known.identity));
});

test("the length of an address cannot be seen", async () => {
  const sizes = new Set();
  for (const length of [1, 100, 900]) {
    sizes.add((await seal("x".repeat(length), known.recipient, "a")).length);
  }
  assert.equal(sizes.size, 1);
});
