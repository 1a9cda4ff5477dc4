/** What is typed about the request, and the curl line that is made of it. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlLine } from '../../playground/curl.ts';
import { parseClock, parseCookies, parseEvent, parseHeaders } from '../../playground/request.ts';

describe('what is typed about the request', () => {
  it('is read as browsers show it', () => {
    expect(parseCookies('_twclid=2-a; a=1\n a=2 ;broken')).toEqual({ _twclid: ['2-a'], a: ['1', '2'] });
    expect(parseHeaders('User-Agent: Mozilla/5.0: x\nbroken\nx: ')).toEqual({
      'User-Agent': ['Mozilla/5.0: x'],
      x: [''],
    });
    expect(parseClock(' ')).toBeUndefined();
    expect(parseClock('1763800321456')).toBe(1763800321456);
    expect(parseClock('2025-11-22T08:32:01.456Z')).toBe(1763800321456);
  });

  it('is refused with what was expected', () => {
    expect(() => parseClock('soon')).toThrow(/found "soon"/);
    expect(() => parseEvent('{')).toThrow(/not valid JSON/);
    expect(() => parseEvent('[]')).toThrow(/found a list/);
    expect(() => parseEvent('null')).toThrow(/found null/);
  });
});

describe('a curl line', () => {
  const request = (body: string) => ({
    method: 'POST',
    url: 'https://x.example/a',
    headers: { A: body },
    body,
    timeout: 4000,
  });

  it('is one line of words no shell takes apart, whatever the body is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        const text = body.replaceAll('\u0000', '');
        const line = curlLine(request(text)).replace(/^curl/, 'printf "%s\\0"');
        const words = execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0');
        expect(words[5]).toBe(text === '' ? 'A;' : `A: ${text}`);
        expect(words[7]).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a header without a value and a URL with brackets as they are', () => {
    const line = curlLine({ ...request('{}'), headers: { Empty: '' }, url: 'https://x.example/?a[0]={b}' });
    expect(line).toContain("--header 'Empty;'");
    expect(line).toMatch(/--globoff 'https:\/\/x\.example\/\?a\[0\]=\{b\}'$/);
    expect(curlLine(request('{}'))).not.toContain('--globoff');
  });
});
