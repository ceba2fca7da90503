import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digest, words } from "../../../src/core/values/hash.ts";

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ minLength: 1000, maxLength: 3000 }),
);

function sha256(of: string): Buffer {
  return createHash("sha256").update(of, "utf8").digest();
}

describe("digest", () => {
  it("is the start of the SHA-256 in hexadecimal, whatever was hashed before", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 64 }), (of, length) => {
        expect(digest(of, length)).toBe(sha256(of).toString("hex").slice(0, length));
      }),
    );
  });
});

describe("words", () => {
  it("is the start of the SHA-256 in signed integers", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 8 }), (of, count) => {
        const bytes = sha256(of);
        expect(words(of, count)).toEqual(Array.from({ length: count }, (_, i) => bytes.readInt32BE(4 * i)));
      }),
    );
  });
});
