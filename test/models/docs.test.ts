/** docs/models.md lists the table of providers, and every model that it shows can be made. `npm test -- test/models/docs -u` renews the list. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { OWN_PROVIDERS } from "../../src/jobs/models/own-providers.ts";
import { createModel, PROVIDERS } from "../../src/models/providers.ts";
import type { ModelSettings, Provider } from "../../src/models/settings.ts";
import { KEY } from "./wires/wire.ts";

const page = readFileSync(new URL("../../docs/models.md", import.meta.url), "utf8");
const blocks = Array.from(page.matchAll(/^```yaml\n([\s\S]*?)^```/gm), (match) => match[1]!);
const models = blocks
  .flatMap((block) => block.split(/^(?=model:)/m))
  .flatMap((text) => Object.values((parse(text) as Record<string, string | ModelSettings> | null) ?? {}));
const keys = Array.from(page.matchAll(/`([A-Z_]+_API_KEY)`/g), (match) => [match[1]!, KEY]);

function keyOf({ key, needsKey = true }: Provider): string {
  if (key === undefined) return "none";
  return needsKey ? `\`${key}\`` : `\`${key}\`, if the server needs one`;
}

describe("docs/models.md", () => {
  it("lists every provider", async () => {
    const lines = [...PROVIDERS, ...OWN_PROVIDERS].map(
      (provider) => `| \`${provider.name}:NAME\` | ${keyOf(provider)} | ${provider.about} |`,
    );
    const list = ["| name | key | what it is |", "|---|---|---|", ...lines].join("\n");
    const [before, rest] = page.split("<!-- providers -->\n");
    const after = rest!.slice(rest!.indexOf("<!-- end of providers -->"));
    await expect(`${before}<!-- providers -->\n${list}\n${after}`).toMatchFileSnapshot("../../docs/models.md");
  });

  it("has models to check", () => {
    expect(models.length).toBeGreaterThan(8);
  });

  it.each(models)("%j", async (spec) => {
    const model = await createModel(spec, Object.fromEntries(keys));
    expect(model.id.startsWith(typeof spec === "string" ? spec : spec.model)).toBe(true);
    await model.close?.();
  });
});
