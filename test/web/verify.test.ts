/** The check of web container exports: it takes what real ones hold, and each fault is named. */
import { describe, expect, it } from 'vitest';
import { codeDoubtsOf, webFaultsOf } from '../../scripts/web/verify.ts';
import { changed } from '../scripts/container-tools.ts';
import { type Thing, webExport } from './setup.ts';

const V = 'containerVersion';
const tagOf = (name: string): string => {
  const { tag } = webExport().containerVersion as { tag: Thing[] };
  return `${V}.tag.${tag.findIndex((thing) => thing.name === `X Ads - ${name}`)}`;
};
const [GOOGLE, GA4, PIXEL] = [tagOf('Google tag'), tagOf('GA4 events'), tagOf('pixel')];

describe('the check of a web container file', () => {
  it('finds nothing in what is made here', () => {
    expect(webFaultsOf(webExport())).toEqual([]);
    expect(codeDoubtsOf(webExport())).toEqual([]);
  });

  it.each<[string, string, unknown, RegExp]>([
    ['a server container', `${V}.container.usageContext`, ['SERVER'], /usageContext is SERVER, must be WEB/],
    ['a trigger that is not there', `${PIXEL}.firingTriggerId.0`, '99', /trigger 99/],
    [
      'a variable that is not there',
      `${V}.variable.0.name`,
      'X Ads - other',
      /variable 'X Ads - measurement ID'/,
    ],
    ['a built-in that is not switched on', `${V}.builtInVariable`, [], /variable 'Event'/],
    [
      'a tag’s parameter of another type',
      `${GOOGLE}.parameter.0.type`,
      'INTEGER',
      /parameter\/0|tagId of type/,
    ],
    [
      'a tag’s parameter of another name',
      `${GOOGLE}.parameter.0.key`,
      'trackingId',
      /trackingId of type TEMPLATE/,
    ],
    [
      'a tag without a parameter it needs',
      `${GA4}.parameter.2`,
      { type: 'BOOLEAN', key: 'enhancedUserId', value: 'true' },
      /no parameter eventName/,
    ],
    [
      'a variable with a text for a number',
      `${V}.variable.2.parameter.0.type`,
      'TEMPLATE',
      /dataLayerVersion of type TEMPLATE, must be INTEGER/,
    ],
    ['a type of trigger that is none', `${V}.trigger.0.type`, 'INITIALIZATION', /type INITIALIZATION/],
    [
      'consent that is needed for nothing',
      `${PIXEL}.consentSettings.consentType`,
      undefined,
      /NEEDED with 0 types/,
    ],
    [
      'consent for something unknown',
      `${PIXEL}.consentSettings.consentType.list.0.value`,
      'ads',
      /type of consent 'ads'/,
    ],
    [
      'types of consent that are not needed',
      `${PIXEL}.consentSettings.consentStatus`,
      'NOT_NEEDED',
      /NOT_NEEDED with 1/,
    ],
    [
      'a priority that is a text',
      `${PIXEL}.priority`,
      { type: 'TEMPLATE', value: '10' },
      /priority of type TEMPLATE/,
    ],
    ['a client', `${V}.tag.0.surprise`, 1, /surprise/],
  ])('refuses %s', (_, at, value, expected) => {
    expect(webFaultsOf(changed(webExport(), at, value)).join('\n')).toMatch(expected);
  });

  it('takes what other exports hold: built-in triggers, listeners of clicks, older variables, data in scripts', () => {
    let exported: unknown = webExport();
    exported = changed(exported, `${GOOGLE}.firingTriggerId.0`, '2147479573');
    const parameter = (type: string, value: string) => ({ type, value });
    exported = changed(exported, `${V}.trigger.0.type`, 'LINK_CLICK');
    exported = changed(exported, `${V}.trigger.0.waitForTags`, parameter('BOOLEAN', 'false'));
    exported = changed(exported, `${V}.trigger.0.autoEventFilter`, []);
    exported = changed(exported, `${V}.variable.0.formatValue`, undefined);
    exported = changed(
      exported,
      `${PIXEL}.parameter.0.value`,
      '<script type="application/ld+json">{"a": "{{Event}}"}</script>',
    );
    expect(webFaultsOf(exported)).toEqual([]);
    expect(codeDoubtsOf(exported)).toEqual([]);
  });

  it.each([
    ['a reference in quotes', "<script>x('{{Event}}');</script>", /has \{\{Event\}\} in quotes/],
    ['a reference in a longer text', '<script>x("id-{{Event}}");</script>', /has \{\{Event\}\} in quotes/],
    ['a reference in a template', '<script>x(`{{Event}}`);</script>', /has \{\{Event\}\} in quotes/],
    ['code later than ES5', '<script>let x = {{Event}};</script>', /not ES5/],
    ['code that cannot be read', '<script>x(</script>', /cannot be read/],
  ])('doubts %s in Custom HTML', (_, html, expected) => {
    expect(codeDoubtsOf(changed(webExport(), `${PIXEL}.parameter.0.value`, html)).join()).toMatch(expected);
  });

  it('takes references outside of quotes, and quotes in comments', () => {
    const html = "<script>/* don't */ x({{Event}}, 'a'); // it's {{Event}}\n</script><p>{{Event}}</p>";
    expect(codeDoubtsOf(changed(webExport(), `${PIXEL}.parameter.0.value`, html))).toEqual([]);
  });
});
