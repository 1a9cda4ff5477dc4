/** What is taken along from the page, and what is judged before a run. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { dataOf } from 'sgtm-toolkit/form';
import { describe, expect, it } from 'vitest';
import { containerFile, forContainer } from '../../playground/container-file.ts';
import { idRefusals } from '../../playground/event-ids.ts';
import { exampleById } from '../../playground/examples.ts';
import { factsOf } from '../../playground/facts.ts';
import { loadTemplate } from '../../playground/loaded.ts';
import { outcomeOf } from '../../playground/outcome.ts';
import { presets, presetValues } from '../../playground/presets.ts';
import { secretsOf, showing } from '../../playground/secrets.ts';
import { readSettings, settingsText } from '../../playground/settings-text.ts';
import { playOrder } from '../../playground/works.ts';

const root = path.join(import.meta.dirname, '../..');
const file = (name: string) => readFile(path.join(root, name), 'utf8');
const settings = JSON.parse(await file('examples/settings.json')) as Record<string, unknown>;
const loaded = loadTemplate(await file('template.tpl'), presetValues(settings, presets[0]!));
const { fields, start, template, name } = loaded;

const outcome = async (
  values: Record<string, unknown>,
  event: Record<string, unknown> | undefined,
  answer = 'success',
) => {
  const inputs = {
    data: dataOf(fields, values),
    event: event ?? {},
    cookies: {},
    headers: {},
    remoteAddress: '203.0.113.24',
    preview: true,
  };
  const done = await playOrder(loaded, {
    inputs,
    answering: { id: answer, own: '', once: false },
    fresh: true,
  });
  if ('refused' in done) throw new Error(done.refused.join());
  return outcomeOf(done, 'TAG');
};

describe('an outcome', () => {
  const event = exampleById('purchase')!.event;

  it('is sent, unsent or a failure, with what matters of the conversion', async () => {
    expect(await outcome(start, event)).toMatchObject({
      kind: 'sent',
      facts: [
        ['X event ID', 'tw-o8z6j-o87ne'],
        ['Value', '164.98 EUR'],
        ['Conversion ID', '10023'],
        ['Identified by', expect.stringContaining('e-mail address')],
      ],
    });
    expect(await outcome(start, event, 'timeout')).toMatchObject({ kind: 'failure' });
    expect(await outcome(start, exampleById('login')!.event)).toMatchObject({ kind: 'unsent', facts: [] });
    expect(await outcome({ ...start, consent: 'adStorage' }, event)).toMatchObject({ kind: 'unsent' });
  });

  it('of a check says what would be sent', async () => {
    const check = presetValues(settings, presets.find(({ id }) => id === 'check')!);
    const { kind, reason, facts } = await outcome({ ...check, consent: 'always' }, event);
    expect([kind, reason]).toEqual(['unsent', expect.stringContaining('nothing was sent')]);
    expect(facts[1]).toEqual(['Value', '164.98 EUR']);
  });

  it('has no facts of a body that is not one of X', () => {
    for (const body of [undefined, '', '[]', '{"conversions":1}', '{"conversions":[null]}'])
      expect(factsOf(body)).toEqual([]);
  });
});

describe('the X event IDs of all rows', () => {
  const judged = (values: Record<string, unknown>) =>
    idRefusals(fields, { ...start, ...values }, []).map(({ field, row, message }) => [
      field.name,
      row,
      message,
    ]);

  it('are right in every set-up', () => {
    for (const preset of presets) expect(judged(presetValues(settings, preset))).toEqual([]);
  });

  it('are told with their row and the words of the form', () => {
    expect(
      judged({
        categoryEvents: [
          { category: 'purchase', eventId: 'o87ne' },
          { category: 'lead', eventId: 'o8z6j' },
        ],
        customEvents: [{ eventName: 'quote', eventId: 'Quote' }],
        otherEvents: 'send',
        defaultEventId: 'REPLACE_ME',
      }),
    ).toEqual([
      ['categoryEvents', 1, expect.stringContaining('X event ID is the ID of the pixel')],
      ['customEvents', 0, expect.stringContaining('is the name of an event')],
      ['defaultEventId', undefined, expect.stringContaining('placeholder')],
    ]);
  });

  it('of variables are left to the run', () => {
    expect(judged({ categoryEvents: [{ category: 'lead', eventId: '{{Lead event}}' }] })).toEqual([]);
  });
});

describe('settings as text', () => {
  const show = showing(secretsOf(fields, start), false);

  it('hold no credential, and bring every value back', () => {
    const text = settingsText(start, show);
    for (const secret of secretsOf(fields, start)) expect(text).not.toContain(secret);
    expect(readSettings(text, fields, start, show)).toEqual(start);
    expect(readSettings("{pixelId: 'abc12'}", fields, start, show)).toEqual({ ...start, pixelId: 'abc12' });
  });

  it.each(['', '[]', '{', '{"pixelID":"x"}', '{"categoryEvents":"x"}'])(
    'are refused when they are none: %s',
    (text) => {
      expect(() => readSettings(text, fields, start, show)).toThrow(/settings|no field pixelID|list of rows/);
    },
  );
});

describe('the container file', () => {
  it('has the tag with the values of the form, and no credential', () => {
    const { text, placeholders } = containerFile({ text: template.text, name, form: fields }, start);
    for (const secret of secretsOf(fields, start)) expect(text).not.toContain(secret);
    expect(placeholders).toEqual(['X Ads - Pixel access token']);
    const { tag, customTemplate } = JSON.parse(text).containerVersion;
    expect(customTemplate[0].templateData).toBe(template.text.replace(/^\uFEFF/, ''));
    const rows = tag[0].parameter.find(({ key }: { key: string }) => key === 'categoryEvents').list;
    expect(rows).toHaveLength((start.categoryEvents as unknown[]).length);
  });

  it('logs as the form begins, not as the page does, unless a person has said so', () => {
    const logging = (values: Record<string, unknown>) => {
      const { text } = containerFile(
        { text: template.text, name, form: fields },
        forContainer(values, start),
      );
      const { parameter } = JSON.parse(text).containerVersion.tag[0];
      return parameter.find(({ key }: { key: string }) => key === 'logging').value;
    };
    expect([start.logging, logging(start), logging({ ...start, logging: 'preview' })]).toEqual([
      'always',
      'failures',
      'preview',
    ]);
  });

  it('keeps references to variables, and names the ones that the container must have', () => {
    const userData = [{ name: 'email', value: '{{Buyer}}, {{Event Name}}' }];
    const { text, variables } = containerFile(
      { text: template.text, name, form: fields },
      { ...start, userData },
    );
    expect(variables).toEqual(['Buyer']);
    expect(text).toContain('{{Buyer}}, {{Event Name}}');
  });
});
