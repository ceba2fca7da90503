/** Where several parts of a prompt may change, small questions and short forms are about them by turns. */
import { describe, expect, it } from "vitest";
import { methodOf } from "../../../../src/core/methods/index.ts";
import type { WriterMode } from "../../../../src/core/methods/writing/mode.ts";
import { parsePrompt } from "../../../../src/core/prompt/prompt.ts";
import { rng } from "../../../../src/core/rng.ts";
import type { Task } from "../../../../src/core/task.ts";
import { toy, toyTask, TOY_SEARCH } from "../../toy.ts";

const LABELS = ["spam", "ham"];
const CHAT = [
  { role: "system", content: "You sort messages. Spam sells." },
  { role: "user", content: "Spam or ham?\n\n{{text}}" },
] as const;

/** The task model is always wrong; the writer has a sentence for each question. */
function world() {
  const task = toyTask();
  const rows = (of: Task["train"]) => of.map((row, i) => ({ ...row, expected: LABELS[i % 2]! }));
  const labelled = { labels: LABELS, keep: LABELS, train: rows(task.train), dev: rows(task.dev) };
  let replies = 0;
  return toy({ ...task, ...labelled, prompt: parsePrompt(CHAT) }, (role, { messages }) => {
    if (role === "task") return "none";
    const content = messages[0]!.content;
    replies += 1;
    const label = /have the label (\w+)/.exec(content)?.[1];
    return label === undefined
      ? `Sort messages into spam or ham ${replies}.`
      : `A text is ${label} if it is ${replies}.`;
  });
}

/** The parts that the prompts of a search changed, by where they are from. */
async function changedBy(writer: WriterMode, taskIsSmall: boolean) {
  const { tools, budget, events } = world();
  const search = methodOf("protegi").search({ ...TOY_SEARCH, writer, rounds: 1, maxSuccessors: 8 });
  await search({ ...tools, taskIsSmall }, budget, rng(1));
  return events.flatMap((event) => {
    if (event.type !== "candidate") return [];
    const { parts, origin } = event;
    const [system, user] = [parts["system"]!, parts["user"]!];
    const changed = [...(system === CHAT[0].content ? [] : ["system"]), ...(user === CHAT[1].content ? [] : ["user"])];
    return [{ kind: origin.kind, changed: changed.join(" and "), system, user }];
  });
}

describe("a prompt of two parts", () => {
  it("gets commands, plain forms and rules in both", async () => {
    const found = await changedBy("piecewise", false);
    const partsOf = (kind: string) => new Set(found.filter((one) => one.kind === kind).map(({ changed }) => changed));
    expect(partsOf("paraphrase")).toEqual(new Set(["system", "user"]));
    expect(partsOf("plain-form")).toEqual(new Set(["system", "user"]));
    // One prompt has the rules of both labels, each in its part.
    expect(partsOf("edit")).toEqual(new Set(["system", "user", "system and user"]));
    for (const { system, user } of found) {
      expect(system).not.toContain("{{text}}");
      expect(user.match(/\{\{text\}\}/g)).toHaveLength(1);
    }
  });

  it.each(["whole", "none"] as const)(
    "gets short forms of both from the writer %s, for a small task model",
    async (writer) => {
      const found = await changedBy(writer, true);
      const plain = found.filter(({ kind }) => kind === "plain-form").map(({ changed }) => changed);
      expect(new Set(plain)).toEqual(new Set(["system", "user"]));
    },
  );

  it("keeps the rules of a label in one part", async () => {
    const { tools, budget, events } = world();
    await methodOf("protegi").search({ ...TOY_SEARCH, writer: "piecewise", rounds: 2, maxSuccessors: 8 })(
      tools,
      budget,
      rng(1),
    );
    const texts = events.flatMap((event) =>
      event.type === "candidate" ? [Object.values(event.parts).join("\n")] : [],
    );
    for (const text of texts)
      for (const label of LABELS) expect(text.split(`- ${label}: `).length, text).toBeLessThanOrEqual(2);
  });
});
