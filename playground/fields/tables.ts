/**
 * Tables of a form. SIMPLE_TABLE is edited in its cells; PARAM_TABLE shows its rows and edits one at a time in a dialog,
 * because a column of it can be any field.
 */

import { type Column, type Field, holds, lookupIn, newRow, refusalsOf, type Values } from 'sgtm-toolkit/form';
import { h, uniqueId } from '../dom.ts';
import { isCredential } from '../secrets.ts';
import { control, type FormContext, help, type Part, problem, shown } from './controls.ts';

const isRow = (row: unknown): boolean => typeof row === 'object' && row !== null && !Array.isArray(row);

/** The rows of a table. What a template's default or a scenario has in the place of one becomes a row without cells. */
function rowsOf(field: Field, { values }: FormContext): Values[] {
  const rows = values[field.name];
  if (!Array.isArray(rows)) return [];
  if (!rows.every(isRow)) values[field.name] = rows.map((row) => (isRow(row) ? row : {}));
  return values[field.name] as Values[];
}

/** The frame around both kinds: label, help, the table, the button for a new row, refusals. */
function frame(field: Field, context: FormContext, fill: (body: HTMLElement) => Part[], addRow: () => void) {
  const label = field.label || field.name;
  const about = help(field.help, label);
  const refused = problem();
  const titleId = uniqueId('table');
  const body = h('tbody', {});
  const table = h(
    'table',
    { 'aria-labelledby': titleId, 'aria-describedby': about?.id },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...field.columns.map((column) => h('th', { scope: 'col' }, column.field.label || column.field.name)),
        h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Actions')),
      ),
    ),
    body,
  );
  const add = h('button', { type: 'button', class: 'small', onclick: addRow }, field.newRow);
  const node = h(
    'div',
    { class: 'field table', 'data-field': field.name },
    h('div', { class: 'label' }, h('span', { id: titleId }, label), about?.button),
    about?.text,
    table,
    refused.node,
    add,
  );
  let drawn: { rows: unknown; count: number; parts: Part[] } | undefined;
  return {
    node,
    body,
    add,
    /** Draws the rows anew when there are others, else lets each bring itself up to date. */
    refresh(force = false) {
      const rows = rowsOf(field, context);
      if (force || drawn?.rows !== rows || drawn.count !== rows.length) {
        body.replaceChildren();
        drawn = { rows, count: rows.length, parts: fill(body) };
      }
      table.hidden = rows.length === 0;
      for (const part of drawn.parts) part.refresh();
      const visible = context.complete() || context.touched.has(field.name);
      const messages = visible
        ? refusalsOf([{ ...field, conditions: [] }], { ...context.outer, ...context.values }).map(
            ({ row, message }) => (row === undefined ? message : `Row ${row + 1}: ${message}`),
          )
        : [];
      refused.say([...new Set(messages)].join(' '));
    },
  };
}

type Frame = ReturnType<typeof frame>;

/** The button that takes a row away; the focus goes to the row that follows, else to the button for a new row. */
function removeButton(field: Field, context: FormContext, index: number, owner: () => Frame): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'small quiet',
      'aria-label': `Remove row ${index + 1} of ${field.label || field.name}`,
      onclick: () => {
        context.values[field.name] = rowsOf(field, context).filter((_, i) => i !== index);
        context.touched.add(field.name);
        context.changed();
        const rows = owner().body.children;
        const next =
          rows[Math.min(index, rows.length - 1)]?.querySelector<HTMLElement>('button:last-of-type');
        (next ?? owner().add).focus();
      },
    },
    'Remove',
  );
}

/** A new row. Where values must differ and are chosen from a list, it has the first one that no row has yet. */
function nextRow(field: Field, rows: readonly Values[]): Values {
  const row = newRow(field);
  for (const { field: column, unique } of field.columns) {
    const used = new Set(rows.map((other) => other[column.name]));
    const free = column.choices.find(({ value }) => !used.has(value));
    if (unique && free && used.has(row[column.name])) row[column.name] = free.value;
  }
  return row;
}

export function simpleTable(field: Field, context: FormContext): Part {
  const cell = ({ field: column }: Column, row: Values, index: number): Part => {
    const label = column.label || column.name;
    const input = control(column, {
      id: uniqueId('cell'),
      label: `${label}, row ${index + 1}`,
      get: () => row[column.name],
      set: (value) => {
        row[column.name] = value;
        context.changed();
      },
      left: () => {
        context.touched.add(field.name);
        context.changed();
      },
      secretsShown: context.secretsShown,
    });
    const td = h('td', { 'data-label': label }, input.node);
    return {
      node: td,
      refresh() {
        input.node.hidden = !holds(column.conditions, lookupIn(row, context.values));
        input.refresh();
      },
    };
  };
  const fill = (body: HTMLElement): Part[] =>
    rowsOf(field, context).flatMap((row, index) => {
      const cells = field.columns.map((column) => cell(column, row, index));
      const remove = removeButton(field, context, index, () => owner);
      body.append(h('tr', {}, ...cells.map(({ node }) => node), h('td', { class: 'actions' }, remove)));
      return cells;
    });
  const addRow = (): void => {
    context.values[field.name] = [...rowsOf(field, context), nextRow(field, rowsOf(field, context))];
    context.changed();
    owner.body.lastElementChild?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  };
  const owner: Frame = frame(field, context, fill, addRow);
  return { node: owner.node, refresh: () => owner.refresh() };
}

type RenderFields = (fields: readonly Field[], context: FormContext) => Part;

export function paramTable(field: Field, context: FormContext, renderFields: RenderFields): Part {
  const edit = (index: number): void => {
    const rows = rowsOf(field, context);
    const row = structuredClone(rows[index]) ?? newRow(field);
    editRow(
      field,
      { ...context, values: row, outer: context.values },
      rows[index] === undefined,
      renderFields,
      () => {
        context.values[field.name] =
          rows[index] === undefined ? [...rows, row] : rows.map((old, i) => (i === index ? row : old));
        context.touched.add(field.name);
        context.changed();
      },
    );
  };
  const textOf = ({ field: column }: Column, row: Values): string => {
    const value = row[column.name];
    const choice = column.choices.find((item) => item.value === value);
    if (isCredential(column.name) && !context.secretsShown() && shown(value) !== '') return '••••••';
    return choice?.label ?? shown(value);
  };
  const fill = (body: HTMLElement): Part[] =>
    rowsOf(field, context).map((row, index) => {
      const cells = field.columns.map((column) =>
        h('td', { 'data-label': column.field.label || column.field.name }),
      );
      const editButton = h(
        'button',
        {
          type: 'button',
          class: 'small quiet',
          'aria-label': `Edit row ${index + 1} of ${field.label || field.name}`,
          onclick: () => edit(index),
        },
        'Edit',
      );
      const tr = h(
        'tr',
        {},
        ...cells,
        h(
          'td',
          { class: 'actions' },
          editButton,
          removeButton(field, context, index, () => owner),
        ),
      );
      body.append(tr);
      return {
        node: tr,
        refresh() {
          for (const [i, column] of field.columns.entries()) cells[i]!.textContent = textOf(column, row);
        },
      };
    });
  const owner: Frame = frame(field, context, fill, () => edit(rowsOf(field, context).length));
  return { node: owner.node, refresh: () => owner.refresh() };
}

/** The dialog for one row. Works on a copy: Cancel and Escape leave the table as it was. */
function editRow(
  field: Field,
  context: FormContext,
  isNew: boolean,
  renderFields: RenderFields,
  save: () => void,
): void {
  const titleId = uniqueId('dialog');
  const form = renderFields(
    field.columns.map((column) => column.field),
    {
      ...context,
      touched: new Set(),
      changed: () => form.refresh(),
    },
  );
  form.refresh();
  const dialog = h(
    'dialog',
    { 'aria-labelledby': titleId },
    h('h3', { id: titleId }, isNew ? field.newRowTitle : field.editRowTitle),
    form.node,
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        {
          type: 'button',
          class: 'primary',
          onclick: () => {
            save();
            dialog.close();
          },
        },
        'Save row',
      ),
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
