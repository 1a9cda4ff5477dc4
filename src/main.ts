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
import { dropAddresses } from './mapping/addresses.ts';
import { clickIdFromCookie, clickIdFromUrl, clickIdOf } from './mapping/click-id.ts';
import { consentFor } from './mapping/consent.ts';
import { type Conversion, conversion } from './mapping/conversion.ts';
import { eventIdFor, whyNot } from './mapping/event-map.ts';
import { identifiers } from './mapping/identifiers.ts';
import { textOf } from './mapping/text.ts';
import type { Tools } from './mapping/tools.ts';
import { judge, noAnswer, type Verdict } from './request/answer.ts';
import { oauth1, tokenHeaders } from './request/authorization.ts';
import { conversionsUrl } from './request/endpoint.ts';
import type { SigningTools } from './request/prepared.ts';
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
  decode: decodeUriComponent,
  warn: logWarning,
};

/** The click id of the landing URL, else of the cookies; empty when there is none. One from the URL is kept in the cookie. */
function findClickId(): string | undefined {
  let kept = getCookieValues('_twclid')[0];
  if (kept) {
    kept = clickIdFromCookie(kept, toolbox);
  }
  const landed = clickIdFromUrl(page);
  if (landed && landed !== kept && settings.setsClickIdCookie()) {
    const options = settings.clickIdCookie();
    setCookie('_twclid', landed, options);
  }
  return landed || kept || clickIdOf(getCookieValues('twclid')[0]);
}

/** X's own browser id, `undefined` when there is none. */
function findBrowserId(): string | undefined {
  const cookie = getCookieValues('_twpid')[0];
  return cookie && cookie.match('^tw[.][0-9]{1,16}[.][0-9]{1,24}$') ? cookie : undefined;
}

/**
 * What signatures are made with.
 * @inline
 */
function signing(): SigningTools {
  return {
    draw: generateRandom,
    encode: encodeUriComponent,
    now: getTimestampMillis,
    sha256: sha256,
    stringify: json.stringify,
    load: templateDataStorage.getItemCopy,
    save: templateDataStorage.setItemCopy,
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

/** An e-mail address in the text of a request. */
const ADDRESS = '[^\\s@"/]@[^\\s@"/]+[.]';

/** Sends one conversion; tries again as often as the settings, the time and the kind of failure allow. */
function send(sent: Conversion, now: number): void {
  const url = conversionsUrl(settings.pixelId);
  let body = json.stringify({ conversions: [sent] })!;
  // X must have no e-mail address unhashed, wherever it comes from.
  if (body.match(ADDRESS)) {
    dropAddresses(sent, ADDRESS, toolbox, json.stringify);
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
    body = json.stringify({ conversions: [sent] })!;
  }
  let signed: (() => Record<string, string>) | undefined;
  if (settings.credentials) {
    signed = oauth1(url, settings.credentials, signing());
  }
  // Of several attempts one is enough for X to have counted the conversion.
  let inDoubt = false;
  const attempt = (number: number): void => {
    const headers = signed ? signed() : tokenHeaders(settings.pixelToken);
    const failed = (verdict: Verdict): void => {
      inDoubt = inDoubt || verdict.inDoubt;
      // All attempts together take no longer than twelve seconds: a server does not wait for ever for its tags.
      const ends = getTimestampMillis() + settings.timeout;
      const most = settings.retries();
      if (verdict.retry && number <= most && ends <= now + 12000) {
        log({ Type: 'Warning', Attempt: number, Message: verdict.reason + ' Trying again.' });
        attempt(number + 1);
      } else {
        log({
          Type: 'Failure',
          Attempt: number,
          Reason: verdict.reason,
          InDoubt: inDoubt,
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
        const verdict = judge(answer, 1, {
          parseJson: json.parse,
          now: getTimestampMillis,
          ends: now + 12000 - settings.timeout,
          labelOf: settings.labelOf,
          signed: settings.credentials !== undefined,
          shown: (text, longest) => {
            const masked = shortened(withoutSecrets(text));
            return masked.length > longest ? masked.slice(0, longest) + '...' : masked;
          },
        });
        if (verdict.notice) {
          logWarning(verdict.notice);
        }
        if (verdict.processed) {
          if (settings.logs) {
            log({ Type: 'Message', Message: verdict.reason });
          }
          if (settings.awaitsAnswer()) {
            data.gtmOnSuccess();
          }
        } else {
          failed(verdict);
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
  const clickId = findClickId();
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
