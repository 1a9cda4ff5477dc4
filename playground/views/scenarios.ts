/** The template's own tests: run all, see why one failed, open one in the run view. */
import { runScenarios, type ScenarioReport, type ScenarioResult, type Template } from 'sgtm-toolkit/sandbox';
import { block, disclosure, h, number } from '../dom.ts';
import { codeView, share } from './code.ts';
import { outcomeHead } from './results.ts';

/** Runs every scenario and draws the report. */
export async function showScenarios(
  place: HTMLElement,
  template: Template,
  open: (name: string) => void,
): Promise<ScenarioReport> {
  const again = h('button', { type: 'button', class: 'primary' }, 'Run all again');
  again.addEventListener('click', async () => {
    await showScenarios(place, template, open);
    place.querySelector<HTMLElement>('button')?.focus();
  });
  const report = await runScenarios(template, { budget: 5_000_000 });
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
      { class: `outcome ${failed === 0 ? 'success' : 'failure'}` },
      outcomeHead(words, failed === 0, again),
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
      h('span', { class: 'badge', 'aria-hidden': 'true' }, passed ? '✓' : '✕'),
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
    ...failures.map(({ message, expected, actual, fileLine: line }) =>
      h(
        'div',
        { class: 'why' },
        h('p', { class: 'problem' }, message, line !== undefined && ` (line ${line})`),
        expected !== undefined && [h('h4', {}, 'Expected'), block(`Expected by ${name}`, expected)],
        actual !== undefined && [h('h4', {}, 'Actual'), block(`Actual in ${name}`, actual)],
      ),
    ),
    warnings.length > 0 && h('ul', { class: 'lines' }, ...warnings.map((line) => h('li', {}, line))),
    logs.length > 0 &&
      !passed &&
      disclosure(`log of ${name}`, 'Log', () => block(`Log of ${name}`, logs.join('\n'))),
  );
}
