/** Short names of a run's prompts and gradients, for people: P0 is the initial prompt, then P1, P2, ... and G1, G2, ... */
import type { RunEvent } from "../core/events.ts";

/** Names by id, and ids by name. */
export interface Names {
  /** The short name of a prompt, such as `P3`; the id itself where the run has no such prompt. */
  prompt(id: string): string;
  /** The short name of a gradient, such as `G7`; the id itself where the run has no such gradient. */
  gradient(id: string): string;
  /** Ids of prompts by name, in order of appearance. */
  readonly prompts: Readonly<Record<string, string>>;
  /** Ids of gradients by name, in order of appearance. */
  readonly gradients: Readonly<Record<string, string>>;
}

/**
 * Names everything in the order in which the run reported it. What a later attempt withdrew keeps its name, so that a
 * name means the same prompt for as long as the run is kept.
 * @param events all events of the run, in their order
 */
export function namesOf(events: readonly RunEvent[]): Names {
  const { note, prompt, gradient, prompts, gradients } = naming();
  for (const event of events) note(event);
  return { prompt, gradient, prompts: inverse(prompts), gradients: inverse(gradients) };
}

/** Names that are given while a run goes on. */
export interface Naming extends Pick<Names, "prompt" | "gradient"> {
  note(event: RunEvent): void;
  /** Names by id. */
  readonly prompts: ReadonlyMap<string, string>;
  readonly gradients: ReadonlyMap<string, string>;
}

/** Names what the events bring, one after the other. */
export function naming(): Naming {
  const prompts = new Map<string, string>();
  const gradients = new Map<string, string>();
  let written = 0;
  const name = (names: Map<string, string>, id: string, text: string): void => {
    if (!names.has(id)) names.set(id, text);
  };
  return {
    note(event) {
      if (event.type === "run-started") name(prompts, event.prompt, "P0");
      else if (event.type === "gradient") name(gradients, event.id, `G${gradients.size + 1}`);
      else if (event.type === "candidate" && !prompts.has(event.id)) name(prompts, event.id, `P${++written}`);
    },
    prompt: (id) => prompts.get(id) ?? id,
    gradient: (id) => gradients.get(id) ?? id,
    prompts,
    gradients,
  };
}

function inverse(names: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...names].map(([id, name]) => [name, id]));
}
