/**
 * One run of the tag, in order: settings, event map, consent, click id and its cookie, conversion, authorisation, send,
 * judge, report. Exactly one of gtmOnSuccess and gtmOnFailure is called, once.
 */
import {
  bigQuery,
  decodeUriComponent,
  encodeUriComponent,
  generateRandom,
  getCookieValues,
  getEventData,
  getRequestHeader,
  getTimestampMillis,
  getType,
  json,
  logToConsole,
  sendHttpRequest,
  setCookie,
  sha256Sync,
  templateDataStorage,
} from './gtm.ts';
import { type Line, rowOf, shortened, shown } from './log.ts';
import { clickIdCookie, findClickId } from './mapping/click-id.ts';
import { consentFor } from './mapping/consent.ts';
import { type Conversion, conversion } from './mapping/conversion.ts';
import { eventIdFor, whyNot } from './mapping/event-map.ts';
import { identifiers } from './mapping/identifiers.ts';
import { dropPersons } from './mapping/persons.ts';
import { textOf } from './mapping/text.ts';
import type { Tools } from './mapping/tools.ts';
import { bodyOf, isProcessed, noAnswer, processed, type Verdict } from './request/answer.ts';
import { oauth1, tokenHeaders } from './request/authorization.ts';
import { conversionsUrl } from './request/endpoint.ts';
import { refusal } from './request/refusal.ts';
import type { SigningTools } from './request/signature-cache.ts';
import * as settings from './settings.ts';

const nameGiven = getEventData('event_name');
const eventName = textOf(nameGiven);
const pageGiven = getEventData('page_location');
const page = textOf(pageGiven);

/** Writes a line to the console and a row to the table, as far as the operator asked for them. */
function log(line: Line): void {
  if (settings.logs) {
    const fields = line as unknown as Record<string, unknown>;
    fields.Name = 'X Conversions';
    fields.TraceId = getRequestHeader('trace-id');
    fields.EventName = eventName;
    if (settings.logging) {
      logToConsole(json.stringify(fields));
    }
    if (settings.bigQueryTable) {
      // Whether the row arrives never changes the outcome of the tag.
      bigQuery
        .insert(settings.bigQueryTable, [rowOf(fields, getTimestampMillis())], { ignoreUnknownValues: true })
        .catch(() => undefined);
    }
  }
}

/** Ends the run: tells GTM the outcome, and the operator what it was. */
function finish(ok: boolean, line: Line): void {
  log(line);
  if (ok) {
    data.gtmOnSuccess();
  } else {
    data.gtmOnFailure();
  }
}

/** @inline */
function sha256(text: string): string {
  return sha256Sync(text, { outputEncoding: 'hex' });
}

function logWarning(sentence: string): void {
  log({ Type: 'Warning', Message: sentence });
}

const toolbox: Tools = {
  read: getEventData,
  typeOf: getType,
  sha256: sha256,
  parseJson: json.parse,
  stringify: (value) => json.stringify(value),
  decode: decodeUriComponent,
  warn: logWarning,
};

/** The click id of the landing URL, else of the cookies; `''` when there is none. One from the URL is kept in the cookie. */
function keptClickId(): string {
  const found = findClickId(
    {
      page: page,
      referrer: '',
      kept: getCookieValues('_twclid', true),
      other: getCookieValues('twclid', true),
    },
    toolbox,
  );
  if (found.landed && settings.setsClickIdCookie()) {
    const options = settings.clickIdCookie();
    setCookie('_twclid', clickIdCookie(found.landed, getTimestampMillis()), options);
  }
  return found.clickId;
}

/** X's own browser id, `undefined` when there is none. */
function findBrowserId(): string | undefined {
  const cookie = getCookieValues('_twpid')[0];
  return cookie && cookie.match('^tw[.][0-9]{1,16}[.][0-9]{1,24}$') ? cookie : undefined;
}

/** What signatures are made with. */
function signing(): SigningTools {
  return {
    draw: generateRandom,
    encode: encodeUriComponent,
    now: getTimestampMillis,
    sha256: sha256,
    stringify: (value) => json.stringify(value),
    parseJson: (text) => json.parse(text),
    load: (key) => templateDataStorage.getItemCopy(key),
    save: (key, value) => templateDataStorage.setItemCopy(key, value),
  };
}

/** A text of X without the credentials: an answer may repeat what it was sent. */
function withoutSecrets(text: string): string {
  const known = settings.credentials;
  const secrets = known
    ? [known.consumerKey, known.consumerSecret, known.accessToken, known.accessTokenSecret]
    : [settings.pixelToken];
  return secrets.reduce(
    (rest, secret) => (secret.length > 3 ? rest.split(secret).join('(secret)') : rest),
    text,
  );
}

/** Sends one conversion; tries again as often as the settings, the time and the kind of failure allow. */
function send(sent: Conversion, now: number): void {
  const url = conversionsUrl(settings.pixelId);
  // X must have no e-mail address or phone number unhashed, wherever it comes from.
  dropPersons(sent, toolbox);
  if (sent.identifiers.length === 0) {
    finish(
      false,
      failure(
        'The event identifies nobody without the e-mail address in its user agent. ' +
          'Send a click ID, an e-mail address or a phone number with it, or fill in the User data table.',
      ),
    );
    return;
  }
  const body = json.stringify({ conversions: [sent] })!;
  let signed: (() => Record<string, string>) | undefined;
  if (settings.credentials) {
    signed = oauth1(url, settings.credentials, signing());
  }
  const attempt = (number: number): void => {
    const headers = signed ? signed() : tokenHeaders(settings.pixelToken);
    const failed = (verdict: Verdict): void => {
      const reason = withoutSecrets(verdict.reason);
      // All attempts together take no longer than twelve seconds: a server does not wait for ever for its tags.
      const ends = getTimestampMillis() + settings.timeout;
      const most = settings.retries();
      if (verdict.retry && number <= most && ends <= now + 12000) {
        log({ Type: 'Warning', Attempt: number, Message: reason + ' Trying again.' });
        attempt(number + 1);
      } else {
        log({
          Type: 'Failure',
          Attempt: number,
          Reason: reason,
          EventId: sent.event_id,
          ConversionId: sent.conversion_id,
          RequestMethod: 'POST',
          RequestUrl: url,
          RequestBody: body,
        });
        if (settings.awaitsAnswer()) {
          data.gtmOnFailure();
        }
      }
    };
    if (settings.logs) {
      log({
        Type: 'Request',
        Attempt: number,
        EventId: sent.event_id,
        ConversionId: sent.conversion_id,
        RequestMethod: 'POST',
        RequestUrl: url,
        RequestBody: json.stringify({ conversions: [shown(sent)] }),
      });
    }
    sendHttpRequest(url, { method: 'POST', headers: headers, timeout: settings.timeout }, body).then(
      (answer) => {
        if (settings.logs) {
          log({
            Type: 'Response',
            Attempt: number,
            EventId: sent.event_id,
            ConversionId: sent.conversion_id,
            RequestUrl: url,
            ResponseStatusCode: answer.statusCode,
            ResponseBody: shortened(withoutSecrets(textOf(answer.body))),
          });
        }
        const said = bodyOf(answer, json.parse);
        if (isProcessed(answer, said, 1)) {
          if (settings.logs) {
            log({ Type: 'Message', Message: processed(said) });
          }
          if (settings.awaitsAnswer()) {
            data.gtmOnSuccess();
          }
        } else {
          const tools = {
            parseJson: json.parse,
            now: getTimestampMillis,
            labelOf: settings.labelOf,
            signed: settings.credentials !== undefined,
          };
          failed(refusal(answer, said.errors, tools));
        }
      },
      (cause) => {
        const verdict = noAnswer(cause, settings.timeout, sent.conversion_id !== undefined);
        failed(verdict);
      },
    );
  };
  attempt(1);
  if (!settings.awaitsAnswer()) {
    finish(true, { Type: 'Message', Message: 'Reported as sent before X answered.' });
  }
}

/** The first signal that is missing, as a sentence; `''` when everything asked for is granted. */
function missingConsent(signals: readonly ('ad_storage' | 'ad_user_data')[]): string {
  for (const signal of signals) {
    const consent = consentFor(signal, toolbox);
    if (!consent.granted) {
      return consent.reason;
    }
  }
  return '';
}

/**
 * The line of a run that ends before anything could be sent.
 * @inline
 */
function failure(reason: string): Line {
  return { Type: 'Failure', Reason: reason };
}

function run(): void {
  if (!settings.isComplete()) {
    finish(false, failure(settings.whatIsMissing()));
    return;
  }
  const mapped = eventIdFor(
    eventName,
    {
      hasCustomEvents: settings.hasCustomEvents(),
      customEvents: settings.customEvents,
      categoryEvents: settings.categoryEvents,
      otherEventId: settings.otherEventId,
    },
    settings.pixelId,
  );
  if (!mapped.fits) {
    const problem = whyNot(mapped.problem, eventName, mapped.eventId, mapped.rows, settings.pixelId);
    if (problem) {
      finish(false, failure(problem));
    } else {
      finish(true, {
        Type: 'Message',
        Message: 'No event ID is configured for the event "' + eventName + '": nothing was sent.',
      });
    }
    return;
  }
  // Google's own renderer, not a visitor.
  if (page.indexOf('https://gtm-msr.appspot.com/') === 0) {
    finish(true, {
      Type: 'Message',
      Message: 'The page is rendered by Google, not visited: nothing was sent.',
    });
    return;
  }
  if (settings.asksForConsent()) {
    const missing = missingConsent(settings.neededSignals());
    if (missing) {
      finish(true, { Type: 'Message', Message: missing + ' Nothing was sent.' });
      return;
    }
  }
  const clickId = keptClickId();
  const found = identifiers(
    {
      overrides: settings.userDataOverrides(),
      auto: settings.readsUserData(),
      clickId: clickId,
      countryCallingCode: settings.countryCallingCode,
    },
    toolbox,
  );
  if (!found[0]) {
    finish(
      false,
      failure(
        settings.readsUserData()
          ? 'The event identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent. ' +
              'Send one of them with the event, or fill in the User data table.'
          : 'Read identifiers from the event is off, and the User data table holds none that can be used. ' +
              'Switch it on, or fill in the table.',
      ),
    );
    return;
  }
  if (settings.sendsBrowserId()) {
    // X's reference does not list it, so it never stands alone.
    found[0].twpid = findBrowserId();
  }
  const now = getTimestampMillis();
  const sent = conversion(
    {
      eventId: mapped.eventId,
      category: mapped.category,
      identifiers: found,
      overrides: settings.conversionDataOverrides(),
      auto: settings.readsConversionData(),
      page: page,
      conversionIdSource: settings.conversionIdSource(),
      contentIdSource: settings.contentIdSource(),
      now: now,
    },
    toolbox,
  );
  send(sent, now);
}

run();
