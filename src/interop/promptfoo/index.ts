/** Reads a promptfoo config (https://www.promptfoo.dev/docs/configuration/reference/): its first prompt, its provider, its tests as rows. */
import { dirname, resolve } from "node:path";
import { UsageError } from "../../core/errors.ts";
import type { ForeignConfig, Imported, Importer, ImportOptions } from "../importer.ts";
import { type Answer, answerOf, flattened, mayName, NAMING } from "./answer.ts";
import { Notes } from "./notes.ts";
import { promptOf } from "./prompts.ts";
import { modelOf } from "./provider.ts";
import type { TestCase } from "./test-case.ts";
import { defaultsOf, testsOf } from "./tests.ts";
import { type Row, rowsOf } from "./vars.ts";

/** Keys that are read, and those that change nothing of what is asked. */
const READ = ["prompts", "providers", "targets", "tests", "scenarios", "defaultTest", "assertionTemplates"];
const HARMLESS = ["description", "tags", "$schema", "metadata"];

export const promptfoo: Importer = {
  name: "promptfoo",
  usualFile: "promptfooconfig.yaml",
  recognises: ({ options }) => READ.some((key) => key in options),
  read,
};

/** A row with its right answer. */
interface Answered {
  readonly vars: Row;
  readonly answer: Answer;
}

async function read({ path, options }: ForeignConfig, { providers }: ImportOptions): Promise<Imported> {
  const place = { path, folder: dirname(resolve(path)) };
  const notes = new Notes();
  const unread = Object.keys(options).filter((key) => ![...READ, ...HARMLESS].includes(key));
  const prompt = await promptOf(options["prompts"], place, notes);
  const model = modelOf(options["providers"] ?? options["targets"], providers, notes);
  if (unread.length > 0) notes.say(`Not read in the config: ${unread.join(", ")}.`);
  const defaults = await defaultsOf(options["defaultTest"], place, notes);
  const answered: Answered[] = [];
  for (const test of await testsOf(options, place, notes)) {
    const found = await answersOf(test, defaults, options["assertionTemplates"], place, notes);
    notes.test(typeof found === "string" ? found : found.length);
    if (typeof found !== "string") answered.push(...found);
  }
  if (answered.length === 0 && notes.reasons === "" && notes.sources.length > 0)
    throw new UsageError(
      `${path}: tests`,
      `expected tests that can be read, got none. ${notes.sources.join(" ")}`,
      "Save the tests as CSV, JSON or YAML, and name that file.",
    );
  if (answered.length === 0)
    throw new UsageError(
      `${path}: tests`,
      `expected tests with vars and an assertion that names the right answer, got none${notes.reasons === "" ? "" : ` (left out: ${notes.reasons})`}`,
      `Such as: assert: [{ type: equals, value: positive }]. Read are ${NAMING.join(", ")}.`,
    );
  return { prompt, model, ...labelled(answered), notices: notes.sentences() };
}

/** The rows of a test with their right answers, or why there are none. */
async function answersOf(
  test: TestCase,
  defaults: TestCase,
  templates: unknown,
  place: { readonly path: string; readonly folder: string },
  notes: Notes,
): Promise<readonly Answered[] | string> {
  notes.testKeys([...test.unread, ...defaults.unread]);
  const own = flattened(test.assert, templates);
  const shared = flattened(defaults.assert, templates);
  for (const { type } of [...own, ...shared]) if (!mayName(type)) notes.assertion(String(type));
  const rows = await rowsOf({ ...defaults.vars, ...test.vars }, test.fromTable === true, place);
  if (typeof rows === "string") return rows;
  const answered: Answered[] = [];
  for (const vars of rows) {
    const first = answerOf(own, vars);
    const answer = first === "no assertion names a right answer" ? answerOf(shared, vars) : first;
    if (typeof answer === "string") return answer;
    answered.push({ vars, answer });
  }
  return answered;
}

/** Rows with the column of their right answers: the variable that all answers are taken from, or a column of their own. */
function labelled(answered: readonly Answered[]): Pick<Imported, "label" | "rows"> {
  const sources = new Set(answered.map(({ answer }) => answer.from));
  const [source] = sources;
  if (sources.size === 1 && source !== undefined) return { label: source, rows: answered.map(({ vars }) => vars) };
  const names = new Set(answered.flatMap(({ vars }) => Object.keys(vars)));
  const label = ["label", "expected", "right answer"].find((name) => !names.has(name)) ?? "right answer in promptfoo";
  return { label, rows: answered.map(({ vars, answer }) => ({ ...vars, [label]: answer.text })) };
}
