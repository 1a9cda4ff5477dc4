/**
 * The page docs/sandbox-rules.md, made from the table of codes so that it cannot drift from it.
 */

import { type Code, RULES, rule } from './codes.ts';
import type { Rule } from './rule.ts';

const INTRODUCTION = `# What the sandbox refuses

Template code of server-side Google Tag Manager is a small dialect of JavaScript. The check of this repository names
everything in a template that Google's editor refuses or its interpreter cannot run. Each finding has a code, and each code
a section here: what is meant, why, and what to write instead, with an example of both.

An **error** is something Google's editor refuses or its interpreter cannot run. A **warning** is something that goes wrong
later. A **note** is something a reviewer would ask about.

This page is generated from \`toolkit/sandbox/language/codes.ts\`.`;

/** The text of the page. */
export function rulesPage(): string {
  const codes = Object.keys(RULES) as Code[];
  const index = codes.map((code) => `- [${code}](#${code.toLowerCase()}): ${plain(rule(code).title)}`);
  const sections = codes.map((code) => section(code, rule(code)));
  return `${[INTRODUCTION, index.join('\n'), ...sections].join('\n\n')}\n`;
}

function section(code: Code, { severity, title, why, instead, bad, good }: Rule): string {
  const head = `${severity.charAt(0).toUpperCase()}${severity.slice(1)}: ${plain(title)}. ${plain(why)}`;
  return [`## ${code}`, head, fence(bad), plain(instead), fence(good)].join('\n\n');
}

/** Text in which no character is read as markup. */
function plain(text: string): string {
  return text.replace(/[<*]/g, '\\$&');
}

/**
 * An example as a code block, without a language so that no formatter corrects it. Long lines are cut, the control
 * character is shown by its number.
 */
function fence(source: string): string {
  const shown = source
    .replaceAll('\u0001', '<U+0001>')
    .split('\n')
    .map((line) => (line.length > 120 ? `${line.slice(0, 60)} … ${line.slice(-10)}` : line));
  return ['```', ...shown, '```'].join('\n');
}
