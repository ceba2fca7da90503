/** A row of a table of tests: columns are variables, those that begin with two underscores say something about the test. */
import type { TestCase } from "./test-case.ts";

/** Assertion types that a cell may begin with: `contains: yes`, `similar(0.8): yes`. Any other text is the answer itself. */
const TYPES: ReadonlySet<string> = new Set(
  `answer-relevance bleu classifier contains contains-all contains-any contains-html contains-json contains-sql contains-xml
  context-faithfulness context-recall context-relevance conversation-relevance cost equals ends-with factuality finish-reason
  g-eval gleu guardrails icontains icontains-all icontains-any iequals is-html is-json is-refusal is-sql
  is-valid-function-call is-valid-openai-function-call is-valid-openai-tools-call is-xml latency levenshtein meteor
  model-graded-closedqa model-graded-factuality moderation perplexity perplexity-score pi regex rouge-n ruby search-rubric
  similar starts-with tool-call-f1 webhook word-count`.split(/\s+/),
);

/** Older and shorter names of types whose value is code or an instruction to a judge. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  javascript: "javascript",
  fn: "javascript",
  eval: "javascript",
  python: "python",
  grade: "llm-rubric",
  "llm-rubric": "llm-rubric",
};

/** Columns that say something about a test and change nothing of its question or answer. */
const HARMLESS = ["__description"];

/** The test of a row. */
export function caseFromRow(row: Readonly<Record<string, string>>): TestCase {
  const assert: unknown[] = [];
  const unread: string[] = [];
  const vars: [string, string][] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith("__expected")) {
      if (value.trim() !== "") assert.push(assertionFrom(value.trim()));
    } else if (name.startsWith("__") && !Object.hasOwn(Object.prototype, name)) {
      if (value.trim() !== "" && !HARMLESS.includes(name)) unread.push(name);
    } else vars.push([name, value]);
  }
  return { vars: Object.fromEntries(vars), assert, unread, fromTable: true };
}

function assertionFrom(cell: string): unknown {
  const [, not = "", type = "", value = ""] =
    /^(not-)?([a-z][a-z0-9-]*)(?:\(\d+(?:\.\d+)?\))?(?::([\s\S]*))?$/.exec(cell) ?? [];
  if (Object.hasOwn(OTHER_TYPES, type) && cell.includes(":")) return { type: `${not}${OTHER_TYPES[type]}`, value };
  if (/^file:\/\/\S+\.(?:[cm]?[jt]s|py)(?::\S+)?$/.test(cell)) return { type: "javascript", value: cell };
  if (!TYPES.has(type) || (!cell.includes(":") && !/^(?:not-)?is-/.test(cell))) return { type: "equals", value: cell };
  const list = /^i?contains-(?:any|all)$/.test(type);
  return { type: `${not}${type}`, value: list ? value.split(",").map((part) => part.trim()) : value.trim() };
}
