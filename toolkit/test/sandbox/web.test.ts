import { describe, expect, it } from 'vitest';
import { check, parseTemplate, runScenarios, runTemplate, TemplateError } from '../../sandbox/index.ts';
import { WEB_APIS } from '../../sandbox/language/web-apis.ts';
import { compileTemplate } from '../../sandbox/loaded.ts';
import { joinTemplate, splitTemplate } from '../../sandbox/tpl/split.ts';
import { type Parts, permission, templateText } from './build-template.ts';

/** The text of a template for web containers. */
const webText = (parts: Parts): string =>
  templateText(parts)
    .replace('___SANDBOXED_JS_FOR_SERVER___', '___SANDBOXED_JS_FOR_WEB_TEMPLATE___')
    .replace('___SERVER_PERMISSIONS___', '___WEB_PERMISSIONS___')
    .replace('"SERVER"', '"WEB"');
const codes = (parts: Parts): string[] => check(parseTemplate(webText(parts))).map(({ code }) => code);

const CODE =
  "const injectScript = require('injectScript');\ninjectScript('https://a.example/a.js', data.gtmOnSuccess, data.gtmOnFailure);";
const good: Parts = {
  code: CODE,
  permissions: [permission('inject_script', { urls: ['https://a.example/*'] })],
  scenarios: [
    {
      name: 'Injects',
      code: "mock('injectScript', 1);\nrunCode({});\nassertApi('injectScript').wasCalled();",
    },
  ],
};

describe('a web template', () => {
  it('is read, with its own permissions, and checked with the APIs of the web', () => {
    const template = parseTemplate(webText(good));
    expect(template).toMatchObject({ context: 'WEB', type: 'TAG', code: CODE });
    expect(check(template)).toEqual([]);
  });

  it.each([
    [
      'an API of the server',
      { ...good, code: `require('sendHttpGet')('https://a.example/');\n${CODE}` },
      'SANDBOX_UNKNOWN_API',
    ],
    ['a misspelt API', { ...good, code: `require('injectscript');\n${CODE}` }, 'SANDBOX_UNKNOWN_API'],
    ['a permission that is missing', { ...good, permissions: [] }, 'PERMISSION_MISSING'],
    [
      'a permission without use',
      { ...good, permissions: [...(good.permissions as []), permission('get_url')] },
      'PERMISSION_UNUSED',
    ],
    ['a missing semicolon', { ...good, code: `let a = 1\n${CODE}` }, 'SANDBOX_MISSING_SEMICOLON'],
    ['a field that does not exist', { ...good, code: `let a = data.b;\n${CODE}` }, 'TPL_DATA_UNKNOWN'],
  ])('is told %s', (_what, parts, code) => {
    expect(codes(parts)).toEqual([code]);
  });

  it('has options of its own: the cookies of the web are called samesite', () => {
    const code = `require('setCookie')('a', 'b', {samesite: 'Lax'});\n${CODE}`;
    const permissions = [
      ...(good.permissions as []),
      permission('set_cookies', { allowedCookies: [{ name: 'a', domain: '*', path: '*' }] }),
    ];
    expect(codes({ ...good, code, permissions })).not.toContain('SANDBOX_UNKNOWN_OPTION');
  });

  it('is one too where code for the server is left over: INFO decides', () => {
    const text = webText(good).replace(
      '___TESTS___',
      '___SANDBOXED_JS_FOR_SERVER___\n\nold;\n\n\n___TESTS___',
    );
    expect(parseTemplate(text)).toMatchObject({ context: 'WEB', code: CODE });
    expect(check(parseTemplate(text))).toEqual([]);
    const both = text.replace('"WEB"', '"SERVER",\n    "WEB"');
    expect(parseTemplate(both)).toMatchObject({ context: 'SERVER', code: 'old;' });
  });

  it('whose INFO names only the other container is told', () => {
    const text = webText(good).replace('"WEB"', '"SERVER"');
    expect(check(parseTemplate(text)).map(({ code }) => code)).toEqual(['TPL_SCHEMA']);
  });

  it('is compiled, split and joined like any other', () => {
    const text = webText(good);
    expect(compileTemplate(parseTemplate(text)).root[0]).toBe(50);
    const parts = splitTemplate(text);
    expect(joinTemplate(parts)).toBe(text);
    parts.delete('layout.json');
    expect(joinTemplate(parts)).toBe(text);
  });

  it('is not run: the refusal says so', async () => {
    const template = parseTemplate(webText(good));
    for (const run of [() => runScenarios(template), () => runTemplate(template, {})]) {
      const error = await run().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TemplateError);
      expect(error).toMatchObject({ code: 'TPL_WEB', message: expect.stringContaining('cannot be run') });
    }
  });

  it('knows no API twice and each permission by its id', () => {
    for (const id of Object.values(WEB_APIS)) expect(id).toMatch(/^(?:[a-z]+(?:_[a-z]+)+|logging|)$/);
  });
});
