import { describe, expect, it } from 'vitest';
import { API_FACTORIES } from '../../../sandbox/apis/index.ts';
import { type Dict, Func } from '../../../sandbox/interpreter/values.ts';
import { APIS, WEB_ONLY_APIS } from '../../../sandbox/language/apis.ts';
import { createSandbox } from '../../../sandbox/sandbox.ts';
import { value } from './run-code.ts';

describe('the inventory of APIs', () => {
  it('is the same in the table and in the emulator', () => {
    expect([...API_FACTORIES.keys()].sort()).toEqual([...APIS.keys()].sort());
  });

  it('has the form and the members the table says', () => {
    const { require } = createSandbox();
    for (const { name, form, members } of APIS.values()) {
      const api = require(name);
      if (form === 'function') expect(api, name).toBeInstanceOf(Func);
      else expect([...(api as Dict).entries.keys()].sort(), name).toEqual(Object.keys(members).sort());
    }
  });

  it.each([...WEB_ONLY_APIS.keys(), 'sha1', 'toString', 'constructor', ''])('has no %s', async (name) => {
    await expect(value(`return require('${name}');`)).rejects.toThrow(`${name} is not a valid API name.`);
  });

  it('gives objects that cannot be changed, silently', async () => {
    expect(
      await value("const m = require('Math'); m.abs = 1; m.sin = 2; return [m.abs(-1), m.sin];"),
    ).toEqual([1, undefined]);
  });

  it('asks for the permission the table names, for each API', async () => {
    const arguments_: Record<string, string> = {
      addEventCallback: '(function() {})',
      addMessageListener: "('m', function() {})",
      getCookieValues: "('c')",
      getEventData: "('e')",
      getGoogleAuth: '({scopes: []})',
      getGoogleScript: "('GTM')",
      getRequestHeader: "('h')",
      getRequestQueryParameter: "('q')",
      hasMessageListener: "('m')",
      hmacSha256: "('a', 'b')",
      runContainer: '({})',
      sendEventToGoogleAnalytics: '({})',
      sendHttpGet: "('https://a.example/')",
      sendHttpRequest: "('https://a.example/')",
      sendMessage: "('m', {})",
      sendPixelFromBrowser: "('https://a.example/')",
      setCookie: "('c', 'v')",
      setResponseBody: "('b')",
      setResponseHeader: "('h', 'v')",
      setResponseStatus: '(200)',
      BigQuery: ".insert({datasetId: 'd', tableId: 't'}, [])",
      Firestore: ".read('a/b')",
      templateDataStorage: ".getItemCopy('k')",
    };
    for (const { name, permissions } of APIS.values()) {
      const [permission] = permissions;
      // A line for the log is dropped without a word, as the next test says.
      if (permission === undefined || name === 'logToConsole') continue;
      const code = `return require('${name}')${arguments_[name] ?? '()'};`;
      await expect(value(code, { permissions: true }), name).rejects.toThrow(
        `The requested permission ${permission} is not configured.`,
      );
    }
  });

  it('drops a line for the log that is not permitted, and goes on', async () => {
    const code = "require('logToConsole')('a line'); return 'went on';";
    expect(await value(code, { permissions: true })).toBe('went on');
  });
});
