/** The keys of a dictionary that are no field of the tag: what the imported things are called, where they belong, whose events count. */
import { type Source, textFault, type Word } from './document.ts';
import { quoted } from './event-id.ts';
import { WEB_KEYS } from './web-keys.ts';

export const OWN_KEYS = ['name', 'container', 'accountId', 'clientName', 'variables', ...WEB_KEYS];

/** Why Tag Manager would not take a name as it stands. */
export const unusableInName = (text: string): string | undefined =>
  /[:<>"']/.test(text)
    ? 'holds one of the characters : < > " \', which Tag Manager takes in no name'
    : undefined;

export function nameOf({ report }: Source, word: Word | undefined): string {
  if (!word) return 'X Ads';
  const fault =
    word.text === ''
      ? 'is empty'
      : word.text.length > 60
        ? 'has more than 60 letters'
        : (unusableInName(word.text) ?? textFault(word.text));
  if (fault) report('SETTING', `name ${fault}. Give a short text such as "X Ads shop".`, word.place);
  return word.text;
}

export function accountOf({ report }: Source, word: Word | undefined): string {
  if (!word || /^[A-Za-z0-9]{3,20}$/.test(word.text)) return word?.text ?? '';
  report(
    'SETTING',
    `accountId must be letters and digits, like 18ce54d4x5t in the address of ads.x.com, got ${quoted(word.text)}.`,
    word.place,
  );
  return '';
}

export function containerOf({ report }: Source, word: Word | undefined): 'existing' | 'new' {
  if (!word || word.text === 'existing' || word.text === 'new')
    return word?.text === 'new' ? 'new' : 'existing';
  report(
    'SETTING',
    `container must be "existing" (only what the tag needs) or "new" (with the GA4 client), got ${quoted(word.text)}.`,
    word.place,
  );
  return 'existing';
}

export function clientOf({ report }: Source, word: Word | undefined): string {
  const fault = word && (word.text === '' ? 'is empty' : textFault(word.text));
  if (fault)
    report(
      'SETTING',
      `clientName ${fault}. Write the name of the client as Tag Manager lists it.`,
      word.place,
    );
  return word?.text ?? '';
}
