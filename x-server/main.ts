/** Command line of the stand-in: options and environment in, one line a request out, until SIGINT or SIGTERM. */

import { parseArgs } from 'node:util';
import { createXServer, type Received, type XServerOptions } from './server.ts';

const usage = `Usage: npx tsx x-server/main.ts [options]

A server that stands in for X's Ads API on this machine, for trying out a sender of web conversions.

  --port N          port on 127.0.0.1 (default: any free one)
  --pixel ID        pixel that exists (default: o8z6j)
  --event ID        web event of the pixel; may be repeated (default: o87ne)
  --account ID      ads account of the pixel (default: 18ce552mlaq)
  --public-url URL  scheme and host the client signs, if it is not this server's address
  --api-warn TEXT   what each answer announces in the header x-api-warn
  --strict          refuse keys that X's payload does not have
  --help            this text

Credentials that are accepted come from the environment:

  X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET   for OAuth 1.0a, all four
  X_PIXEL_TOKEN                                                              for the header X-Pixel-Token
`;

const credentialNames = ['X_CONSUMER_KEY', 'X_CONSUMER_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_TOKEN_SECRET'];

/** Turns arguments and environment into options; 'help' when asked for. Throws an Error whose message says what to change. */
function readOptions(args: string[], environment: NodeJS.ProcessEnv): XServerOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '0' },
      pixel: { type: 'string', default: 'o8z6j' },
      event: { type: 'string', multiple: true, default: ['o87ne'] },
      account: { type: 'string', default: '18ce552mlaq' },
      'public-url': { type: 'string' },
      'api-warn': { type: 'string' },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new Error(`--port must be a whole number up to 65535, got "${values.port}".`);
  const publicUrl = values['public-url'];
  if (publicUrl !== undefined && !/^https?:\/\/[^/]+\/?$/i.test(publicUrl))
    throw new Error(`--public-url must be scheme and host, like https://ads-api.x.com, got "${publicUrl}".`);

  const apiWarn = values['api-warn'];
  if (apiWarn !== undefined && !/^[\x20-\x7e]+$/.test(apiWarn))
    throw new Error('--api-warn must be printable ASCII text, as headers are.');

  const missing = credentialNames.filter((name) => !environment[name]);
  const hasOAuth = missing.length === 0;
  if (!hasOAuth && missing.length < credentialNames.length)
    throw new Error(`OAuth 1.0a needs four values; set also ${missing.join(', ')}.`);
  const { X_PIXEL_TOKEN: pixelToken = '' } = environment;
  if (!hasOAuth && pixelToken === '')
    throw new Error(`No credentials: set ${credentialNames.join(', ')}, or X_PIXEL_TOKEN.`);
  const value = (name: string) => environment[name] ?? '';
  return {
    port,
    strict: values.strict,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(apiWarn === undefined ? {} : { apiWarn }),
    pixels: [{ id: values.pixel, accountId: values.account, eventIds: values.event }],
    apps: hasOAuth
      ? [{ consumerKey: value('X_CONSUMER_KEY'), consumerSecret: value('X_CONSUMER_SECRET') }]
      : [],
    tokens: hasOAuth ? [{ token: value('X_ACCESS_TOKEN'), secret: value('X_ACCESS_TOKEN_SECRET') }] : [],
    pixelTokens: pixelToken === '' ? [] : [{ pixelId: values.pixel, token: pixelToken }],
  };
}

/** One line, whatever bytes a client chose: method, path without query, verdict, reasons. */
function describe({ at, method, url, status, verdict, diagnostics, size }: Received): string {
  const [path = ''] = url.split('?');
  const { reasons, notes } = diagnostics;
  const more = reasons.length > 3 ? ` (and ${reasons.length - 3} more)` : '';
  const why = [...reasons.slice(0, 3), ...notes.slice(0, 3).map((note) => `note: ${note}`)].join('; ');
  const line = `${new Date(at).toISOString()} ${method} ${path} ${size} B -> ${status ?? '-'} ${verdict}`;
  const text = why === '' ? line : `${line}: ${why}${more}`;
  return text.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') {
    process.stdout.write(usage);
    return;
  }
  const server = await createXServer({
    ...options,
    onRequest: (received) => process.stdout.write(`${describe(received)}\n`),
  });
  process.stdout.write(`Listening on ${server.url}\n`);
  const stop = () => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`x-server: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
