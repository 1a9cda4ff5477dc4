/**
 * What a row of the dictionary says about its event at X: the event ID alone, or a map of the ID and the settings that are to
 * be kept as they stand here (X, Web Event Tags, parameters). What a row does not say is left as X has it.
 */
import { isMap, type Node } from 'yaml';
import { categoryMeant, TYPES, typeOf } from './categories.ts';
import { entriesOf, type Source, type Word, wordOf } from './document.ts';
import { quoted } from './event-id.ts';
import { didYouMean } from './suggest.ts';

export interface EventSettings {
  name?: string;
  /** X's word: `PURCHASE`, `SIGN_UP`. */
  type?: string;
  /** Days. */
  clickWindow?: number;
  /** Days, at most the click window. */
  viewWindow?: number;
  /** Whether visitors feed a website audience. */
  retargeting?: boolean;
}

/** Windows that can be written, in days; X may still hold others. */
export const CLICK_WINDOWS: readonly number[] = [1, 7, 14, 30];
export const VIEW_WINDOWS: readonly number[] = [0, ...CLICK_WINDOWS];

export type SettingName = keyof EventSettings;

/** In the order in which they are written and shown. */
export const SETTING_NAMES: readonly SettingName[] = [
  'name',
  'type',
  'clickWindow',
  'viewWindow',
  'retargeting',
];
const KEYS = ['id', ...SETTING_NAMES];

/** A row's value. `id` is absent when there is none yet; undefined when the value is neither an ID nor a map, which is reported. */
export function readEvent(
  source: Source,
  label: string,
  value: Node | undefined,
): { id: Word | undefined; settings: EventSettings } | undefined {
  if (value === undefined) return { id: undefined, settings: {} };
  if (!isMap(value)) {
    const text = wordOf(source, value, label);
    return text === undefined ? undefined : { id: { text, place: value }, settings: {} };
  }
  const words = new Map<string, Word>();
  for (const entry of entriesOf(source, value, label)) {
    if (!KEYS.includes(entry.key)) {
      const hint = didYouMean(entry.key, KEYS);
      source.report('UNKNOWN_KEY', `${label} has an unknown key ${quoted(entry.key)}.${hint}`, entry.place);
    } else if (entry.value === undefined) {
      if (entry.key !== 'id')
        source.report(
          'EMPTY',
          `${label}.${entry.key} is empty. Give it a value or remove the line.`,
          entry.place,
        );
    } else {
      const text = wordOf(source, entry.value, `${label}.${entry.key}`);
      if (text !== undefined) words.set(entry.key, { text, place: entry.value });
    }
  }
  return { id: words.get('id'), settings: settingsOf(source, label, words) };
}

function settingsOf(source: Source, label: string, words: ReadonlyMap<string, Word>): EventSettings {
  /** The value of a key, reported when it is none. */
  const read = <T>(
    key: SettingName,
    understood: (text: string) => T | undefined,
    expected: string,
  ): T | undefined => {
    const word = words.get(key);
    if (word === undefined) return undefined;
    const value = understood(word.text);
    if (value === undefined)
      source.report(
        'EVENT_SETTING',
        `${label}.${key} must be ${expected}, got ${quoted(word.text)}.${key === 'type' ? typeHint(word.text) : ''}`,
        word.place,
      );
    return value;
  };
  const days = (choices: readonly number[]) => (text: string) =>
    choices.find((choice) => String(choice) === text);
  const name = read('name', (text) => (isName(text) ? text : undefined), 'a text on one line');
  const type = read('type', (text) => TYPES.find((known) => known === text), 'a type of X');
  const clickWindow = read(
    'clickWindow',
    days(CLICK_WINDOWS),
    `a number of days X can be given: ${CLICK_WINDOWS.join(', ')}`,
  );
  const viewWindow = read(
    'viewWindow',
    days(VIEW_WINDOWS),
    `a number of days X can be given: ${VIEW_WINDOWS.join(', ')}`,
  );
  const retargeting = read(
    'retargeting',
    (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
    'true or false',
  );
  if (clickWindow !== undefined && viewWindow !== undefined && viewWindow > clickWindow)
    source.report(
      'EVENT_SETTING',
      `${label}.viewWindow must be at most clickWindow, got ${viewWindow} above ${clickWindow}.`,
      words.get('viewWindow')?.place,
    );
  return {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    ...(clickWindow !== undefined && { clickWindow }),
    ...(viewWindow !== undefined && { viewWindow }),
    ...(retargeting !== undefined && { retargeting }),
  };
}

/** X documents no rule for names; what a line of the dictionary can hold is one. */
export const isName = (text: string): boolean =>
  text !== '' && text === text.trim() && !/[\p{Cc}\p{Cs}\u2028\u2029\uFFFD]/u.test(text);

function typeHint(text: string): string {
  const category = categoryMeant(text);
  return category === undefined ? didYouMean(text, TYPES) : ` Write ${typeOf(category)}.`;
}

/** What two rows say differently of one event, `clickWindow 7 and 30`; undefined when they agree. */
export function contradiction(a: EventSettings, b: EventSettings): string | undefined {
  const key = SETTING_NAMES.find(
    (name) => a[name] !== undefined && b[name] !== undefined && a[name] !== b[name],
  );
  return key && `${key} ${a[key]} and ${b[key]}`;
}
