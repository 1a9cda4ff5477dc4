/**
 * Why X did not take a conversion, as a sentence an operator can act on (X, Web conversions, error table).
 */
import type { Answer, JudgeTools, Verdict } from './answer.ts';
import { errorTexts, failure, formOf } from './words.ts';

/** @param text the body as text */
export function refusal(answer: Answer, errors: unknown, text: string, tools: JudgeTools): Verdict {
  const said = errors ? errorTexts(errors, tools) : '';
  const status = answer.statusCode;
  if (status >= 200 && status < 300) {
    return {
      ok: false,
      reason: said
        ? 'X refused the conversion: ' + said
        : 'X answered ' + status + ' without saying that it processed the conversion. ' + formOf(text),
      retry: false,
    };
  }
  // Request time-out, too early, too many requests, and X's own faults.
  const passing = status === 408 || status === 425 || status === 429 || status >= 500;
  return { ok: false, reason: failure(answer, said || formOf(text), tools), retry: passing };
}
