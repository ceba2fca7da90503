/** The shape of an AI SDK model. This file imports nothing, so that no published type needs a package of the AI SDK. */
/**
 * A language model object of the AI SDK: of specification v2 (AI SDK 5), v3 (AI SDK 6) or v4 (AI SDK 7). Its shape alone
 * counts, so that it may be of any copy of any version of the packages.
 */
export interface AiSdkModel {
  /** `v2`, `v3` or `v4`. */
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  /** One call. A method, so that the options of every version fit. */
  doGenerate(options: never): PromiseLike<{
    readonly content: readonly object[];
    readonly finishReason: unknown;
    readonly usage: object;
    readonly warnings: readonly object[];
  }>;
}
