import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import type { ModelRequest } from "../../../src/core/model.ts";
import { ModelError, optimize, UsageError, type RunEvent } from "../../../src/index.ts";
import { recorded, recordedModel, recording } from "../../../src/jobs/models/recorded.ts";
import { simulatedWorld } from "../../../src/testing/index.ts";
import { sharedFolder } from "../../temp.ts";

const folder = sharedFolder();

const world = simulatedWorld({ family: "definitions", seed: 3, rows: 200 });
const { prompt, examples, metric } = world;
const setup = { prompt, examples, label: "label", metric, search: { rounds: 2 } } as const;

it("a run with recorded answers is the run that was recorded, and says so once", async () => {
  const file = join(folder, "answers.jsonl.gz");
  const recorder = recording({ ...world.model, parameters: 2 });
  const first = await optimize({ ...setup, model: recorder.model });
  expect(await recorder.save(file, "Recorded yesterday.")).toBeGreaterThan(1000);

  const notices: string[] = [];
  const onEvent = (event: RunEvent): void => void (event.type === "notice" && notices.push(event.text));
  const again = await optimize({ ...setup, model: `recorded:${file}`, onEvent });
  expect(again.verdict).toEqual(first.verdict);
  expect(again.candidates).toEqual(first.candidates);
  expect(again.cost).toMatchObject({
    calls: first.cost.calls,
    inputTokens: first.cost.inputTokens,
    outputTokens: first.cost.outputTokens,
    usd: 0,
  });
  expect(notices.filter((text) => text === "Recorded yesterday.")).toHaveLength(1);
  const model = await recordedModel(file);
  expect(model).toMatchObject({
    id: `recorded:${world.model.id}`,
    name: world.model.id,
    holds: world.model.holds,
    parameters: 2,
  });
  expect(model.simulated).toBeUndefined();
});

it("an unknown request is an error that is not tried again", async () => {
  const file = join(folder, "none.jsonl.gz");
  await recording(world.model).save(file, "Empty.");
  const model = await recorded.make(file, { model: `recorded:${file}` }, {});
  const request: ModelRequest = { messages: [{ role: "user", content: "?" }], format: { kind: "text" }, sample: 0 };
  const failed = await model.generate(request).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ModelError);
  expect(failed).toMatchObject({ kind: "bad-request", message: expect.stringContaining("no recorded answer") });
});

it.each([
  ["nothing", undefined, /there is no such file/],
  ["a text", Buffer.from("model"), /expected a recording, got another file/],
  ["packed text", gzipSync("model"), /expected a recording/],
  ["packed JSON of another form", gzipSync('{"v":2}'), /expected a recording/],
  ["lines that are no answers", gzipSync('{"v":1,"model":"m","holds":{},"about":""}\n{"a":1}'), /expected a recording/],
])("a path to %s is refused", async (name, content, message) => {
  const file = join(folder, `${name}.gz`);
  if (content !== undefined) await writeFile(file, content);
  const failed = await recordedModel(file).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(UsageError);
  expect((failed as UsageError).message).toMatch(message);
});
