/** The schemas of the commands' JSON documents are made from one table; `npm test -- test/house/json-schemas -u` renews them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { documentSchemas } from "../../src/cli/documents/index.ts";

const FOLDER = fileURLToPath(new URL("../../schema/json/", import.meta.url));
const schemas = documentSchemas();

it.each(Object.keys(schemas))("ships the schema of %s", async (name) => {
  await expect(`${JSON.stringify(schemas[name], undefined, 2)}\n`).toMatchFileSnapshot(
    `../../schema/json/${name}.schema.json`,
  );
});

it("ships no other schema, and docs/json.md names them all", () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(".schema.json", ""));
  expect(names.toSorted()).toEqual(Object.keys(schemas).toSorted());
  const page = readFileSync(new URL("../../docs/json.md", import.meta.url), "utf8");
  for (const name of names) expect(page).toContain(`\`${name}\``);
});
