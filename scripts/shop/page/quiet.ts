/** What is under way in the page: whoever looks at a count waits until nothing is. */

declare global {
  interface Window {
    standIns?: { pending: number };
  }
}

const state = (): { pending: number } => {
  window.standIns ??= { pending: 0 };
  return window.standIns;
};

/** Holds the page busy until the work is over, however it ends. */
export function busy(work: Promise<unknown>): void {
  state().pending += 1;
  const end = (): void => {
    state().pending -= 1;
  };
  work.then(end, end);
}
