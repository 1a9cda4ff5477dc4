/** Settings of every wrong type through the shipped template: one outcome, and a reason in the words of the form. */
import { describe, expect, it } from 'vitest';
import { type Field, valueFields } from '../../scripts/build/fields.ts';
import { byToken, CREDENTIALS, oauth, PIXEL_TOKEN, purchase, template } from './harness.ts';
import { JUNK, MAIL, PHONE, play, SETTINGS, SIGNED, warnings } from './play.ts';

const FIELDS = valueFields(template.parameters!.value as unknown as Field[]);
const labelOf = (name: string): string => FIELDS.find((field) => field.name === name)!.displayName!;

describe('settings of wrong types', () => {
  it.each(JUNK)('%s in any one field is one outcome', async (_name, junk) => {
    for (const { name = '' } of FIELDS) {
      const { record, reason } = await play(purchase(), { ...SIGNED, [name]: junk }, { preview: true });
      expect([name, reason]).not.toEqual([name, '']);
      if (record.outcome === 'failure' && record.requests.length === 0) {
        expect([name, reason]).toEqual([name, expect.stringContaining(labelOf(name))]);
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
      const { record } = await play(purchase(), { ...SETTINGS, [table]: rows });
      expect([table, record.outcome]).toEqual([table, 'success']);
      expect(record.requests).toHaveLength(table === 'categoryEvents' ? 0 : 1);
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
        expect(reason).toMatch(new RegExp(`^${labelOf(name)} (is empty|holds a broken character)`));
      }
    },
  );

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
      `${PIXEL_TOKEN} b`,
      `${PIXEL_TOKEN}\r\nX-Evil: 1`,
      `${PIXEL_TOKEN}\u0000`,
    ]) {
      const { record, reason } = await play(purchase(), byToken({ consent: 'always', pixelToken }));
      expect([record.outcome, record.requests.length]).toEqual(['failure', 0]);
      expect(reason).toContain(labelOf('pixelToken'));
    }
  });

  it('numbers out of range are failures that name the field, its range and the value', async () => {
    for (const [name, values] of Object.entries({
      timeoutMs: ['499', '4901', '-1', '4000.5', '4e3', 'soon', 0, 1e9, '0x1f4'],
      retries: ['4', '-1', '1.5', 'often', 99],
    }))
      for (const value of values) {
        const { record, reason } = await play(purchase(), { ...SETTINGS, [name]: value });
        expect([record.outcome, record.requests.length]).toEqual(['failure', 0]);
        expect(reason).toContain(labelOf(name));
        expect(reason).toContain(`"${value}"`);
        expect(reason).toMatch(/from \d+ to \d+/);
      }
  });
});

describe('overrides', () => {
  const withRow = (table: string, name: string, value: unknown) => ({
    ...SETTINGS,
    [table]: [{ name, value }],
  });

  it.each([
    'conversion_time',
    'conversion_id',
    'value',
    'price_currency',
    'number_items',
    'description',
    'contents',
    'event_source_url',
    'search_string',
  ])('of %s with junk leave a conversion that X takes', async (name) => {
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
