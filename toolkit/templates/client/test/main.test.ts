import { readFileSync } from 'node:fs';
import { parseTemplate, runTemplate } from 'sgtm-toolkit';
import { expect, it } from 'vitest';

const template = parseTemplate(readFileSync('template.tpl', 'utf8'));

it('runs the container with an event of the request, and answers', async () => {
  const { events, response } = await runTemplate(
    template,
    { path: '/hello' },
    { request: { path: '/hello', query: 'event=login' } },
  );
  expect(events).toEqual([{ event_name: 'login' }]);
  expect(response).toMatchObject({ statusCode: 204, returned: true });
});
