/** Settings of every wrong type through the shipped template: one outcome, and a reason in the words of the form. */

import { type Field, valueFields } from 'sgtm-toolkit/build/fields';
import { describe, expect, it } from 'vitest';
import { runs } from '../counts.ts';
import { OVERRIDES } from './arbitrary-settings.ts';
import { byToken, CREDENTIALS, oauth, PIXEL_TOKEN, purchase, template } from './harness.ts';
import { JUNK, MAIL, PHONE, play, SETTINGS, SIGNED, warnings } from './play.ts';

const FIELDS = valueFields(template.parameters!.value as unknown as Field[]);
const labelOf = (name: string): string => {
  const { displayName, checkboxText } = FIELDS.find((field) => field.name === name)!;
  return displayName ?? checkboxText!;
};

const answering = (statusCode: number) => ({ http: async () => ({ statusCode, headers: {}, body: '' }) });

describe('settings of wrong types', () => {
  it.each(JUNK)('%s in any one field is one outcome', async (_name, junk) => {
    for (const { name = '' } of FIELDS) {
      // A signature costs forty times as much and depends on few fields; at full count each run has one.
      const isSigned = [...CREDENTIALS, 'authMethod'].includes(name) || runs(0, 1) === 1;
      const given = { ...(isSigned ? SIGNED : SETTINGS), [name]: junk };
      const { record, reason } = await play(purchase(), given, { preview: true });
      expect([name, reason]).not.toEqual([name, '']);
      if (record.outcome === 'failure' && record.requests.length === 0) {
        // Without a way to authenticate it is the default one whose field is empty.
        const label = labelOf(name === 'authMethod' ? 'pixelToken' : name);
        expect([name, reason]).toEqual([name, expect.stringContaining(label)]);
      }
    }
  });

  it('any of these in every field at once is a failure that names the first field', async () => {
    for (const [, junk] of JUNK) {
      const { record, reason } = await play(purchase(), {
        ...Object.fromEntries(FIELDS.map(({ name }) => [name, junk])),
        logging: 'always',
      });
      expect(record.requests).toEqual([]);
      expect(record.outcome).toBe('failure');
      expect(reason).toContain(labelOf('pixelId'));
    }
  });

  it('tables of junk rows have no rows', async () => {
    const rows = [
      null,
      1,
      'x',
      [],
      {},
      { name: {}, value: {} },
      { category: 5 },
      { eventId: {} },
      { name: 'value', value: { a: 1 } },
    ];
    for (const table of ['categoryEvents', 'customEvents', 'userData', 'conversionData']) {
      const { record, reason } = await play(purchase(), { ...SETTINGS, [table]: rows });
      // Without its category no event is mapped; a row with a category that is none is told.
      const isMap = table === 'categoryEvents';
      expect([table, record.outcome]).toEqual([table, isMap ? 'failure' : 'success']);
      expect(record.requests).toHaveLength(isMap ? 0 : 1);
      if (isMap) expect(reason).toContain(labelOf(table));
    }
  });

  it('nothing at all is a failure that names the first field', async () => {
    const { record, reason } = await play(purchase(), { logging: 'always' });
    expect(record.outcome).toBe('failure');
    expect(reason).toContain(labelOf('pixelId'));
  });

  it('a pixel ID that is none is a failure that names it, and nothing is sent', async () => {
    for (const pixelId of [
      undefined,
      '',
      '  ',
      'o8',
      'o8 z6j',
      'o8z6j/../x',
      'o8z6j?',
      '\u00f68z6j',
      'x'.repeat(13),
      null,
      {},
      [],
      ['o8z6j'],
      true,
      Number.NaN,
      'o8z6j\u0000',
      'undefined',
      'NULL',
      'none',
      'NaN',
    ]) {
      const { record, reason } = await play(purchase(), oauth({ consent: 'always', pixelId }));
      expect([record.outcome, record.requests.length, record.cookies.length]).toEqual(['failure', 0, 0]);
      expect(reason).toContain(labelOf('pixelId'));
      expect(reason).toMatch(/X Events Manager/);
    }
  });

  it.each(CREDENTIALS)(
    'a missing or broken %s is a failure that names it, and nothing is sent',
    async (name) => {
      for (const value of [undefined, '', '  ', null, {}, [], true, Number.NaN, 'a\ud83d', '\udc00']) {
        const { record, reason } = await play(purchase(), oauth({ consent: 'always', [name]: value }));
        expect([record.outcome, record.requests.length, record.cookies.length]).toEqual(['failure', 0, 0]);
        expect(reason).toMatch(new RegExp(`^${labelOf(name)} (is empty|holds a character that is broken)`));
      }
    },
  );

  it('a credential in quotes is refused, and one with a blank of any kind is told', async () => {
    for (const quoted of ['"key"', "'key'", '`key', '“key”', '«key»']) {
      const { record, reason } = await play(purchase(), oauth({ consumerKey: quoted }));
      expect([quoted, record.requests.length]).toEqual([quoted, 0]);
      expect(reason).toContain(`${labelOf('consumerKey')} stands in quotes`);
    }
    for (const blank of [' ', '\u00a0', '\u3000']) {
      const { record } = await play(purchase(), oauth({ consumerKey: `a${blank}key`, logging: 'always' }));
      expect(warnings(record).join()).toContain(`${labelOf('consumerKey')} holds a blank`);
    }
    const { record } = await play(purchase(), byToken({ pixelToken: 'two words', logging: 'always' }));
    expect(record.requests[0]?.request.headers['X-Pixel-Token']).toBe('two words');
    expect(warnings(record).join()).toContain(`${labelOf('pixelToken')} holds a blank`);
  });

  it('a missing or impossible pixel access token is a failure that names it and does not show it', async () => {
    for (const pixelToken of [
      undefined,
      '',
      ' ',
      null,
      {},
      [],
      true,
      `${PIXEL_TOKEN}\u00e4`,
      `${PIXEL_TOKEN}\r\nX-Evil: 1`,
      `${PIXEL_TOKEN}\u0000`,
    ]) {
      const { record, reason } = await play(purchase(), byToken({ consent: 'always', pixelToken }));
      expect([record.outcome, record.requests.length]).toEqual(['failure', 0]);
      expect(reason).toContain(labelOf('pixelToken'));
    }
  });

  it('a time limit out of range is a failure that names the field, its range and the value', async () => {
    for (const timeoutMs of ['499', '4901', '-1', 'soon', 1e9]) {
      const { record, reason } = await play(purchase(), { ...SETTINGS, timeoutMs });
      expect([record.outcome, record.requests.length]).toEqual(['failure', 0]);
      expect(reason).toContain(labelOf('timeoutMs'));
      expect(reason).toContain(`"${timeoutMs}"`);
      expect(reason).toMatch(/from \d+ to \d+/);
    }
  });

  it('retries out of range never become endless: four attempts at most', async () => {
    for (const retries of ['4', '-1', '1.5', 'often', 99, Number.POSITIVE_INFINITY, [], {}, true, '1e9']) {
      const { record } = await play(purchase(), { ...SETTINGS, retries }, answering(503));
      expect(record.outcome).toBe('failure');
      expect(record.requests.length).toBeLessThanOrEqual(4);
    }
  });
});

describe('overrides', () => {
  const withRow = (table: string, name: string, value: unknown) => ({
    ...SETTINGS,
    [table]: [{ name, value }],
  });

  it.each(OVERRIDES)('of %s with junk leave a conversion that X takes', async (name) => {
    for (const [, junk] of JUNK) {
      const { record } = await play(purchase(), withRow('conversionData', name, junk));
      expect([name, record.outcome]).toEqual([name, 'success']);
    }
  });

  it.each(['email', 'phone', 'twclid', 'ip_address', 'user_agent'])(
    'of the person’s %s with junk leave identifiers that X takes',
    async (name) => {
      for (const [, junk] of JUNK) {
        const { record } = await play(purchase(), withRow('userData', name, junk));
        expect([name, record.outcome]).toEqual([name, 'success']);
      }
    },
  );

  it('cannot replace the event ID or the identifiers', async () => {
    for (const name of ['event_id', 'identifiers']) {
      const { record, sent } = await play(purchase(), withRow('conversionData', name, 'mine'));
      expect(sent![name]).not.toBe('mine');
      expect(warnings(record).join()).toContain(`"${name}"`);
    }
  });

  it('of the person are hashed, and hashes are left as they are', async () => {
    const hash = 'AB'.repeat(32);
    const { sent } = await play(purchase(), withRow('userData', 'email', hash));
    expect(sent!.identifiers).toContainEqual({ hashed_email: hash.toLowerCase() });
    await play(purchase({ user_data: undefined }), withRow('userData', 'email', MAIL));
    await play(purchase({ user_data: undefined }), withRow('userData', 'phone', PHONE));
  });
});
