/** Every model that docs/models.md shows can be made as it is written there. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createModel } from "../../src/models/providers.ts";
import type { ModelSettings } from "../../src/models/settings.ts";
import { KEY } from "./wires/wire.ts";

const page = readFileSync(new URL("../../docs/models.md", import.meta.url), "utf8");
const blocks = Array.from(page.matchAll(/^```yaml\n([\s\S]*?)^```/gm), (match) => match[1]!);
const models = blocks
  .flatMap((block) => block.split(/^(?=model:)/m))
  .flatMap((text) => Object.values((parse(text) as Record<string, string | ModelSettings> | null) ?? {}));
const keys = Array.from(page.matchAll(/`([A-Z_]+_API_KEY)`/g), (match) => [match[1]!, KEY]);

describe("docs/models.md", () => {
  it("has models to check", () => {
    expect(models.length).toBeGreaterThan(8);
  });

  it.each(models)("%j", async (spec) => {
    const model = await createModel(spec, Object.fromEntries(keys));
    expect(model.id.startsWith(typeof spec === "string" ? spec : spec.model)).toBe(true);
    await model.close?.();
  });
});
