/** Keys are taken out of texts. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hider, keysSent, ownWordsCleaner, redactor } from "../../src/models/redact.ts";

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

  it.each(["no column in hf_reviews.csv", "open 'sk-learn-export.csv'", "/data/pk_tickets.jsonl:12: wrong"])(
    "takes no file for a key: %s",
    (text) => {
      expect(redactor([])(text)).toBe(text);
      expect(ownWordsCleaner({})(text)).toBe(text);
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

describe("ownWordsCleaner", () => {
  it.each(["hf_reviews_2024/final", "~/sk-learn-exports-2026-01-01-final-version/x", "pk_tickets", "risk-averse"])(
    "leaves %s alone",
    (text) => {
      expect(ownWordsCleaner({})(text)).toBe(text);
    },
  );

  it("takes out the keys of the environment, and keys as providers issue them", () => {
    const clean = ownWordsCleaner({ SOME_API_KEY: "planted-value-1" });
    expect(clean("planted-value-1, hf_AbCdEfGhIjKlMnOpQrStUvWx12, sk-proj-Ab1dEfGhIjKlMnOpQrStUv")).toBe(
      "[key], [key], [key]",
    );
  });
});

describe("keysSent", () => {
  const address = "https://host/v1";

  it("names keys, however they are sent", () => {
    const headers = { authorization: "Bearer zebra-4242-z", "x-team": "Team header-7788" };
    expect(keysSent("lion-key-1", headers, "https://host/secret-path-12345678/v1?k=q1w2e3r4")).toEqual(
      expect.arrayContaining([
        "lion-key-1",
        "Bearer zebra-4242-z",
        "zebra-4242-z",
        "header-7788",
        "secret-path-12345678",
        "q1w2e3r4",
      ]),
    );
  });

  it.each(["EMPTY", "ollama", "none", "x", ""])("takes %j, a placeholder, for no key", (placeholder) => {
    expect(
      keysSent(placeholder, { "x-title": "Support tickets", authorization: `Bearer ${placeholder}` }, address),
    ).toEqual([`Bearer ${placeholder}`].filter((value) => value.length >= 8));
  });

  it("what they hide is hidden in every form in which it may be written", () => {
    const secret = fc.string({ minLength: 8 }).filter((value) => !/\s/.test(value) && !value.includes("[key]"));
    const forms = [
      (value: string) => value,
      encodeURIComponent,
      (value: string) => JSON.stringify({ value }),
      (value: string) => JSON.stringify({ value }).replaceAll("/", "\\/"),
      (value: string) => Buffer.from(value).toString("base64"),
    ];
    fc.assert(
      fc.property(secret, fc.constantFrom(...forms), (value, form) => {
        const hidden = hider(keysSent(value, {}, address))(`before ${form(value)} after`);
        expect(hidden).toContain("[key]");
        expect(hidden).not.toContain(value);
      }),
    );
  });
});
