/** What must be known to read the figures, in sentences. */
import { MOST_ORPHANS } from './links.ts';

export interface Seen {
  /** Second rows of an order with the same event and number. */
  doubles: number;
  /** Conversions that the pixel reported more than once. */
  reloads: number;
  /** Conversions of the tag that no order has. */
  orphans: number;
  orders: number;
  /** Orders without a line of the tag. */
  notFired: number;
}

export function notesOf({ doubles, reloads, orphans, orders, notFired }: Seen, zone: string): string[] {
  const notes = [
    `Days are days of ${zone}. A conversion is in the day of its order, else in that of its own time.`,
    'All verdicts come from your own data. X gives totals of attributed conversions only, which are a part of what it processed.',
  ];
  if (doubles > 0)
    notes.push(
      `${doubles} rows of the orders have the event and number of an earlier one and were left out.`,
    );
  if (reloads > 0)
    notes.push(
      `${reloads} conversions were reported more than once by the pixel itself. X does not promise to drop these.`,
    );
  if (orphans > MOST_ORPHANS)
    notes.push(
      `${orphans} conversions of the tag have no order with their ID. Only ${MOST_ORPHANS} of them were held against the orders by person, amount and time: "sent under several ids" and "unknown" are not to be relied on.`,
    );
  if (notFired * 2 > orders && orphans * 2 > notFired)
    notes.push(
      'Most orders have no line, and many lines no order: the numbers of the orders are probably not what the tag sends as conversion_id.',
    );
  else if (notFired * 2 > orders)
    notes.push(
      'Most orders have no line: look whether Write to the console is "Everything, always", and whether the log is of the same days.',
    );
  return notes;
}
