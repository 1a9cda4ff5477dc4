/** How a run ends: exactly one of gtmOnSuccess and gtmOnFailure is called, once, whatever comes after. */
import { tell } from './journal.ts';
import { labelOf } from './labels.ts';
import * as settings from './settings.ts';

let hasEnded = false;

/** Tells GTM the outcome, the first time it is called. */
export function end(ok: boolean): void {
  if (hasEnded) {
    return;
  }
  hasEnded = true;
  if (ok) {
    data.gtmOnSuccess();
  } else {
    data.gtmOnFailure();
  }
}

/** Ends a run in which nothing is sent, and rightly so, for a reason that is a sentence. */
export function endUnsent(why: string): void {
  if (settings.checksOnly) {
    wouldSend(why, undefined);
  } else {
    tell({ Type: 'Message', Message: why + ' Nothing was sent.' });
    end(true);
  }
}

/** Ends a run that cannot send what it should. */
export function endFailed(reason: string): void {
  if (settings.checksOnly) {
    wouldSend(reason, undefined);
  } else {
    tell({ Type: 'Failure', Reason: reason });
    end(false);
  }
}

/**
 * Ends a run that only checks: always told, always a success.
 * @param reason why nothing would be sent; `''` when the body would be
 */
export function wouldSend(reason: string, body: string | undefined): void {
  const message = labelOf('sendMode') + ' is check only: nothing was sent.';
  tell({ Type: 'WouldSend', Message: message, Reason: reason || undefined, RequestBody: body });
  end(true);
}
