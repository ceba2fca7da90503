/** The little of node-llama-cpp that is used, by its shape: the package is optional, so its own types may be absent. */

/** Text with marks for special tokens, so that a row's text never passes for one. */
export interface MarkedText {
  readonly values: readonly unknown[];
  tokenize(tokenizer: Tokenizer): number[];
}

export interface Tokenizer {
  (text: string, specialTokens?: boolean, options?: "trimLeadingSpace"): number[];
}

export interface Turn {
  readonly type: "system" | "user" | "model";
  readonly text?: string;
  readonly response?: string[];
}

export interface ChatTemplate {
  readonly settings: {
    readonly segments?: { readonly thought?: { readonly prefix: unknown; readonly suffix?: unknown } };
  };
  generateContextState(options: { chatHistory: Turn[] }): {
    readonly contextText: MarkedText;
    readonly stopGenerationTriggers: readonly MarkedText[];
  };
}

export interface Weights {
  readonly tokenizer: Tokenizer;
  readonly trainContextSize: number;
  readonly fileInfo: {
    readonly metadata: {
      readonly general?: { readonly size_label?: string };
      readonly tokenizer?: { readonly chat_template?: string };
    };
  };
  isSpecialToken(token: number): boolean;
  iterateAllTokens(): Iterable<number>;
  detokenize(tokens: readonly number[], specialTokens?: boolean, lastTokens?: readonly number[]): string;
  createContext(options: {
    contextSize: number;
    batchSize?: number;
    sequences: number;
    threads: number | { readonly ideal: number; readonly min: number };
    flashAttention: boolean | "auto";
  }): Promise<Context>;
  dispose(): Promise<void>;
}

export interface Context {
  readonly contextSize: number;
  getSequence(): Sequence;
  dispose(): Promise<void>;
}

/** A place for one text in the context; it keeps what was evaluated, for the next text with the same beginning. */
export interface Sequence {
  /** Tokens that fit, where the package says so. */
  readonly contextSize?: number;
  readonly nextTokenIndex: number;
  compareContextTokens(tokens: number[]): { readonly firstDifferentIndex: number };
  adaptStateToTokens(tokens: number[], allowShift: boolean): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: number[]): Promise<void>;
  evaluate(tokens: number[], options: Sampling): AsyncIterable<number>;
  /** Evaluates tokens, and reports what might follow those that have options. */
  controlledEvaluate(
    input: readonly (number | readonly [token: number, options: { readonly generateNext: Asked }])[],
  ): Promise<readonly ({ readonly next: Next } | undefined)[]>;
}

/** What is asked about the token that follows. */
export interface Asked {
  readonly logits: { readonly filter: { readonly tokens: readonly number[]; readonly includeMax: boolean } };
  readonly totalLogitWeight: boolean;
  readonly options: Omit<Sampling, "seed"> & { readonly minP: number };
}

/** What is known of it. */
export interface Next {
  readonly logits?: ReadonlyMap<number, number>;
  /** The sum over the whole vocabulary of the exponentials of the logits, less the highest one. */
  readonly totalLogitWeight?: number;
}

export interface Sampling {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly seed: number;
  readonly grammarEvaluationState?: object;
}

/** What a reply is restricted to. */
export type Grammar = object;

export interface Llama {
  readonly gpu: string | false;
  loadModel(options: { modelPath: string }): Promise<Weights>;
  createGrammar(options: { grammar: string }): Promise<Grammar>;
  createGrammarForJsonSchema(schema: unknown): Promise<Grammar>;
}

/** The package. */
export interface LlamaPackage {
  getLlama(options: {
    gpu: "auto";
    build: "never";
    skipDownload: true;
    maxThreads: number;
    logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  readonly JinjaTemplateChatWrapper: new (options: {
    template: string;
    tokenizer: Tokenizer;
    reasoning: false;
  }) => ChatTemplate;
  resolveChatWrapper(model: Weights): ChatTemplate;
  readonly LlamaGrammarEvaluationState: new (options: { model: Weights; grammar: Grammar }) => object;
  resolveModelFile(
    uri: string,
    options: {
      directory: string;
      download: "auto" | false;
      cli: false;
      signal?: AbortSignal;
      onProgress?: (status: { totalSize: number; downloadedSize: number }) => void;
    },
  ): Promise<string>;
}
