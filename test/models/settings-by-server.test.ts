/** Settings that servers turn down, whatever their words: each is found by trying, over HTTP, and left out from then on. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHOICE, failure, FULL, JSON_ITEMS, PLAIN, setup } from "./setup.ts";
import { openai, openaiCompatible } from "./wires/openai.ts";
import type { Reply } from "./wires/wire.ts";

interface Body {
  readonly temperature?: number;
  readonly seed?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly response_format?: object;
}

/** What a server may refuse, by the request that it gets. */
const REFUSES: Readonly<Record<string, (body: Body) => boolean>> = {
  "a temperature of 0.5": ({ temperature }) => temperature === 0.5,
  "every temperature": ({ temperature }) => temperature !== undefined,
  "every temperature but 1": ({ temperature = 1 }) => temperature !== 1,
  "a seed": ({ seed }) => seed !== undefined,
  "a JSON schema": ({ response_format: format }) => format !== undefined,
  "a cap": ({ max_tokens: cap }) => cap !== undefined,
  "more than 60 tokens": ({ max_tokens: cap = 0 }) => cap > 60,
};
const FIELD: Readonly<Record<string, RegExp>> = {
  "a temperature of 0.5": /"temperature":0.5/,
  "every temperature": /"temperature"/,
  "every temperature but 1": /"temperature":0/,
  "a seed": /"seed"/,
  "a JSON schema": /"response_format"/,
  "a cap": /"max_tokens"/,
  "more than 60 tokens": /"max_tokens":99/,
};

/** How servers word a refusal: with the name of the setting, with other names, in a schema's errors, or without any word on it. */
const WORDS: readonly ((field: string) => unknown)[] = [
  (field) => ({ error: { message: `Unsupported parameter: '${field}'`, param: field, code: "unsupported_parameter" } }),
  (field) => ({ error: `Input validation error: \`${field}\` must be strictly positive`, error_type: "validation" }),
  (field) => ({
    detail: [{ loc: ["body", field], msg: "Input should be 'text' or 'json_object'", type: "literal_error" }],
  }),
  (field) => ({ object: "error", message: `[{'loc': ('body', '${field}'), 'msg': 'only 1 is allowed'}]`, code: 400 }),
  () => ({
    error: { message: "Failed to deserialize the JSON body into the target type", type: "invalid_request_error" },
  }),
  () => ({ error: { code: "1210", message: "参数错误" } }),
  () => ({ message: "Bad request" }),
  () => "",
];
/** What is still sent. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  "a temperature of 0.5": ['"seed":7', '"max_tokens":99'],
  "every temperature": ['"seed":7', '"max_tokens":99'],
  "every temperature but 1": ['"seed":7', '"max_tokens":99'],
  "a seed": ['"temperature":0.5', '"max_tokens":99'],
  "a JSON schema": ['"temperature":0.5', '"seed":7', '"max_tokens":99'],
  "a cap": ['"temperature":0.5', '"seed":7'],
  "more than 60 tokens": ['"temperature":0.5', '"seed":7'],
};
const NAMES: Readonly<Record<string, string>> = {
  "a seed": "seed",
  "a JSON schema": "response_format",
  "a cap": "max_tokens",
  "more than 60 tokens": "max_tokens",
};

describe("a server that refuses", () => {
  it.each(Object.keys(REFUSES))("%s is asked without it, in any words, and once only", async (what) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...WORDS),
        fc.constantFrom(400, 422),
        fc.constantFrom(openai, openaiCompatible),
        fc.constantFrom(FULL, CHOICE, JSON_ITEMS),
        async (words, status, wire, request) => {
          await using made = await setup(wire);
          const refused: Reply = { status, body: words(NAMES[what] ?? "temperature") };
          made.does((asked) => (REFUSES[what]!(JSON.parse(asked) as Body) ? refused : wire.answer("spam")));
          const first = await made.model.generate(request);
          const tried = made.received.length;
          expect(first.text).toBe("spam");
          expect(tried).toBeLessThanOrEqual(9);
          const next = await made.model.generate(request);
          expect(made.received).toHaveLength(tried + 1);
          const sent = JSON.stringify(made.received.at(-1)!.body);
          const isAtFault = REFUSES[what]!(made.received[0]!.body as Body);
          expect(next.warnings ?? []).toHaveLength(isAtFault ? 1 : 0);
          expect(sent).not.toMatch(FIELD[what]!);
          // Nothing else is given up.
          for (const field of OTHERS[what]!) expect(sent).toContain(field);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("a JSON schema with a failure of its own that names it is asked without it", async () => {
    await using made = await setup(openaiCompatible);
    made.does((asked) =>
      REFUSES["a JSON schema"]!(JSON.parse(asked) as Body)
        ? { status: 500, body: { error: { message: "Failed to parse grammar", code: 500 } } }
        : openai.answer("spam"),
    );
    expect((await made.model.generate(CHOICE)).text).toBe("spam");
    expect(made.received).toHaveLength(2);
    await made.model.generate(CHOICE);
    expect(made.received).toHaveLength(3);
  });

  it("everything with a failure that names a schema may be asked again", async () => {
    await using made = await setup(openaiCompatible);
    made.does({ status: 500, body: { error: { message: "Failed to parse grammar", code: 500 } } });
    expect(await failure(made.model.generate(CHOICE))).toMatchObject({ kind: "server", retryable: true });
  });

  it("two settings is asked without both", async () => {
    await using made = await setup(openaiCompatible);
    made.does((asked) =>
      REFUSES["every temperature"]!(JSON.parse(asked) as Body) || REFUSES["a JSON schema"]!(JSON.parse(asked) as Body)
        ? { status: 400, body: { message: "Bad request" } }
        : openai.answer("spam"),
    );
    expect((await made.model.generate(CHOICE)).text).toBe("spam");
    const tried = made.received.length;
    const next = await made.model.generate(CHOICE);
    expect(made.received).toHaveLength(tried + 1);
    // Nothing else is given up.
    expect(next.warnings).toHaveLength(2);
    expect(made.received.at(-1)!.body).toMatchObject({ seed: 7, max_tokens: 99 });
  });

  it.each([
    ["max_tokens is too large: 99. This model supports at most 64 completion tokens.", 64],
    ["`max_new_tokens` must be less than or equal to 48", 48],
    ["Range of max_tokens should be [1, 32]", 32],
    ["max_tokens: 99 > 80, which is the maximum allowed number of output tokens for m-20250514", 80],
    ["The maximum number of output tokens is exceeded", 49],
  ])("more output tokens is sent as many as it allows: %s", async (message, allowed) => {
    await using made = await setup(openaiCompatible);
    made.does((asked) =>
      ((JSON.parse(asked) as Body).max_tokens ?? 0) > allowed
        ? { status: 400, body: { error: { message, param: "max_tokens" } } }
        : openai.answer("spam"),
    );
    const { warnings } = await made.model.generate(FULL);
    expect(warnings).toEqual([
      `${made.model.id} refuses more than ${allowed} output tokens; the cap is lowered (see requests.maxOutputTokens).`,
    ]);
    expect(made.received.length).toBeLessThanOrEqual(3);
    await made.model.generate({ ...FULL, maxOutputTokens: 20 });
    expect(made.received.at(-1)!.body).toMatchObject({ max_tokens: 20 });
    await made.model.generate(FULL);
    expect(made.received.at(-1)!.body).toMatchObject({ max_tokens: allowed });
  });

  it("the cap under its old name is sent it under the new one", async () => {
    await using made = await setup(openaiCompatible);
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    made.does((asked) =>
      asked.includes('"max_tokens"') ? { status: 400, body: { error: { message } } } : openai.answer("spam"),
    );
    await made.model.generate(FULL);
    await made.model.generate(FULL);
    expect(made.received).toHaveLength(3);
    expect(made.received.at(-1)!.body).toMatchObject({ max_completion_tokens: 99, temperature: 0.5, seed: 7 });
  });

  it("everything is asked twice, then once a request", async () => {
    await using made = await setup(openaiCompatible);
    made.does({ status: 400, body: { error: { code: "1261", message: "Prompt too long" } } });
    for (let i = 0; i < 3; i++)
      expect(await failure(made.model.generate({ ...FULL, sample: i }))).toMatchObject({
        kind: "bad-request",
        status: 400,
      });
    expect(made.received).toHaveLength(4);
  });

  it("a setting is searched once by calls at the same time", async () => {
    await using made = await setup(openaiCompatible);
    made.does((asked) => (asked.includes('"seed"') ? { status: 400, body: "" } : openai.answer("spam")));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, sample) => made.model.generate({ ...PLAIN, sample })),
    );
    expect(answers.every(({ text }) => text === "spam")).toBe(true);
    expect(made.received.length).toBeLessThanOrEqual(17);
  });
});
