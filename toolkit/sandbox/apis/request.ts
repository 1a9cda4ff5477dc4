/** The incoming request: cookies, headers, address, query, body. */
import { type ApiFactory, api, type Context, expectTypes } from './context.ts';
import { parametersOf } from './encode.ts';
import { headerOf, remoteAddressOf } from './headers.ts';

export const getRemoteAddress: ApiFactory = ({ world, permissions }) =>
  api('getRemoteAddress', () => {
    permissions.check('read_request', 'remote_address');
    return remoteAddressOf(world);
  });

export const getRequestHeader: ApiFactory = ({ world, permissions }) =>
  api('getRequestHeader', (args) => {
    expectTypes('getRequestHeader', ['string'], args);
    permissions.check('read_request', 'header', args[0]);
    return headerOf(world, args[0] as string);
  });

export const getRequestBody: ApiFactory = ({ world, permissions }) =>
  api('getRequestBody', () => {
    permissions.check('read_request', 'body');
    return world.request?.body;
  });

export const getRequestMethod: ApiFactory = ({ world, permissions }) =>
  api('getRequestMethod', () => {
    permissions.check('read_request', 'method');
    return world.request?.method ?? 'GET';
  });

export const getRequestPath: ApiFactory = ({ world, permissions }) =>
  api('getRequestPath', () => {
    permissions.check('read_request', 'path');
    return world.request?.path ?? '/';
  });

export const queryOf = ({ world }: Context): string => (world.request?.query ?? '').replace(/^\?/, '');

export const getRequestQueryString: ApiFactory = (context) =>
  api('getRequestQueryString', () => {
    context.permissions.check('read_request', 'query');
    return queryOf(context);
  });

export const getRequestQueryParameter: ApiFactory = (context) =>
  api('getRequestQueryParameter', (args) => {
    expectTypes('getRequestQueryParameter', ['string'], args);
    context.permissions.check('read_request', 'query', args[0]);
    return new URLSearchParams(queryOf(context)).get(args[0] as string) ?? undefined;
  });

export const getRequestQueryParameters: ApiFactory = (context) =>
  api('getRequestQueryParameters', () => {
    context.permissions.check('read_request', 'query');
    return parametersOf(new URLSearchParams(queryOf(context)));
  });
