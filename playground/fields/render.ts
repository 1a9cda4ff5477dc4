/** A template's fields as a form, in GTM's manner: groups, labels, and one part for each type of field. */

import { type Choice, type Field, holds, isChanged, lookupIn, refusalOf } from 'sgtm-toolkit/form';
import { h, uniqueId, withLinks } from '../dom.ts';
import { control, type FormContext, help, type Part, problem, shown } from './controls.ts';
import { paramTable, simpleTable } from './tables.ts';

/** Several fields under each other; those that take no part are hidden. */
export function renderFields(fields: readonly Field[], context: FormContext): Part {
  const parts = fields.map((field) => ({ field, part: renderField(field, context) }));
  const node = h('div', { class: 'fields' }, ...parts.map(({ part }) => part.node));
  return {
    node,
    refresh() {
      const lookup = lookupIn(context.values, context.outer ?? {});
      for (const { field, part } of parts) {
        part.node.hidden = !holds(field.conditions, lookup);
        if (!part.node.hidden) part.refresh();
      }
    },
  };
}

function renderField(field: Field, context: FormContext): Part {
  switch (field.type) {
    case 'GROUP':
      return group(field, context);
    case 'LABEL':
      return { node: h('p', { class: 'note' }, ...withLinks(field.label)), refresh: () => {} };
    case 'CHECKBOX':
      return checkbox(field, context);
    case 'RADIO':
      return radio(field, context);
    case 'SIMPLE_TABLE':
      return simpleTable(field, context);
    case 'PARAM_TABLE':
      return paramTable(field, context, renderFields);
    default:
      return line(field, context);
  }
}

/** An open group is a section, the others can be folded. */
function group(field: Field, context: FormContext): Part {
  const inner = renderFields(field.fields, context);
  const about = help(field.help, field.label);
  if (field.style === 'NO_ZIPPY') {
    const heading = field.label === '' ? [] : [h('h3', {}, field.label, about?.button)];
    return {
      node: h('section', { class: 'group' }, ...heading, about?.text, inner.node),
      refresh: inner.refresh,
    };
  }
  const node = h(
    'details',
    { class: 'group' },
    h('summary', {}, field.label || field.name),
    about && h('p', { class: 'help' }, ...withLinks(field.help)),
    inner.node,
  );
  node.open =
    field.style === 'ZIPPY_OPEN' ||
    (field.style === 'ZIPPY_OPEN_ON_PARAM' && isChanged(field.fields, context.values));
  return { node, refresh: inner.refresh };
}

/** What a field's control is told of a change, and what it shows of a refusal. */
function binding(field: Field, context: FormContext) {
  return {
    get: () => context.values[field.name],
    set: (value: unknown) => {
      context.values[field.name] = value;
      context.changed();
    },
    left: () => {
      context.touched.add(field.name);
      context.changed();
    },
    secretsShown: context.secretsShown,
  };
}

function refusal(field: Field, context: FormContext): string {
  if (!context.complete() && !context.touched.has(field.name)) return '';
  return (
    refusalOf(field.validators, context.values[field.name], lookupIn(context.values, context.outer ?? {})) ??
    ''
  );
}

/** TEXT, SELECT, and whatever else a template may name: a value in one line. */
function line(field: Field, context: FormContext): Part {
  const id = uniqueId('field');
  const label = field.label || field.name;
  const about = help(field.help, label);
  const refused = problem();
  const describedBy = [about?.id, refused.id].filter((name) => name !== undefined).join(' ');
  const input = control(field, { id, describedBy, ...binding(field, context) });
  const inner = renderFields(field.fields, context);
  const node = h(
    'div',
    { class: 'field', 'data-field': field.name },
    h('div', { class: 'label' }, h('label', { for: id }, label), about?.button),
    about?.text,
    h('div', { class: 'unit' }, input.node, field.unit !== '' && h('span', {}, field.unit)),
    refused.node,
    field.fields.length > 0 && h('div', { class: 'sub' }, inner.node),
  );
  return {
    node,
    refresh() {
      input.refresh();
      inner.refresh();
      refused.say(refusal(field, context), input.node);
    },
  };
}

function checkbox(field: Field, context: FormContext): Part {
  const id = uniqueId('field');
  const text = field.boxLabel || field.label || field.name;
  const about = help(field.help, text);
  const refused = problem();
  const { get, set } = binding(field, context);
  const box = h('input', { id, type: 'checkbox', 'aria-describedby': about?.id });
  box.addEventListener('change', () => set(box.checked));
  const inner = renderFields(field.fields, context);
  const heading = field.boxLabel !== '' && field.label !== '' && h('p', { class: 'label' }, field.label);
  const node = h(
    'div',
    { class: 'field', 'data-field': field.name },
    heading,
    h('div', { class: 'check' }, box, h('label', { for: id }, text), about?.button),
    about?.text,
    refused.node,
    field.fields.length > 0 && h('div', { class: 'sub' }, inner.node),
  );
  return {
    node,
    refresh() {
      box.checked = get() === true || get() === 'true';
      inner.refresh();
      refused.say(refusal(field, context), box);
    },
  };
}

function radio(field: Field, context: FormContext): Part {
  const name = uniqueId('radio');
  const label = field.label || field.name;
  const about = help(field.help, label);
  const refused = problem();
  const { get, set } = binding(field, context);
  const items = field.choices.map((choice) => radioItem(choice, name, () => set(choice.value), context));
  const inner = renderFields(field.fields, context);
  const node = h(
    'fieldset',
    { class: 'field', 'data-field': field.name },
    h('legend', { class: 'label' }, h('span', {}, label), about?.button),
    about?.text,
    ...items.map((item) => item.node),
    refused.node,
    inner.node,
  );
  return {
    node,
    refresh() {
      for (const [index, item] of items.entries())
        item.refresh(shown(get()) === shown(field.choices[index]?.value));
      inner.refresh();
      refused.say(refusal(field, context));
    },
  };
}

/** One button of a radio field with the fields under it, which take part when it is chosen. */
function radioItem(choice: Choice, name: string, choose: () => void, context: FormContext) {
  const id = uniqueId('item');
  const about = help(choice.help, choice.label);
  const button = h('input', { id, type: 'radio', name, 'aria-describedby': about?.id });
  button.addEventListener('change', choose);
  const inner = renderFields(choice.fields, context);
  const sub = h('div', { class: 'sub' }, inner.node);
  const node = h(
    'div',
    { class: 'item' },
    h('div', { class: 'check' }, button, h('label', { for: id }, choice.label), about?.button),
    about?.text,
    choice.fields.length > 0 && sub,
  );
  return {
    node,
    refresh(chosen: boolean) {
      button.checked = chosen;
      sub.hidden = !chosen;
      if (chosen) inner.refresh();
    },
  };
}
