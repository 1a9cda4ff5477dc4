/** The outgoing response, buffered until returnResponse, and pixels sent through the browser. */
import { hexToBytes } from '@noble/hashes/utils.js';
import { toText } from '../interpreter/values.ts';
import type { ResponseRecord } from '../world.ts';
import { type ApiFactory, api, expectTypes, type Traces } from './context.ts';
import { binaryText, fromBase64Text } from './encode.ts';

/** Changes the response, unless it is on its way already. */
function change(
  { response, warnings }: Traces,
  name: string,
  apply: (response: ResponseRecord) => void,
): undefined {
  if (response.returned) warnings.push(`${name}: has no effect, the response had been returned already.`);
  else apply(response);
  return undefined;
}

/** A transparent GIF of one pixel, Base64. */
const PIXEL = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

export const setPixelResponse: ApiFactory = ({ permissions, traces }) =>
  api('setPixelResponse', () => {
    for (const part of ['status', 'body']) permissions.check('access_response', part);
    permissions.check('access_response', 'header', 'content-type');
    return change(traces, 'setPixelResponse', (response) => {
      response.statusCode = 200;
      response.headers['content-type'] = 'image/gif';
      response.headers['cache-control'] = 'no-cache';
      response.body = atob(PIXEL);
    });
  });

const TEXT_ENCODINGS = ['utf8', 'ascii', 'utf16le', 'ucs2', 'latin1', 'binary'];

/** The body a text stands for: itself, or the bytes it spells, each as one character. */
function decodeBody(text: string, encoding: string): string {
  if (TEXT_ENCODINGS.includes(encoding)) return text;
  if (encoding === 'base64') {
    const bytes = fromBase64Text(text);
    if (!bytes) throw new Error('setResponseBody: the body is not Base64.');
    return binaryText(bytes);
  }
  if (encoding === 'hex') {
    if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw new Error('setResponseBody: the body is not hexadecimal.');
    return binaryText(hexToBytes(text.toLowerCase()));
  }
  throw new Error(
    `setResponseBody: unknown encoding '${encoding}'; known are ${[...TEXT_ENCODINGS, 'base64', 'hex'].join(', ')}.`,
  );
}

export const setResponseBody: ApiFactory = ({ permissions, traces }) =>
  api('setResponseBody', (args) => {
    expectTypes('setResponseBody', ['string', 'string|undefined'], args);
    permissions.check('access_response', 'body');
    const [text, encoding] = args as [string, string?];
    const body = decodeBody(text, encoding ?? 'utf8');
    return change(traces, 'setResponseBody', (response) => {
      response.body = body;
    });
  });

export const setResponseHeader: ApiFactory = ({ permissions, traces }) =>
  api('setResponseHeader', (args) => {
    expectTypes('setResponseHeader', ['string', 'string|number|undefined'], args);
    const name = (args[0] as string).toLowerCase();
    permissions.check('access_response', 'header', name);
    const value = args[1];
    return change(traces, 'setResponseHeader', (response) => {
      if (value === null || value === undefined) delete response.headers[name];
      else response.headers[name] = toText(value);
    });
  });

export const setResponseStatus: ApiFactory = ({ permissions, traces }) =>
  api('setResponseStatus', (args) => {
    expectTypes('setResponseStatus', ['number'], args);
    permissions.check('access_response', 'status');
    return change(traces, 'setResponseStatus', (response) => {
      response.statusCode = args[0] as number;
    });
  });

export const returnResponse: ApiFactory = ({ world, permissions, traces }) =>
  api('returnResponse', () => {
    permissions.check('return_response');
    if (traces.response.returned)
      traces.warnings.push('returnResponse: the response had been returned already.');
    else {
      traces.response.returned = true;
      world.onResponse?.(traces.response);
    }
    return undefined;
  });

export const sendPixelFromBrowser: ApiFactory = ({ world, permissions, traces }) =>
  api('sendPixelFromBrowser', (args) => {
    expectTypes('sendPixelFromBrowser', ['string'], args);
    permissions.check('send_pixel_from_browser', args[0]);
    const url = args[0] as string;
    if (traces.response.returned || world.sendPixel?.(url) === false) return false;
    traces.pixels.push(url);
    return true;
  });

export const claimRequest: ApiFactory = ({ templateType, traces, isRunning }) =>
  api('claimRequest', () => {
    if (templateType !== 'CLIENT') throw new Error('claimRequest can only be called by a client.');
    if (!isRunning()) throw new Error('claimRequest cannot be called after the client has returned.');
    traces.claimed = true;
    return undefined;
  });
