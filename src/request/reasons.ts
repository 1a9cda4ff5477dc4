/**
 * Why X did not take a conversion, as sentences an operator can act on: X's words, then the next step (X, Web
 * conversions, error table; X, Error codes and responses).
 */
import type { Answer, Fields, JudgeTools } from './answer.ts';
import { X_HOST } from './endpoint.ts';
import { headerText, textOrNumber } from './headers.ts';
import { nextStep } from './next-steps.ts';

/** Longest text of X that is repeated, in characters. */
const LONGEST_SAID = 300;

/** One entry of X's list; `''` for what is missing or neither text nor number. */
export interface XError {
  readonly code: string;
  readonly message: string;
  readonly parameter: string;
}

/**
 * @param text the body, trimmed
 * @param errors what the body has under this name, `undefined` when it names none
 */
export function reasonFor(answer: Answer, text: string, errors: unknown, tools: JudgeTools): string {
  const isPage = text.charAt(0) === '<';
  const list = errors === undefined ? [] : errorsOf(errors);
  let said = text ? 'The answer names no error.' : 'The answer is empty.';
  if (isPage) {
    said = 'The answer is a web page, as a proxy or firewall sends it. Let the server reach ' + X_HOST + '.';
  } else if (list.length > 0) {
    said = wordsOf(list, tools);
  }
  const x = 'X answered ' + answer.statusCode;
  if (answer.statusCode >= 200 && answer.statusCode < 300) {
    return list.length === 0
      ? x + ' without saying that it processed the conversion. ' + said
      : 'X refused the conversion: ' + said + ' ' + nextStep(answer, list, tools);
  }
  return x + ': ' + said + (isPage ? '' : ' ' + nextStep(answer, list, tools));
}

/** The first ten entries of X's list; anything else in its place counts as one entry. */
function errorsOf(errors: unknown): XError[] {
  const isList = typeof errors === 'object' && typeof (errors as Fields).length === 'number';
  const list = (isList ? errors : [errors]) as { length: number; [index: number]: unknown };
  const found: XError[] = [];
  let i = 0;
  while (i < list.length && i < 10) {
    const entry = list[i];
    const fields = (typeof entry === 'object' && entry ? entry : { message: entry }) as Fields;
    found.push({
      code: textOrNumber(fields.code),
      message: textOrNumber(fields.message),
      parameter: textOrNumber(fields.parameter),
    });
    i += 1;
  }
  return found;
}

/** `message (code, field); ...` as a sentence, masked and bounded. */
function wordsOf(list: XError[], tools: JudgeTools): string {
  const texts = list.map((error) => {
    const label = error.parameter && tools.labelOf(error.parameter);
    const said = error.message || error.code || 'an error without a message';
    const ended = said.slice(-1) === '.' ? said.slice(0, -1) : said;
    const inBrackets = [error.message && error.code, label].filter((text) => text).join(', ');
    return ended + (inBrackets ? ' (' + inBrackets + ')' : '');
  });
  return withFullStop(tools.shown(texts.join('; '), LONGEST_SAID));
}

function withFullStop(text: string): string {
  return text.slice(-1) === '.' ? text : text + '.';
}

/** What X announces about the endpoint that was called (X, Versioning: 90 days ahead), `''` when nothing. */
export function noticeIn(headers: unknown, shown: JudgeTools['shown']): string {
  const announced = headerText(headers, 'x-api-warn');
  return announced
    ? 'X announces: ' +
        withFullStop(shown(announced, LONGEST_SAID)) +
        ' Look for a newer version of the template.'
    : '';
}
