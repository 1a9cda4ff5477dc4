/** What the page shows and what its address keeps: no credential, no person. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repliesFor } from '../../playground/answers.ts';
import { curlLine } from '../../playground/curl.ts';
import { exampleById } from '../../playground/examples.ts';
import { initial, readFragment, sharedFields, writeFragment } from '../../playground/fragment.ts';
import { loadTemplate } from '../../playground/loaded.ts';
import { play } from '../../playground/play.ts';
import { isCredential, masked, secretsOf, showing } from '../../playground/secrets.ts';

const file = (name: string) => readFile(path.join(import.meta.dirname, '../..', name), 'utf8');
const settings = JSON.parse(await file('examples/settings.json')) as Record<string, unknown>;
const { template, fields } = loadTemplate(await file('template.tpl'), settings);

describe('credentials', () => {
  const secrets = secretsOf(fields, settings);

  it('are told by the names of their fields', () => {
    for (const name of ['consumerSecret', 'accessToken', 'pixelToken', 'api_key', 'password'])
      expect(isCredential(name)).toBe(true);
    for (const name of ['pixelId', 'categoryEvents', 'timeoutMs', 'keyword'])
      expect(isCredential(name)).toBe(false);
    expect(secrets).toContain(settings.consumerSecret);
  });

  it('stand in nothing that is shown, unless a person asks for it', async () => {
    const { record } = await play(
      template,
      {
        data: settings,
        event: exampleById('purchase')!.event,
        cookies: {},
        headers: {},
        remoteAddress: '203.0.113.24',
        preview: false,
        replies: repliesFor('success', '', false),
      },
      new Map(),
    );
    const { request } = record.requests[0]!;
    const everything = JSON.stringify([
      masked(settings, showing(secrets, false)),
      showing(secrets, false)(curlLine(request)),
    ]);
    for (const secret of secrets) expect(everything).not.toContain(secret);
    expect(showing(secrets, true)(curlLine(request))).toContain(String(settings.consumerKey));
  });
});

describe('the address of the page', () => {
  it('comes back as the same state', () => {
    const state = {
      ...initial,
      view: 'scenarios' as const,
      example: 'login',
      once: true,
      fields: { pixelId: 'abc', rows: [{ a: 1 }] },
    };
    expect(readFragment(`#${writeFragment(state)}`)).toEqual(state);
    expect(writeFragment(initial)).toBe('');
    expect(readFragment('')).toEqual(initial);
  });

  it('holds no credential and no personal value, even inside a table', () => {
    const values = {
      ...settings,
      consumerSecret: 'very-secret',
      pixelToken: 'token-1',
      userData: [
        { name: 'email', value: 'jane' },
        { name: 'phone', value: 123 },
        { name: 'twclid', value: '2-abc' },
        { name: 'other', value: 'joe@example.com' },
      ],
      countryCallingCode: '49',
    };
    const fragment = writeFragment({ ...initial, fields: sharedFields(values, settings) });
    const text = decodeURIComponent(fragment.replaceAll('+', ' '));
    expect(text).toContain('2-abc');
    expect(text).toContain('countryCallingCode');
    for (const secret of [
      'very-secret',
      'token-1',
      'jane',
      '123',
      'joe@example.com',
      ...secretsOf(fields, settings),
    ])
      expect(text).not.toContain(secret);
  });

  it('cannot bring in a credential', () => {
    const fragment = `fields=${encodeURIComponent('{"consumerSecret":"x","pixelId":"abc"}')}`;
    expect(readFragment(fragment).fields).toEqual({ pixelId: 'abc' });
  });

  it('brings in plain values and rows of them, whatever somebody wrote into it', () => {
    const fieldsIn = (json: string) => readFragment(`fields=${encodeURIComponent(json)}`).fields;
    expect(fieldsIn('{"a":[null,1,"x",[],{"b":1,"c":{},"d":[null]}],"e":{"f":1},"g":null,"h":true}')).toEqual(
      {
        a: [{ b: 1 }],
        g: null,
        h: true,
      },
    );
    expect(fieldsIn(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).toEqual({ a: [] });
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.constant('categoryEvents'), fc.string()), fc.jsonValue()),
        (any) => {
          const read = fieldsIn(JSON.stringify(any));
          expect(readFragment(writeFragment({ ...initial, fields: read })).fields).toEqual(read);
          for (const value of Object.values(read).filter(Array.isArray))
            expect(value.every((row: unknown) => typeof row === 'object' && row !== null)).toBe(true);
        },
      ),
    );
  });

  it('that is broken gives the state of the start', () => {
    expect(readFragment('#fields=%7B&kept=1&view=nothing')).toEqual({
      ...initial,
      kept: { event: '', cookies: '', headers: '', address: '' },
    });
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readFragment(text).view).toMatch(/run|scenarios/);
      }),
    );
  });
});
