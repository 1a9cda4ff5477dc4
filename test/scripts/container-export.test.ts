/** The file itself: its structure, that everything in it fits together, and that its tag works in the shipped template. */
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { valued } from 'sgtm-toolkit/form';
import { describe, expect, it } from 'vitest';
import { assemble, PLACEHOLDER } from '../../scripts/container/assemble.ts';
import { GA4_NAMES } from '../../scripts/container/categories.ts';
import { formatExport, patternOf } from '../../scripts/container/envelope.ts';
import { faultsOf } from '../../scripts/container/verify.ts';
import {
  build,
  changed,
  dataOf,
  form,
  patternIn,
  play,
  read,
  sentIds,
  templateText,
  versionOf,
} from './container-tools.ts';

const RIGHT = `
pixelId: o8z6j
consent: adStorage
categoryEvents:
  page_view: o87nd
  purchase: tw-o8z6j-o87ne
customEvents:
  quote_requested: o87ng
`;
const OAUTH = `${RIGHT}authMethod: oauth1\n`;
const TOKEN = `${RIGHT}authMethod: pixelToken\n`;
/** The tag refuses the placeholder that stands for a credential that is not given. */
const SECRETS = { pixelToken: 'pt' };

describe('a container file', () => {
  it('has the shape of a server container export, and every reference in it leads somewhere', () => {
    for (const text of [OAUTH, TOKEN, `${OAUTH}container: new`, `${OAUTH}defaultEventId: o87nz`])
      expect(faultsOf(JSON.parse(formatExport(build(text).exported)))).toEqual([]);
  });

  it('embeds the shipped template byte for byte, and its one tag is of that template', () => {
    const version = versionOf(build(OAUTH));
    const [{ templateId, name, templateData }] = version.customTemplate;
    expect(templateData).toBe(templateText);
    expect(name).toBe('X Ads Conversions with OAuth');
    expect(version.tag).toHaveLength(1);
    expect(version.tag[0].type).toBe(`cvt_${version.containerId}_${templateId}`);
  });

  it('drops a byte-order mark of the template', () => {
    const marked = assemble({
      dictionary: read(OAUTH).dictionary,
      template: { text: `\uFEFF${templateText}`, name: 'n', form },
      credentials: new Map(),
    });
    expect(versionOf(marked).customTemplate[0].templateData).toBe(templateText);
  });

  it('is for a server container and carries the keys that real exports carry', () => {
    const version = versionOf(build(OAUTH));
    expect(version.container).toMatchObject({
      usageContext: ['SERVER'],
      features: { supportClients: true, supportTransformations: true, supportGtagConfigs: false },
    });
    expect(Object.keys(version)).toEqual([
      'path',
      'accountId',
      'containerId',
      'containerVersionId',
      'container',
      'tag',
      'trigger',
      'variable',
      'folder',
      'builtInVariable',
      'fingerprint',
      'tagManagerUrl',
      'customTemplate',
    ]);
  });

  it('brings the GA4 client only for a new container', () => {
    expect(versionOf(build(OAUTH)).client).toBeUndefined();
    expect(versionOf(build(`${OAUTH}container: new`)).client).toMatchObject([
      { name: 'GA4', type: 'gaaw_client' },
    ]);
  });

  it('puts the pixel ID and each credential of the chosen method into a constant and refers to it', () => {
    const oauth = versionOf(build(OAUTH));
    expect(oauth.variable.map(({ name, type }) => [name, type])).toEqual([
      ['X Ads - Pixel ID', 'c'],
      ['X Ads - Consumer key', 'c'],
      ['X Ads - Consumer secret', 'c'],
      ['X Ads - Access token', 'c'],
      ['X Ads - Access token secret', 'c'],
    ]);
    const texts = Object.fromEntries(
      oauth.tag[0].parameter.flatMap((parameter) =>
        'value' in parameter ? [[parameter.key, parameter.value]] : [],
      ),
    );
    expect(texts.pixelId).toBe('{{X Ads - Pixel ID}}');
    expect(texts.accessTokenSecret).toBe('{{X Ads - Access token secret}}');
    expect(versionOf(build(TOKEN)).variable.map(({ name }) => name)).toEqual([
      'X Ads - Pixel ID',
      'X Ads - Pixel access token',
    ]);
  });

  it('holds placeholders for credentials, and names the ones that are left', () => {
    const none = build(TOKEN);
    expect(none.placeholders).toEqual(['X Ads - Pixel access token']);
    expect(dataOf(versionOf(none)).pixelToken).toBe(PLACEHOLDER);
    const given = build(TOKEN, { pixelToken: 'abc' });
    expect(given.placeholders).toEqual([]);
    expect(dataOf(versionOf(given)).pixelToken).toBe('abc');
  });

  it('writes each parameter with a key of the form, the type that field has in exports, and never an empty value', () => {
    const fields = new Map(valued(form).map((field) => [field.name, field]));
    const types: Record<string, string> = {
      TEXT: 'TEMPLATE',
      RADIO: 'TEMPLATE',
      SELECT: 'TEMPLATE',
      CHECKBOX: 'BOOLEAN',
      SIMPLE_TABLE: 'LIST',
    };
    for (const text of [OAUTH, `${TOKEN}setClickIdCookie: false\ndefaultEventId: o87nz`]) {
      const { parameter } = versionOf(build(text)).tag[0];
      for (const item of parameter) {
        expect([item.key, item.type]).toEqual([item.key, types[fields.get(item.key)!.type]]);
        expect('value' in item ? item.value : item.list.length).toBeTruthy();
      }
      expect(new Set(parameter.map(({ key }) => key)).size).toBe(parameter.length);
    }
  });

  it('leaves out what the form hides: the other method, the cookie’s fields without a cookie, the default event ID', () => {
    const shown = (text: string) => versionOf(build(text)).tag[0].parameter.map(({ key }) => key);
    expect(shown(OAUTH)).toContain('clickIdCookieDays');
    expect(shown(OAUTH)).not.toContain('pixelToken');
    expect(shown(OAUTH)).not.toContain('defaultEventId');
    expect(shown(`${OAUTH}setClickIdCookie: false`)).not.toContain('clickIdCookieDays');
    expect(shown(`${OAUTH}defaultEventId: o87nz`)).toContain('defaultEventId');
    expect(shown(TOKEN)).not.toContain('consumerKey');
  });

  it('gives each thing the same id whatever else is in the file', () => {
    const ids = (text: string) => {
      const { tag, trigger, variable } = versionOf(build(text));
      return { tag: tag[0].tagId, trigger: trigger[0].triggerId, pixel: variable[0]!.variableId };
    };
    expect(ids(TOKEN)).toEqual(ids(OAUTH));
    expect(ids(`${OAUTH}container: new`)).toEqual(ids('pixelId: aaaaa\ncategoryEvents: {lead: b1}'));
  });

  it('is the same, byte by byte, for the same dictionary in another order or as JSON', () => {
    const bytes = (text: string) => formatExport(build(text).exported);
    const json = JSON.stringify({
      customEvents: { quote_requested: 'o87ng' },
      categoryEvents: { purchase: 'tw-o8z6j-o87ne', page_view: 'o87nd' },
      consent: 'adStorage',
      authMethod: 'oauth1',
      pixelId: 'o8z6j',
    });
    expect(bytes(json)).toBe(bytes(OAUTH));
    expect(bytes(OAUTH)).toBe(bytes(OAUTH));
  });
});

describe('the check of a container file', () => {
  const V = 'containerVersion';
  it.each<[string, string, unknown, RegExp]>([
    ['another account in one place', `${V}.tag.0.accountId`, '9', /accountId differs/],
    ['another container in one place', `${V}.container.containerId`, '9', /containerId differs/],
    ['a tag of an unknown template', `${V}.tag.0.type`, 'cvt_2_99', /cvt_2_99, but no template/],
    ['a trigger that is not there', `${V}.tag.0.firingTriggerId.0`, '99', /trigger 99/],
    ['a folder that is not there', `${V}.trigger.0.parentFolderId`, '99', /folder 99/],
    ['a variable that is not there', `${V}.variable.0.name`, 'Other', /variable 'X Ads - Pixel ID'/],
    ['an id that stands twice', `${V}.trigger.0.triggerId`, '6', /the id 6 stands twice/],
    ['two variables of one name', `${V}.variable.1.name`, 'X Ads - Pixel ID', /two of variable/],
    ['a web container', `${V}.container.usageContext`, ['WEB'], /usageContext/],
    ['a key that no export has', `${V}.tag.0.surprise`, 1, /tag\/0 .*surprise/],
    ['a missing key', `${V}.container.features`, undefined, /features/],
    ['an empty value', `${V}.variable.0.parameter.0.value`, '', /parameter\/0/],
    ['a boolean that is none', `${V}.variable.0.parameter.0.type`, 'BOOLEAN', /parameter\/0/],
    ['a number for an id', `${V}.tag.0.tagId`, 6, /tagId/],
    ['a template that starts otherwise', `${V}.customTemplate.0.templateData`, 'x', /templateData/],
    ['another format', 'exportFormatVersion', 1, /exportFormatVersion/],
  ])('refuses %s', (_, at, value, expected) => {
    const { exported } = build(OAUTH);
    expect(faultsOf(changed(exported, at, value)).join('\n')).toMatch(expected);
  });

  it('takes what other exports may hold: gallery templates, built-in triggers, notes', () => {
    let exported: unknown = build(OAUTH).exported;
    const gallery = { host: 'github.com', owner: 'o', repository: 'r', version: '0', signature: '1' };
    exported = changed(exported, `${V}.customTemplate.0.galleryReference`, {
      ...gallery,
      galleryTemplateId: '5TP8W',
    });
    exported = changed(exported, `${V}.tag.0.type`, 'cvt_5TP8W');
    exported = changed(exported, `${V}.tag.0.firingTriggerId.0`, '2147479574');
    exported = changed(exported, `${V}.tag.0.notes`, 'n');
    expect(faultsOf(exported)).toEqual([]);
  });
});

describe('the tag of a container file, run through the shipped template', () => {
  it.each([
    ['signed by OAuth', OAUTH],
    ['with the pixel access token', TOKEN],
  ])('sends a purchase %s', async (_, text) => {
    const secrets = {
      consumerKey: 'ck',
      consumerSecret: 'cs',
      accessToken: 'at',
      accessTokenSecret: 'as',
      pixelToken: 'pt',
    };
    const record = await play(versionOf(build(text, secrets)), 'purchase');
    expect(record.errors).toEqual([]);
    expect(record.outcome).toBe('success');
    expect(record.requests.map(({ request }) => request.url)).toEqual([
      'https://ads-api.x.com/12/measurement/conversions/o8z6j',
    ]);
    expect(sentIds(record)).toEqual(['tw-o8z6j-o87ne']);
    expect(JSON.stringify(record.requests[0]?.request.headers)).toMatch(/oauth_consumer_key=\\"ck\\"|"pt"/);
  });

  it('sends nothing when the asked consent is not there', async () => {
    const version = versionOf(build(TOKEN, SECRETS));
    const record = await play(version, 'purchase', { 'x-ga-gcs': 'G100', 'x-ga-gcd': undefined });
    expect(record.outcome).toBe('success');
    expect(record.requests).toEqual([]);
  });

  it('sends each GA4 event as its category; the trigger lets these events and landing pages through', async () => {
    const names = [...Object.values(GA4_NAMES).flat(), 'quote_requested', 'scroll', 'purchases'];
    for (const category of Object.keys(GA4_NAMES)) {
      const version = versionOf(
        build(`{pixelId: o8z6j, authMethod: pixelToken, categoryEvents: {${category}: e1}}`, SECRETS),
      );
      const pattern = RE2JS.compile(patternIn(version));
      for (const name of names) {
        const sent = sentIds(await play(version, name)).length === 1;
        const isNeeded = sent || name === 'page_view';
        expect([category, name, pattern.matcher(name).find()]).toEqual([category, name, isNeeded]);
      }
    }
  });

  it('sends a single event by its exact name before its category, and every event when asked to', async () => {
    const single = versionOf(build(TOKEN.replace('quote_requested', 'page_view'), SECRETS));
    expect(sentIds(await play(single, 'page_view'))).toEqual(['o87ng']);
    const all = versionOf(build(`${TOKEN}defaultEventId: o87nz`, SECRETS));
    expect(patternIn(all)).toBe('.*');
    expect(sentIds(await play(all, 'scroll'))).toEqual(['o87nz']);
  });
});

describe('a dictionary of purchases alone', () => {
  const PURCHASE = 'pixelId: o8z6j\ncategoryEvents: {purchase: o87ne}\n';
  const landing = { page_location: 'https://shop.example/?twclid=2-abc', 'x-ga-gcs': 'G111' };

  it('still sees landing pages: the tag keeps their click ID and sends nothing', async () => {
    const built = build(PURCHASE, SECRETS);
    expect(built.eventNames).toEqual(['page_view', 'purchase']);
    expect(built.landingPage).toBe('page_view');
    const record = await play(versionOf(built), 'page_view', landing);
    expect(record.cookies.map(({ name }) => name)).toEqual(['_twclid']);
    expect(record.requests).toEqual([]);
  });

  it('sees none when the click ID is not kept', async () => {
    const built = build(`${PURCHASE}setClickIdCookie: false`, SECRETS);
    expect(built.eventNames).toEqual(['purchase']);
    expect(built.landingPage).toBeUndefined();
    expect((await play(versionOf(built), 'page_view', landing)).cookies).toEqual([]);
  });
});

describe('a dictionary with values of its own', () => {
  const VALUES = `${TOKEN}
clientName: My GA4
userData:
  email: '{{E-mail}}'
conversionData:
  description: 'Shop, {{Event Name}}'
  conversion_id: '{{Order}}'
variables:
  E-mail: customer.email
  Order: order_number
`;

  it('brings the variables and built-ins they refer to, under names of its own', () => {
    const version = versionOf(build(VALUES));
    expect(faultsOf(JSON.parse(formatExport(build(VALUES).exported)))).toEqual([]);
    const own = version.variable.filter(({ type }) => type === 'ed');
    expect(own.map(({ name, parameter }) => [name, parameter])).toEqual([
      [
        'X Ads - E-mail',
        [
          { type: 'BOOLEAN', key: 'setDefaultValue', value: 'false' },
          { type: 'TEMPLATE', key: 'keyPath', value: 'customer.email' },
        ],
      ],
      [
        'X Ads - Order',
        [
          { type: 'BOOLEAN', key: 'setDefaultValue', value: 'false' },
          { type: 'TEMPLATE', key: 'keyPath', value: 'order_number' },
        ],
      ],
    ]);
    expect(dataOf(version)).toMatchObject({
      userData: [{ name: 'email', value: '{{X Ads - E-mail}}' }],
      conversionData: [
        { name: 'conversion_id', value: '{{X Ads - Order}}' },
        { name: 'description', value: 'Shop, {{Event Name}}' },
      ],
    });
    expect(version.builtInVariable).toMatchObject([
      { type: 'EVENT_NAME', name: 'Event Name' },
      { type: 'CLIENT_NAME', name: 'Client Name' },
    ]);
  });

  it('fires for the one client only', () => {
    expect(versionOf(build(VALUES)).trigger[0].filter).toEqual([
      {
        type: 'EQUALS',
        parameter: [
          { type: 'TEMPLATE', key: 'arg0', value: '{{Client Name}}' },
          { type: 'TEMPLATE', key: 'arg1', value: 'My GA4' },
        ],
      },
    ]);
    expect(versionOf(build(TOKEN)).trigger[0].filter).toBeUndefined();
  });

  it('is the same, byte by byte, in another order', () => {
    const lines = { E: 'e', O: 'o' };
    const bytes = (variables: unknown, conversionData: unknown) =>
      formatExport(
        build(JSON.stringify({ pixelId: 'o8z6j', categoryEvents: { lead: 'o1' }, variables, conversionData }))
          .exported,
      );
    expect(bytes({ O: 'o', E: 'e' }, { description: '{{O}}', value: '{{E}}' })).toBe(
      bytes(lines, { value: '{{E}}', description: '{{O}}' }),
    );
  });
});

describe('the trigger’s regular expression', () => {
  it('takes exactly the given names, whatever characters they hold', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[\n\r\u2028\u2029]/.test(text));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), name, (names, other) => {
        const pattern = patternOf(names);
        for (const engine of [RE2JS.compile(pattern), new RegExp(pattern)]) {
          const finds = (text: string) =>
            engine instanceof RegExp ? engine.test(text) : engine.matcher(text).find();
          expect(names.every(finds)).toBe(true);
          expect(finds(other)).toBe(names.includes(other));
        }
      }),
    );
  });
});
