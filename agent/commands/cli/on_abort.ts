/** Acts when the signal is aborted, at once where it was before; until it is disposed of. */
export function onAbort(signal: AbortSignal, act: () => void): Disposable {
  if (signal.aborted) act();
  signal.addEventListener("abort", act);
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", act) };
}
