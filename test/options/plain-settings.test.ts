/** Settings as plain data: what fingerprints and records are made of. */
import { expect, it } from "vitest";
import { methods } from "../../src/core/methods/index.ts";
import { selectors } from "../../src/core/selection/index.ts";
import { PRESETS } from "../../src/options/presets.ts";
import { parseGroups, plainSettings } from "../../src/options/settings.ts";

it("keep the order in which runs of earlier versions were fingerprinted", () => {
  const { search, selection } = plainSettings(
    parseGroups({ search: { method: "opro" }, selection: { selector: "ucb" } }),
  );
  expect(Object.keys(search)).toEqual(Object.keys(PRESETS.default.search));
  expect(Object.keys(selection)).toEqual(Object.keys(PRESETS.default.selection));
  expect([search.method, selection.selector]).toEqual(["opro", "ucb"]);
});

it("know an object by its name and its source", () => {
  const method = { ...methods.greedy, name: "mine" };
  const selector = { ...selectors.ucb, name: "own" };
  const plain = plainSettings(parseGroups({ search: { method }, selection: { selector } }));
  expect(plain.search.method).toMatch(/^mine#[0-9a-f]{8}$/);
  expect(plain.selection.selector).toMatch(/^own#[0-9a-f]{8}$/);
  const edited = { ...method, plan: methods.protegi.plan };
  expect(plainSettings(parseGroups({ search: { method: edited } })).search.method).not.toBe(plain.search.method);
});

it("are refused where an object is no method or no selector", () => {
  const wrong = (options: unknown): string => {
    try {
      parseGroups(options);
      return "";
    } catch (error) {
      return String(error);
    }
  };
  expect(wrong({ search: { method: { name: "x" } } })).toMatch(
    /search\.method: .*an object without reads, search, plan/,
  );
  expect(wrong({ selection: { selector: {} } })).toMatch(
    /selection\.selector: .*an object without name, reads, create/,
  );
});
