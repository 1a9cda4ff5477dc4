/** One conversion through all layers, in words. */

import type { Call } from './har.ts';
import { allRuns, amountText, type Case, sentIn, shownMoney } from './judge.ts';
import type { Step } from './model.ts';
import type { Runs } from './unit.ts';

const MOST_STEPS = 12;

const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

/** In the order of the layers: the order, the pixel's calls, what the tag did under each id, and X's answers. */
export function stepsOf(given: Case): Step[] {
  const { unit, own, others, foreign, linked, claimed } = given;
  const { order } = unit;
  const steps: Step[] = [];
  if (order !== undefined)
    steps.push({
      layer: 'order',
      at: iso(order.at),
      what: `${shownMoney(order.paid)}${refundOf(order.left)}`,
    });
  for (const call of [...unit.calls, ...foreign, ...linked, ...others.flatMap(({ calls }) => calls)])
    steps.push({ layer: 'pixel', at: iso(call.at), what: callOf(call, unit.id) });
  const money = sentIn(given).map(shownMoney).join(', then ');
  steps.push({
    layer: 'tag',
    at: iso(unit.first ?? unit.time),
    what: claimed ? claimed.why : `${doneBy(own)}${money === '' ? '' : `, ${money}`}`,
  });
  for (const { id, runs, first } of others)
    steps.push({
      layer: 'tag',
      at: iso(first),
      what: `under ${id === '' ? 'no id' : `the id ${id}`}: ${doneBy(runs)}`,
    });
  const runs = allRuns(given);
  if (runs.sent > 0) steps.push({ layer: 'x', at: iso(unit.last), what: answersOf(given, runs) });
  return steps.slice(0, MOST_STEPS);
}

const refundOf = (left: string): string => {
  if (left === 'all') return '';
  if (left === 'nothing') return ', refunded whole';
  return left === 'unknown'
    ? ', refunded by an amount that is not known'
    : `, refunded to ${amountText(BigInt(left))}`;
};

const callOf = ({ id, name, money }: Call, own: string): string =>
  `${name}, ${shownMoney(money)}${id === own ? '' : id === '' ? ', without an id' : `, id ${id}`}`;

const times = (count: number): string => (count === 1 ? '' : ` ${count} times`);

function doneBy({ sent, failed, checked, denied, hits }: Runs): string {
  if (sent > 0) return `sent${times(sent)}`;
  if (failed > 0) return 'failed before a request';
  if (checked > 0) return 'only checked';
  if (denied > 0) return 'no consent, nothing sent';
  return hits > 0 ? 'did not run, the event was there' : 'no line';
}

function answersOf({ unit }: Case, { processed, refused, doubt }: Runs): string {
  const parts = [
    processed > 0 ? `processed${times(processed)}` : '',
    refused > 0 ? `refused${times(refused)}: ${unit.why.refused ?? ''}` : '',
    doubt > 0 ? `in doubt${times(doubt)}: ${unit.why.doubt ?? 'no answer in the log'}` : '',
  ];
  return parts.filter((part) => part !== '').join('; ') || 'no answer in the log';
}
