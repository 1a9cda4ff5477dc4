/** The page is loaded whole, nothing waits to run, and the stand-ins have nothing to send. */
export const IS_QUIET = `new Promise((resolve) => requestIdleCallback(() =>
  resolve(document.readyState === 'complete' && (window.standIns?.pending ?? 0) === 0)))`;
