/** What goes into a run besides the template's fields: event, request, and what X answers. */
import { answers, OWN } from '../answers.ts';
import { consentPresets, withConsent } from '../consent.ts';
import { copyButton, h, uniqueId } from '../dom.ts';
import { exampleById, examples } from '../examples.ts';
import type { Part } from '../fields/controls.ts';
import { parseEvent } from '../request.ts';
import { pastePanel } from './paste.ts';

/** The texts and choices of the panel, as a person left them. */
export interface Draft {
  /** Id of an example, `''` for an event of one's own. */
  example: string;
  consent: string;
  event: string;
  cookies: string;
  headers: string;
  address: string;
  clock: string;
  preview: boolean;
  answer: string;
  once: boolean;
  own: string;
  /** Whether event, cookies, headers and address may stand in the page's address. */
  keep: boolean;
}

/** The text of an example with a consent preset in it. */
export function exampleText(example: string, consent: string): string | undefined {
  const found = exampleById(example);
  const preset = consentPresets.find(({ id }) => id === consent);
  return found && JSON.stringify(preset ? withConsent(found.event, preset) : found.event, null, 2);
}

interface Entry {
  id: string;
  label: string;
  group?: string;
}

/** A choice with groups in the order in which they first occur. */
function choose(entries: readonly Entry[], properties: Record<string, unknown>): HTMLSelectElement {
  const select = h('select', properties);
  const groups = new Map<string, HTMLElement>();
  for (const { id, label, group } of entries) {
    const option = h('option', { value: id }, label);
    if (group === undefined) {
      select.append(option);
      continue;
    }
    let parent = groups.get(group);
    if (!parent) {
      parent = h('optgroup', { label: group });
      groups.set(group, parent);
      select.append(parent);
    }
    parent.append(option);
  }
  return select;
}

/** One labelled control; the problem stands under it when there is one. */
function row(label: string, element: HTMLElement, note = ''): HTMLElement {
  const id = element.id || uniqueId('input');
  element.id = id;
  const noteId = `${id}-note`;
  if (note !== '') element.setAttribute('aria-describedby', noteId);
  return h(
    'div',
    { class: 'field' },
    h('div', { class: 'label' }, h('label', { for: id }, label)),
    element,
    note !== '' && h('p', { id: noteId, class: 'note' }, note),
  );
}

const checkRow = (label: string, box: HTMLInputElement): HTMLElement => {
  box.id ||= uniqueId('input');
  return h('div', { class: 'check' }, box, h('label', { for: box.id }, label));
};

/** @param refused is told why a pasted text was not taken */
export function inputsView(draft: Draft, changed: () => void, refused: (reason: string) => void): Part {
  const refreshers: (() => void)[] = [];

  /** Ties a control to one of the draft's texts. */
  const text = <E extends HTMLInputElement | HTMLTextAreaElement>(
    element: E,
    key: 'event' | 'cookies' | 'headers' | 'address' | 'clock' | 'own',
  ): E => {
    element.addEventListener('input', () => {
      draft[key] = element.value;
      if (key === 'event') draft.example = '';
      refresh();
      changed();
    });
    refreshers.push(() => {
      if (element.value !== draft[key]) element.value = draft[key];
    });
    return element;
  };
  const tick = (key: 'preview' | 'once' | 'keep'): HTMLInputElement => {
    const box = h('input', { type: 'checkbox' });
    box.addEventListener('change', () => {
      draft[key] = box.checked;
      changed();
    });
    refreshers.push(() => {
      box.checked = draft[key];
    });
    return box;
  };
  const picked = (select: HTMLSelectElement, key: 'example' | 'consent' | 'answer', then: () => void) => {
    select.addEventListener('change', () => {
      draft[key] = select.value;
      then();
      refresh();
      changed();
    });
    refreshers.push(() => {
      select.value = draft[key];
    });
    return select;
  };

  let cookiesOfPaste = '';
  /** Cookies come with the event they were copied with, and go with it; those that a person typed stay. */
  const takeCookies = (cookies: string | undefined): void => {
    if (cookies === undefined && (cookiesOfPaste === '' || draft.cookies !== cookiesOfPaste)) return;
    cookiesOfPaste = cookies ?? '';
    draft.cookies = cookiesOfPaste;
  };

  const applyConsent = (): void => {
    const preset = consentPresets.find(({ id }) => id === draft.consent);
    if (!preset) return;
    try {
      draft.event = JSON.stringify(withConsent(parseEvent(draft.event), preset), null, 2);
    } catch {
      // The event is not JSON; the outcome says so.
    }
  };
  const area = (rows: number): HTMLTextAreaElement =>
    h('textarea', { rows, spellcheck: 'false', autocomplete: 'off', class: 'code' });
  const line = (placeholder = ''): HTMLInputElement =>
    h('input', {
      type: 'text',
      placeholder: placeholder || undefined,
      autocomplete: 'off',
      spellcheck: 'false',
    });

  const example = picked(
    choose([{ id: '', label: 'Your own' }, ...examples], { id: 'example' }),
    'example',
    () => {
      draft.event = exampleText(draft.example, draft.consent) ?? draft.event;
      if (draft.example !== '') takeCookies(undefined);
    },
  );
  const consent = picked(
    choose([{ id: '', label: 'As the event says' }, ...consentPresets], { id: 'consent' }),
    'consent',
    applyConsent,
  );
  const paste = pastePanel(
    () => ({
      remoteAddress: draft.address,
      userAgent: userAgentOf(draft.headers) || navigator.userAgent,
    }),
    (event, { cookies }) => {
      draft.example = '';
      draft.consent = '';
      draft.event = JSON.stringify(event, null, 2);
      takeCookies(cookies);
      refresh();
      changed();
    },
    refused,
  );
  const answer = picked(
    choose([...answers, { id: OWN, label: 'Answers of your own', group: 'Your own' }], { id: 'answer' }),
    'answer',
    () => {},
  );
  const own = row(
    'Answers, JSON',
    text(area(5), 'own'),
    'One answer or a list, in turn: {"statusCode", "headers", "body"} or {"reason": "timed_out"}. The last one repeats.',
  );
  refreshers.push(() => {
    own.hidden = draft.answer !== OWN;
  });

  const refresh = (): void => {
    for (const update of refreshers) update();
  };
  const eventArea = text(area(14), 'event');
  eventArea.id = 'event';
  // Into an empty place, or over everything: a whole event, in whatever form it is.
  eventArea.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    const { selectionStart: from, selectionEnd: to, value } = eventArea;
    if (to - from < value.trim().length || isJson(pasted)) return;
    event.preventDefault();
    paste.take(pasted);
  });
  const node = h(
    'div',
    {},
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'event-title' },
      h('h2', { id: 'event-title' }, 'Event'),
      h('div', { class: 'pair' }, row('Example', example), row('Consent in the event', consent)),
      paste.node,
      row('Event data, JSON', eventArea),
      h(
        'div',
        { class: 'buttons' },
        copyButton('the event', () => draft.event),
      ),
    ),
    h(
      'section',
      { class: 'panel', 'aria-labelledby': 'answer-title' },
      h('h2', { id: 'answer-title' }, 'Answer, simulated'),
      h('p', { class: 'note' }, 'No server is asked. Choose what X would say.'),
      row('What is answered', answer),
      own,
      checkRow('Only the first attempt; the next one succeeds', tick('once')),
    ),
    h(
      'details',
      { class: 'panel' },
      h('summary', {}, h('h2', {}, 'Request and server')),
      row('Cookies', text(area(2), 'cookies'), 'As in the Cookie header: name=value; name=value'),
      row('Headers', text(area(3), 'headers'), 'Name: value, one a line'),
      h(
        'div',
        { class: 'pair' },
        row('Remote address', text(line('203.0.113.24'), 'address')),
        row('Clock', text(line('this machine’s'), 'clock'), 'Milliseconds or a date; empty for now'),
      ),
      checkRow('Preview mode', tick('preview')),
      checkRow('Keep my event and request in the page’s address', tick('keep')),
    ),
  );
  refresh();
  return { node, refresh };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const userAgentOf = (headers: string): string => /^\s*user-agent\s*:\s*(.*?)\s*$/im.exec(headers)?.[1] ?? '';
