/** The command in a process of its own, which says at its end how much memory it took. */
import { standardIo } from 'sgtm-toolkit/shell';
import { main, reconcileWorld } from '../../scripts/reconcile.ts';

const heap = { most: 0 };
const watch = setInterval(() => {
  heap.most = Math.max(heap.most, process.memoryUsage().heapUsed);
}, 50);
process.exitCode = await main(process.argv.slice(2), standardIo(), reconcileWorld());
clearInterval(watch);
process.send?.({ heap: heap.most, rss: process.resourceUsage().maxRSS * 1024 });
