/**
 * The shipped tag as a program that needs nothing from outside: its code section in a function, called twice, between
 * stand-ins for the APIs in the sandbox's own language. Any interpreter of the sandbox can run it, Google's as well.
 */
import type { Plain } from './cost.ts';

/** Data as the sandbox's language writes it: JSON, but for escapes that it does not have. */
function literal(value: unknown): string {
  const text = JSON.stringify(value);
  if (/\\u/.test(text))
    throw new Error('Control characters cannot be written in the language of the sandbox.');
  return text;
}

/** Lines at one more step of indentation. */
const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/**
 * A program whose value is a text of all that the tag has asked for in two runs of one instance: cookies, storage, requests
 * with their headers and bodies, outcomes.
 * @param code the code section; @param data the tag's settings by field name
 */
export function tagSource(code: string, data: Plain, event: Plain): string {
  return `
const EVENT = ${literal(event)};
const asked = [];
const store = {};
const written = {};
const percent = { '%': '%25', '+': '%2B', '/': '%2F', '=': '%3D', '&': '%26', ':': '%3A', ' ': '%20' };
const text = (value, depth) => {
  if (typeof value !== 'object' || !value) {
    return '' + value;
  }
  let list = '';
  for (const key in value) {
    list += (list ? ', ' : '') + key + ': ' + (depth < 8 ? text(value[key], depth + 1) : '...');
  }
  return '{' + list + '}';
};
const ask = (name, value) => {
  asked.push(name + ' ' + text(value, 0));
};
const apis = {
  BigQuery: {},
  // Nothing that is decoded here matters but that it can stand in the brackets of a pattern.
  decodeUriComponent: (encoded) => (encoded.indexOf('%') < 0 ? encoded : '\u200b'),
  encodeUriComponent: (plain) => {
    let encoded = plain;
    for (const character in percent) {
      encoded = encoded.split(character).join(percent[character]);
    }
    return encoded;
  },
  generateRandom: (least, most) => asked.length * 97003 + 123456789,
  getContainerVersion: () => {
    return { debugMode: false };
  },
  getCookieValues: (name) => [],
  getEventData: (key) => EVENT[key],
  getRequestHeader: (name) => undefined,
  getTimestampMillis: () => 1795421279460 + asked.length * 1001,
  getType: (value) => (typeof value === 'object' && value.length !== undefined ? 'array' : typeof value),
  JSON: {
    parse: (json) => written[json] || { data: { conversions_processed: 1 } },
    stringify: (value) => {
      const json = text(value, 0);
      written[json] = value;
      return json;
    }
  },
  logToConsole: (line) => undefined,
  sendHttpRequest: (url, options, body) => {
    ask('request', [url, options, body]);
    return {
      then: (answered, failed) => {
        answered({ statusCode: 200, body: '{}' });
        return { catch: () => undefined };
      }
    };
  },
  setCookie: (name, value, options) => {
    ask('cookie', [name, value, options]);
  },
  sha256Sync: (plain, options) => (plain.length + '${'ab'.repeat(32)}').slice(0, 64),
  templateDataStorage: {
    getItemCopy: (key) => store[key],
    setItemCopy: (key, value) => {
      ask('storage', value);
      store[key] = value;
    }
  }
};
const api = (name) => apis[name];
const tag = (data) => {
${indented(code.replaceAll('require(', 'api('))}
};
const data = ${literal(data)};
data.gtmOnSuccess = () => {
  asked.push('success');
};
data.gtmOnFailure = () => {
  asked.push('failure');
};
tag(data);
tag(data);
return asked.join('\\n');
`;
}
