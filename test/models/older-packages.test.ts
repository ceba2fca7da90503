/** Models by name, where a project has the provider packages of AI SDK 5 or 6, and our ranges take those. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createModel } from "../../src/models/index.ts";
import { CHOICE, failure, FULL, JSON_ITEMS, PLAIN } from "./setup.ts";
import { stubServer } from "./stub-server.ts";
import { anthropic } from "./wires/anthropic.ts";
import { google } from "./wires/google.ts";
import { openai, openaiCompatible } from "./wires/openai.ts";
import { KEY } from "./wires/wire.ts";

const PACKAGES = {
  "AI SDK 5": {
    "@ai-sdk/openai": () => import("ai-sdk-openai-v2"),
    "@ai-sdk/anthropic": () => import("ai-sdk-anthropic-v2"),
    "@ai-sdk/google": () => import("ai-sdk-google-v2"),
    "@ai-sdk/openai-compatible": () => import("ai-sdk-compatible-v2"),
  },
  "AI SDK 6": {
    "@ai-sdk/openai": () => import("ai-sdk-openai-v3"),
    "@ai-sdk/anthropic": () => import("ai-sdk-anthropic-v3"),
    "@ai-sdk/google": () => import("ai-sdk-google-v3"),
    "@ai-sdk/openai-compatible": () => import("ai-sdk-compatible-v3"),
  },
};

afterEach(() => {
  for (const name of Object.keys(PACKAGES["AI SDK 5"])) vi.doUnmock(name);
});

const cases = Object.entries(PACKAGES).flatMap(([name, packages]) =>
  [openai, openaiCompatible, anthropic, google].map((wire) => [`${wire.provider}:`, name, wire, packages] as const),
);

describe.each(cases)("%s over the packages of %s", (_, __, wire, packages) => {
  it("answers, holds replies, counts tokens and reads errors", async () => {
    for (const [name, load] of Object.entries(packages)) vi.doMock(name, load);
    const server = await stubServer({ ...wire, request: z.looseObject({}) });
    await using _server = server;
    const settings = { model: wire.model, baseURL: `http://${server.host}${wire.base}`, ...wire.settings };
    const model = await createModel(settings, wire.keyName === undefined ? {} : { [wire.keyName]: KEY });
    expect(model.id).toBe(wire.id(server.host));
    expect(await model.generate(PLAIN)).toMatchObject({ text: "spam", finish: "stop", usage: wire.usage });
    const { VERSION } = await packages[`@ai-sdk/${wire.provider}` as keyof typeof packages]();
    expect(server.received[0]!.headers["user-agent"]).toContain(`ai-sdk/${wire.provider}/${VERSION}`);
    server.does(wire.answer('{"answer":"no spam"}'));
    expect((await model.generate(CHOICE)).text).toBe("no spam");
    server.does(wire.answer('{"items":["a"]}'));
    expect((await model.generate(JSON_ITEMS)).text).toBe('{"items":["a"]}');
    server.does({ ...wire.error(429, "slow down"), headers: { "retry-after": "3" } });
    expect(await failure(model.generate(FULL))).toMatchObject({ kind: "rate-limit", retryAfter: 3 });
    await model.close?.();
  });
});
