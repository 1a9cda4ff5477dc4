/** The replay as a process of its own that can be killed, with short pauses and a report of its memory to the parent. */
import { main, processWorld } from '../../scripts/replay.ts';

const report = (): void => void process.send?.(process.resourceUsage().maxRSS);
setInterval(report, 50).unref();

const world = processWorld();
process.exitCode = await main(
  process.argv.slice(2),
  { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  { ...world, sleep: (ms) => world.sleep(Math.min(ms, 2)) },
);
process.send?.(process.resourceUsage().maxRSS, () => process.disconnect?.());
