/** The figures of the corpus command as text. */
import type { Verdict } from './judge.ts';
import type { Version } from './versions.ts';

export type Judged = Omit<Version, 'text'> & {
  /** Or why there is none. */
  verdict: Verdict | string;
};

const count = <T>(items: Iterable<T>): Map<T, number> => {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

const byCount = <T>(counts: Map<T, number>): [T, number][] => [...counts].sort((a, b) => b[1] - a[1]);

/** Several lines: versions, refusals, rules, scenarios, and where asked for, forms. */
export function report(judged: readonly Judged[], withForms: boolean): string {
  const lines: string[] = [];
  const told = judged.flatMap((version) =>
    typeof version.verdict === 'string' ? [] : [{ ...version, verdict: version.verdict }],
  );
  for (const context of ['SERVER', 'WEB', 'none'] as const) {
    const all = told.filter(({ verdict }) => verdict.context === context);
    if (all.length === 0) continue;
    const refused = all.filter(({ verdict }) =>
      verdict.problems.some(({ severity }) => severity === 'error'),
    );
    const released = all.filter((version) => version.released);
    const title = context === 'none' ? 'Without a code section' : `For ${context.toLowerCase()} containers`;
    lines.push(
      `${title}: ${all.length} versions of ${new Set(all.map(nameOf)).size} files in ${new Set(all.map(({ repository }) => repository)).size} repositories, ` +
        `${released.length} of them released in the Gallery.`,
      `  refused: ${refused.length}, of the released ones ${refused.filter((version) => version.released).length}`,
    );
    for (const { repository, path, commit, released: inGallery, newest, verdict } of refused)
      for (const { code, message, line } of verdict.problems
        .filter(({ severity }) => severity === 'error')
        .slice(0, 3))
        lines.push(
          `    ${inGallery ? 'released ' : newest ? 'newest   ' : '         '}${repository} ${path} ${commit.slice(0, 8)} line ${line} ${code}: ${message.slice(0, 160)}`,
        );
    lines.push(...openRefusals(refused, told));
    lines.push('  rules, by versions that they speak in (and repositories):');
    const rules = byCount(count(all.flatMap(({ verdict }) => [...new Set(verdict.problems.map(ruleOf))])));
    for (const [rule, number] of rules) {
      const where = new Set(
        all
          .filter(({ verdict }) => verdict.problems.some((p) => ruleOf(p) === rule))
          .map((v) => v.repository),
      );
      lines.push(`    ${rule}: ${number} (${where.size})`);
    }
  }
  lines.push(...scenarioLines(told));
  for (const { repository, path, commit, verdict } of judged)
    if (typeof verdict === 'string')
      lines.push(`No verdict on ${repository} ${path} ${commit.slice(0, 8)}: ${verdict}`);
  if (withForms) lines.push(...formLines(told));
  return lines.join('\n');
}

type Told = Judged & { verdict: Verdict };

const errorsOf = ({ verdict }: Told): Set<string> =>
  new Set(verdict.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code));

/** Refusals of released versions that no later version of the same file has mended, whether that is for servers or the web: each asks for a proof. */
function openRefusals(refused: readonly Told[], told: readonly Told[]): string[] {
  const open = refused
    .filter((version) => version.released)
    .flatMap((version) => {
      const later = told.slice(0, told.indexOf(version)).filter((other) => nameOf(other) === nameOf(version));
      const left = [...errorsOf(version)].filter(
        (code) => !later.some((other) => !errorsOf(other).has(code)),
      );
      return left.length > 0
        ? [`    ${nameOf(version)} ${version.commit.slice(0, 8)}: ${left.join(', ')}`]
        : [];
    });
  return [`  refused although released, and not mended by a later version: ${open.length}`, ...open];
}

const nameOf = ({ repository, path }: { repository: string; path: string }): string =>
  `${repository} ${path}`;
const ruleOf = ({ severity, code }: { severity: string; code: string }): string => `${severity} ${code}`;

function scenarioLines(told: readonly (Judged & { verdict: Verdict })[]): string[] {
  const run = told.filter(({ verdict }) => verdict.scenarios);
  const all = run.flatMap(({ repository, path, commit, verdict }) =>
    verdict.scenarios!.map((scenario) => ({ repository, path, commit, ...scenario })),
  );
  const failed = all.filter(({ passed }) => !passed);
  const lines = [
    `Scenarios: ${all.length} of ${run.length} versions run, ${all.length - failed.length} passed, ${failed.length} not:`,
  ];
  for (const { repository, path, commit, name, why } of failed)
    lines.push(
      `    ${repository} ${path} ${commit.slice(0, 8)}: ${name}: ${(why ?? '').split('\n')[0]!.slice(0, 200)}`,
    );
  return lines;
}

function formLines(told: readonly (Judged & { verdict: Verdict })[]): string[] {
  const places = new Map<string, Set<string>>();
  for (const { repository, verdict } of told)
    if (verdict.context === 'SERVER')
      for (const form of verdict.forms) {
        const found = places.get(form) ?? new Set();
        places.set(form, found.add(repository));
      }
  const sorted = [...places].sort(([, a], [, b]) => a.size - b.size);
  return [
    'Forms of server templates, by repositories:',
    ...sorted.map(([form, found]) => `    ${form}: ${found.size} (${[...found].slice(0, 3).join(', ')})`),
  ];
}
