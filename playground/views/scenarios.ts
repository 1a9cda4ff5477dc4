/** The template's own tests: run all, see why one failed, open one in the run view. */
import type { ScenarioReport, ScenarioResult, Template } from 'sgtm-toolkit/sandbox';
import { block, disclosure, h, number } from '../dom.ts';
import { codeView, share } from './code.ts';
import { outcomeHead } from './outcome-head.ts';

/** Runs every scenario and draws the report. */
export async function showScenarios(
  place: HTMLElement,
  template: Template,
  run: () => Promise<ScenarioReport>,
  open: (name: string) => void,
): Promise<ScenarioReport> {
  const again = h('button', { type: 'button', class: 'primary' }, 'Run all again');
  again.addEventListener('click', async () => {
    await showScenarios(place, template, run, open);
    place.querySelector<HTMLElement>('button')?.focus();
  });
  const report = await run();
  const { scenarios, passed, failed, coverage } = report;
  const total = scenarios.reduce((sum, { ms }) => sum + ms, 0);
  const words =
    scenarios.length === 0
      ? 'This template has no scenarios.'
      : failed === 0
        ? `All ${passed} scenarios passed.`
        : `${failed} of ${scenarios.length} scenarios failed.`;
  place.replaceChildren(
    h(
      'div',
      { class: `outcome ${failed === 0 ? 'sent' : 'failure'}` },
      outcomeHead(words, again),
      h(
        'p',
        { class: 'reason', role: 'status' },
        `${total.toFixed(0)} ms; ${share(coverage)} of the code ran.`,
      ),
    ),
    h('ul', { class: 'scenarios' }, ...scenarios.map((result) => scenarioView(result, open))),
    h(
      'section',
      { class: 'panel folded' },
      disclosure('scenario-code', `Code: ${share(coverage)}`, () => codeView(template, coverage, new Set())),
    ),
  );
  return report;
}

function scenarioView(result: ScenarioResult, open: (name: string) => void): HTMLElement {
  const { name, passed, failures, logs, warnings, instructions, ms, fileLine } = result;
  return h(
    'li',
    { class: `panel ${passed ? 'passed' : 'failed'}` },
    h(
      'div',
      { class: 'head' },
      h('span', { class: 'badge', 'aria-hidden': 'true' }),
      h('h3', {}, h('span', { class: 'unseen' }, passed ? 'Passed: ' : 'Failed: '), name),
      h(
        'span',
        { class: 'note' },
        `line ${fileLine}, ${number(instructions)} instructions, ${ms.toFixed(0)} ms`,
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-label': `Open in the run view: ${name}`,
          onclick: () => open(name),
        },
        'Open in the run view',
      ),
    ),
    ...failures.map((failure, index) => failureView(name, failure, index)),
    warnings.length > 0 && h('ul', { class: 'lines' }, ...warnings.map((line) => h('li', {}, line))),
    logs.length > 0 &&
      !passed &&
      disclosure(`log of ${name}`, 'Log', () => block(`Log of ${name}`, logs.join('\n'))),
  );
}

/** Why a scenario failed. Where two values differ in places, the places come first and the whole values are folded. */
function failureView(
  name: string,
  { message, expected, actual, differences = [], fileLine }: ScenarioResult['failures'][number],
  index: number,
): HTMLElement {
  const whole = (): (Node | false)[] => [
    expected !== undefined && h('div', {}, h('h4', {}, 'Expected'), block(`Expected by ${name}`, expected)),
    actual !== undefined && h('div', {}, h('h4', {}, 'Actual'), block(`Actual in ${name}`, actual)),
  ];
  const place = fileLine !== undefined && ` (line ${fileLine})`;
  if (differences.length === 0)
    return h('div', { class: 'why' }, h('p', { class: 'problem' }, message, place), ...whole());
  // The sentence repeats both values; what differs says more.
  const sentence = message.length > 120 ? 'Expected and actual value differ' : message;
  return h(
    'div',
    { class: 'why' },
    h('p', { class: 'problem' }, sentence, place),
    h('ul', { class: 'lines differences' }, ...differences.map((line) => h('li', {}, line))),
    disclosure(`values ${index} of ${name}`, 'Both values', whole),
  );
}
