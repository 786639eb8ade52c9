import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with one line that anybody can count: `N passed, N failed, N skipped`. Names skipped tests with their reason. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (
        module.state() === "failed" &&
        [...module.children.allTests()].every((test) => test.result().state !== "failed")
      )
        count.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") count.passed += 1;
        else if (result.state === "failed") count.failed += 1;
        else {
          count.skipped += 1;
          const note = result.state === "skipped" ? result.note : undefined;
          process.stdout.write(`skipped: ${test.fullName}${note === undefined ? "" : ` (${note})`}\n`);
        }
      }
    }
    process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  }
}
