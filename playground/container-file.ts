/** The settings on the page as a file for Tag Manager's Import Container: what `npm run container` makes of a dictionary. */

import { dataOf, type Field, type Values } from 'sgtm-toolkit/form';
import { assemble } from '../scripts/container/assemble.ts';
import type { Dictionary, EventRow } from '../scripts/container/dictionary.ts';
import { formatExport } from '../scripts/container/envelope.ts';
import { credentialsOf } from '../scripts/container/form.ts';
import type { ValueRow } from '../scripts/container/value-tables.ts';

export interface ContainerFile {
  text: string;
  /** Constants to fill in after the import. */
  placeholders: readonly string[];
  /** Variables to which the settings refer, and which the container must have. */
  variables: readonly string[];
}

const text = (value: unknown): string => String(value ?? '').trim();

/** The values for a container: the page logs everything to show it, which in a server's log would only cost. */
export function forContainer(values: Values, start: Values): Values {
  const { logging, ...rest } = values;
  return logging === start.logging ? rest : values;
}

/**
 * The container file. It holds no credential: their constants have placeholders.
 * @param template the text of the .tpl file and what was read from it
 */
export function containerFile(
  template: { text: string; name: string; form: readonly Field[] },
  values: Values,
): ContainerFile {
  const {
    pixelId,
    categoryEvents,
    customEvents,
    otherEvents,
    defaultEventId,
    userData,
    conversionData,
    ...rest
  } = dataOf(template.form, values);
  const secrets = new Set(credentialsOf(template.form));
  const rows = (table: unknown, column: string): EventRow[] =>
    (Array.isArray(table) ? (table as Values[]) : []).map((row) => ({
      selector: text(row[column]),
      eventId: text(row.eventId),
    }));
  const valueRows = (table: unknown): ValueRow[] =>
    (Array.isArray(table) ? (table as Values[]) : [])
      .map((row) => ({ name: text(row.name), value: text(row.value) }))
      .filter(({ value }) => value !== '');
  const dictionary: Dictionary = {
    name: 'X Ads',
    pixelId: text(pixelId),
    accountId: '',
    container: 'existing',
    categoryEvents: rows(categoryEvents, 'category'),
    customEvents: rows(customEvents, 'eventName'),
    measurementId: '',
    serverUrl: '',
    consentEvent: '',
    defaultEventId: otherEvents === 'send' ? text(defaultEventId) : '',
    clientName: '',
    userData: valueRows(userData),
    conversionData: valueRows(conversionData),
    variables: new Map(),
    settings: new Map(
      Object.entries(rest).filter(([name]) => !secrets.has(name)) as [string, string | boolean][],
    ),
  };
  const { exported, placeholders, unknown } = assemble({ dictionary, template, credentials: new Map() });
  return { text: formatExport(exported), placeholders, variables: unknown };
}
