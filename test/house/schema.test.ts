/** The JSON Schema that editors read says what the config reader says; `npm test -- test/house/schema -u` renews it. */
import { expect, it } from "vitest";
import { configJsonSchema } from "../../src/options/config.ts";

it("ships the schema of protegi.yaml", async () => {
  const schema = { $id: "https://unpkg.com/protegi/schema/protegi.schema.json", ...configJsonSchema() };
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot("../../schema/protegi.schema.json");
});
