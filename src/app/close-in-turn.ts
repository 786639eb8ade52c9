/**
 * Closes what was opened, the last first, each after the other. What cannot be closed keeps nothing else open; the first failure
 * is told at the end.
 */
export async function closeInTurn(opened: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of opened.toReversed())
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
}
