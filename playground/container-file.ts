/** The settings on the page as a file for Tag Manager's Import Container: what `npm run container` makes of a dictionary. */

import { dataOf, type Field, type Values } from 'sgtm-toolkit/form';
import { assemble } from '../scripts/container/assemble.ts';
import type { Dictionary, EventRow } from '../scripts/container/dictionary.ts';
import { formatExport } from '../scripts/container/envelope.ts';
import { credentialsOf } from '../scripts/container/form.ts';

export interface ContainerFile {
  text: string;
  /** Constants to fill in after the import. */
  placeholders: readonly string[];
}

const text = (value: unknown): string => String(value ?? '').trim();

/**
 * The container file. It holds no credential: their constants have placeholders.
 * @param template the text of the .tpl file and what was read from it
 */
export function containerFile(
  template: { text: string; name: string; form: readonly Field[] },
  values: Values,
): ContainerFile {
  const { pixelId, categoryEvents, customEvents, otherEvents, defaultEventId, ...rest } = dataOf(
    template.form,
    values,
  );
  const secrets = new Set(credentialsOf(template.form));
  const rows = (table: unknown, column: string): EventRow[] =>
    (Array.isArray(table) ? (table as Values[]) : []).map((row) => ({
      selector: text(row[column]),
      eventId: text(row.eventId),
    }));
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
    settings: new Map(
      Object.entries(rest).filter(([name]) => !secrets.has(name)) as [string, string | boolean][],
    ),
  };
  const { exported, placeholders } = assemble({ dictionary, template, credentials: new Map() });
  return { text: formatExport(exported), placeholders };
}
