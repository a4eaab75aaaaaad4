/** It guards only against a wait without end: a slow machine is not a fault. */
const UNTIL_MS = 180_000;
const LOOK_AGAIN_MS = 5;

/** Waits for what others do; throws where they do not, and says what. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + UNTIL_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited ${UNTIL_MS} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
