/** Where the parts of a prompt are in its messages: found once, and kept when one of them is rewritten. */
import { UsageError } from "../errors.ts";
import type { Message } from "../model.ts";
import { headingsIn, trimmed } from "./template.ts";

/** Where a part is, before it has a name. */
export interface Slot {
  readonly message: number;
  readonly start: number;
  readonly end: number;
  readonly heading: string | undefined;
}

/** A slot with the name of its part. */
export interface NamedSlot extends Slot {
  readonly name: string;
  readonly kind: "instruction" | "examples";
}

/** The bodies of the wanted headings in one message, in the order of the text. */
export function sectionsIn(text: string, wanted: readonly string[], message: number): Slot[] {
  const headings = headingsIn(text);
  const slots = wanted.flatMap((name): Slot[] => {
    const index = headings.findIndex((heading) => heading.name.toLowerCase() === name.toLowerCase());
    const own = headings[index];
    if (own === undefined) return [];
    const next = headings.slice(index + 1).find(({ level }) => level <= own.level);
    return [{ message, heading: own.name, ...trimmed(text, own.end, next?.start ?? text.length) }];
  });
  return inOrder(slots);
}

/**
 * Slots in the order of the messages and their texts.
 * @throws UsageError when one lies within another
 */
export function inOrder<S extends Slot>(slots: readonly S[]): S[] {
  const ordered = slots.toSorted((a, b) => a.message - b.message || a.start - b.start);
  const within = ordered.find(
    (slot, i) => i > 0 && slot.message === ordered[i - 1]!.message && slot.start <= ordered[i - 1]!.end,
  );
  if (within === undefined) return ordered;
  throw new UsageError(
    "section",
    `the heading "${within.heading}" lies within another one that may change`,
    "Name headings of the same level, or the outer one alone.",
  );
}

/** Names after the message's role or the part's heading; one that occurs again gets a number. */
export function uniqueNames(slots: readonly Slot[], messages: readonly Message[], byHeading: boolean): string[] {
  const used = new Map<string, number>();
  return slots.map(({ heading, message }) => {
    const name = byHeading && heading !== undefined ? heading.toLowerCase() : messages[message]!.role;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}

/** The name, with a number where one of the slots has it. */
export function freeName(name: string, slots: readonly NamedSlot[]): string {
  const isTaken = (wanted: string): boolean => slots.some((slot) => slot.name === wanted);
  let free = name;
  for (let number = 2; isTaken(free); number++) free = `${name} ${number}`;
  return free;
}

/** One message with the changed texts in their places, and where its parts are then. */
export function rewritten(
  role: Message["role"],
  content: string,
  slots: readonly NamedSlot[],
  changes: Readonly<Record<string, string>>,
): { readonly message: Message; readonly slots: readonly NamedSlot[] } {
  let text = "";
  let read = 0;
  const moved = slots.map((slot) => {
    text += content.slice(read, slot.start);
    read = slot.end;
    const change = changes[slot.name];
    const body = change === undefined ? content.slice(slot.start, slot.end) : change.replaceAll("\r\n", "\n").trim();
    // A part that was empty begins right behind its heading.
    if (change !== undefined && slot.heading !== undefined && !text.endsWith("\n")) text += "\n";
    const start = text.length;
    text += body;
    return { ...slot, start, end: text.length };
  });
  return { message: { role, content: text + content.slice(read) }, slots: moved };
}
