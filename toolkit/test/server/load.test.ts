/** Exports as strangers publish them: they load, and what cannot work is named. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContainerError, loadContainer } from '../../server/load.ts';
import { condition, exported, hit, type Parts, serve, tpl } from './exports.ts';

const findings = (parts: Parts): string[] =>
  loadContainer(exported(parts)).findings.map(
    ({ severity, entity, message }) => `${severity} ${entity}: ${message}`,
  );

const succeeding = tpl('TAG', 'data.gtmOnSuccess();');

describe('a container file', () => {
  it.each([
    ['', 'not strict JSON'],
    ['<!doctype html>', 'not strict JSON'],
    ['[]', 'no container export'],
    ['{"containerVersion": []}', 'no container export'],
    ['{"containerVersion": {"container": {"usageContext": ["WEB"]}}}', 'only server containers'],
  ])('%j is refused', (text, words) => {
    expect(() => loadContainer(text)).toThrow(ContainerError);
    expect(() => loadContainer(text)).toThrow(words);
  });

  it('with nothing wrong has no findings', () => {
    const parts = {
      templates: { '1': succeeding },
      variable: [{ name: 'v → |&', type: 'ed', parameter: { keyPath: '{{Event Name}}' } }],
      trigger: [
        {
          name: 'T',
          type: 'CUSTOM_EVENT',
          customEventFilter: [condition('{{_event}}', 'EQUALS', '{{v → |&}}')],
        },
      ],
      tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['1', '2147479574'] }],
    };
    expect(findings(parts)).toEqual([]);
  });

  it.each<[string, Parts, string]>([
    [
      'a tag without its template',
      { tag: [{ name: 'A', type: 'cvt_2_9' }] },
      'warning tag "A": its template cvt_2_9 is not in the file; the tag does not run.',
    ],
    [
      'a tag of an unknown kind',
      { tag: [{ name: 'A', type: 'html' }] },
      'warning tag "A": the type html is not emulated; the tag does not run.',
    ],
    [
      'a tag of a wrong template',
      { templates: { '1': tpl('MACRO', 'return 1;') }, tag: [{ name: 'A', type: 'cvt_2_1' }] },
      'warning tag "A": its template is of the type MACRO, not TAG; the tag does not run.',
    ],
    [
      'a variable of an unknown kind',
      { variable: [{ name: 'V', type: 'gev' }] },
      'warning variable "V": the type gev is not emulated; its value is undefined.',
    ],
    [
      'a client of an unknown kind',
      { client: [{ name: 'U', type: 'ua_client' }] },
      'warning client "U": the type ua_client is not emulated; the client does not run.',
    ],
    [
      'a trigger of an unknown kind',
      { trigger: [{ name: 'T', type: 'CLICK' }] },
      'warning trigger "T": the type CLICK is not emulated; the trigger never fires. No tag uses it.',
    ],
    [
      'a trigger whose time nobody knows',
      { trigger: [{ name: 'T', type: 'INIT' }] },
      'warning trigger "T": when INIT fires on a server is not known; here it never does.',
    ],
    [
      'how a group of triggers is read',
      { trigger: [{ name: 'T', type: 'TRIGGER_GROUP', parameter: { triggerIds: ['1'] } }] },
      'note trigger "T": how a server keeps the members of a group is not known',
    ],
    [
      'a member of a group that is not there',
      { trigger: [{ name: 'T', type: 'TRIGGER_GROUP', parameter: { triggerIds: ['77'] } }] },
      'warning trigger "T": the trigger 77 of its group is not in the file; it never fires.',
    ],
    [
      'a transformation of an unknown kind',
      { transformation: [{ name: 'T', type: 'cvt_2_1' }] },
      'warning transformation "T": the type cvt_2_1 is not emulated; it changes nothing.',
    ],
    [
      'an unknown operator',
      { trigger: [{ name: 'T', type: 'ALWAYS', filter: [condition('a', 'NOT_EQUALS', 'b')] }] },
      'warning trigger "T": the operator NOT_EQUALS is not known; the condition never holds.',
    ],
    [
      'an invalid pattern',
      { trigger: [{ name: 'T', type: 'ALWAYS', filter: [condition('a', 'MATCH_REGEX', '(')] }] },
      'warning trigger "T": "a MATCH_REGEX (" is no regular expression; it fits nothing.',
    ],
    [
      'a pattern that RE2 lacks',
      { trigger: [{ name: 'T', type: 'ALWAYS', filter: [condition('a', 'MATCH_REGEX', '(?!x)')] }] },
      'note trigger "T": "a MATCH_REGEX (?!x)" uses look-around',
    ],
    [
      'a name that leads nowhere',
      { variable: [{ name: 'V', type: 'c', parameter: { value: 'x{{Gone}}' } }] },
      'warning variable "V": {{Gone}} is no variable of the container; its value is undefined.',
    ],
    [
      'a trigger that is not there',
      { templates: { '1': succeeding }, tag: [{ name: 'A', type: 'cvt_2_1', firingTriggerId: ['77'] }] },
      'warning tag "A": its trigger 77 is not in the file; it never fires.',
    ],
    [
      'a sequence with a tag that is not there',
      {
        templates: { '1': succeeding },
        tag: [{ name: 'A', type: 'cvt_2_1', setupTag: [{ tagName: 'Gone' }] }],
      },
      'warning tag "A": the tag "Gone" of its sequence is not in the file.',
    ],
    [
      'a built-in tag',
      { tag: [{ name: 'G', type: 'sgtmgaaw' }] },
      'note tag "G": Google Analytics: GA4 is shown as fired and sends nothing.',
    ],
    [
      'a broken template',
      { templates: { '1': 'no template' } },
      'warning template "1": the template cannot be run: No section found',
    ],
    [
      'code that Google refuses',
      { templates: { '1': tpl('TAG', 'class A {}') } },
      'warning template "1": the template cannot be run',
    ],
    ['a zone', { version: { zone: [{}] } }, 'warning zone: is not emulated'],
    [
      'two of one name',
      {
        variable: [
          { name: 'V', type: 'c' },
          { name: 'V', type: 'c' },
        ],
      },
      'warning variable "V": stands twice',
    ],
    [
      'two clients alike',
      {
        client: [
          { name: 'A', type: 'gaaw_client' },
          { name: 'B', type: 'gaaw_client' },
        ],
      },
      'note client "A": has the priority and the type of "B"',
    ],
  ])('names %s', (_name, parts, expected) => {
    expect(findings(parts)).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('names what is not emulated with the tags that use it, through whatever else', () => {
    const uses = (name: string, rest: Record<string, unknown>) => ({ name, type: 'cvt_2_1', ...rest });
    const parts: Parts = {
      templates: { '1': succeeding },
      variable: [
        { name: 'V', type: 'gev' },
        { name: 'made', type: 'c', parameter: { value: 'a {{V}}' } },
        {
          name: 'formatted',
          type: 'c',
          formatValue: { convertNullToValue: { type: 'TEMPLATE', value: '{{V}}' } },
        },
        { name: 'own', type: 'c', parameter: { value: '{{own}}' } },
        { name: 'W', type: 'gev' },
      ],
      trigger: [
        { name: 'by V', type: 'ALWAYS', filter: [condition('{{made}}', 'EQUALS', 'x')] },
        { name: 'group', type: 'TRIGGER_GROUP', parameter: { triggerIds: ['1', '2'] } },
      ],
      transformation: [
        {
          name: 'changes',
          type: 'tf_augment_event',
          parameter: {
            augmentEventTable: [{ paramName: 'x', paramValue: '{{V}}' }],
            affectedTags: [{ tagReference: 'F' }],
          },
        },
      ],
      tag: [
        uses('A', { parameter: { x: '{{made}}{{own}}' } }),
        uses('B', { firingTriggerId: ['2'] }),
        uses('C', { blockingTriggerId: ['1'] }),
        uses('D', { priority: { type: 'TEMPLATE', value: '{{formatted}}' } }),
        uses('E', {
          monitoringMetadata: { type: 'MAP', map: [{ type: 'TEMPLATE', key: 'k', value: '{{V}}' }] },
        }),
        uses('F', {}),
        uses('G', {}),
      ],
    };
    const found = findings(parts).filter((text) => text.includes('gev'));
    expect(found).toEqual([
      'warning variable "V": the type gev is not emulated; its value is undefined. Used by the tags "A", "B", "C", "D", "E" and 1 more.',
      'warning variable "W": the type gev is not emulated; its value is undefined. No tag uses it.',
    ]);
  });

  it('keeps what consent settings of a tag ask for, to be shown', () => {
    const consentType = {
      type: 'LIST',
      list: [
        { type: 'TEMPLATE', value: 'ad_storage' },
        { type: 'TEMPLATE', value: 'ad_user_data' },
      ],
    };
    const tag = [{ name: 'A', type: 'cvt_2_1', consentSettings: { consentStatus: 'NEEDED', consentType } }];
    const { tags } = loadContainer(exported({ templates: { '1': succeeding }, tag }));
    expect(tags[0]!.consent).toBe('NEEDED (ad_storage, ad_user_data)');
  });

  it('finds a template by the gallery’s id as well', async () => {
    const text = JSON.parse(exported({ templates: { '1': succeeding } }));
    text.containerVersion.customTemplate[0].galleryReference = { galleryTemplateId: '5TP8W' };
    text.containerVersion.tag = [{ tagId: '1', name: 'A', type: 'cvt_5TP8W', firingTriggerId: [] }];
    expect(loadContainer(JSON.stringify(text)).findings).toEqual([]);
  });

  it('of any shape loads or is refused, and runs an event', async () => {
    const names = fc.constantFrom(
      'client',
      'tag',
      'trigger',
      'variable',
      'transformation',
      'customTemplate',
      'zone',
    );
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'gaaw_client',
        'ed',
        'c',
        'smm',
        'cvt_2_1',
        'tf_augment_event',
        'ALWAYS',
        'TRIGGER_GROUP',
        'INIT',
        '2147479574',
        '{{x}}',
        '__proto__',
        'LIST',
        'MAP',
        'EQUALS',
      ),
    );
    const key = fc.constantFrom(
      'name',
      'type',
      'parameter',
      'key',
      'value',
      'list',
      'map',
      'filter',
      'firingTriggerId',
      'tagId',
      'priority',
      'setupTag',
      'formatValue',
      'monitoringMetadata',
      'templateData',
      '__proto__',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    const entity = fc.dictionary(key, tree);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(names, fc.oneof(tree, fc.array(entity, { maxLength: 3 }))),
        async (version) => {
          const { response } = await serve({ version }, hit('page_view', { 'ep.x': '1' }));
          expect([200, 400]).toContain(response.statusCode);
        },
      ),
      { numRuns: 300 },
    );
  });
});
