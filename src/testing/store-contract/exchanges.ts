/** The part of the contract that is about exchanges with the optimizer model. */
import { exchangeOf } from "./samples.ts";
import type { Suite } from "./suite.ts";

export function exchangesContract({ expect, withStore }: Suite): void {
  withStore("has none at first", async (store) => {
    expect(await store.readExchanges("r")).toEqual([]);
    expect(await store.readExchanges("r", 1)).toEqual([]);
  });

  withStore("gives back what was put, of a run or of one of its rounds, in the order of putting", async (store) => {
    const [first, second, third] = [exchangeOf("b"), exchangeOf("a", 2), exchangeOf("c")];
    await store.putExchanges("r", [first]);
    await Promise.all([store.putExchanges("r", [second, third]), store.putExchanges("s", [exchangeOf("b")])]);
    expect(await store.readExchanges("r")).toEqual([first, second, third]);
    expect(await store.readExchanges("r", 1)).toEqual([first, third]);
    expect(await store.readExchanges("r", 3)).toEqual([]);
    expect(await store.readExchanges("s")).toEqual([exchangeOf("b")]);
  });

  withStore("keeps one exchange of each key: the last, in the place of the first", async (store) => {
    const { reply: _reply, items: _items, ...lost } = { ...exchangeOf("a"), dropped: "undelivered" };
    await store.putExchanges("r", [lost, exchangeOf("b")]);
    expect(await store.readExchanges("r")).toEqual([lost, exchangeOf("b")]);
    await store.putExchanges("r", [exchangeOf("a")]);
    expect(await store.readExchanges("r")).toEqual([exchangeOf("a"), exchangeOf("b")]);
  });
}
