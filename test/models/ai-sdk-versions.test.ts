/** Model objects of AI SDK 5, 6 and 7, of the real packages, on a server of each interface: all three are read alike. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/core/errors.ts";
import { aiSdkModel, type Model, toModel } from "../../src/models/index.ts";
import { GENERATIONS, type Generation } from "./sdk-generations.ts";
import { CHOICE, failure, FULL, JSON_ITEMS, PLAIN } from "./setup.ts";
import { stubServer, type StubServer } from "./stub-server.ts";
import { KEY } from "./wires/wire.ts";

interface Made extends StubServer {
  readonly model: Model;
}

async function setup({ wire, make }: Generation): Promise<Made> {
  // Older packages may send further fields; what they must send is asserted below.
  const server = await stubServer({ ...wire, request: z.looseObject({}) });
  return { ...server, model: await toModel(make(`http://${server.host}${wire.base}`), {}) };
}

const cases = GENERATIONS.map(
  (generation) => [`${generation.wire.provider} ${generation.version}`, generation] as const,
);

describe.each(cases)("a model object of %s", (_, generation) => {
  const { wire, version, make } = generation;

  it("follows the specification that its name here says", () => {
    expect(make("http://127.0.0.1:1")).toMatchObject({ specificationVersion: version });
  });

  it("is sent messages and settings as v4 is, and its text is read", async () => {
    await using made = await setup(generation);
    const answer = await made.model.generate(FULL);
    const { path, auth, body } = wire.expected("text");
    expect(answer).toMatchObject({ text: "spam", finish: "stop" });
    expect(made.received).toHaveLength(1);
    expect(made.received[0]!.path).toBe(path);
    expect(made.received[0]!.headers[auth[0]]).toBe(auth[1]);
    const { stream: _stream, ...sent } = body as Record<string, unknown>;
    expect(made.received[0]!.body).toMatchObject(sent);
  });

  it("has its tokens counted: cached ones in the input, reasoning in the output", async () => {
    await using made = await setup(generation);
    expect((await made.model.generate(PLAIN)).usage).toEqual(wire.usage);
  });

  it("says which settings it leaves out, in one sentence each", async () => {
    await using made = await setup(generation);
    const { warnings = [] } = await made.model.generate(FULL);
    expect(warnings).toHaveLength(wire.unsupported.length);
    for (const setting of wire.unsupported)
      expect(warnings[0]).toMatch(new RegExp(`^${made.model.id} does not take ${setting}\\b`));
  });

  it("ends with a reason: stopped, cut, refused, given up", async () => {
    await using made = await setup(generation);
    made.does(wire.answer("spa", "length"));
    expect(await made.model.generate(PLAIN)).toMatchObject({ text: "spa", finish: "length" });
    for (const reply of Object.values(wire.refusals)) {
      made.does(reply);
      expect((await made.model.generate(FULL)).finish).toBe("refusal");
    }
    for (const reply of Object.values(wire.overflows)) {
      made.does(reply);
      expect((await made.model.generate(FULL)).finish).toBe("overflow");
    }
    for (const body of Object.values(wire.malformed)) {
      made.does({ body });
      expect(await failure(made.model.generate(FULL))).toMatchObject({ retryable: true });
    }
  });

  it("is held to the choices, and to a schema", async () => {
    await using made = await setup(generation);
    made.does(wire.answer('{"answer":"no spam"}'));
    expect(await made.model.generate(CHOICE)).toMatchObject({ text: "no spam", finish: "stop" });
    made.does(wire.answer('{"items":["a","b"]}'));
    expect((await made.model.generate(JSON_ITEMS)).text).toBe('{"items":["a","b"]}');
    const [choice, items] = made.received.map(({ body }) => JSON.stringify(body));
    expect(choice).toContain('"no spam"');
    expect(items).toContain('"items"');
    if (wire.provider === "openai") expect(choice).toContain('"strict":true');
  });

  it("waits as long as the provider says, after 429 and 503", async () => {
    await using made = await setup(generation);
    const { status, body } = wire.error(429, "slow down");
    made.does({ status: status!, body, headers: { "retry-after": "7" } });
    const error = await failure(made.model.generate(FULL));
    expect(error).toMatchObject({ kind: "rate-limit", status: 429, retryable: true, retryAfter: 7 });
    expect(error.message).toContain("slow down");
    made.does({ ...wire.error(503, "busy"), headers: { "retry-after-ms": "1500" } });
    expect(await failure(made.model.generate(FULL))).toMatchObject({ kind: "overloaded", retryAfter: 1.5 });
    expect(made.received).toHaveLength(2);
  });

  it("fails for good without a valid key, and names no key", async () => {
    await using made = await setup(generation);
    made.does(wire.error(401, "no such key"));
    const error = await failure(made.model.generate(FULL));
    expect(error).toMatchObject({ kind: "auth", retryable: false });
    expect(error.message).not.toContain(KEY);
  });

  it("is stopped: the server sees the socket close", async () => {
    await using made = await setup(generation);
    made.does("silence");
    const stop = new AbortController();
    const called = made.nextCall();
    const failed = failure(made.model.generate(FULL, stop.signal));
    await called;
    stop.abort();
    expect((await failed).kind).toBe("aborted");
    await made.hungUp();
  });

  it("fails for the network when nobody listens", async () => {
    const model = await toModel(make("http://127.0.0.1:9/v1"), {});
    expect(await failure(model.generate(PLAIN))).toMatchObject({ kind: "network", retryable: true });
  });
});

describe("a model object of another specification", () => {
  it.each(["v1", "v5"])("%s is refused, with the versions that are taken", (specificationVersion) => {
    const model = {
      specificationVersion,
      provider: "lab.chat",
      modelId: "m",
      doGenerate: () => Promise.reject(new Error()),
    };
    const refused = (): unknown => aiSdkModel(model as never);
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(`follows specification ${specificationVersion}; expected v2, v3 or v4`);
    expect(refused).toThrow("AI SDK 5, 6 or 7");
  });
});
