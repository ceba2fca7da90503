/** What the prompts of a run did on rows, and what was said to the optimizer model: stored, and made again. */
import { asksForReasons } from "../core/toy.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/core/events.ts";
import { open, shelfOf } from "../../src/jobs/open.ts";
import { readOptions } from "../../src/jobs/read.ts";
import { rebuildOutcomes } from "../../src/run/outcomes.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import type { Store } from "../../src/stores/store.ts";
import type { StoredOutcome } from "../../src/stores/stored.ts";
import { simulatedReviews } from "../../src/testing/index.ts";
import { SEARCH, SMALL } from "../e2e/small-run.ts";
import { tempFolder } from "../temp.ts";
import { counted, failingAt, failureOf, onlyRun, smallRun } from "./runs.ts";

/** With headroom, so that rows are asked again and a paraphrase is tried that may be no candidate. */
const OPTIONS = { search: { ...SEARCH, headroom: true } };

let store: Store;
beforeEach(() => {
  store = memoryStore();
});

function sorted(outcomes: readonly StoredOutcome[]): StoredOutcome[] {
  const name = ({ prompt, row, repeat }: StoredOutcome): string => `${prompt} ${row} ${repeat}`;
  return outcomes.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}

async function rebuild(of: Store, runId: string): Promise<number> {
  const opened = await open(readOptions({ ...SMALL, ...OPTIONS, model: simulatedReviews() }), {
    env: {},
    store: shelfOf(of),
  });
  return rebuildOutcomes({ ...opened, store: of }, runId);
}

describe("the outcomes of a run", () => {
  it("are what was answered and judged, each cell once", async () => {
    const model = counted();
    const { runId, verdict } = await smallRun({ store, model, ...OPTIONS });
    const outcomes = await store.readOutcomes(runId);
    const exchanges = await store.readExchanges(runId);
    expect(outcomes.length + exchanges.length).toBe(model.calls.length);
    for (const { key, answer } of outcomes) expect((await store.getAnswer(key))?.text).toBe(answer);

    const test = outcomes.filter(({ split }) => split === "test");
    const initial = test.filter(({ prompt }) => prompt === test[0]!.prompt);
    const right = initial.filter(({ correct }) => correct).length / initial.length;
    expect([verdict!.initial.value, verdict!.winner.value]).toContainEqual(expect.closeTo(right));
    expect(outcomes.filter(({ repeat }) => repeat > 0).length).toBeGreaterThan(10);

    const rows = new Map((await store.readRows()).map((row) => [row.id, row]));
    expect(new Set(outcomes.map(({ row }) => row))).toEqual(new Set(rows.keys()));
    for (const { row, predicted, correct } of outcomes) expect(rows.get(row)!.expected === predicted).toBe(correct);
  });

  it.each(["memory", "SQLite"])(
    "are equal when they are dropped and made again from the answers (%s)",
    async (kind) => {
      const kept = kind === "memory" ? store : await openSqliteStore(`${tempFolder()}/protegi.db`);
      const { runId } = await smallRun({ store: kept, ...OPTIONS });
      const before = await kept.readOutcomes(runId);
      expect(before.length).toBeGreaterThan(200);
      await kept.clearOutcomes(runId);
      expect(await rebuild(kept, runId)).toBe(before.length);
      expect(sorted(await kept.readOutcomes(runId))).toEqual(sorted(before));
      await kept.close();
    },
  );

  it("are made again as far as there are answers", async () => {
    const { runId } = await smallRun({ store, ...OPTIONS });
    const before = await store.readOutcomes(runId);
    await store.clearAnswers();
    expect(await rebuild(store, runId)).toBe(0);
    expect(before.length).toBeGreaterThan(200);
    await expect(rebuild(store, "no such run")).rejects.toThrow("There is no run no such run");
  });

  it("are those of an undisturbed run after one that was cut off", async () => {
    const whole = memoryStore();
    const { runId } = await smallRun({ store: whole, ...OPTIONS });
    await failureOf(smallRun({ store, model: failingAt(150), ...OPTIONS }));
    const { id } = await onlyRun(store);
    expect((await store.readOutcomes(id)).length).toBeGreaterThan(50);
    await smallRun({ store, ...OPTIONS });
    expect(sorted(await store.readOutcomes(id))).toEqual(sorted(await whole.readOutcomes(runId)));
    const exchanges = (of: Store, run: string) =>
      of.readExchanges(run).then((all) => all.map(({ at: _, ...one }) => JSON.stringify(one)).toSorted());
    expect(await exchanges(store, id)).toEqual(await exchanges(whole, runId));
  });

  it("are written many at a time", async () => {
    const batches: number[] = [];
    const watched: Store = {
      ...store,
      putOutcomes: (runId, outcomes) => (batches.push(outcomes.length), store.putOutcomes(runId, outcomes)),
    };
    await smallRun({ store: watched });
    const all = batches.reduce((sum, size) => sum + size, 0);
    expect(all).toBeGreaterThan(200);
    // At every barrier at most, besides full batches.
    expect(batches.length).toBeLessThan(15);
  });

  it("are seen by others at every barrier, with the spending so far", async () => {
    const seen: { readonly phase: string; readonly outcomes: Promise<number>; readonly calls: Promise<number> }[] = [];
    const runOf = async (): Promise<string> => (await onlyRun(store)).id;
    const onEvent = (event: RunEvent): void => {
      if (event.type !== "selected") return;
      seen.push({
        phase: event.type,
        outcomes: runOf().then(async (id) => (await store.readOutcomes(id)).length),
        calls: runOf().then(async (id) => {
          const events = await store.readEvents(id);
          return events.findLast((one) => one.type === "spending")?.spending.calls ?? 0;
        }),
      });
    };
    await smallRun({ store, onEvent });
    expect(seen).toHaveLength(2);
    for (const { outcomes, calls } of seen) {
      expect(await outcomes).toBeGreaterThan(16);
      expect(await calls).toBeGreaterThan(16);
    }
  });

  it("fail the run when they cannot be stored, with the store's own words", async () => {
    const full: Store = { ...store, putOutcomes: () => Promise.reject(new Error("the disk is full")) };
    expect(await failureOf(smallRun({ store: full }))).toMatchObject({ message: "the disk is full" });
    expect((await onlyRun(store)).status).toBe("failed");
    expect(await smallRun({ store })).toMatchObject({ resumed: true });
  });
});

describe("the exchanges of a run", () => {
  it("hold what was sent to the optimizer model, its reply, and what was taken from it", async () => {
    const model = counted();
    const { runId } = await smallRun({ store, model });
    const exchanges = await store.readExchanges(runId);
    const sent = model.calls.filter(({ messages }) => messages[0]!.content.includes("## Your task"));
    const texts = (all: readonly { readonly messages: readonly { readonly content: string }[] }[]): string[] =>
      all.map(({ messages }) => messages[0]!.content).toSorted();
    expect(texts(exchanges)).toEqual(texts(sent));
    expect(new Set(exchanges.map(({ asked }) => asked))).toContain("gradient");
    expect(new Set(exchanges.map(({ round }) => round))).toEqual(new Set([1, 2]));
    const gradients = (await store.readEvents(runId)).flatMap((event) =>
      event.type === "gradient" ? [event.text] : [],
    );
    const taken = exchanges.flatMap(({ asked, items = [] }) => (asked === "gradient" ? items : []));
    for (const gradient of gradients) expect(taken).toContain(gradient);
    for (const { reply, items, dropped } of exchanges) {
      expect(reply).toBeDefined();
      expect((items === undefined) !== (dropped === undefined)).toBe(true);
    }
  });

  it("say why a reply was dropped", async () => {
    const inner = simulatedReviews();
    const model = {
      ...inner,
      generate: async (...[request, signal]: Parameters<typeof inner.generate>) => {
        const answer = await inner.generate(request, signal);
        return asksForReasons(request.messages[0]!.content) ? { ...answer, text: "  " } : answer;
      },
    };
    const { runId } = await smallRun({ store, model });
    const gradients = (await store.readExchanges(runId, 1)).filter(({ asked }) => asked === "gradient");
    expect(gradients.length).toBeGreaterThan(0);
    for (const one of gradients) expect(one).toMatchObject({ reply: "  ", dropped: "empty" });
    expect(gradients[0]).not.toHaveProperty("items");
  });
});
