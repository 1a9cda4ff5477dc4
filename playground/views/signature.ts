/** How an OAuth header came about: each stage of RFC 5849, its parts in one colour from stage to stage. */

import type { Values } from 'sgtm-toolkit/form';
import type { HttpRequest } from 'sgtm-toolkit/sandbox';
import { stagesOf } from '../../scripts/demo/stages.ts';
import type { Credentials } from '../../src/signing/oauth1.ts';
import { block, h } from '../dom.ts';
import type { Show } from '../secrets.ts';

const FIELDS = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'] as const;

/** The four credentials among the fields, `undefined` when one is missing. */
function credentialsOf(data: Values): Credentials | undefined {
  const found = FIELDS.map((name) => [name, data[name]] as const);
  if (!found.every(([, value]) => typeof value === 'string' && value.trim() !== '')) return undefined;
  return Object.fromEntries(
    found.map(([name, value]) => [name, String(value).trim()]),
  ) as unknown as Credentials;
}

const MEANING: Record<string, string> = {
  oauth_consumer_key: 'the app',
  oauth_nonce: 'never used before',
  oauth_signature_method: 'how it is signed',
  oauth_timestamp: 'seconds since 1970',
  oauth_token: 'the user of the app',
  oauth_version: 'OAuth 1.0',
};

const piece = (index: number, text: string): HTMLElement => h('span', { class: `part p${index % 8}` }, text);

/** Pairs with their separators; parts 0 and 1 are method and URL. */
function pairs(text: string, between: string, equals: string, show: Show): (Node | string)[] {
  return text.split(between).flatMap((pair, index) => {
    const at = pair.indexOf(equals) + equals.length;
    return [...(index > 0 ? [between] : []), pair.slice(0, at), piece(index + 2, show(pair.slice(at)))];
  });
}

/** `undefined` when the request has no OAuth header, or the fields do not hold what signed it. */
export function signatureView(
  { headers, method, url }: HttpRequest,
  data: Values,
  show: Show,
): HTMLElement | undefined {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const credentials = credentialsOf(data);
  const stages = credentials && stagesOf(header, method, url, credentials);
  if (!stages) return undefined;
  const [verb = '', place = '', parameters = ''] = stages.baseString.split('&');
  const [consumerSecret = '', tokenSecret = ''] = stages.signingKey.split('&');
  const names = stages.parameterString.split('&').map((pair) => pair.slice(0, pair.indexOf('=')));
  const legend = [
    ['method', 'in upper case'],
    ['URL', 'without query'],
    ...names.map((name) => [name, MEANING[name] ?? 'a parameter']),
  ];
  return h(
    'ol',
    { class: 'stages' },
    h(
      'li',
      {},
      h('h3', {}, 'Parameter string'),
      block('Parameter string', ...pairs(stages.parameterString, '&', '=', show)),
    ),
    h(
      'li',
      {},
      h('h3', {}, 'Base string'),
      block(
        'Base string',
        piece(0, verb),
        '&',
        piece(1, place),
        '&',
        ...pairs(parameters, '%26', '%3D', show),
      ),
      h(
        'ul',
        { class: 'legend', 'aria-label': 'Parts of the base string' },
        ...legend.map(([name = '', meaning = ''], index) => h('li', {}, piece(index, name), ` ${meaning}`)),
      ),
    ),
    h(
      'li',
      {},
      h('h3', {}, 'Signing key'),
      block('Signing key', show(consumerSecret), '&', show(tokenSecret)),
    ),
    h(
      'li',
      {},
      h('h3', {}, 'Signature'),
      block('Signature', stages.signature),
      h(
        'p',
        { class: stages.agrees ? 'note' : 'problem' },
        stages.agrees
          ? 'Base64 of HMAC-SHA1; made again here, it is the one that was sent.'
          : 'Made again here it differs from the one that was sent: the tag signed something else.',
      ),
    ),
  );
}
