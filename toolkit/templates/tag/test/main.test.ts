import { readFileSync } from 'node:fs';
import { parseTemplate, runTemplate } from 'sgtm-toolkit';
import { expect, it } from 'vitest';

const template = parseTemplate(readFileSync('template.tpl', 'utf8'));

it('posts the name of the event', async () => {
  const http = async () => ({ statusCode: 204, headers: {}, body: '' });
  const { outcome, requests } = await runTemplate(
    template,
    { label: 'shop' },
    { eventData: { event_name: 'login' }, http },
  );
  expect(outcome).toBe('success');
  expect(requests[0]?.request.body).toBe('{"event":"login","label":"shop"}');
});
