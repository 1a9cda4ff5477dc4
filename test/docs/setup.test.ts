/** What README.md and docs/setup.md say of the form and of the tag's sentences, held against the template. */

import type { HttpResponse } from 'sgtm-toolkit/sandbox/world';
import { describe, expect, it } from 'vitest';
import { byToken, type Data, oauth, purchase, run } from '../template/harness.ts';
import { filesLike, textOf } from './files.ts';

interface Field {
  type: string;
  displayName?: string;
  checkboxText?: string;
  subParams?: Field[];
}

/** The labels of what stands directly in a group of the form. */
const labels = (JSON.parse(textOf('template/parameters.json')) as Field[]).flatMap(({ subParams = [] }) =>
  subParams.map(({ displayName, checkboxText }) => displayName ?? checkboxText ?? ''),
);

const answer = (statusCode: number, body = '{"errors":[{"code":"X","message":"no"}]}'): HttpResponse => ({
  statusCode,
  headers: {},
  body,
});

/** What the last line of a run says. */
async function said(settings: Data, event: Data = {}, http = async () => answer(200)): Promise<string> {
  const { logs } = await run(byToken({ logging: 'always', ...settings }), purchase(event), { http });
  const { Reason, Message } = JSON.parse(String(logs.at(-1))) as Record<string, string>;
  return `${Reason ?? Message}`;
}

const rows = (...ids: string[]): Data => ({
  categoryEvents: ids.map((eventId) => ({ category: 'purchase', eventId })),
});
const fails = (reason: string) => async (): Promise<HttpResponse> => {
  throw { reason };
};

/** Every sentence that the page explains can be provoked so. */
const SENTENCES = await Promise.all([
  said({ pixelId: 'o8-z6j' }),
  said({ pixelToken: '' }),
  said({ pixelToken: 'REPLACE_ME' }),
  said({ pixelToken: '"token"' }),
  said({ categoryEvents: [] }),
  said(rows('tw-other-o87ne')),
  said(rows('purchase')),
  said(rows('o8z6j')),
  said(rows('o87ne', 'o87nd')),
  said({ autoUserData: true }, { page_location: undefined, user_data: undefined, user_agent: undefined }),
  said({ consent: 'adStorage' }, { 'x-ga-gcd': undefined, 'x-ga-gcs': 'G100' }),
  said({ consent: 'adStorage' }, { 'x-ga-gcd': undefined, 'x-ga-gcs': undefined }),
  ...[400, 401, 403, 404, 429].map((status) => said({}, {}, async () => answer(status))),
  said({ retries: '0' }, {}, fails('timed_out')),
  said({ retries: '0' }, {}, fails('failed')),
  said(oauth({ consumerKey: '' })),
]);

/** The sentences in the first column of the table; `…` stands for anything. */
const [, section = ''] = textOf('docs/setup.md').split('\n## When it fails\n');
const explained = section
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .flatMap((line) => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, words]) => words!));

describe('README.md', () => {
  it.each(labels)('names the field "%s"', (label) => {
    expect(textOf('README.md')).toContain(label);
  });

  it('counts the tests of the template', () => {
    const scenarios = filesLike('template/scenarios/*.js').flatMap(
      (file) => textOf(file).match(/^\/\/ scenario: /gm) ?? [],
    );
    expect(textOf('README.md')).toContain(`| ${scenarios.length}, in the form that Google's editor runs |`);
  });

  it('has the fields in the order of the form', () => {
    const [, fields = ''] = textOf('README.md').split('\n## Fields\n');
    const named = [...fields.matchAll(/^\| ([^|]+?) \|/gm)].map(([, name]) => name!);
    const shared = labels.filter((label) => named.includes(label));
    expect(shared.length).toBeGreaterThan(12);
    expect(named.filter((name) => shared.includes(name))).toEqual(shared);
  });
});

describe('docs/setup.md', () => {
  it('explains some sentences', () => expect(explained.length).toBeGreaterThan(12));

  it.each(explained)('"%s" is something the tag says', (words) => {
    const parts = words.split('…').map((part) => part.trim());
    const found = SENTENCES.filter((sentence) => parts.every((part) => sentence.includes(part)));
    expect(found, SENTENCES.join('\n')).not.toEqual([]);
  });
});
