/** X's amounts: millionths of the currency, as decimal text that loses nothing. */

/** @returns with two places or more, `149.97` */
export function amountOf(micros: bigint): string {
  const fraction = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${micros / 1_000_000n}.${fraction}`;
}

/** Back from what amountOf() gives. */
export function microsOf(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}
