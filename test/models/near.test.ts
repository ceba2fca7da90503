import { describe, expect, it } from "vitest";
import { firstDeadline, isHere } from "../../src/models/hosted/near.ts";
import { createModel } from "../../src/models/providers.ts";

const url = (host: string): string => `http://${host}:8000/v1`;

describe("the address of a server", () => {
  it.each(["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])("%s is this machine", (host) => {
    expect(isHere(url(host))).toBe(true);
    expect(firstDeadline(url(host))).toEqual({ timeout: 600 });
  });

  it.each([
    "10.0.0.7",
    "192.168.1.20",
    "172.16.0.1",
    "172.31.255.1",
    "169.254.1.1",
    "[fd12::1]",
    "[fe80::1]",
    "gpu",
    "gpu.local",
    "llm.lan",
    "llm.corp.internal",
    "box.home.arpa",
  ])("%s is on the network around it", (host) => {
    expect(isHere(url(host))).toBe(false);
    expect(firstDeadline(url(host))).toEqual({ timeout: 600 });
  });

  it.each(["api.openai.com", "172.32.0.1", "11.0.0.1", "192.169.0.1", "8.8.8.8", "[2001:db8::1]", "local.example.com"])(
    "%s is somewhere else",
    (host) => {
      expect(firstDeadline(url(host))).toEqual({});
    },
  );

  it("is what a model's first deadline depends on", async () => {
    const near = await createModel("ollama:llama3", {});
    const far = await createModel({ model: "openai-compatible:m", baseURL: "https://llm.example.com/v1" }, {});
    expect([near.timeout, far.timeout]).toEqual([600, undefined]);
  });
});
