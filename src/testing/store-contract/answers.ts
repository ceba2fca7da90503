/** The part of the contract that is about answers. */
import type { Store, StoredAnswer, WhichAnswers } from "../../stores/store.ts";
import { ANSWERS, answerOf, eventOf, runOf, textsOf } from "./samples.ts";
import type { Suite } from "./suite.ts";

export function answersContract({ expect, withStore }: Suite): void {
  withStore("has none at first", async (store) => {
    expect(await store.getAnswer("a")).toBe(undefined);
    expect(await store.cacheSize()).toEqual({ answers: 0, bytes: 0 });
    expect(await store.clearAnswers()).toBe(0);
  });

  withStore("gives back what was put, of every kind", async (store) => {
    for (const [key, answer] of Object.entries(ANSWERS)) await store.putAnswer(key, answer);
    for (const [key, answer] of Object.entries(ANSWERS)) expect(await store.getAnswer(key)).toEqual(answer);
  });

  withStore("tells keys apart by every character", async (store) => {
    const keys = ["k", "K", "k ", "kk", "k\0", "ключ", "", "0", "00", "k".repeat(5000), `${"k".repeat(5000)}!`];
    for (const key of keys) await store.putAnswer(key, answerOf(`for ${JSON.stringify(key)}`));
    for (const key of keys) expect((await store.getAnswer(key))?.text).toBe(`for ${JSON.stringify(key)}`);
  });

  withStore("keeps the first of two under one key, without an error", async (store) => {
    await store.putAnswer("a", answerOf("first"));
    await store.putAnswer("a", answerOf("second"));
    expect((await store.getAnswer("a"))?.text).toBe("first");
    expect((await store.cacheSize()).answers).toBe(1);
  });

  withStore("keeps the first of two that are put at once", async (store) => {
    await Promise.all([store.putAnswer("a", answerOf("first")), store.putAnswer("a", answerOf("second"))]);
    expect((await store.getAnswer("a"))?.text).toBe("first");
  });

  withStore("has every answer whose put resolved, of many at once", async (store) => {
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    const read = await Promise.all(
      numbers.map(async (i) => {
        await store.putAnswer(`key ${i}`, answerOf(`text ${i}`));
        return (await store.getAnswer(`key ${i}`))?.text;
      }),
    );
    expect(read).toEqual(numbers.map((i) => `text ${i}`));
    expect((await store.cacheSize()).answers).toBe(200);
  });

  withStore("is not changed by what its callers do with their objects", async (store) => {
    const answer = { ...answerOf("as put"), warnings: ["one"] };
    await store.putAnswer("a", answer);
    answer.text = "changed";
    answer.warnings.push("two");
    const read = (await store.getAnswer("a")) as { text: string };
    expect(read).toEqual({ ...answerOf("as put"), warnings: ["one"] });
    read.text = "changed";
    expect((await store.getAnswer("a"))?.text).toBe("as put");
  });

  withStore("counts answers, and their bytes as JSON", async (store) => {
    await store.putAnswer("a", ANSWERS.plain!);
    await store.putAnswer("b", ANSWERS.unicode!);
    const bytes = [ANSWERS.plain, ANSWERS.unicode].map(
      (answer) => new TextEncoder().encode(JSON.stringify(answer)).length,
    );
    expect(await store.cacheSize()).toEqual({ answers: 2, bytes: bytes[0]! + bytes[1]! });
  });

  withStore("forgets all answers when asked, and says how many; runs and events stay", async (store) => {
    await store.createRun(runOf("r"));
    await store.appendEvents("r", [eventOf("kept")]);
    await Promise.all(["a", "b", "c"].map((key) => store.putAnswer(key, answerOf(key))));
    expect(await store.clearAnswers()).toBe(3);
    expect(await store.getAnswer("a")).toBe(undefined);
    expect(await store.cacheSize()).toEqual({ answers: 0, bytes: 0 });
    expect(await store.getRun("r")).toEqual(runOf("r"));
    expect(textsOf(await store.readEvents("r"))).toEqual(["kept"]);
    await store.putAnswer("a", answerOf("again"));
    expect((await store.getAnswer("a"))?.text).toBe("again");
  });

  withStore("reads all answers in the order in which they were put", async (store) => {
    expect(await allOf(store)).toEqual([]);
    const numbers = Array.from({ length: 1200 }, (_, i) => i);
    await Promise.all(numbers.map((i) => store.putAnswer(`key ${i}`, answerOf(`text ${i}`))));
    await store.putAnswer("odd", ANSWERS.unicode!);
    expect(await allOf(store)).toEqual([...numbers.map((i) => answerOf(`text ${i}`)), ANSWERS.unicode]);
  });

  withStore("counts and forgets some: of a run, from before a moment, of none of these runs", async (store) => {
    const put = async (text: string, more: Partial<StoredAnswer>): Promise<void> =>
      store.putAnswer(text, { ...answerOf(text), ...more });
    await put("r, old", { run: "r", at: "2026-01-01T00:00:00.000Z" });
    await put("r, new", { run: "r", at: "2026-03-01T00:00:00.000Z" });
    await put("s, old", { run: "s", at: "2026-01-01T00:00:00.000Z" });
    await put("of no run, new", { at: "2026-03-01T00:00:00.000Z" });
    await put("of no run, when is not told", {});
    const before = "2026-02-01T00:00:00.000Z";
    const counted = async (which: WhichAnswers): Promise<number> => (await store.cacheSize(which)).answers;
    expect(await counted({})).toBe(5);
    expect(await counted({ run: "r" })).toBe(2);
    expect(await counted({ before })).toBe(3);
    expect(await counted({ before: "2026-01-01T00:00:00.000Z" })).toBe(1);
    expect(await counted({ except: ["r", "t"] })).toBe(3);
    expect(await counted({ run: "r", before, except: ["r"] })).toBe(0);
    expect((await store.cacheSize({ run: "s" })).bytes > 50).toBe(true);

    expect(await store.clearAnswers({ before, except: ["s"] })).toBe(2);
    expect(await store.clearAnswers({ run: "t" })).toBe(0);
    expect((await allOf(store)).map(({ text }) => text)).toEqual(["r, new", "s, old", "of no run, new"]);
    expect(await store.getAnswer("r, old")).toBe(undefined);
    expect(await store.clearAnswers()).toBe(3);
  });
}

async function allOf(store: Store): Promise<StoredAnswer[]> {
  const answers: StoredAnswer[] = [];
  for await (const answer of store.readAnswers()) answers.push(answer);
  return answers;
}
