/** A model whose answers come in random order, as if each took its own time; nothing waits on a clock. */
import type { Model } from "../../src/core/model.ts";
import type { Rng } from "../../src/core/rng.ts";

/** `model`, with one of the answers that are due picked at random in each turn of the event loop. */
export function shuffled(model: Model, rng: Rng): Model & { readonly most: number } {
  const due: (() => void)[] = [];
  let most = 0;

  function turn(): void {
    const [picked] = due.splice(Math.floor(rng.next() * due.length), 1);
    picked!();
    if (due.length > 0) setImmediate(turn);
  }

  return {
    ...model,
    /** The most calls that were waiting at once. */
    get most() {
      return most;
    },
    async generate(request, signal) {
      await new Promise<void>((resolve) => {
        due.push(resolve);
        most = Math.max(most, due.length);
        if (due.length === 1) setImmediate(turn);
      });
      return model.generate(request, signal);
    },
  };
}
