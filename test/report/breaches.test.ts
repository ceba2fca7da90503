/** Rejected and dropped prompts in words. */
import { expect, it } from "vitest";
import { BREACHES, DROPS, tallyWords } from "../../src/report/breaches.ts";

it("agrees with the number of prompts", () => {
  const one = [...Object.values(BREACHES), ...Object.values(DROPS)].map((words) => tallyWords(words, 1));
  expect(one.filter((text) => text.includes("were"))).toEqual([]);
  expect(tallyWords(DROPS.duplicate, 1)).toBe("1 new prompt was a duplicate");
  expect(tallyWords(DROPS.duplicate, 2)).toBe("2 new prompts were duplicates");
  expect(tallyWords(BREACHES.length, 1)).toBe("1 new prompt was too long");
});
