/** Plans as people and programs read them. */
import { bold, count, type Io } from 'sgtm-toolkit/shell';
import type { EventSettings } from '../container/event-settings.ts';
import { shown, type WebEvent } from '../lib/web-events.ts';
import { clean, onOneLine } from '../lib/x-answer.ts';
import { type Change, fullId, labelOf, type Plan, type Step } from './plan.ts';

/** A type decides in which column X reports an event and which campaigns can aim at it. */
export const RISK = 'alters X’s reporting and the campaigns that aim at it';

const quoted = (value: Change['from'], shownAs: (text: string) => string): string =>
  value === undefined ? 'untold' : typeof value === 'string' ? `"${shownAs(value)}"` : String(value);

const settingsText = ({
  name,
  type,
  clickWindow,
  viewWindow,
  retargeting,
}: Required<EventSettings>): string =>
  `${type} "${onOneLine(name)}", click ${count(clickWindow, 'day')}, view ${count(viewWindow, 'day')}, retargeting ${retargeting ? 'on' : 'off'}`;

/** Cells of the lines of one step: what is done, the row, the event, what about it. */
function linesOf(step: Step): string[][] {
  const row = labelOf(step.row);
  if (step.action === 'create') return [['create', row, 'new', settingsText(step.settings)]];
  const { event, action, changes } = step;
  const id = fullId(shown(event));
  const adopted = [
    ['adopt', row, id, `${shown(event).type} "${shown(event).name}" is there; its ID goes into the file`],
  ];
  const changed = changes.map(({ setting, from, to }) => [
    'update',
    row,
    id,
    `${setting} ${quoted(from, clean)} → ${quoted(to, onOneLine)}${setting === 'type' ? `, which ${RISK}` : ''}`,
  ]);
  return [...(action === 'adopt' ? adopted : []), ...changed];
}

/** The steps as a table; what stays as it is has no line. */
export function tableOf(io: Pick<Io, 'colour'>, steps: readonly Step[]): string {
  const lines = steps.flatMap(linesOf);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...lines.map((cells) => cells[column]!.length)));
  return lines
    .map(([action = '', ...cells]) => {
      const rest = cells.map((cell, column) => cell.padEnd(widths[column + 1] ?? 0)).join('  ');
      return `  ${bold(io, action.padEnd(widths[0]!))}  ${rest.trimEnd()}\n`;
    })
    .join('');
}

/** What is to be done, in one sentence. */
export function summaryOf({ steps }: Plan): string {
  const number = (action: Step['action']): number => steps.filter((step) => step.action === action).length;
  const todo = [
    number('create') > 0 ? `${number('create')} to create` : '',
    number('adopt') > 0 ? `${number('adopt')} to adopt` : '',
    number('update') > 0 ? `${number('update')} to update` : '',
  ].filter((part) => part !== '');
  const kept = number('keep');
  if (todo.length === 0)
    return kept === 0 ? 'Nothing to do.' : `Nothing to do: X has ${count(kept, 'event')} as the file says.`;
  return `${todo.join(', ')}${kept > 0 ? `; ${kept} as the file says` : ''}.`;
}

/** Events that no row sends, with what they are. */
export const unlistedText = (events: readonly WebEvent[]): string =>
  events.length === 0
    ? ''
    : `\nIn X, but in no row of the file (nothing is ever deleted):\n${events
        .map(shown)
        .map((event) => `  ${fullId(event)}  ${event.type} "${event.name}", ${event.status}\n`)
        .join('')}`;

/** An event of X for a program. */
export const eventJson = (event: WebEvent) => {
  const { id: _, deleted: __, lastTracked, ...rest } = shown(event);
  return { id: fullId(shown(event)), ...rest, lastTracked: lastTracked === '' ? null : lastTracked };
};

/** A step for a program. */
export function stepJson(step: Step): Record<string, unknown> {
  const common = { action: step.action, row: labelOf(step.row), line: step.row.line };
  return step.action === 'create'
    ? { ...common, settings: step.settings }
    : {
        ...common,
        event: eventJson(step.event),
        changes: step.changes.map(({ setting, from = null, to }) => ({
          setting,
          from: typeof from === 'string' ? clean(from) : from,
          to,
          risky: setting === 'type',
        })),
      };
}
