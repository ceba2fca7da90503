/** docs/config.md says what the code says. `npm test -- test/config/docs -u` renews its table. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { methods } from "../../src/core/methods/index.ts";
import { selectors } from "../../src/core/selection/index.ts";
import { configJsonSchema } from "../../src/options/config.ts";
import { parseGroups } from "../../src/options/settings.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("docs/config.md", () => {
  it("lists every option with its default, and what each method and each selector reads", async () => {
    // One file, so one snapshot: two would write over each other.
    const text = filled(filled(read("docs/config.md"), "options", table()), "readers", readers());
    await expect(text).toMatchFileSnapshot(join(root, "docs/config.md"));
  });

  it("has examples that are YAML", () => {
    const blocks = Array.from(read("docs/config.md").matchAll(/```yaml\n([\s\S]*?)```/g), (match) => match[1]!);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) expect(() => parse(block)).not.toThrow();
  });
});

/** A text with this between its marks of this name. */
function filled(text: string, name: string, middle: string): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
  return `${text.split(start)[0]!}${start}${middle}\n${text.slice(text.indexOf(end))}`;
}

function table(): string {
  const [usual, paper] = [parseGroups({}), parseGroups({ search: "paper" })];
  const all = options(configJsonSchema()).filter(({ path }) => !/^(?:optimizer|judge)\./.test(path));
  const rows = all.map(({ path, schema }) => {
    const [ours, theirs] = [valueAt(usual, path), valueAt(paper, path)];
    const defaults = [shown(ours), ...(theirs === ours ? [] : [`paper ${shown(theirs) || "none"}`])].filter(
      (part) => part !== "",
    );
    const values = ((schema["enum"] as readonly string[] | undefined) ?? []).map((value) => `\`${value}\``).join(", ");
    return `| \`${path}\` | ${defaults.join("; ")} | ${schema["description"] as string}${values === "" ? "" : `. One of ${values}`} |`;
  });
  return ["| option | default | meaning |", "|---|---|---|", ...rows].join("\n");
}

function readers(): string {
  const line = (name: string, about: string, reads: readonly string[]): string =>
    `| \`${name}\` | ${about} | ${reads.length === 0 ? "none" : reads.map((option) => `\`${option}\``).join(", ")} |`;
  return [
    "| method | what it does | options of `search` that it reads; `selection` where it uses a selector, `examples` where it fills that part |",
    "|---|---|---|",
    ...Object.values(methods).map(({ name, about, reads }) => line(name, about, reads)),
    "",
    "| selector | what it does | options of `selection` that it reads |",
    "|---|---|---|",
    ...Object.values(selectors).map(({ name, about, reads }) => line(name, about, reads)),
  ].join("\n");
}

type Schema = Readonly<Record<string, unknown>>;

/** The options of a schema by path: those of groups rather than the groups, and of settings with a short form both. */
function options(schema: Schema, path = ""): { path: string; schema: Schema }[] {
  const branches = (schema["anyOf"] ?? [schema]) as readonly Schema[];
  const properties = branches.flatMap((branch) =>
    Object.entries((branch["properties"] ?? {}) as Record<string, Schema>),
  );
  const described = properties.filter(
    ([, one]) => one["description"] !== undefined || one["properties"] !== undefined || one["anyOf"] !== undefined,
  );
  const inner = described.flatMap(([name, one]) => options(one, path === "" ? name : `${path}.${name}`));
  return schema["description"] === undefined ? inner : [{ path, schema }, ...inner];
}

function valueAt(settings: object, path: string): unknown {
  const value = path
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], settings);
  return typeof value === "object" ? undefined : value;
}

function shown(value: unknown): string {
  return value === undefined ? "" : `\`${String(value)}\``;
}
