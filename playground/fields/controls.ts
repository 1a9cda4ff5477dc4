/** Single controls of a form: a line of text, several lines, a choice; and what stands around them. */

import type { Field, Values } from 'sgtm-toolkit/form';
import { h, uniqueId, withLinks } from '../dom.ts';
import { isCredential } from '../secrets.ts';

/** What every part of a form works on. */
export interface FormContext {
  /** Changed in place. */
  values: Values;
  /** The template's fields around a table's row. */
  outer?: Values;
  /** Called after each change. */
  changed: () => void;
  /** Names of fields a person has been in: their refusals are shown. */
  touched: Set<string>;
  /** Whether every refusal is shown. */
  complete: () => boolean;
  secretsShown: () => boolean;
}

/** A piece of the page that can bring itself up to date with the values. */
export interface Part {
  node: HTMLElement;
  refresh: () => void;
}

/** What a control shows of a value that is no text: a scenario may have set one. */
export const shown = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

export interface ControlOptions {
  id: string;
  /** For controls without a label of their own: cells of a table. */
  label?: string;
  describedBy?: string;
  get: () => unknown;
  set: (value: unknown) => void;
  /** Called when a person leaves the control. */
  left: () => void;
  secretsShown: () => boolean;
}

/** The control of a TEXT or SELECT field or column. */
export const control = (field: Field, options: ControlOptions): Part =>
  field.type === 'SELECT' ? selectControl(field, options) : textControl(field, options);

function textControl(
  field: Field,
  { id, label, describedBy, get, set, left, secretsShown }: ControlOptions,
): Part {
  const attributes = {
    id,
    'aria-label': label,
    'aria-describedby': describedBy,
    placeholder: field.hint || undefined,
    // Not "off": browsers then offer passwords they know.
    autocomplete: isCredential(field.name) ? 'new-password' : 'off',
    spellcheck: 'false',
    onblur: left,
  };
  const several = field.list || field.lines > 1;
  const node = several
    ? h('textarea', { ...attributes, rows: Math.max(field.lines, 3) })
    : h('input', { ...attributes, type: 'text' });
  node.addEventListener('input', () => set(node.value));
  const secret = isCredential(field.name);
  return {
    node,
    refresh() {
      const text = Array.isArray(get()) ? (get() as unknown[]).map(shown).join('\n') : shown(get());
      if (node.value !== text) node.value = text;
      if (node instanceof HTMLInputElement) node.type = secret && !secretsShown() ? 'password' : 'text';
    },
  };
}

function selectControl(field: Field, { id, label, describedBy, get, set, left }: ControlOptions): Part {
  const node = h('select', { id, 'aria-label': label, 'aria-describedby': describedBy, onblur: left });
  const choices = [
    ...(field.notSet ? [{ value: '' as unknown, label: field.notSet }] : []),
    ...field.choices,
  ];
  node.addEventListener('change', () => set(choices[Number(node.value)]?.value));
  for (const [index, choice] of choices.entries()) node.append(h('option', { value: index }, choice.label));
  return {
    node,
    refresh() {
      const value = get();
      let index = choices.findIndex((choice) => choice.value === value);
      if (index < 0) index = choices.findIndex((choice) => shown(choice.value) === shown(value));
      if (index < 0 && shown(value) !== '') {
        // A value the field does not offer, such as one from a variable, stays what it is.
        index = choices.push({ value, label: shown(value) }) - 1;
        node.append(h('option', { value: index }, shown(value)));
      }
      node.selectedIndex = index;
    },
  };
}

/** A field's help behind a button, as GTM has it behind a question mark. `undefined` without help. */
export function help(
  text: string,
  about: string,
): { id: string; button: HTMLElement; text: HTMLElement } | undefined {
  if (text === '') return undefined;
  const id = uniqueId('help');
  const paragraph = h('p', { id, class: 'help', hidden: true }, ...withLinks(text));
  const button = h(
    'button',
    {
      type: 'button',
      class: 'ask',
      'aria-label': `Help: ${about}`,
      'aria-expanded': 'false',
      'aria-controls': id,
    },
    '?',
  );
  button.addEventListener('click', () => {
    paragraph.hidden = !paragraph.hidden;
    button.setAttribute('aria-expanded', String(!paragraph.hidden));
  });
  return { id, button, text: paragraph };
}

/** The place of a refusal; empty as long as there is none. */
export function problem(): {
  id: string;
  node: HTMLElement;
  say: (message: string, target?: HTMLElement) => void;
} {
  const id = uniqueId('problem');
  const node = h('p', { id, class: 'problem', hidden: true });
  return {
    id,
    node,
    say(message, target) {
      node.textContent = message;
      node.hidden = message === '';
      if (message === '') target?.removeAttribute('aria-invalid');
      else target?.setAttribute('aria-invalid', 'true');
    },
  };
}
