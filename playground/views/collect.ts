/** A pasted /g/collect request, translated and handed on as an event. */

import {
  CollectError,
  type Collected,
  type EventData,
  eventsFromCollect,
  type Received,
} from 'sgtm-toolkit/server/ga4-collect';
import { h, uniqueId } from '../dom.ts';

export function collectPanel(received: () => Received, use: (event: EventData) => void): HTMLElement {
  const id = uniqueId('collect');
  const area = h('textarea', {
    id,
    rows: 4,
    class: 'code',
    spellcheck: 'false',
    placeholder: 'https://gtm.example.com/g/collect?v=2&tid=G-…',
    'aria-describedby': `${id}-note`,
  });
  const out = h('div', { role: 'status' });

  const offer = ({ events, notes }: Collected): void => {
    const [first] = events;
    if (first) use(first);
    const choices = events.map((event, index) =>
      h(
        'button',
        { type: 'button', class: 'small', onclick: () => use(event) },
        `${index + 1}: ${String(event.event_name ?? 'no name')}`,
      ),
    );
    out.replaceChildren(
      h(
        'p',
        { class: 'note' },
        events.length === 1 ? 'Translated.' : `${events.length} events; the first one is in use.`,
      ),
      ...(events.length > 1 ? [h('div', { class: 'buttons' }, ...choices)] : []),
      ...notes.map((note) => h('p', { class: 'note' }, note)),
    );
  };
  const translate = (): void => {
    try {
      offer(eventsFromCollect(area.value, { ...received(), now: Date.now() }));
    } catch (error) {
      if (!(error instanceof CollectError)) throw error;
      out.replaceChildren(h('p', { class: 'problem' }, error.message));
    }
  };
  return h(
    'details',
    { class: 'inset' },
    h('summary', {}, 'From a /g/collect request'),
    h('label', { for: id, class: 'label' }, 'URL, and its body below when there is one'),
    area,
    h(
      'p',
      { id: `${id}-note`, class: 'note' },
      'Translated as the GA4 client of a server container does, as far as that is known.',
    ),
    h('div', { class: 'buttons' }, h('button', { type: 'button', onclick: translate }, 'Translate')),
    out,
  );
}
