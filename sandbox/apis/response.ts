/** The outgoing response, buffered until returnResponse, and pixels sent through the browser. */
import { toText } from '../interpreter/values.ts';
import { type ApiFactory, api, expectTypes } from './context.ts';

/** A transparent GIF of one pixel, Base64. */
const PIXEL = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

export const setPixelResponse: ApiFactory = ({ permissions, traces: { response } }) =>
  api('setPixelResponse', () => {
    for (const part of ['status', 'body']) permissions.check('access_response', part);
    permissions.check('access_response', 'header', 'content-type');
    response.statusCode = 200;
    response.headers['content-type'] = 'image/gif';
    response.headers['cache-control'] = 'no-cache';
    response.body = atob(PIXEL);
    return undefined;
  });

export const setResponseBody: ApiFactory = ({ permissions, traces: { response } }) =>
  api('setResponseBody', (args) => {
    expectTypes('setResponseBody', ['string', 'string|undefined'], args);
    permissions.check('access_response', 'body');
    const [body, encoding] = args as [string, string?];
    response.body = encoding === 'base64' ? atob(body) : body;
    return undefined;
  });

export const setResponseHeader: ApiFactory = ({ permissions, traces: { response } }) =>
  api('setResponseHeader', (args) => {
    expectTypes('setResponseHeader', ['string', 'string|number|undefined'], args);
    const name = (args[0] as string).toLowerCase();
    permissions.check('access_response', 'header', name);
    const value = args[1];
    if (value === null || value === undefined) delete response.headers[name];
    else response.headers[name] = toText(value);
    return undefined;
  });

export const setResponseStatus: ApiFactory = ({ permissions, traces: { response } }) =>
  api('setResponseStatus', (args) => {
    expectTypes('setResponseStatus', ['number'], args);
    permissions.check('access_response', 'status');
    response.statusCode = args[0] as number;
    return undefined;
  });

export const returnResponse: ApiFactory = ({ permissions, traces }) =>
  api('returnResponse', () => {
    permissions.check('return_response');
    if (traces.response.returned)
      traces.warnings.push('returnResponse: the response had been returned already.');
    traces.response.returned = true;
    return undefined;
  });

export const sendPixelFromBrowser: ApiFactory = ({ permissions, traces }) =>
  api('sendPixelFromBrowser', (args) => {
    expectTypes('sendPixelFromBrowser', ['string'], args);
    permissions.check('send_pixel_from_browser', args[0]);
    if (traces.response.returned) return false;
    traces.pixels.push(args[0] as string);
    return true;
  });

export const claimRequest: ApiFactory = ({ templateType, traces }) =>
  api('claimRequest', () => {
    if (templateType !== 'CLIENT') throw new Error('claimRequest can only be called by a client.');
    if (traces.response.returned)
      throw new Error('claimRequest cannot be called after the response was returned.');
    return undefined;
  });
