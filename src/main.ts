/**
 * One run of the tag, in order: settings, event map, consent, click id and its cookie, conversion, authorisation, send,
 * judge, report. Exactly one of gtmOnSuccess and gtmOnFailure is called, once.
 */
import {
  decodeUriComponent,
  encodeUriComponent,
  generateRandom,
  getCookieValues,
  getEventData,
  getTimestampMillis,
  getType,
  json,
  logToConsole,
  makeNumber,
  math,
  sendHttpRequest,
  setCookie,
  sha256Sync,
  templateDataStorage,
} from './gtm.ts';
import { clickIdFromCookie, clickIdFromUrl, clickIdOf } from './mapping/click-id.ts';
import { consentFor } from './mapping/consent.ts';
import { type Conversion, conversion } from './mapping/conversion.ts';
import { eventIdFor } from './mapping/event-map.ts';
import { identifiers } from './mapping/identifiers.ts';
import { textOf } from './mapping/text.ts';
import type { Tools } from './mapping/tools.ts';
import { judge, noAnswer, type Verdict } from './request/answer.ts';
import { preparedFor, type SigningTools, signedHeaders, tokenHeaders } from './request/authorization.ts';
import { conversionsUrl } from './request/endpoint.ts';
import * as settings from './settings.ts';

const eventName = textOf(getEventData('event_name'));
let finished = false;

/** One JSON line in the fields the community's tags log. */
function log(type: string, fields: Record<string, unknown>): void {
  if (settings.logging) {
    fields.Name = 'X Conversions';
    fields.Type = type;
    fields.EventName = eventName;
    logToConsole(json.stringify(fields));
  }
}

/** Tells GTM the outcome, the first time only; later calls only log. */
function finish(ok: boolean, reason: string): void {
  log(ok ? 'Message' : 'Failure', { Message: reason });
  if (!finished) {
    finished = true;
    if (ok) {
      data.gtmOnSuccess();
    } else {
      data.gtmOnFailure();
    }
  }
}

const toolbox: Tools = {
  read: getEventData,
  typeOf: getType,
  toNumber: makeNumber,
  round: math.round,
  sha256: (text) => sha256Sync(text, { outputEncoding: 'hex' }),
  parseJson: json.parse,
  decode: decodeUriComponent,
  warn: (sentence) => log('Warning', { Message: sentence }),
};

/** The click id of the landing URL, else of the cookies. One from the URL is kept in the cookie. */
function findClickId(): string {
  const cookie = getCookieValues('_twclid')[0];
  const kept = cookie ? clickIdFromCookie(cookie, toolbox) : '';
  const landed = clickIdFromUrl(textOf(getEventData('page_location')));
  if (landed && landed !== kept && settings.setsClickIdCookie) {
    setCookie('_twclid', landed, settings.clickIdCookie());
  }
  return landed || kept || clickIdOf(getCookieValues('twclid')[0]);
}

/** X's own browser id, `''` when there is none or it is not asked for. */
function findBrowserId(): string {
  const cookie = settings.sendsBrowserId ? getCookieValues('_twpid')[0] : undefined;
  return cookie && cookie.match('^tw[.][0-9]{1,16}[.][0-9]{1,24}$') ? cookie : '';
}

/** What signatures are made with. */
function signing(): SigningTools {
  return {
    draw: generateRandom,
    encode: encodeUriComponent,
    now: getTimestampMillis,
    sha256: toolbox.sha256,
    stringify: json.stringify,
    load: templateDataStorage.getItemCopy,
    save: templateDataStorage.setItemCopy,
  };
}

/** Sends one conversion; tries again as often as the settings and the kind of failure allow. */
function send(delivery: settings.Delivery, sent: Conversion): void {
  const url = conversionsUrl(delivery.pixelId);
  const body = json.stringify({ conversions: [sent] });
  const credentials = delivery.authorization.credentials;
  const prepared = credentials && preparedFor(url, credentials, signing());
  const attempt = (number: number): void => {
    const headers =
      credentials && prepared
        ? signedHeaders(prepared, credentials, signing())
        : tokenHeaders(delivery.authorization.pixelToken!);
    const conclude = (verdict: Verdict): void => {
      log('Response', { Attempt: number, ResponseOutcome: verdict.reason });
      if (!verdict.ok && verdict.retry && number <= settings.retries()) {
        attempt(number + 1);
      } else {
        finish(verdict.ok, verdict.reason);
      }
    };
    log('Request', {
      Attempt: number,
      RequestMethod: 'POST',
      RequestUrl: url,
      EventId: sent.event_id,
      ConversionId: sent.conversion_id,
      Identifiers: sent.identifiers.length,
    });
    sendHttpRequest(url, { method: 'POST', headers: headers, timeout: delivery.timeout }, body).then(
      (response) => conclude(judge(response, 1, json.parse)),
      (reason) => conclude(noAnswer(reason, delivery.timeout, sent.conversion_id !== undefined)),
    );
  };
  attempt(1);
  if (settings.respondsEarly) {
    finish(true, 'Reported as sent before X answered.');
  }
}

/** The signals that are missing, as sentences; `''` when everything asked for is granted. */
function missingConsent(): string {
  for (const signal of settings.neededSignals()) {
    const consent = consentFor(signal, toolbox);
    if (!consent.granted) {
      return consent.reason;
    }
  }
  return '';
}

function run(): void {
  const delivery = settings.deliverySettings();
  if (typeof delivery === 'string') {
    finish(false, delivery);
    return;
  }
  const mapped = eventIdFor(eventName, settings.eventMap(), delivery.pixelId);
  if (mapped.problem) {
    finish(false, mapped.problem);
    return;
  }
  if (!mapped.eventId) {
    finish(true, 'No event ID is configured for the event "' + eventName + '": nothing was sent.');
    return;
  }
  const missing = missingConsent();
  if (missing) {
    finish(true, missing + ' Nothing was sent.');
    return;
  }
  const found = identifiers(
    {
      overrides: settings.userDataOverrides,
      auto: settings.readsUserData,
      clickId: findClickId(),
      browserId: findBrowserId(),
      countryCallingCode: settings.countryCallingCode(),
    },
    toolbox,
  );
  if (found.length === 0) {
    finish(
      false,
      'The event identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent. ' +
        'Send one of them with the event, or fill in the User data table.',
    );
    return;
  }
  send(
    delivery,
    conversion(
      {
        eventId: mapped.eventId,
        category: mapped.category,
        identifiers: found,
        overrides: settings.conversionDataOverrides,
        auto: settings.readsConversionData,
        conversionIdSource: settings.conversionIdSource,
        contentIdSource: settings.contentIdSource,
        now: getTimestampMillis(),
      },
      toolbox,
    ),
  );
}

run();
