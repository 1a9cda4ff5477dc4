import { readFileSync } from 'node:fs';
import { parseTemplate, runTemplate } from 'sgtm-toolkit';
import { expect, it } from 'vitest';

const template = parseTemplate(readFileSync('template.tpl', 'utf8'));

it('is the host of the page', async () => {
  const { returned } = await runTemplate(
    template,
    {},
    { eventData: { page_location: 'https://www.shop.example/a' } },
  );
  expect(returned).toBe('shop.example');
});
