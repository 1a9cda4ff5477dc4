import { describe, expect, it } from 'vitest';
import { clickIdFromCookie, clickIdFromUrl } from '../../src/mapping/click-id.ts';
import { toolsFor } from './tools.ts';

const tools = toolsFor();
const json = JSON.stringify({
  pixelVersion: 1,
  timestamp: 1763800000000,
  twclid: '2-7gd0bxa1lw0c4e',
  source: 1,
});

describe('click id', () => {
  it.each([
    ['https://a.example/?twclid=26l6412g5p4iyj65a2oic2ayg2', '26l6412g5p4iyj65a2oic2ayg2'],
    ['https://a.example/p?x=1&twclid=2-abc_D#frag', '2-abc_D'],
    ['https://a.example/?xtwclid=no', undefined],
    ['https://a.example/#?twclid=no', undefined],
    ['https://a.example/?twclid=', undefined],
    ['https://a.example/?twclid=%3Cscript%3E', undefined],
    ['not a url', undefined],
    ['', undefined],
  ])('of the URL %j is %j', (url, expected) => {
    expect(clickIdFromUrl(url)).toBe(expected);
  });

  it.each([
    ['2-7gd0bxa1lw0c4e', '2-7gd0bxa1lw0c4e'],
    [json, '2-7gd0bxa1lw0c4e'],
    [encodeURIComponent(json), '2-7gd0bxa1lw0c4e'],
    [encodeURIComponent(encodeURIComponent(json)), '2-7gd0bxa1lw0c4e'],
    [encodeURIComponent(encodeURIComponent(encodeURIComponent(json))), ''],
    ['{"twclid":', ''],
    ['{"twclid":{"a":1}}', ''],
    ['%', ''],
    ['%E0%A4%A', ''],
    ['a b', ''],
    ['x'.repeat(257), ''],
  ])('of the cookie %j is %j', (cookie, expected) => {
    expect(clickIdFromCookie(cookie, tools)).toBe(expected);
  });
});
