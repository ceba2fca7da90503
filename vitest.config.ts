/** How the tests run; `npm test` adds coverage when it runs the whole suite and `CI` is set. */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: availableParallelism(),
    // Some tests start processes, and a busy machine starts them slowly.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ["default", "json"],
    outputFile: { json: "node_modules/.cache/protegi/tests.json" },
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "html"],
      thresholds: { "src/core/**": { branches: 95 } },
    },
  },
});
