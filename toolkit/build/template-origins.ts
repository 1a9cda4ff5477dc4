/** From any place of a built template back to the file it was written in: a module, a scenario, a part of template/. */

import { parseJson } from '../sandbox/tpl/json.ts';
import { placeAt } from '../sandbox/tpl/place.ts';
import type { Template } from '../sandbox/tpl/template.ts';
import type { CodeText } from '../sandbox/tpl/yaml.ts';
import type { Origins } from './origins.ts';
import type { JsonPart, Parts } from './parts.ts';
import { pointersOf } from './pointers.ts';

/**
 * The origins of all lines of a template.
 *
 * @param template the built template
 * @param code the origins of its code
 */
export function templateOrigins(template: Template, code: Origins, parts: Parts): Origins {
  const origins: Origins = template.text.split('\n').map(() => []);
  for (const [i, segments] of code.entries()) origins[template.codeLine - 1 + i] = segments;
  addJson(origins, template, 'INFO', parts.info);
  addJson(origins, template, 'TEMPLATE_PARAMETERS', parts.parameters);
  addJson(origins, template, 'SERVER_PERMISSIONS', parts.permissions);
  addScenarios(origins, template, parts);
  return origins;
}

/** JSON is written anew, in Google's form: each value has its place there and here. */
function addJson(
  origins: Origins,
  { text, sections }: Template,
  name: string,
  { file, text: source, document }: JsonPart,
): void {
  const section = sections.find((one) => one.name === name);
  if (!section) return;
  const { value, offsetOf } = parseJson(section.body);
  const inTemplate = placesIn(section.body);
  const inSource = placesIn(source);
  const first = placeAt(text, section.offset).line - 1;
  for (const pointer of pointersOf(value)) {
    const { line, column: from } = inTemplate(offsetOf(pointer));
    const place = inSource(document.offsetOf(pointer));
    origins[first + line - 1]!.push({ from, file, ...place, copied: false });
  }
  for (let i = 0; i < section.body.split('\n').length; i++)
    origins[first + i]?.sort((a, b) => a.from - b.from);
}

/** Places of offsets, from 1, in a text that is looked at often. */
function placesIn(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/** The code of scenarios is copied line by line, indented; each name stands in the line above its code. */
function addScenarios(origins: Origins, { text, tests }: Template, { tests: texts }: Parts): void {
  const rows = text.split('\n');
  const add = ({ code, fileLines }: CodeText, file: string, first: number): void => {
    const own = code.split('\n');
    for (const [i, line] of fileLines.entries()) {
      const from = Math.max(0, indentOf(rows[line - 1]) - indentOf(own[i])) + 1;
      const segments = origins[line - 1];
      if (segments?.length === 0) segments.push({ from, file, line: first + i, column: 1, copied: true });
    }
  };
  if (tests.setup) add(tests.setup, 'template/scenarios/setup.js', texts.setupLine);
  for (const [i, scenario] of tests.scenarios.entries()) {
    const { file, nameLine, line } = texts.scenarios[i]!;
    const from = scenario.namePlace.column;
    origins[scenario.namePlace.line - 1]!.push({ from, file, line: nameLine, column: 1, copied: false });
    add(scenario, file, line);
  }
}

const indentOf = (row = ''): number => row.length - row.trimStart().length;
