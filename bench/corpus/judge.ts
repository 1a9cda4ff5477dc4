/**
 * The part of the corpus command that touches foreign code, in a process of its own: a line of JSON in, a line of JSON out. The
 * parent ends it when it takes too long.
 */
import { createInterface } from 'node:readline';
import { check, parseTemplate, runScenarios, slowPatterns, TemplateError } from 'sgtm-toolkit/sandbox';
import { formsIn } from 'sgtm-toolkit/sandbox/language/find-forms';
import { parseSource } from 'sgtm-toolkit/sandbox/language/parse';
import { analyseScopes } from 'sgtm-toolkit/sandbox/language/scope';
import { cutSections } from 'sgtm-toolkit/sandbox/tpl/sections';

export interface Verdict {
  context: 'SERVER' | 'WEB' | 'none';
  problems: { code: string; severity: string; message: string; line: number }[];
  forms: string[];
  /** Absent where scenarios were not asked for or cannot run. */
  scenarios?: { name: string; passed: boolean; why?: string }[];
}

const MOST_SCENARIOS = 500;

async function judge(text: string, run: boolean): Promise<Verdict> {
  const { sections } = cutSections(text);
  const section = sections.find(({ name }) => name.startsWith('SANDBOXED_JS_FOR_'));
  const context = section ? (section.name === 'SANDBOXED_JS_FOR_SERVER' ? 'SERVER' : 'WEB') : 'none';
  const forms = formsOf(section?.body ?? '');
  try {
    const template = parseTemplate(text);
    const problems = [...check(template), ...(await slowPatterns(template))].map(
      ({ code, severity, message, line }) => ({
        code,
        severity,
        message,
        line,
      }),
    );
    const verdict: Verdict = { context, problems, forms };
    const scenarios = template.tests.scenarios.slice(0, MOST_SCENARIOS);
    if (!run || context !== 'SERVER' || scenarios.length === 0) return verdict;
    try {
      const report = await runScenarios({ ...template, tests: { ...template.tests, scenarios } });
      verdict.scenarios = report.scenarios.map(({ name, passed, failures }) => ({
        name,
        passed,
        ...(failures[0] && { why: failures[0].message }),
      }));
    } catch (error) {
      verdict.scenarios = scenarios.map(({ name }) => ({ name, passed: false, why: String(error) }));
    }
    return verdict;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { code, message, line } = error;
    return { context, problems: [{ code, severity: 'error', message, line }], forms };
  }
}

function formsOf(code: string): string[] {
  const parsed = parseSource(code);
  if (!parsed.ast) return [];
  return [
    ...new Set(formsIn(parsed.ast, parsed, analyseScopes(parsed.ast, ['data'])).map(({ form }) => form)),
  ];
}

for await (const line of createInterface({ input: process.stdin })) {
  const { text, run } = JSON.parse(line) as { text: string; run: boolean };
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  process.stdout.write(`${JSON.stringify(await judge(utf8, run))}\n`);
}
