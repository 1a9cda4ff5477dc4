/** What must not get out: secrets in words of X, whole hashes, addresses, and values that X would refuse. */
import { describe, expect, it } from 'vitest';
import { byToken, CREDENTIALS, type Data, oauth, PIXEL_TOKEN, purchase, reasonOf, run } from './harness.ts';
import { play, SETTINGS } from './play.ts';

const answering = (statusCode: number, message: string) => ({
  http: async () => ({ statusCode, headers: {}, body: JSON.stringify({ errors: [{ message }] }) }),
});

describe('words of X in the log', () => {
  it.each([...CREDENTIALS.map((name) => [name, oauth()] as const), ['pixelToken', SETTINGS] as const])(
    'do not bring the %s there',
    async (name, settings: Data) => {
      const secret = String(name === 'pixelToken' ? PIXEL_TOKEN : settings[name]);
      const record = await run(
        settings,
        purchase(),
        answering(403, `The client with id ${secret} has no access`),
      );
      expect(record.logs.join('\n')).not.toContain(secret);
    },
  );

  it('do not bring half of a credential there, where a long answer is cut or a token looks like a hash', async () => {
    const hexToken = '0123456789abcdef'.repeat(4);
    const settings = oauth({ accessTokenSecret: hexToken });
    for (const secret of [String(settings.consumerKey), hexToken]) {
      const body = `${'x'.repeat(1990)}${secret}`;
      for (const answer of [body, body.slice(1000)]) {
        const record = await run(settings, purchase(), {
          http: async () => ({ statusCode: 403, headers: {}, body: answer }),
        });
        expect(record.logs.join('\n')).not.toContain(secret.slice(0, 8));
      }
    }
  });

  it('hold no whole hash of a person, also when there are two', async () => {
    const message = `hashed_email (${'a'.repeat(64)}) and hashed_phone_number (${'b'.repeat(64)}) are wrong`;
    const reason = reasonOf(await run(oauth(), purchase(), answering(400, message)));
    expect(reason).not.toMatch(/[0-9a-f]{64}/);
  });

  it('are never "undefined"', async () => {
    for (const errors of ['[{}]', '[""]', '[null]', '[[]]']) {
      const body = `{"errors":${errors}}`;
      const { reason } = await play(purchase(), SETTINGS, {
        http: async () => ({ statusCode: 400, headers: {}, body }),
      });
      expect([errors, reason]).toEqual([errors, expect.not.stringContaining('undefined')]);
    }
  });
});

it.each([['token', SETTINGS] as const, ['four credentials', oauth()] as const])(
  'the user agent brings no credential of a tag with %s into the body',
  async (_, settings: Data) => {
    const secret = String(settings.pixelToken ?? settings.accessTokenSecret);
    const { sent } = await play(purchase({ user_agent: `Bot/1 (${secret})` }), settings);
    expect(JSON.stringify(sent)).not.toContain('Bot/1');
  },
);

it('a credential stays out of the body in every form, also as a click ID or the name of a row', async () => {
  const pixelToken = 'Pix/el+tok==Abc12345';
  const once = encodeURIComponent(pixelToken);
  for (const form of [
    pixelToken,
    once,
    encodeURIComponent(once),
    once.replace(/%../g, (byte) => byte.toLowerCase()),
  ]) {
    const page_location = `https://shop.example/?k=${form}`;
    const { sent } = await play(
      purchase({ page_location, user_agent: `Bot (${form})` }),
      byToken({ pixelToken }),
    );
    expect(JSON.stringify(sent).toLowerCase()).not.toContain(form.toLowerCase());
  }
  const { sent, record } = await play(
    purchase({ page_location: `https://shop.example/?twclid=${PIXEL_TOKEN}` }),
    byToken({ consent: 'always', conversionData: [{ name: PIXEL_TOKEN, value: 'x' }] }),
  );
  expect(JSON.stringify([sent, record.cookies])).not.toContain(PIXEL_TOKEN);
});

describe('one impossible value does not cost the whole conversion', () => {
  it('an IP address that is none is left out', async () => {
    for (const ip_override of ['999.999.999.999', '256.1.1.1', ':::::', '::1::', '1:2'])
      await play(purchase({ ip_override }));
  });

  it('a conversion_time that does not exist is not sent', async () => {
    for (const value of ['2024-02-31T10:00:00.000Z', '2024-19-39T29:00:00.000Z', '2024-00-00T00:00:00.000Z'])
      await play(purchase(), { ...SETTINGS, conversionData: [{ name: 'conversion_time', value }] });
  });
});

describe('an unhashed address never reaches X', () => {
  it.each<[string, Data, Data]>([
    ['the user agent', { user_agent: 'jane.doe@example.com' }, {}],
    ['an item', { items: [{ item_id: 'a', item_name: 'Card for jane.doe@example.com' }] }, {}],
    [
      'a URL that is encoded twice',
      { page_location: 'https://shop.example/?m=jane.doe%2540example.com' },
      {},
    ],
    [
      'an additional field that is an object',
      {},
      { conversionData: [{ name: 'my', value: { mail: 'jane.doe@example.com' } }] },
    ],
    [
      'an additional field that is a phone number',
      {},
      { conversionData: [{ name: 'phone', value: '+4915123456789' }] },
    ],
  ])('through %s', async (_name, event, settings) => {
    const { record } = await play(purchase(event), { ...SETTINGS, ...settings });
    expect(record.requests[0]!.request.body).not.toMatch(/jane\.doe|4915123456789/);
  });
});

describe('settings', () => {
  it('a secret pasted into the wrong field is not written to the log', async () => {
    const secret = String(oauth().accessTokenSecret);
    const record = await run(oauth({ pixelId: secret }), purchase());
    expect(record.logs.join()).not.toContain(secret.slice(0, 12));
  });

  it('retries that are empty text count as the default, 1, as their comment says', async () => {
    const record = await run(oauth({ retries: '' }), purchase(), answering(503, 'x'));
    expect(record.requests).toHaveLength(2);
  });
});
