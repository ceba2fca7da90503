/** All tasks of the paper by name: the one table that another is added to. */
import { ethos } from "./ethos.ts";
import { jailbreak } from "./jailbreak.ts";
import { liar } from "./liar.ts";
import { sarcasm } from "./sarcasm.ts";
import type { PaperTask } from "./task.ts";

export const tasks: Readonly<Record<string, PaperTask>> = { ethos, sarcasm, jailbreak, liar };
