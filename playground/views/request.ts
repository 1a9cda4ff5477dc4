/** One request of a run: what was sent, who was identified by what, how it was signed, what came back. */
import type { RunRecord } from 'sgtm-toolkit/sandbox';
import { curlLine } from '../curl.ts';
import { block, copyable, copyButton, disclosure, h } from '../dom.ts';
import { type Origin, originsOf } from '../origins.ts';
import type { Inputs } from '../play.ts';
import type { Show } from '../secrets.ts';
import { coloured, pretty } from './json.ts';
import { signatureView } from './signature.ts';

type RequestRecord = RunRecord['requests'][number];

const FAILURES: Record<string, string> = {
  failed: 'No answer: the connection failed.',
  timed_out: 'No answer within the time limit.',
};

export function requestView(
  { request, answer, failure }: RequestRecord,
  number: number,
  inputs: Inputs,
  show: Show,
): HTMLElement {
  const key = `request-${number}`;
  const body = show(pretty(request.body ?? ''));
  const line = show(curlLine(request));
  const origins = originsOf(request.body ?? '', inputs);
  const signature = signatureView(request, inputs.data, show);
  const titleId = `${key}-title`;
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': titleId },
    h('h2', { id: titleId }, `Request ${number}`),
    h('p', { class: 'url' }, h('strong', {}, request.method), ' ', show(request.url)),
    headersTable(Object.entries(request.headers), show),
    request.body !== undefined &&
      copyable(`Body of request ${number}`, 'the body', () => body, ...coloured(body)),
    origins.length > 0 &&
      disclosure(
        `${key}-people`,
        `Identifiers: what was sent and what it was before (${origins.length})`,
        () => identifiers(origins, show),
        true,
      ),
    signature && disclosure(`${key}-signature`, 'How it was signed', () => signature, true),
    disclosure(`${key}-curl`, 'As a curl line', () => [
      block('curl line', line),
      h(
        'div',
        { class: 'buttons' },
        copyButton('the curl line', () => line),
      ),
      h(
        'p',
        { class: 'note' },
        'Run it and the conversion is really sent. Secrets are masked unless you show them; an OAuth signature is good for a few minutes and once.',
      ),
    ]),
    h('h3', {}, `Answer ${number}`, h('span', { class: 'tag' }, 'simulated')),
    answer
      ? [
          h('p', { class: 'url' }, h('strong', {}, String(answer.statusCode))),
          answer.body !== '' &&
            copyable(
              `Body of answer ${number}`,
              'the answer',
              () => show(pretty(answer.body)),
              ...coloured(show(pretty(answer.body))),
            ),
          answer.body === '' && h('p', { class: 'note' }, 'Without a body.'),
        ]
      : h('p', { class: 'problem' }, FAILURES[failure ?? ''] ?? `No answer: ${failure}`),
  );
}

const headersTable = (headers: [string, string][], show: Show): HTMLElement =>
  h(
    'dl',
    { class: 'pairs' },
    ...headers.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, show(value)))),
  );

/** The short name of a place in the body: its last key. */
const nameOf = (path: string): string =>
  path
    .replace(/\[\d+\]$/, '')
    .split('.')
    .at(-1) ?? path;

function identifiers(origins: readonly Origin[], show: Show): HTMLElement {
  return h(
    'ul',
    { class: 'origins' },
    ...origins.map(({ path, sent, hashed, before, raw, source }) =>
      h(
        'li',
        {},
        h('strong', { title: path }, nameOf(path)),
        h(
          'dl',
          { class: 'pairs' },
          pair('sent', show(sent)),
          hashed && before !== undefined && pair('hashed from', show(before)),
          source !== undefined && raw !== (before ?? sent) && pair('given as', show(JSON.stringify(raw))),
          pair(
            'comes from',
            source ?? (hashed ? 'not found among the inputs: hashed by other rules' : 'made by the template'),
          ),
          hashed && before === undefined && source !== undefined && pair('note', 'it was a hash already'),
        ),
      ),
    ),
  );
}

const pair = (name: string, value: string): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, value));
