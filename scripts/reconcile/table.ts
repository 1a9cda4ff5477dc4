/** The report for a terminal: what exceeds, a table by day and event, verdicts with their next step, samples, and what was read. */
import { bold, count, type Io, red } from 'sgtm-toolkit/shell';
import {
  type Figures,
  type InputFigures,
  isJudged,
  PAIR_REASONS,
  PAIR_TEXTS,
  type Report,
  type Trace,
  VERDICTS,
  type XFigures,
} from './model.ts';
import { shownEventName } from './shown.ts';
import { VERDICT_TEXTS } from './verdicts.ts';

/** Rows of days; --json has all. */
const MOST_DAYS = 62;

const LAYERS = ['orders', 'fired', 'sent', 'processed', 'pixel', 'attributed'] as const;

export function showReport(report: Report, io: Pick<Io, 'out' | 'colour'>): void {
  const { days, events, pairs, samples, thresholds, impossible, inputs, period, notes, x } = report;
  const out = (text = ''): void => io.out(`${text}\n`);
  const head = (text: string): void => out(`\n${bold(io, text)}`);

  const span = period.from === undefined ? 'all days' : `${period.from} to ${period.to ?? period.from}`;
  out(bold(io, `${span}, days of ${period.zone}`));
  const asked = LAYERS.filter((layer) => layer !== 'attributed' || x !== undefined);
  const rows = [
    ['day', 'event', ...asked.map((layer) => (layer === 'attributed' ? 'X' : layer)), 'agree', 'gaps'],
    ...days.slice(-MOST_DAYS).map((figures) => [figures.day || '(no time)', ...cellsOf(figures, asked)]),
    ...events.map((figures) => ['all days', ...cellsOf(figures, asked)]),
  ];
  for (const line of aligned(rows)) out(line);
  if (days.length > MOST_DAYS) out(`… the last ${MOST_DAYS} rows of ${days.length}; --json has all.`);
  for (const { event, amounts } of events)
    for (const { currency, orders, processed, attributed } of amounts)
      out(
        `${shownEventName(event)}: ${[orders && `orders ${orders}`, processed && `processed ${processed}`, attributed && `attributed ${attributed}`].filter(Boolean).join(', ')} ${currency || '(no currency)'}`,
      );

  head('Verdicts');
  for (const verdict of VERDICTS) {
    const number = events.reduce((sum, { verdicts }) => sum + (verdicts[verdict] ?? 0), 0);
    const { title, means, next } = VERDICT_TEXTS[verdict];
    if (number > 0) out(`${numbered(number)}  ${title}: ${means} ${next}`);
  }
  out(`${numbered(sum(events, ({ agreed }) => agreed))}  agree`);
  const unjudged = sum(events, (figures) => figures.unjudged);
  if (unjudged > 0) out(`${numbered(unjudged)}  cannot be judged with these inputs`);

  if (pairs !== undefined) {
    head('Pixel and server');
    out(`${numbered(pairs.once)}  count once`);
    for (const reason of PAIR_REASONS) {
      const number = pairs.twice[reason] ?? 0;
      if (number > 0) out(`${numbered(number)}  count twice: ${PAIR_TEXTS[reason]}`);
    }
    if (pairs.pixelOnly > 0) out(`${numbered(pairs.pixelOnly)}  were reported by the pixel alone`);
  }
  const eventless = x === undefined ? [] : withoutEvent(x);
  if (eventless.length > 0) head('Attributed by X to no event of the files');
  for (const [name, number] of eventless) out(`${numbered(number)}  ${name}`);
  if (impossible.length > 0) {
    head('Not possible with these inputs');
    const whys = [...new Set(impossible.map(({ why }) => why))];
    for (const why of whys) {
      const names = impossible
        .filter((one) => one.why === why)
        .map(({ verdict }) => VERDICT_TEXTS[verdict].title);
      out(`  ${names.join(', ')}: ${why}`);
    }
  }
  if (samples.length > 0) head('Samples');
  for (const sample of samples) showTrace(sample, out);
  head('What was read');
  for (const input of inputs) showInput(input, out);
  head('To know');
  for (const note of [...notes, ...(x?.notes ?? [])]) out(`  ${note}`);

  const exceeded = thresholds.filter((threshold) => threshold.exceeded);
  out();
  for (const { verdict, event, found, allowed, count: number } of exceeded)
    out(
      `${red(io, 'exceeded')} ${VERDICT_TEXTS[verdict].title}, ${shownEventName(event)}: ${found} % (${number.toLocaleString('en')}), allowed ${allowed} % (--allow ${verdict}=${allowed})`,
    );
  if (exceeded.length === 0)
    out(
      isJudged(report) ? 'Nothing is above what is allowed.' : 'Nothing could be judged with these inputs.',
    );
}

/** What X gives for a type alone, or for a segment that is no event, by name. */
function withoutEvent({ entries }: XFigures): [string, number][] {
  const sums = new Map<string, number>();
  for (const { eventId, name, attributed } of entries)
    if (eventId === '') sums.set(name, (sums.get(name) ?? 0) + attributed);
  return [...sums];
}

const sum = (all: readonly Figures[], of: (figures: Figures) => number): number =>
  all.reduce((total, figures) => total + of(figures), 0);

const numbered = (number: number): string => number.toLocaleString('en').padStart(9);

function cellsOf(
  { event, layers, agreed, unjudged, verdicts }: Figures,
  asked: readonly (keyof Figures['layers'])[],
): string[] {
  const gaps = VERDICTS.flatMap((verdict) => (verdicts[verdict] ? [`${verdict} ${verdicts[verdict]}`] : []));
  if (unjudged > 0) gaps.push(`(${unjudged} not judged)`);
  return [
    shownEventName(event),
    ...asked.map((layer) => layers[layer]?.toLocaleString('en') ?? '–'),
    agreed.toLocaleString('en'),
    gaps.join(', '),
  ];
}

/** Texts to the left, numbers to the right; the last column as it is. */
function aligned(rows: readonly string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        if (column === row.length - 1) return cell;
        return column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
      })
      .join('  ')
      .trimEnd(),
  );
}

function showTrace({ id, event, day, verdict, why, pair, steps }: Trace, out: (text: string) => void): void {
  const title = verdict === undefined ? 'agrees' : VERDICT_TEXTS[verdict].title;
  out(`  ${id || '(no id)'}  ${shownEventName(event)}  ${day}  ${title}${why === '' ? '' : `: ${why}`}`);
  for (const { layer, at, what } of steps) out(`      ${layer.padEnd(6)}${(at ?? '').padEnd(26)}${what}`);
  if (pair !== undefined)
    out(`      pixel and server count ${pair === 'once' ? 'once' : `twice: ${PAIR_TEXTS[pair]}`}`);
}

const NOUNS = { orders: 'row', log: 'line', pixel: 'request' } as const;

function showInput({ kind, name, read, used, ignored }: InputFigures, out: (text: string) => void): void {
  const noun = NOUNS[kind];
  out(`  ${name}: ${count(read, noun)} read, ${used.toLocaleString('en')} used`);
  for (const { why, count: number, lines } of ignored) {
    const places = `${lines.length === 1 ? noun : `${noun}s`} ${lines.join(', ')}${number > lines.length ? ', …' : ''}`;
    out(`  ${numbered(number)}  ${why}${lines.length === 0 ? '' : ` (${places})`}`);
  }
}
