/**
 * A process of its own that writes to a store: `node writer.ts FILE NAME COUNT`.
 *
 * Says "ready", waits for a line, then opens the store and puts answers `NAME 0`, `NAME 1`, ... 16 at
 * once, with one event each; prints the number of each whose promises resolved. After the last one it
 * keeps the store open until the next line comes.
 */
import { once } from "node:events";
import { writeSync } from "node:fs";
import { openSqliteStore } from "../../../src/stores/sqlite.ts";
import { answerOf } from "../answer.ts";
import { stamped } from "../stamped.ts";

const [file, name, count] = process.argv.slice(2);
writeSync(1, "ready\n");
await once(process.stdin, "data");

const store = await openSqliteStore(file!);
let next = 0;
await Promise.all(
  Array.from({ length: 16 }, async () => {
    while (next < Number(count)) {
      const i = next++;
      const text = `${name} ${i}`;
      await Promise.all([
        store.putAnswer(text, answerOf(`${text} ${"x".repeat(300)}`)),
        store.appendEvents(name!, [stamped({ type: "notice", text })]),
      ]);
      // Straight to the pipe: what was printed was resolved, even when the next instruction is never reached.
      writeSync(1, `${i}\n`);
    }
  }),
);
await once(process.stdin, "data");
await store.close();
process.stdin.destroy();
