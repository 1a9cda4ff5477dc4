/** What each verdict means and what to do about it: the words of help, terminal and page. */
import type { InputKind, Verdict } from './model.ts';

/** What a verdict means, for people. */
export interface VerdictText {
  /** A few words, as the head of a row. */
  title: string;
  /** A sentence: when it holds. */
  means: string;
  /** A sentence: what to do first. */
  next: string;
  /** Which of the inputs it is decided from. */
  from: readonly InputKind[];
}

export const VERDICT_TEXTS: Readonly<Record<Verdict, VerdictText>> = {
  refunded: {
    title: 'refunded',
    means: 'The order was paid back, wholly or in part, and X heard of more than the shop kept.',
    next: 'Nothing is wrong: X documents no way to take a conversion back. Hold orders back with npm run send -- --hold to avoid it.',
    from: ['orders', 'log'],
  },
  'outside-window': {
    title: 'outside the window',
    means:
      'It happened outside of the period that both sides cover, or reached X later than the longest click window.',
    next: 'Give inputs of the same period, or --from and --to.',
    from: ['orders', 'log'],
  },
  'not-fired': {
    title: 'not fired',
    means: 'The order has no line of the tag, and nothing says that consent was missing.',
    next: 'Look at the thank-you page, blockers, the trigger and the rows of the tag for this event.',
    from: ['orders', 'log'],
  },
  'no-consent': {
    title: 'no consent',
    means: 'The visitor did not consent to what the tag is set to need, so nothing was sent, and rightly so.',
    next: 'Nothing is wrong. When the share is high, look at the banner.',
    from: ['orders', 'log'],
  },
  failed: {
    title: 'failed',
    means: 'The tag ran and ended before a request was made, or only checked.',
    next: 'Read the Reason of its Failure line; look whether Mode is Check only.',
    from: ['log'],
  },
  refused: {
    title: 'refused by X',
    means: 'X answered that it did not take the conversion.',
    next: "Read X's words in the Failure line, run the doctor, then the replay.",
    from: ['log'],
  },
  'in-doubt': {
    title: 'in doubt',
    means: 'A request was made and nobody knows whether X took the conversion.',
    next: 'Replay what has a conversion_id; look for the rest in Events Manager.',
    from: ['log'],
  },
  'sent-twice': {
    title: 'sent twice with one id',
    means: 'Several runs of the tag sent the same event and conversion_id. X does not promise to drop one.',
    next: 'Guard the thank-you page against reloads; look for a second tag or trigger.',
    from: ['log'],
  },
  'several-ids': {
    title: 'sent under several ids',
    means: 'One order reached X under more than one conversion_id: it counts more than once.',
    next: 'Send the order number as transaction_id with every hit; make no new id for each read.',
    from: ['orders', 'log'],
  },
  'id-differs': {
    title: 'id differs between pixel and server',
    means: 'Pixel and server reported it under different ids or X event IDs, or one of them under none.',
    next: 'Give both the same order number and the same X event ID.',
    from: ['pixel', 'log'],
  },
  'automatic-event': {
    title: 'automatic event of the pixel',
    means: 'The pixel reported the order once more by an event of its own, which has no conversion_id.',
    next: "Switch off the pixel's dataLayerTracking before it is configured.",
    from: ['pixel'],
  },
  value: {
    title: 'value missing or different',
    means: 'The value that was sent is not that of the order, or is missing.',
    next: 'Look whether value is a number with a decimal point, and net or gross on both sides.',
    from: ['orders', 'log'],
  },
  currency: {
    title: 'currency',
    means: 'The currency that was sent is not that of the order, or is missing.',
    next: 'Send currency as three letters with each event.',
    from: ['orders', 'log'],
  },
  unknown: {
    title: 'unknown',
    means: 'The figures differ, and the inputs show none of the above.',
    next: 'Read what is impossible with these inputs, and the traced samples.',
    from: ['orders', 'log', 'pixel'],
  },
};
