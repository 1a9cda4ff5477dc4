/**
 * Why X did not take a conversion, as a sentence an operator can act on (X, Web conversions, error table).
 */
import type { Answer, JudgeTools, Verdict } from './answer.ts';
import { errorTexts, failureText, formOf } from './words.ts';

/** @param errors what the body has under this name */
export function refusal(answer: Answer, errors: unknown, tools: JudgeTools): Verdict {
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  const said = errors ? errorTexts(errors, tools) : '';
  const status = answer.statusCode;
  if (status >= 200 && status < 300) {
    return {
      reason: said
        ? 'X refused the conversion: ' + said
        : 'X answered ' + status + ' without saying that it processed the conversion. ' + formOf(text),
      retry: false,
    };
  }
  // Request time-out, too early, too many requests, and X's own faults.
  const passing = status === 408 || status === 425 || status === 429 || status >= 500;
  return { reason: failureText(answer, said || formOf(text), tools), retry: passing };
}
