/** A task kind with settings of its own: a name alone means its defaults. */
import type { z } from "zod";
import type { TaskKind } from "./task-kind.ts";

/** A kind of the table that options may give settings to, as `{ kind: "numeric", relative: 0.01 }`. */
export interface SettableKind<S extends z.ZodObject = z.ZodObject> extends TaskKind {
  /** What the settings may be, each with a description. */
  readonly settings: S;
  /** The kind with these settings. @throws UsageError when they do not go together */
  with(settings: unknown): TaskKind;
}

/**
 * The kind that `make` makes of settings, with those of its defaults.
 * Settings other than the defaults are part of what identifies the judging, so that a run with others is another run.
 */
export function settable<S extends z.ZodObject>(schema: S, make: (settings: z.output<S>) => TaskKind): SettableKind<S> {
  const plain = JSON.stringify(schema.parse({}));
  const made = (given: unknown): TaskKind => {
    const settings = schema.parse(given);
    const kind = make(settings);
    const written = JSON.stringify(settings);
    if (written === plain) return kind;
    return {
      ...kind,
      judging(input) {
        const judging = kind.judging(input);
        return { ...judging, judging: `${judging.judging} ${written}`.trim() };
      },
    };
  };
  return { ...made({}), settings: schema, with: made };
}

/** Whether a kind takes settings. */
export function isSettable(kind: TaskKind): kind is SettableKind {
  return "settings" in kind && "with" in kind;
}
