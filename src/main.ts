/**
 * One run of the tag, in order: settings, event map, consent, click id and its cookie, conversion, authorisation, send,
 * judge, report. Exactly one of gtmOnSuccess and gtmOnFailure is called, once.
 */
import {
  decodeUriComponent,
  encodeUriComponent,
  generateRandom,
  getContainerVersion,
  getCookieValues,
  getEventData,
  getTimestampMillis,
  getType,
  json,
  logToConsole,
  makeNumber,
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
const logging = settings.logs(data, () => getContainerVersion().debugMode);
let finished = false;

/** One JSON line in the fields the community's tags log. */
function log(type: string, fields: Record<string, unknown>): void {
  if (logging) {
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
  sha256: (text) => sha256Sync(text, { outputEncoding: 'hex' }),
  parseJson: json.parse,
  decode: decodeUriComponent,
  warn: (sentence) => log('Warning', { Message: sentence }),
};

const signingTools: SigningTools = {
  draw: generateRandom,
  encode: encodeUriComponent,
  now: getTimestampMillis,
  sha256: toolbox.sha256,
  stringify: json.stringify,
  load: templateDataStorage.getItemCopy,
  save: templateDataStorage.setItemCopy,
};

/** The click id of the landing URL, else of the cookies. One from the URL is kept in the cookie. */
function findClickId(): string {
  const cookies = getCookieValues('_twclid');
  const kept = cookies.length > 0 ? clickIdFromCookie(cookies[0]!, toolbox) : '';
  const landed = clickIdFromUrl(textOf(getEventData('page_location')));
  if (landed && landed !== kept && settings.setsClickIdCookie(data)) {
    const cookie = settings.clickIdCookie(data);
    setCookie('_twclid', landed, {
      domain: cookie.domain,
      path: '/',
      'max-age': cookie.maxAge,
      secure: true,
      httpOnly: cookie.httpOnly,
      sameSite: 'lax',
    });
  }
  return landed || kept || clickIdOf(getCookieValues('twclid')[0]);
}

/** Sends one conversion; tries again as often as the settings and the kind of failure allow. */
function send(delivery: settings.Delivery, sent: Conversion): void {
  const url = conversionsUrl(delivery.pixelId);
  const body = json.stringify({ conversions: [sent] });
  const credentials = delivery.authorization.credentials;
  const prepared = credentials && preparedFor(url, credentials, signingTools);
  const attempt = (number: number): void => {
    const headers =
      credentials && prepared
        ? signedHeaders(prepared, credentials, signingTools)
        : tokenHeaders(delivery.authorization.pixelToken || '');
    const conclude = (verdict: Verdict): void => {
      log('Response', { Attempt: number, ResponseOutcome: verdict.reason });
      if (!verdict.ok && verdict.retry && number <= delivery.retries) {
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
  if (settings.respondsEarly(data)) {
    finish(true, 'Reported as sent before X answered.');
  }
}

function run(): void {
  const delivery = settings.deliverySettings(data);
  if (typeof delivery === 'string') {
    finish(false, delivery);
    return;
  }
  const eventId = eventIdFor(eventName, settings.eventMap(data));
  if (!eventId) {
    finish(true, 'No event ID is configured for the event "' + eventName + '": nothing was sent.');
    return;
  }
  for (const signal of settings.neededSignals(data)) {
    const consent = consentFor(signal, toolbox);
    if (!consent.granted) {
      finish(true, consent.reason + ' Nothing was sent.');
      return;
    }
  }
  const found = identifiers(
    {
      overrides: settings.userDataOverrides(data),
      auto: settings.readsUserData(data),
      clickId: findClickId(),
      countryCallingCode: settings.countryCallingCode(data),
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
        eventId: eventId,
        identifiers: found,
        overrides: settings.conversionDataOverrides(data),
        auto: settings.readsConversionData(data),
        conversionIdSource: settings.conversionIdSource(data),
        now: getTimestampMillis(),
      },
      toolbox,
    ),
  );
}

run();
