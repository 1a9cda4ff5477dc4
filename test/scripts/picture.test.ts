import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importSteps } from '../../scripts/picture/import-steps.ts';
import { namesOf } from '../../scripts/picture/names.ts';

const root = path.join(import.meta.dirname, '../..');
const stored = readFileSync(path.join(root, 'docs/images/import.svg'), 'utf8');

describe('the drawings of the import', () => {
  it('that are stored are the ones that are drawn (npm run picture)', async () => {
    expect(stored === importSteps(await namesOf(root))).toBe(true);
  });

  it('are six, one for each step of docs/setup.md', () => {
    const [, section = ''] = readFileSync(path.join(root, 'docs/setup.md'), 'utf8').split(
      '### Import the template\n',
    );
    const steps = section.split('### ')[0]!.match(/^\d\. /gm);
    expect(stored.match(/font-weight="bold">\d\. /g)!.map((title) => title.slice(-3))).toEqual(steps);
  });

  it('show the names that the template has', async () => {
    const { template, fields } = await namesOf(root);
    for (const name of [template, ...fields.slice(0, 3)]) expect(stored).toContain(`>${name}<`);
  });

  it('load nothing and are small', () => {
    expect(stored.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|<image|<script|url\(/);
    expect(stored.length).toBeLessThan(20_000);
  });

  it('hold names with signs of XML as text', () => {
    expect(importSteps({ template: 'A & <B>', fields: [] })).toContain('>A &amp; &lt;B&gt;<');
  });
});
