/** The data layer as Google's scripts listen to it: what lies there first, then each push, one after the other. */

export function listen(take: (entry: unknown) => void): void {
  const holder = window as unknown as { dataLayer?: unknown[] };
  holder.dataLayer ??= [];
  const layer = holder.dataLayer;
  const queue: unknown[] = [...layer];
  let isWorking = false;
  // A push from inside of a listener waits its turn.
  const work = (): void => {
    if (isWorking) return;
    isWorking = true;
    while (queue.length > 0) take(queue.shift());
    isWorking = false;
  };
  const push = layer.push.bind(layer);
  layer.push = (...entries: unknown[]): number => {
    const length = push(...entries);
    queue.push(...entries);
    work();
    return length;
  };
  work();
}
