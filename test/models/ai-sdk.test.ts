/** AI SDK model objects: what the adapter makes of results and errors, whatever provider they come from. */
import {
  APICallError,
  InvalidResponseDataError,
  JSONParseError,
  LoadAPIKeyError,
  NoSuchModelError,
  TypeValidationError,
} from "@ai-sdk/provider";
import { describe, expect, it } from "vitest";
import { aiSdkModel } from "../../src/models/hosted/ai-sdk.ts";
import { generates, resultOf } from "./language-model.ts";
import { CHOICE, everythingIn, failure, FULL, JSON_ITEMS, PLAIN } from "./setup.ts";

const answers = (result: Parameters<typeof resultOf>) => generates(async () => resultOf(...result));
const throws = (error: unknown) => generates(() => Promise.reject(error));
const http = (statusCode: number, responseBody: unknown, responseHeaders: Record<string, string> = {}) =>
  new APICallError({
    message: "",
    url: "https://host/v1",
    requestBodyValues: {},
    statusCode,
    responseHeaders,
    responseBody: JSON.stringify(responseBody),
  });

describe("aiSdkModel", () => {
  it("is named after provider and model", () => {
    expect(aiSdkModel(answers(["x"])).id).toBe("double:m-1");
    expect(aiSdkModel(answers(["x"]), { id: "mine:m" }).id).toBe("mine:m");
  });

  it("adds up the texts and leaves out reasoning", async () => {
    const content = [
      { type: "reasoning", text: "hm" },
      { type: "text", text: "no " },
      { type: "text", text: "spam" },
    ] as const;
    expect((await aiSdkModel(answers(["", { content: [...content] }])).generate(PLAIN)).text).toBe("no spam");
  });

  it("prefers the text that the provider picked as the structured output", async () => {
    const model = aiSdkModel(answers(["draft", { structuredOutputText: '{"answer":"spam"}' }]));
    expect((await model.generate(CHOICE)).text).toBe("spam");
  });

  it("counts what the provider does not count as 0", async () => {
    expect((await aiSdkModel(answers(["x"])).generate(PLAIN)).usage).toEqual({
      input: 0,
      output: 0,
      cachedInput: 0,
      reasoning: 0,
    });
  });

  it("asks for text only, when the model cannot be held to more", async () => {
    const double = answers(["spam"]);
    const model = aiSdkModel(double, { structuredOutputs: false });
    expect(model.holds).toEqual({ choice: false, json: false });
    expect((await model.generate(CHOICE)).text).toBe("spam");
    await model.generate(JSON_ITEMS);
    expect(double.calls.map((call) => call.responseFormat)).toEqual([undefined, undefined]);
  });

  it("caps the output of Anthropic models when the request does not", async () => {
    for (const [provider, cap] of [
      ["anthropic.messages", 4096],
      ["openai.chat", undefined],
    ] as const) {
      const double = generates(async () => resultOf("x"), provider);
      await aiSdkModel(double).generate(PLAIN);
      await aiSdkModel(double).generate(FULL);
      expect(double.calls.map((call) => call.maxOutputTokens)).toEqual([cap, 99]);
    }
  });

  it("lists each choice once in the schema", async () => {
    const double = answers(['{"answer":"a"}']);
    await aiSdkModel(double).generate({ ...PLAIN, format: { kind: "choice", choices: ["a", "b", "a"] } });
    expect(double.calls[0]!.responseFormat).toMatchObject({ schema: { properties: { answer: { enum: ["a", "b"] } } } });
  });

  it("hands on warnings as sentences", async () => {
    const warnings = [
      { type: "unsupported", feature: "topK" },
      { type: "unsupported", feature: "temperature", details: "not for reasoning models" },
      { type: "compatibility", feature: "schema", details: "pattern was removed" },
      { type: "deprecated", setting: "name", message: "use another" },
      { type: "other", message: "mind the gap" },
    ] as const;
    expect((await aiSdkModel(answers(["x", { warnings: [...warnings] }])).generate(PLAIN)).warnings).toEqual([
      "double:m-1 does not take topK.",
      "double:m-1 does not take temperature: not for reasoning models",
      "double:m-1 changes schema: pattern was removed",
      "double:m-1: name is deprecated: use another",
      "double:m-1: mind the gap",
    ]);
  });

  it.each([
    ["stop", "stop", "x", "stop"],
    ["length", "max_tokens", "", "length"],
    ["content-filter", "safety", "", "refusal"],
    ["other", undefined, "x", "stop"],
    ["other", "eos_token", "x", "stop"],
    ["tool-calls", undefined, "x", "stop"],
  ] as const)("takes the end %s (%s) of %j for %s", async (unified, raw, text, finish) => {
    const answer = await aiSdkModel(answers([text, { finishReason: { unified, raw } }])).generate(PLAIN);
    expect(answer).toMatchObject({ text, finish });
  });

  it.each([
    ["error", "boom", "x", "server"],
    ["interrupted", undefined, "x", "malformed"],
    ["other", "OTHER", "x", "malformed"],
    ["other", undefined, "", "malformed"],
    ["tool-calls", "tool_calls", "", "malformed"],
  ] as const)("takes the end %s (%s) of %j for a %s error", async (unified, raw, text, kind) => {
    expect((await failure(aiSdkModel(answers([text, { finishReason: { unified, raw } }])).generate(PLAIN))).kind).toBe(
      kind,
    );
  });

  it("has no answer to a call that was stopped while it ran, whatever the model throws", async () => {
    const controller = new AbortController();
    const double = generates(() => {
      controller.abort();
      return Promise.reject(new TypeError("terminated"));
    });
    expect((await failure(aiSdkModel(double).generate(PLAIN, controller.signal))).kind).toBe("aborted");
    expect(double.calls[0]!.abortSignal).toBe(controller.signal);
  });
});

describe("errors of AI SDK models", () => {
  const kindOf = async (error: unknown): Promise<string> =>
    (await failure(aiSdkModel(throws(error)).generate(PLAIN))).kind;

  it.each([
    ["a missing key", new LoadAPIKeyError({ message: "no key" }), "auth"],
    ["a model that is not there", new NoSuchModelError({ modelId: "m", modelType: "languageModel" }), "unknown-model"],
    ["data of another shape", new InvalidResponseDataError({ data: {} }), "malformed"],
    ["no JSON", new JSONParseError({ text: "{", cause: new Error("x") }), "malformed"],
    ["another type", new TypeValidationError({ value: 1, cause: new Error("x") }), "malformed"],
    [
      "a name that does not resolve",
      Object.assign(new Error("getaddrinfo ENOTFOUND x"), { code: "ENOTFOUND" }),
      "network",
    ],
    [
      "a broken certificate",
      new TypeError("fetch failed", { cause: Object.assign(new Error("expired"), { code: "CERT_HAS_EXPIRED" }) }),
      "network",
    ],
    ["headers that did not come", Object.assign(new Error("x"), { code: "UND_ERR_HEADERS_TIMEOUT" }), "timeout"],
    ["a deadline of the client's own", new DOMException("too late", "TimeoutError"), "timeout"],
    [
      "several refused addresses",
      new AggregateError([Object.assign(new Error("refused"), { code: "ECONNREFUSED" })]),
      "network",
    ],
    ["a fault in the client", new TypeError("x is not a function"), "server"],
    [
      "an address that is none",
      Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" }),
      "bad-request",
    ],
    ["something that is no error", "out of luck", "server"],
    ["nothing", undefined, "server"],
  ])("%s", async (_, error, kind) => {
    expect(await kindOf(error)).toBe(kind);
  });

  it.each([
    [
      "OpenAI without credit",
      http(429, { error: { message: "You exceeded your current quota", code: "insufficient_quota" } }),
      "quota",
    ],
    [
      "Anthropic without credit",
      http(400, { error: { message: "Your credit balance is too low to access the Anthropic API." } }),
      "quota",
    ],
    [
      "DashScope without a free allowance",
      http(403, {
        error: { message: "The free tier of the model has been exhausted.", type: "AllocationQuota.FreeTierOnly" },
      }),
      "quota",
    ],
    ["DashScope without quota", http(429, { error: { message: "Free allocated quota exceeded." } }), "quota"],
    ["DeepSeek without credit", http(402, { error: { message: "Insufficient Balance" } }), "quota"],
    [
      "Gemini with a bad key",
      http(400, { error: { message: "API key not valid.", details: [{ reason: "API_KEY_INVALID" }] } }),
      "auth",
    ],
    [
      "a model closed to the project",
      http(403, { error: { message: "no access", code: "model_not_found" } }),
      "unknown-model",
    ],
    ["Mistral with a wrong name", http(400, { message: "Invalid model: x", code: "invalid_model" }), "unknown-model"],
    [
      "OpenRouter with a wrong name",
      http(400, { error: { message: "foo/bar is not a valid model ID" } }),
      "unknown-model",
    ],
    [
      "overload under another status",
      http(500, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }),
      "overloaded",
    ],
    [
      "a temperature out of range",
      http(400, { error: { message: "temperature: range: -1..1", param: "temperature" } }),
      "bad-request",
    ],
    [
      "too many tokens a minute",
      http(429, { message: "Too many tokens, please wait before trying again." }),
      "rate-limit",
    ],
    ["a redirect", http(301, ""), "bad-request"],
  ])("%s", async (_, error, kind) => {
    expect(await kindOf(error)).toBe(kind);
  });

  it("tells Gemini's limit of the minute from that of the day", async () => {
    const limit = (quotaId: string) =>
      http(429, {
        error: {
          code: 429,
          message: "You exceeded your current quota, please check your plan and billing details.",
          status: "RESOURCE_EXHAUSTED",
          details: [
            { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId }] },
            { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.5s" },
          ],
        },
      });
    const minute = await failure(
      aiSdkModel(throws(limit("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"))).generate(PLAIN),
    );
    expect(minute).toMatchObject({ kind: "rate-limit", retryAfter: 34.5 });
    const day = await failure(
      aiSdkModel(throws(limit("GenerateRequestsPerDayPerProjectPerModel-FreeTier"))).generate(PLAIN),
    );
    expect(day).toMatchObject({ kind: "quota", freeAt: undefined });
    expect(day.message).toContain("The provider does not say when it is free again.");
  });

  it("does not take a prompt that is sent back for the provider's words", async () => {
    const echo = {
      detail: [
        {
          type: "string_type",
          loc: ["body", "x"],
          msg: "wrong type",
          input: { code: "context_length_exceeded", message: "prompt is too long" },
        },
      ],
    };
    expect(await kindOf(http(422, echo))).toBe("bad-request");
  });

  it("shows long words of the provider in part, in one line", async () => {
    const { message } = await failure(
      aiSdkModel(throws(http(500, { error: { message: `so\n\n${"long ".repeat(500)}` } }))).generate(PLAIN),
    );
    expect(message).toContain("The provider says: so long long");
    expect(message.length).toBeLessThan(700);
  });

  it("names no address beyond the host", async () => {
    const error = new APICallError({
      message: "no",
      url: "https://api.host.example/v1/secret-path?key=abcdef",
      requestBodyValues: {},
    });
    const told = everythingIn(await failure(aiSdkModel(throws(error)).generate(PLAIN)));
    expect(told).toContain("https://api.host.example");
    expect(told).not.toContain("secret-path");
  });

  it("keeps the stack of a fault in the client as the cause", async () => {
    const { cause } = await failure(aiSdkModel(throws(new TypeError("x is not a function"))).generate(PLAIN));
    expect(cause).toMatchObject({
      name: "TypeError",
      message: "x is not a function",
      stack: expect.stringContaining("ai-sdk.test.ts"),
    });
  });
});

describe("settings that a provider refuses", () => {
  const refusing = (...words: string[]) => {
    const left = [...words];
    return generates(async () => {
      const next = left.shift();
      return next === undefined ? resultOf("ok") : Promise.reject(http(400, { error: { message: next } }));
    });
  };

  it.each([
    ["temperature", "Unsupported parameter: 'temperature' is not supported with this model."],
    ["temperature", "`temperature` is deprecated for this model."],
    ["seed", "Unrecognized request argument supplied: seed"],
    ["seed", '[{"loc":["body","seed"],"msg":"Extra inputs are not permitted"}]'],
    [
      "maxOutputTokens",
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ],
    ["responseFormat", "This response_format type is unavailable now"],
    ["responseFormat", "JSON mode is not enabled for models/gemma-3-4b-it"],
    ["responseFormat", "Invalid schema for response_format 'answer': too many enum values."],
    ["responseFormat", "output_config.format: Extra inputs are not permitted"],
    ["responseFormat", "Failed to initialize samplers: failed to parse grammar"],
    [
      "responseFormat",
      "Invalid JSON payload received. Unknown name \"responseJsonSchema\" at 'generation_config': Cannot find field.",
    ],
  ] as const)("%s: %s", async (setting, words) => {
    const double = refusing(words);
    const answer = await aiSdkModel(double).generate(CHOICE);
    const { text, warnings = [] } = answer;
    expect([text, warnings.length]).toEqual(["ok", 1]);
    expect(warnings[0]).toMatch(new RegExp(`^double:m-1 refuses ${setting}\\b.*; it is left out`));
    expect(double.calls.map((call) => setting in call)).toEqual([true, false]);
  });

  it.each([
    "This model's maximum context length is 4096 tokens. However, you requested 4216 tokens (120 in the messages, 4096 in the completion).",
    "'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 tokens and your request has 120 input tokens (4096 > 4096 - 120).",
    "You passed 120 input tokens and requested 4096 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 0 tokens.",
    "Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 4216 tokens: 120 tokens from the input messages and 4096 tokens for the completion.",
    "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 120 `inputs` tokens and 4096 `max_new_tokens`",
  ])("cap: a prompt that fits but for the cap is no overflow: %s", async (words) => {
    const double = refusing(words);
    const answer = await aiSdkModel(double).generate(FULL);
    expect(answer).toMatchObject({
      text: "ok",
      finish: "stop",
      warnings: ["double:m-1 refuses maxOutputTokens; it is left out (see requests.maxOutputTokens)."],
    });
    expect(double.calls.map((call) => call.maxOutputTokens)).toEqual([99, undefined]);
  });

  it("cap: a prompt that does not fit without it either is one", async () => {
    const double = refusing(
      "This model's maximum context length is 4096 tokens. However, you requested 9096 tokens (5000 in the messages, 4096 in the completion).",
    );
    expect(await aiSdkModel(double).generate(FULL)).toMatchObject({ finish: "overflow" });
    expect(double.calls).toHaveLength(1);
  });

  it("are left out one after the other", async () => {
    const double = refusing(
      "temperature is not supported",
      "seed is not supported",
      "response_format is not supported",
    );
    const { warnings } = await aiSdkModel(double).generate(CHOICE);
    expect(warnings).toHaveLength(3);
    expect(Object.keys(double.calls.at(-1)!).sort()).toEqual(["maxOutputTokens", "prompt"]);
  });

  it("are tried without once, whatever the words, and never again after that did not help", async () => {
    const double = generates(() => Promise.reject(http(400, { error: { message: "Prompt refused" } })));
    const model = aiSdkModel(double);
    expect((await failure(model.generate(FULL))).kind).toBe("bad-request");
    expect(double.calls.map((call) => Object.keys(call).sort())).toEqual([
      ["maxOutputTokens", "prompt", "seed", "temperature"],
      ["prompt"],
    ]);
    expect((await failure(model.generate(FULL))).kind).toBe("bad-request");
    expect(double.calls).toHaveLength(3);
  });

  it("are at fault no more, once a request with them was answered", async () => {
    let odd = false;
    const double = generates(async () => {
      if (odd) throw http(422, { error: { message: "Prompt too long" } });
      return resultOf("ok");
    });
    const model = aiSdkModel(double);
    await model.generate(FULL);
    odd = true;
    expect(await failure(model.generate({ ...FULL, sample: 8 }))).toMatchObject({ kind: "bad-request", status: 422 });
    expect(double.calls).toHaveLength(2);
  });

  it("are no reason for another try when the status is another", async () => {
    const double = generates(() => Promise.reject(http(500, { error: { message: "seed is not supported" } })));
    expect((await failure(aiSdkModel(double).generate(PLAIN))).kind).toBe("server");
    expect(double.calls).toHaveLength(1);
  });
});
