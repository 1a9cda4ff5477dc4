/** Where an event is pasted in whatever form somebody has it in, and handed on as event data. */

import type { EventData, Received } from 'sgtm-toolkit/server/ga4-collect';
import { h, uniqueId } from '../dom.ts';
import { eventsFromText, FORMS, type Pasted, PasteError } from '../pasted.ts';

export interface PastePanel {
  node: HTMLElement;
  /** Takes a text as if it had been pasted here. Whether it was an event. */
  take: (text: string) => boolean;
}

/**
 * @param use gets the first event at once, and another one when a person asks for it
 * @param refuse gets the reason why a text is not taken: the event on the page is then still the one before
 */
export function pastePanel(
  received: () => Received,
  use: (event: EventData, pasted: Pasted) => void,
  refuse: (reason: string) => void,
): PastePanel {
  const id = uniqueId('paste');
  const area = h('textarea', {
    id,
    rows: 4,
    class: 'code',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: "dataLayer.push({ event: 'purchase', ecommerce: { … } })",
    'aria-describedby': `${id}-note`,
  });
  const out = h('div', { role: 'status' });

  const offer = (pasted: Pasted): void => {
    const { form, events, notes } = pasted;
    const choices = events.map((event, index) =>
      h(
        'button',
        { type: 'button', class: 'small', onclick: () => use(event, pasted) },
        `${index + 1}: ${String(event.event_name)}`,
      ),
    );
    out.replaceChildren(
      h(
        'p',
        { class: 'note' },
        `Read as ${form}. ${events.length === 1 ? 'It is the event below.' : `${events.length} events; the first one is below.`}`,
      ),
      ...(events.length > 1 ? [h('div', { class: 'buttons' }, ...choices)] : []),
      ...notes.map((note) => h('p', { class: 'note' }, note)),
    );
    use(events[0]!, pasted);
  };
  const take = (text: string): boolean => {
    try {
      offer(eventsFromText(text, { ...received(), now: Date.now() }));
      return true;
    } catch (error) {
      if (!(error instanceof PasteError)) throw error;
      out.replaceChildren(h('p', { class: 'problem' }, error.message));
      refuse(error.message);
      return false;
    }
  };
  const node = h(
    'details',
    { class: 'inset' },
    h('summary', {}, 'Paste an event of your own'),
    h('label', { for: id, class: 'label' }, 'The event, as you have it'),
    area,
    h('p', { id: `${id}-note`, class: 'note' }, `Takes ${FORMS}.`),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', onclick: () => take(area.value) }, 'Use this event'),
    ),
    out,
  );
  return {
    node,
    take(text) {
      node.open = true;
      area.value = text;
      return take(text);
    },
  };
}
