/** Keys are taken out of texts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactor } from "../../src/models/redact.ts";

describe("redactor", () => {
  it.each([
    ["Incorrect API key provided: sk-proj-****wxyz. See docs.", "Incorrect API key provided: [key] See docs."],
    ["sk-ant-api03-AbC_d-e and gsk_12345678", "[key] and [key]"],
    ["AIzaSyD-1234_abcdef is not valid", "[key] is not valid"],
    ["authorization: Bearer abc123def456", "authorization: Bearer [key]"],
    ["GET https://h/v1?key=abc&alt=json", "GET https://h/v1?key=[key]&alt=json"],
    ["connect https://me:hunter2@host/v1", "connect https://[key]@host/v1"],
  ])("knows keys by their shape: %s", (text, clean) => {
    expect(redactor([])(text)).toBe(clean);
  });

  it.each(["Bearer authentication is required", "the task-model risk-averse", "", "key: value"])(
    "leaves %j alone",
    (text) => {
      expect(redactor([""])(text)).toBe(text);
    },
  );

  it("takes out the values in use, whole, in part and as in an address", () => {
    const redact = redactor(["my key/1", "Token zebra9", "ab"]);
    expect(redact("my key/1, my%20key%2F1, zebra9, ab, Token zebra9")).toBe("[key], [key], [key], ab, [key]");
  });

  it("leaves no value in use in any text", () => {
    const secret = fc.string({ minLength: 8 }).filter((value) => !/\s/.test(value) && !"[key]".includes(value));
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        expect(redactor([value])(before + value + after)).not.toContain(value);
      }),
    );
  });
});
