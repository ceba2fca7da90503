/** Gathers the tests of a config: inline, in files of every format, as patterns, and in scenarios. */
import { isDocument, readDataset, readDocument } from "../../datasets/index.ts";
import { caseFromRow } from "./csv-row.ts";
import { filesOf, notFollowed, pathIn, type Place } from "./files.ts";
import type { Notes } from "./notes.ts";
import { caseFromObject, isCase, type TestCase, withDefaults } from "./test-case.ts";
import { isObject } from "../../core/values/is-object.ts";
import { isText, listOf } from "./values.ts";

const NO_DEFAULTS: TestCase = { vars: {}, assert: [], unread: [] };

/** The tests under `tests` and `scenarios`. Throws `UsageError` and `DatasetError` for files that cannot be read. */
export async function testsOf(
  options: Readonly<Record<string, unknown>>,
  place: Place,
  notes: Notes,
): Promise<TestCase[]> {
  const tests = await gathered(options["tests"], place, notes);
  for (const scenario of await objectsOf(options["scenarios"], place, "scenarios", notes)) {
    const inner = await gathered(scenario["tests"] ?? [{ vars: {} }], place, notes);
    for (const one of await objectsOf(scenario["config"], place, "scenarios", notes)) {
      const shared = await caseOf(one, place, notes);
      tests.push(...inner.map((test) => withDefaults(test, shared)));
    }
  }
  return tests;
}

/** What `defaultTest` adds to every test: written there, or in a file. */
export async function defaultsOf(given: unknown, place: Place, notes: Notes): Promise<TestCase> {
  const [test] = await objectsOf(given, place, "defaultTest", notes);
  return test === undefined ? NO_DEFAULTS : caseOf(test, place, notes);
}

async function gathered(given: unknown, place: Place, notes: Notes): Promise<TestCase[]> {
  const tests: TestCase[] = [];
  for (const entry of listOf(given)) {
    if (typeof entry === "string") tests.push(...(await inFiles(entry, place, notes)));
    else if (isCase(entry)) tests.push(await caseOf(entry, place, notes));
    else if (isObject(entry) && typeof entry["path"] === "string")
      tests.push(...(await inFiles(entry["path"], place, notes)));
    else notes.test("without vars");
  }
  return tests;
}

async function inFiles(reference: string, place: Place, notes: Notes): Promise<TestCase[]> {
  const why = notFollowed(reference);
  if (why !== undefined) {
    notes.source(pathIn(reference), why);
    return [];
  }
  const tests: TestCase[] = [];
  for (const file of await filesOf(reference, place, "tests")) {
    if (!isDocument(file)) tests.push(...(await readDataset(file)).rows.map(({ fields }) => caseFromRow(fields)));
    else {
      const document = await readDocument(file);
      const entries = isObject(document) && "tests" in document ? document["tests"] : document;
      for (const entry of listOf(entries)) {
        if (isCase(entry)) tests.push(await caseOf(entry, place, notes));
        else if (isObject(entry)) tests.push(caseFromRow(textsOf(entry)));
        else notes.test("without vars");
      }
    }
  }
  return tests;
}

/** A row of a file whose values need not be text. */
function textsOf(row: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      isText(value) ? String(value) : value === null ? "" : (JSON.stringify(value) ?? ""),
    ]),
  );
}

async function caseOf(test: Readonly<Record<string, unknown>>, place: Place, notes: Notes): Promise<TestCase> {
  return caseFromObject(test, await varsOf(test["vars"], place, notes));
}

/** Variables: written out, or in one or several files. */
async function varsOf(given: unknown, place: Place, notes: Notes): Promise<Readonly<Record<string, unknown>>> {
  if (isObject(given)) return given;
  const parts = await objectsOf(given, place, "vars", notes);
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}

/** The objects of a value that may be one, a list of them, or the names of files with them. */
async function objectsOf(
  given: unknown,
  place: Place,
  option: string,
  notes: Notes,
): Promise<Readonly<Record<string, unknown>>[]> {
  const found: Readonly<Record<string, unknown>>[] = [];
  for (const entry of listOf(given)) {
    if (isObject(entry)) found.push(entry);
    if (typeof entry !== "string") continue;
    const why = notFollowed(entry);
    if (why !== undefined) {
      notes.say(`${option}: ${pathIn(entry)} is not read: ${why}.`);
      continue;
    }
    for (const file of await filesOf(entry, place, option)) {
      const read = isDocument(file)
        ? await readDocument(file)
        : (await readDataset(file)).rows.map(({ fields }) => fields);
      found.push(...listOf(read).filter(isObject));
    }
  }
  return found;
}
