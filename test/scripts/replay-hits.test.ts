/** scripts/replay-hits.ts: recorded hits through what npm run container makes, with a report to compare. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { ReplayReport } from 'sgtm-toolkit/server/replay-report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatExport } from '../../scripts/container/envelope.ts';
import { main } from '../../scripts/replay-hits.ts';
import { build, root } from './container-tools.ts';

const HITS = path.join(root, 'examples/hits.txt');
const DICTIONARY = `pixelId: o8z6j
authMethod: oauth1
consent: adStorage
categoryEvents:
  page_view: tw-o8z6j-o87nd
  purchase: tw-o8z6j-o87ne
container: existing
`;

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'replay-hits-'));
  writeFileSync(at('shop.json'), formatExport(build(DICTIONARY).exported));
  const changed = DICTIONARY.replace('  page_view: tw-o8z6j-o87nd\n', '');
  writeFileSync(at('changed.json'), formatExport(build(changed).exported));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function replay(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
    progress: () => undefined,
  });
  return { status, out, err };
}

describe('replay-hits', () => {
  it('sends what the hits convert to, with credentials in place of placeholders, and says why not', async () => {
    const { status, out } = await replay(at('shop.json'), HITS, '--json');
    const { tags, ...report } = JSON.parse(out) as ReplayReport;
    expect({ status, report }).toEqual({
      status: 0,
      report: { requests: 4, unclaimed: 0, events: { page_view: 1, scroll: 1, purchase: 2 } },
    });
    const [tag] = Object.values(tags);
    expect(tag).toMatchObject({ fired: 3, outcomes: { success: 3 }, sent: 2, refused: 0 });
    expect(Object.keys(tag!.reasons)).toEqual([
      expect.stringContaining('does not hold'),
      expect.stringContaining('ad_storage is denied'),
    ]);
    expect(readFileSync(at('shop.json'), 'utf8')).toContain('REPLACE_ME');
  });

  it('ends with 1 where the report differs from the one that was kept', async () => {
    writeFileSync(at('report.json'), (await replay(at('shop.json'), HITS, '--json')).out);
    const same = await replay(at('shop.json'), HITS, '--expect', at('report.json'));
    expect(same).toMatchObject({ status: 0, err: expect.stringContaining('as expected') });
    const { status, err } = await replay(at('changed.json'), HITS, '--expect', at('report.json'));
    expect(status).toBe(1);
    expect(err).toContain('.sent: expected 2, got');
  });

  it.each([
    [[], 'Give two files'],
    [['shop.json'], 'Give two files'],
    [['shop.json', 'nothing.txt'], 'no such file'],
    [['shop.json', 'shop.json'], 'neither a URL'],
  ])('called with %j is a wrong call', async (names, message) => {
    expect(await replay(...names.map(at))).toMatchObject({
      status: 2,
      err: expect.stringContaining(message),
    });
  });
});
