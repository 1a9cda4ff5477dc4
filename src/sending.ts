/** Sends one conversion to X, again when that may help, and tells what became of it. */
import {
  encodeUriComponent,
  generateRandom,
  getTimestampMillis,
  parseJson,
  sendHttpRequest,
  sha256,
  stringify,
  templateDataStorage,
} from './gtm.ts';
import { masked, noteAttempt, shown, tell, tellsAll, warn } from './journal.ts';
import { labelOf } from './labels.ts';
import type { Conversion } from './mapping/conversion.ts';
import { end } from './outcome.ts';
import { judge, noAnswer, type Verdict } from './request/answer.ts';
import { oauth1 } from './request/authorization.ts';
import { conversionsUrl } from './request/endpoint.ts';
import { shownText } from './secrets.ts';
import * as settings from './settings.ts';
import type { Credentials } from './signing/oauth1.ts';

/** @param started epoch milliseconds of the run */
export function send(sent: Conversion, body: string, started: number): void {
  const url = conversionsUrl(settings.pixelId);
  // Made anew for each attempt. The token is a plain value: X refuses it as a Bearer token.
  const headers = settings.usesOAuth
    ? oauth1(url, settings.credentials as unknown as Credentials, {
        draw: generateRandom,
        encode: encodeUriComponent,
        now: getTimestampMillis,
        sha256: sha256,
        stringify: stringify,
        parseJson: parseJson,
        load: (key) => templateDataStorage.getItemCopy(key),
        save: (key, value) => templateDataStorage.setItemCopy(key, value),
      })
    : () => {
        return { 'Content-Type': 'application/json', 'X-Pixel-Token': settings.credentials.pixelToken! };
      };
  // All attempts together take 12 seconds at most: a server does not wait for ever for its tags.
  const ends = started + 12000 - settings.timeout;
  const tools = {
    parseJson: parseJson,
    now: getTimestampMillis,
    ends: ends,
    labelOf: labelOf,
    signed: settings.usesOAuth,
    shown: (text: string, longest: number) => shownText(text, longest, masked),
  };
  // One attempt that X may have counted is enough.
  let inDoubt = false;

  const judged = (verdict: Verdict, attempt: number): void => {
    inDoubt = inDoubt || verdict.inDoubt;
    if (verdict.notice) {
      tell({ Type: 'Warning', Message: verdict.notice, ApiWarning: verdict.notice });
    }
    if (verdict.processed) {
      if (tellsAll) {
        tell({ Type: 'Message', Message: verdict.reason });
      }
      end(true);
    } else if (verdict.retry && attempt <= settings.retries() && getTimestampMillis() <= ends) {
      warn(verdict.reason + ' Trying again.');
      tryToSend(attempt + 1);
    } else {
      tell({ Type: 'Failure', Reason: verdict.reason, InDoubt: inDoubt, RequestBody: body });
      end(false);
    }
  };

  const tryToSend = (attempt: number): void => {
    noteAttempt(attempt, sent, url);
    if (tellsAll) {
      tell({ Type: 'Request', RequestBody: stringify({ conversions: [shown(sent)] }) });
    }
    sendHttpRequest(url, { method: 'POST', headers: headers(), timeout: settings.timeout }, body)
      .then(
        (answer) => {
          if (tellsAll) {
            const said = shownText(answer.body || '', 2000, masked);
            tell({ Type: 'Response', ResponseStatusCode: answer.statusCode, ResponseBody: said });
          }
          judged(judge(answer, 1, tools), attempt);
        },
        (cause) =>
          judged(noAnswer(cause, settings.timeout, sent.conversion_id !== undefined, labelOf), attempt),
      )
      .catch(() => {
        // Nothing above throws; were it to, the run would have no outcome.
        tell({
          Type: 'Failure',
          Reason: 'The answer of X could not be read.',
          InDoubt: true,
          RequestBody: body,
        });
        end(false);
      });
  };

  tryToSend(1);
  if (settings.respondsEarly) {
    tell({ Type: 'Message', Message: 'Reported as sent before X answered.' });
    end(true);
  }
}
