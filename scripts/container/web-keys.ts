/** The keys of a dictionary that only the browser half needs: Google's tag, the tagging server and the banner's event. */
import { type Source, textFault, type Word } from './document.ts';
import { quoted } from './event-id.ts';

export const WEB_KEYS = ['measurementId', 'serverUrl', 'consentEvent'];

interface WebKeys {
  measurementId: string;
  serverUrl: string;
  consentEvent: string;
}

/** What is missing stays `''`; what is wrong is reported. One of the first two without the other is wrong. */
export function readWebKeys(source: Source, words: ReadonlyMap<string, Word>): WebKeys {
  const checked = (key: string, fault: (text: string) => string | undefined): string => {
    const word = words.get(key);
    const refusal = word && fault(word.text);
    if (refusal) source.report('SETTING', `${key} ${refusal}, got ${quoted(word.text)}.`, word.place);
    return word?.text ?? '';
  };
  const keys = {
    measurementId: checked('measurementId', (text) =>
      /^G-[A-Z0-9]{4,20}$/.test(text)
        ? undefined
        : 'must look like G-AB12CD34EF, as GA4 shows it below Admin, Data Streams',
    ),
    serverUrl: checked('serverUrl', serverFault).replace(/\/$/, ''),
    consentEvent: checked('consentEvent', (text) =>
      text === '' || text.trim() !== text || textFault(text) ? 'must be the name of an event' : undefined,
    ),
  };
  for (const [one, other] of [
    ['measurementId', 'serverUrl'],
    ['serverUrl', 'measurementId'],
  ] as const)
    if (words.has(one) && !words.has(other))
      source.report(
        'WEB',
        `${one} is given without ${other}. The browser half needs both; add the other line or remove this one.`,
        words.get(one)!.place,
      );
  return { ...keys, consentEvent: keys.consentEvent || 'consent_update' };
}

/** An address of a tagging server: https, a host with a dot, perhaps a path. */
function serverFault(text: string): string | undefined {
  const must = 'must be the https address of your server container, like https://sgtm.shop.example';
  if (!URL.canParse(text) || /[\s'"<>&\\{}]/.test(text)) return must;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isWhole =
    protocol === 'https:' && hostname.includes('.') && !username && !password && !search && !hash;
  return isWhole ? undefined : must;
}
