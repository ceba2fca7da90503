/** Test rows near to protected ones are named; rows of other splits, and rows that merely share words, are not. */
import { expect, it } from "vitest";
import type { Example } from "../../../src/core/example.ts";
import { nearProtected } from "../../../src/core/splitting/near-protected.ts";

const row = (id: string, text: string, cluster?: string): Example => ({
  id,
  fields: { text },
  expected: "x",
  ...(cluster !== undefined && { cluster }),
});
const LONG = "My parcel was sent to the old address and I have waited for it since the first week of May";
const test = [row("a", "Where is my refund?"), row("b", "The app closes when I log in"), row("c", `${LONG} now.`)];

it.each([
  [
    "equal but for case and punctuation",
    row("h", "where is my REFUND"),
    "1 row of test says nearly what a protected row says, or is of its cluster, such as “Where is my refund?” and “where is my REFUND”",
  ],
  [
    "long, with another word or two",
    row("h", LONG.replace("waited", "looked out")),
    `and “${LONG.replace("waited", "looked out").slice(0, 60)}…”: the verdict may flatter.`,
  ],
])("reports a test row that is %s", (_, held, sentence) => {
  expect(nearProtected({ test, held: [held], others: [] }, ["text"])).toContain(sentence);
});

it("reports rows of the cluster of a protected row", () => {
  const held = [row("h", "Something else", "customer 7")];
  const clustered = [...test, row("d", "A first one", "customer 7"), row("e", "A second one", "customer 7")];
  expect(nearProtected({ test: clustered, held, others: [] }, ["text"])).toContain(
    "2 rows of test say nearly what a protected row says, or are of its cluster, such as “A first one” and “Something else”",
  );
});

it("reports nothing of rows that share some words, nor of rows of other splits", () => {
  const held = [row("h", "Where is my invoice?")];
  const others = [row("t", "where is my invoice")];
  expect(nearProtected({ test, held, others }, ["text"])).toBeUndefined();
});

it("looks at the columns of the prompt alone", () => {
  const held = [{ ...row("h", "Where is my refund?"), fields: { text: "Where is my refund?", note: "x" } }];
  expect(nearProtected({ test, held, others: [] }, ["text"])).toBeDefined();
  expect(nearProtected({ test, held, others: [] }, ["text", "note"])).toBeUndefined();
});
