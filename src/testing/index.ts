/** The public names of `protegi/testing`: models that need no network, and the contract suites of the seams. */
export type {
  ArmEstimate,
  Pull,
  PullResult,
  Selection,
  Selector,
  SelectorFactory,
} from "../core/selection/selector.ts";
export { datasetFormatContract, type DatasetFormatSample } from "./dataset-format-contract.ts";
export { metricContract } from "./metric-contract.ts";
export { modelContract, type ModelUnderTest } from "./model-contract.ts";
export type { Choice, Search, Question, SearchOutcome, Tools } from "../core/tools.ts";
export { methodContract } from "./method-contract.ts";
export { nodeTools, type NodeAssert, type NodeTest } from "./node-tools.ts";
export { scriptedModel, type ScriptedOptions, type ScriptedReply } from "./scripted.ts";
export { driveSelector, type Driven, type DriveOptions } from "./drive-selector.ts";
export { selectorContract, type SelectorTraits } from "./selector-contract.ts";
export { simulatedReviews, type SimulatedReviewsOptions } from "./simulated-reviews.ts";
export { simulatedWorld, worldFamilies, type SimulatedWorld, type SimulatedWorldOptions } from "./simulated-world.ts";
export type { FamilyName, WorldRow } from "./worlds/families.ts";
export { storeContract, type StoreUnderTest } from "./store-contract.ts";
export { taskKindContract, type TaskKindSample } from "./task-kind-contract.ts";
export type { Matchers, TestTools } from "./test-tools.ts";
