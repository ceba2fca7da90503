/** Each provider on the wire: what is sent, how replies are read, what errors become. */
import { describe, expect, it } from "vitest";
import { CHOICE, everythingIn, failure, FULL, JSON_ITEMS, PLAIN, setup, WIRES } from "./setup.ts";
import { KEY } from "./wires/wire.ts";

describe.each(WIRES)("$provider", (wire) => {
  it("sends every setting, the key and nothing else", async () => {
    await using made = await setup(wire);
    const answer = await made.model.generate(FULL);
    const { path, auth, body } = wire.expected("text");
    expect(made.received).toHaveLength(1);
    expect(made.received[0]).toMatchObject({ path, body });
    expect(made.received[0]!.body).toEqual(body);
    expect(made.received[0]!.headers[auth[0]]).toBe(auth[1]);
    expect(answer.text).toBe("spam");
    expect(answer.warnings ?? []).toHaveLength(wire.unsupported.length);
    for (const setting of wire.unsupported)
      expect(answer.warnings?.[0]).toBe(`${made.model.id} does not take ${setting}.`);
  });

  it("is named as in the config, and by what else its answers hang on", async () => {
    await using made = await setup(wire);
    expect(made.model.id).toBe(wire.id(made.host));
    expect(made.model.holds).toEqual({ choice: true, json: true, choiceAs: "object" });
  });

  it("sends a schema of the choices, and hands back the choice", async () => {
    await using made = await setup(wire);
    made.does(wire.answer('{"answer":"no spam"}'));
    const answer = await made.model.generate(CHOICE);
    expect(made.received[0]!.body).toEqual(wire.expected("choice").body);
    expect(answer).toMatchObject({ text: "no spam", finish: "stop" });
  });

  it.each([
    "no spam",
    '{"answer":"maybe"}',
    '{"answer":["no spam"]}',
    '{"reply":"no spam"}',
    "[]",
    "null",
    '{"answer":"no spam"',
  ])("hands back %s as it is, as it is no choice", async (text) => {
    await using made = await setup(wire);
    made.does(wire.answer(text));
    expect(await made.model.generate(CHOICE)).toMatchObject({ text, finish: "stop" });
  });

  it("hands back a choice that was cut off as it came", async () => {
    await using made = await setup(wire);
    made.does(wire.answer('{"answer":"no', "length"));
    expect(await made.model.generate(CHOICE)).toMatchObject({ text: '{"answer":"no', finish: "length" });
  });

  it("sends the schema and the name of JSON, and hands the JSON back", async () => {
    await using made = await setup(wire);
    made.does(wire.answer('{"items":["a","b"]}'));
    const answer = await made.model.generate(JSON_ITEMS);
    expect(made.received[0]!.body).toEqual(wire.expected("json").body);
    expect(answer).toMatchObject({ text: '{"items":["a","b"]}', finish: "stop" });
  });

  it("counts tokens: cached ones in the input, reasoning in the output", async () => {
    await using made = await setup(wire);
    expect((await made.model.generate(PLAIN)).usage).toEqual(wire.usage);
  });

  it("gives seed 0 like any other, and a cap only when there is one to give", async () => {
    await using made = await setup(wire);
    await made.model.generate(PLAIN);
    const sent = JSON.stringify(made.received[0]!.body);
    expect(sent.includes('"seed":0')).toBe(!wire.unsupported.includes("seed"));
    expect(sent.includes("temperature")).toBe(false);
    expect(/max_tokens|maxOutputTokens|num_predict/.test(sent)).toBe(wire.provider === "anthropic");
  });

  it("takes refusals and prompts that do not fit for answers", async () => {
    await using made = await setup(wire);
    for (const reply of Object.values(wire.refusals)) {
      made.does(reply);
      expect(await made.model.generate(FULL)).toMatchObject({ finish: "refusal" });
    }
    for (const reply of Object.values(wire.overflows)) {
      made.does(reply);
      const usage = { input: 0, output: 0, cachedInput: 0, reasoning: 0 };
      expect(await made.model.generate(FULL)).toEqual({ text: "", finish: "overflow", usage });
    }
    expect(made.received).toHaveLength(Object.keys(wire.refusals).length + Object.keys(wire.overflows).length);
  });

  it.each([
    [400, "bad-request", false],
    [401, "auth", false],
    [402, "quota", false],
    [403, "auth", false],
    [404, "unknown-model", false],
    [408, "timeout", true],
    [409, "server", true],
    [413, "bad-request", false],
    [422, "bad-request", false],
    [429, "rate-limit", true],
    [500, "server", true],
    [502, "server", true],
    [503, "overloaded", true],
    [504, "timeout", true],
    [529, "overloaded", true],
  ] as const)(
    "makes %i a %s error, in the provider's own words, after one call, or one more without settings",
    async (status, kind, retryable) => {
      await using made = await setup(wire);
      made.does(wire.error(status, "the words of the provider"));
      const error = await failure(made.model.generate(FULL));
      expect(error).toMatchObject({ kind, status, retryable, retryAfter: undefined });
      expect(error.message).toContain(made.model.id);
      expect(error.message).toContain(`HTTP ${status}`);
      expect(error.message).toContain("the words of the provider");
      expect(made.received).toHaveLength(status === 400 || status === 422 ? 2 : 1);
    },
  );

  it("says which variable to set when the key is not accepted", async () => {
    await using made = await setup(wire);
    made.does(wire.error(401, "no such key"));
    const { message } = await failure(made.model.generate(FULL));
    expect(message).toContain(wire.keyName === undefined ? "Check the key" : `Set ${wire.keyName} `);
  });

  it("passes on how long to wait", async () => {
    await using made = await setup(wire);
    const { status, body } = wire.error(429, "slow down");
    made.does({ status: status!, body, headers: { "retry-after": "7" } });
    expect((await failure(made.model.generate(FULL))).retryAfter).toBe(7);
    made.does({
      status: status!,
      body,
      headers: { "x-ratelimit-reset-requests": "1m2s", "x-ratelimit-reset-tokens": "20ms" },
    });
    expect((await failure(made.model.generate(FULL))).retryAfter).toBe(0.02);
    made.does({ ...wire.error(503, "busy"), headers: { "retry-after-ms": "1500" } });
    expect(await failure(made.model.generate(FULL))).toMatchObject({ kind: "overloaded", retryAfter: 1.5 });
  });

  it.each([
    ["a page of HTML", "<!DOCTYPE html><html><head><title>Welcome</title></head></html>", "a web page"],
    ["an error without a status", '{"error":"Unexpected endpoint or method. (POST /chat/completions)"}', "an error"],
    ["another thing", '"spam"', "not that of a chat API"],
    ["the health of the server", '{"status":"ok"}', "not that of a chat API"],
  ])("has the address checked when %s is the first reply, and tries again after an answer", async (_, body, what) => {
    await using made = await setup(wire);
    made.does({ body });
    const first = await failure(made.model.generate(FULL));
    expect(first).toMatchObject({ kind: "bad-request", retryable: false, status: 200 });
    expect(first.message).toContain(what);
    expect(first.message).toContain("Check the base URL (many servers want it to end in /v1).");
    expect(made.received).toHaveLength(1);
    made.does(wire.answer("spam"), { body });
    await made.model.generate(FULL);
    expect(await failure(made.model.generate(FULL))).toMatchObject({ kind: "malformed", retryable: true });
  });

  it.each([
    [401, "auth"],
    [402, "quota"],
    [404, "unknown-model"],
    [429, "rate-limit"],
    [502, "server"],
    [503, "overloaded"],
  ] as const)("takes an error %i inside a good reply for what it states", async (code, kind) => {
    await using made = await setup(wire);
    for (const body of [
      { error: { message: "the words of the provider", code } },
      { error: { message: "the words of the provider", status: String(code) } },
      { error: "the words of the provider", statusCode: code },
      { object: "error", message: "the words of the provider", code },
    ]) {
      made.does({ body });
      const error = await failure(made.model.generate(PLAIN));
      expect(error).toMatchObject({ kind, status: code });
      expect(error.message).toContain(`HTTP 200 with error ${code}`);
      expect(error.message).toContain("the words of the provider");
    }
    expect(made.received).toHaveLength(4);
  });

  it.each([
    ["JSON that was cut off", '{"id":"x","choices":[{"mess'],
    ["nothing", ""],
    ...Object.entries(wire.malformed),
  ])("takes %s for a reply that cannot be read", async (_, body) => {
    await using made = await setup(wire);
    made.does({ body });
    expect(await failure(made.model.generate(FULL))).toMatchObject({ kind: "malformed", retryable: true });
  });

  it("takes no content for a reply that cannot be read", async () => {
    await using made = await setup(wire);
    made.does({ status: 204, body: "" });
    expect((await failure(made.model.generate(FULL))).kind).toBe("malformed");
  });

  it("takes a reply that breaks off for one that cannot be read", async () => {
    await using made = await setup(wire);
    made.does("cut");
    expect((await failure(made.model.generate(FULL))).kind).toBe("malformed");
  });

  it("takes a reset, and a server that is gone, for the network", async () => {
    await using made = await setup(wire);
    made.does("reset");
    expect(await failure(made.model.generate(FULL))).toMatchObject({
      kind: "network",
      retryable: true,
      status: undefined,
    });
    await made[Symbol.asyncDispose]();
    await using other = await setup(wire, { baseURL: `http://${made.host}${wire.base}` });
    const error = await failure(other.model.generate(FULL));
    expect(other.received).toHaveLength(0);
    expect(error.kind).toBe("network");
    expect(error.message).toContain(`http://${made.host} (ECONNREFUSED)`);
  });

  it("shows the words of a proxy's error page, without its tags", async () => {
    await using made = await setup(wire);
    made.does({
      status: 502,
      headers: { "content-type": "text/html" },
      body: "<html><title>Bad gateway</title><b>x</b></html>",
    });
    const error = await failure(made.model.generate(FULL));
    expect(error).toMatchObject({ kind: "server", status: 502 });
    expect(error.message).toContain("Bad gateway");
    expect(error.message).not.toContain("<");
  });

  it("closes the connection of a call that is stopped", async () => {
    await using made = await setup(wire);
    made.does("silence");
    const controller = new AbortController();
    const called = made.nextCall();
    const failed = failure(made.model.generate(FULL, controller.signal));
    await called;
    controller.abort();
    expect(await failed).toMatchObject({ kind: "aborted", retryable: false });
    await made.hungUp();
    expect(made.received).toHaveLength(1);
  });

  it("shows no key and no header in errors of any kind", async () => {
    const secret = "header-Secret-7788";
    await using made = await setup(wire, { headers: { "x-team": `Team ${secret}` } });
    const echoes = `bad key ${KEY}, Bearer ${KEY}, url ?key=${encodeURIComponent(KEY)}, sk-proj-****abcd AIzaSyA1234567890, ${secret}`;
    const echo = { "x-echo": KEY, "www-authenticate": `Bearer ${KEY}` };
    for (const status of [200, 400, 401, 403, 404, 429, 500]) {
      made.does({ ...wire.error(status, echoes), headers: echo });
      const error = await failure(made.model.generate(FULL));
      expect(made.received.at(-1)!.headers["x-team"]).toBe(`Team ${secret}`);
      for (const part of [KEY, secret, "sk-proj-****abcd", "AIzaSyA1234567890"])
        expect(everythingIn(error)).not.toContain(part);
      if (status !== 200) expect(error.message).toContain("bad key [key]");
    }
    for (const behaviour of ["cut", "reset", { body: echoes }] as const) {
      made.does(behaviour);
      const told = everythingIn(await failure(made.model.generate(FULL)));
      for (const part of [KEY, secret]) expect(told).not.toContain(part);
    }
  });

  it("leaves out a setting that the provider refuses, once for all, and says so", async () => {
    await using made = await setup(wire);
    const refuses = (asked: string) =>
      asked.includes('"temperature"')
        ? wire.error(
            400,
            "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
          )
        : wire.answer("spam");
    made.does(refuses);
    const first = await made.model.generate(FULL);
    expect(made.received).toHaveLength(2);
    const second = await made.model.generate(FULL);
    expect(made.received).toHaveLength(3);
    for (const answer of [first, second]) {
      expect(answer.text).toBe("spam");
      expect(answer.warnings).toContain(
        `${made.model.id} refuses temperature 0.5; it is left out (see search.temperature and search.optimizerTemperature).`,
      );
    }
  });

  it("leaves out the reply format when the server cannot hold to it", async () => {
    await using made = await setup(wire);
    const words = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.";
    made.does((asked) =>
      /json_schema|responseJsonSchema|"format"/.test(asked) ? wire.error(400, words) : wire.answer("no spam"),
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => made.model.generate(CHOICE)));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(["no spam"]));
    const before = made.received.length;
    await made.model.generate(CHOICE);
    expect(made.received).toHaveLength(before + 1);
  });
});
