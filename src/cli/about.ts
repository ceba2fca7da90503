/** What every JSON document says of itself: which it is, and what made it of what. */
import type { ByRole } from "../core/model.ts";
import type { DocumentName } from "./documents/index.ts";
import { version } from "./version.ts";

/** The head of a document. */
export interface About {
  /** Which document it is: its schema is `schema/json/NAME.schema.json` of the package. */
  readonly document: DocumentName | "error";
  /** The version of protegi. */
  readonly protegi: string;
  /** The version of Node.js. */
  readonly node: string;
  /** A hash of all rows of the data: equal for the same rows, in whatever order and splits; absent where no data was read. */
  readonly data?: string;
  /** The ids of the models; absent where there are none. */
  readonly models?: ByRole<string>;
}

/** What a document is about, where it is about a task or a run. */
export interface Subject {
  readonly data?: string;
  readonly models?: ByRole<string>;
}

export function aboutOf(document: About["document"], { data, models }: Subject = {}): About {
  return {
    document,
    protegi: version(),
    node: process.versions.node,
    ...(data !== undefined && { data }),
    ...(models && { models }),
  };
}
