import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clickIdCookie, clickIdOf, findClickId } from '../../src/mapping/click-id.ts';
import { toolsFor } from './tools.ts';

const ID = '2-7gd0bxa1lw0c4e';
const json = clickIdCookie(ID, 1763800000000);
const encoded = (text: string, times: number): string =>
  times === 0 ? text : encoded(encodeURIComponent(text), times - 1);

const nowhere = { page: '', referrer: '', kept: [], other: [] };

function found(places: Partial<Parameters<typeof findClickId>[0]>) {
  const tools = toolsFor();
  return { ...findClickId({ ...nowhere, ...places }, tools), warnings: tools.warnings };
}

describe('the click id', () => {
  it.each([
    ['https://a.example/?twclid=26l6412g5p4iyj65a2oic2ayg2', '26l6412g5p4iyj65a2oic2ayg2'],
    ['https://a.example/p?x=1&twclid=2-abc_D#frag', '2-abc_D'],
    ['https://a.example/?twclid=2-new%20', '2-new'],
    ['https://a.example/?twclid=%202-new', '2-new'],
    ['https://a.example/?twclid=2-new+', '2-new'],
    ['https://a.example/?twclid= 2-new &x=1', '2-new'],
    ['https://a.example/?twclid=2-new/', '2-new'],
    ['https://a.example/?twclid=2-new%2F', '2-new'],
    ['https://a.example/?twclid=2-new?utm_source=x', '2-new'],
    ['https://a.example/?utm_source=x?twclid=2-new', '2-new'],
    ['https://a.example/?twclid=2-new%3Futm_source=x', '2-new'],
    ['https://a.example/?x=1&amp;twclid=2-new&amp;y=2', '2-new'],
    ['https://a.example/?twclid=2-new%26amp%3By%3D2', '2-new'],
    ['https://a.example/?x=1;twclid=2-new;y=2', '2-new'],
    ['https://a.example/?twclid=2%2Dnew', '2-new'],
    ['https://a.example/?twclid=2%252Dnew', '2-new'],
    ['https://a.example/?twclid=%20&twclid=undefined&twclid=2-new&twclid=2-other', '2-new'],
    ['https://a.example/?twclid=2%25%25new&twclid=2-new', '2-new'],
  ])('of the URL %j is %j', (page, expected) => {
    expect(found({ page })).toEqual({ clickId: expected, landed: expected, warnings: [] });
  });

  it.each([
    'https://a.example/?xtwclid=no',
    'https://a.example/?TWCLID=no',
    'https://a.example/#?twclid=no',
    'https://a.example/twclid=no',
    'https://a.example/?twclid=',
    'https://a.example/?twclid=undefined',
    'https://a.example/?twclid=NULL',
    'https://a.example/?twclid={{click id}}',
    'https://a.example/?twclid=%20',
    'not a url',
  ])('of the URL %j is not given: the kept one counts, nothing is told', (page) => {
    expect(found({ page, kept: ['2-old'] })).toMatchObject({ clickId: '2-old', landed: '' });
  });

  it.each(['%3Cscript%3E', '2%25%25new', '2-a.b', '2-a b', '"2-a', 'ä', 'x'.repeat(257)])(
    'damaged as %j in the URL is told, without it, and the kept one is sent',
    (value) => {
      const { warnings, ...ids } = found({ page: `https://a.example/?twclid=${value}`, kept: ['2-old'] });
      expect(ids).toEqual({ clickId: '2-old', landed: '' });
      expect(warnings).toEqual([expect.stringContaining('twclid')]);
      expect(warnings.join()).not.toContain(value);
    },
  );

  it.each([
    [[ID], ID],
    [[json], ID],
    ...[1, 2, 3].flatMap((times): [string[], string][] => [
      [[encoded(json, times)], ID],
      [[encoded(`${ID} `, times)], ID],
    ]),
    [[encoded(json, 4)], ''],
    [['', ID], ID],
    [['{"twclid":', 'undefined', '%E0%A4%A', '{"twclid":{"a":1}}', json], ID],
    [['[1]', 'null', '{}', 'a b', '%', 'x'.repeat(257)], ''],
    [['{"twclid":12345}'], '12345'],
  ])('of the cookies %j is %j', (cookies, expected) => {
    expect(found({ kept: cookies })).toEqual({ clickId: expected, landed: '', warnings: [] });
    expect(found({ other: cookies }).clickId).toBe(expected);
  });

  it('comes from the URL before the cookie _twclid before the cookie twclid', () => {
    const places = { page: 'https://a.example/?twclid=2-url', kept: ['2-kept'], other: ['2-other'] };
    expect(found(places).clickId).toBe('2-url');
    expect(found({ ...places, page: 'https://a.example/' }).clickId).toBe('2-kept');
    expect(found({ ...places, page: '', kept: [] }).clickId).toBe('2-other');
  });

  it('has landed only when it is not kept already, in whatever form', () => {
    const page = `https://a.example/?twclid=${ID}`;
    expect(found({ page, kept: [encodeURIComponent(json)] }).landed).toBe('');
    expect(found({ page, kept: ['2-old'] }).landed).toBe(ID);
    expect(found({ page, other: [ID] }).landed).toBe(ID);
  });

  it('comes from the referrer only when the event has no page', () => {
    const referrer = 'https://a.example/?twclid=2-ref';
    expect(found({ referrer })).toMatchObject({ clickId: '2-ref', landed: '2-ref' });
    expect(found({ page: 'https://a.example/', referrer }).clickId).toBe('');
  });

  it('is kept as the pixel keeps it: four keys in its order, the time as text', () => {
    expect(json).toBe(`{"pixelVersion":"2.3.33","timestamp":"1763800000000","twclid":"${ID}","source":1}`);
  });

  it('is read again from what was kept, and is letters, digits, _ and - or nothing, whatever the value', () => {
    const part = fc.constantFrom(
      '2-a',
      '%',
      '%20',
      '%2',
      '?',
      '&amp;',
      '/',
      ' ',
      '{',
      '}',
      '"twclid":',
      '"',
      'ä',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const id = clickIdOf(parts.join(''), toolsFor());
        expect(id).toMatch(/^[A-Za-z0-9_-]{0,256}$/);
        if (id) expect(clickIdOf(encodeURIComponent(clickIdCookie(id, 1)), toolsFor())).toBe(id);
      }),
      { numRuns: 2000 },
    );
  });
});
