/** A gradient of one parent in one round, as far as contradictions between gradients are concerned. */
export interface Gradient {
  readonly id: string;
  readonly text: string;
  /** What was expected on the errors behind it and what was answered, each pair once; "" for an answer that could not be read. */
  readonly cells: readonly (readonly [expected: string, answered: string])[];
}
