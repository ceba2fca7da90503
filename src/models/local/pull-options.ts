/** What a fetch of a local model takes, reports and brings. */
import type { Environment } from "../settings.ts";
import type { Fetch } from "./fetch.ts";

/** What happens while a model is fetched. */
export type PullEvent =
  /** A source is tried. */
  | { readonly kind: "try"; readonly source: string; readonly bytes?: number }
  | { readonly kind: "received"; readonly received: number; readonly bytes: number }
  /** A source was of no use; the next one is tried. */
  | { readonly kind: "failed"; readonly source: string; readonly reason: string };

export interface PullOptions {
  /** Where the file goes; default: see `modelsDir`. */
  readonly dir?: string;
  /** Default: the built-in one. */
  readonly fetch?: Fetch;
  readonly onProgress?: (event: PullEvent) => void;
  readonly signal?: AbortSignal;
  /** Default `process.env`. */
  readonly env?: Environment;
}

export interface PulledModel {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
  /** Its source; undefined when it was there already. */
  readonly source: string | undefined;
}
