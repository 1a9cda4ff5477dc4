import { expect, it } from 'vitest';
import { serveSpeed, speedTable } from '../../bench/serve.ts';

it('a served container is measured without the tag, by token and by OAuth, and every event arrives', async () => {
  const speeds = await serveSpeed(20, 5);
  expect(speeds.map(({ name }) => name)).toEqual([
    'without a tag',
    'with the tag, pixel token',
    'with the tag, OAuth',
  ]);
  for (const { rate, p50, p95, p99 } of speeds) {
    expect(rate).toBeGreaterThan(0);
    expect(p50).toBeLessThanOrEqual(p95);
    expect(p95).toBeLessThanOrEqual(p99);
  }
  const [head, bare] = speedTable(speeds).split('\n');
  expect(head).toMatch(/events\/s +share +p50 ms +p95 ms +p99 ms$/);
  expect(bare).toMatch(/^without a tag +\d+ +1\.00 /);
});
