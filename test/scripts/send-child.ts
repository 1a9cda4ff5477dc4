/** The command as a process of its own that can be killed, with short pauses and a report of its memory to the parent. */

import { standardIo } from 'sgtm-toolkit/shell';
import { main, sendWorld } from '../../scripts/send.ts';

const report = (): void => void process.send?.(process.resourceUsage().maxRSS);
report();
const reporting = setInterval(report, 50).unref();

const world = sendWorld();
process.exitCode = await main(process.argv.slice(2), standardIo(), {
  ...world,
  sleep: (ms) => world.sleep(Math.min(ms, 2)),
});
// Nothing can be reported when the channel is closed, and the output may still be on its way then.
clearInterval(reporting);
process.send?.(process.resourceUsage().maxRSS, () => process.disconnect?.());
