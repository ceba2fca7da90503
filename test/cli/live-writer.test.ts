/** `check --live` with optimizer models that write poorly: a reply of no use is asked again before a run is spoken against. */
import { describe, expect, it } from "vitest";
import { isRequest } from "../core/toy.ts";
import { chatServer, type ChatReply } from "./chat-server.ts";
import { labelledTexts } from "./labelled-texts.ts";

const CHECK = ["check", "--live", "--json", "--yes"];
const PROSE = "The prompt is a little short, in my opinion.";
const section = (i: number): string =>
  JSON.stringify({ versions: [`Decide whether it is positive or negative, ${i}.`] });
const isSmallQuestion = (text: string): boolean => text.startsWith("This is an instruction:");

interface Result {
  readonly live: readonly { readonly role: string; readonly reply?: string; readonly dropped?: string }[];
  readonly headroom?: { readonly word: string };
  readonly writer?: { readonly advice: string };
}

/** What the optimizer model replies to its requests, by their number; rows are right by turns. */
async function checked(reply: (text: string, i: number) => ChatReply, flags: readonly string[] = []) {
  const asked: string[] = [];
  await using server = await chatServer((text) => {
    if (isRequest(text)) return reply(text, asked.push(text));
    const good = / was good /.test(text.slice(text.lastIndexOf("Text:")));
    const number = Number(/number (\d+)/.exec(text)![1]) + text.length;
    return (number % 3 === 0) === good ? "negative" : "positive";
  });
  await using folder = await labelledTexts(server.baseURL);
  const { code, json } = await folder.run([...CHECK, ...flags]);
  return { code, asked, ...(json() as unknown as Result) };
}

describe("the first request to the optimizer model", () => {
  it("is made again where the reply is of no use, and the check goes on", async () => {
    const { code, live, headroom } = await checked((_, i) => (i === 1 ? PROSE : section(i)));
    expect(code).toBe(0);
    expect(live[1]).toMatchObject({ role: "optimizer", reply: expect.stringContaining("negative, 2.") });
    expect(live[1]).not.toHaveProperty("dropped");
    expect(headroom).toBeDefined();
  });

  it("is followed by a small question where a run may turn to these", async () => {
    const good = (text: string, i: number): ChatReply =>
      isSmallQuestion(text) ? `Classify the text as positive or negative, ${i}.` : PROSE;
    const { code, live, asked } = await checked(good);
    expect(code).toBe(0);
    expect(asked.slice(0, 3).map(isSmallQuestion)).toEqual([false, false, true]);
    expect(live[1]!.reply).toBe("Classify the text as positive or negative, 3.");
    const whole = await checked(good, ["--set", "search.writer=whole"]);
    expect([whole.code, whole.asked.map(isSmallQuestion)]).toEqual([1, [false, false]]);
    expect(whole.live[1]).toMatchObject({ dropped: "unreadable" });
    expect(whole.headroom).toBeUndefined();
  });

  it.each(["search.writer=piecewise", "search.method=piecewise"])("is a small question with %s", async (set) => {
    const { code, live, asked } = await checked(
      (text, i) => (isSmallQuestion(text) ? `Classify the text as positive or negative, ${i}.` : PROSE),
      ["--set", set],
    );
    expect([code, isSmallQuestion(asked[0]!)]).toEqual([0, true]);
    expect(live[1]!.reply).toBe("Classify the text as positive or negative, 1.");
  });

  it("is made no more than three times", async () => {
    const { code, asked, live } = await checked(() => PROSE);
    expect([code, asked.length]).toEqual([1, 3]);
    expect(live[1]).toMatchObject({ dropped: "unreadable", excerpt: PROSE });
  });
});
