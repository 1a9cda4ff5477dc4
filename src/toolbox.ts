/** What the mapping needs of GTM, as it asks for it. */
import { decodeUriComponent, getEventData, getType, parseJson, sha256, stringify } from './gtm.ts';
import { warn } from './journal.ts';
import { labelOf } from './labels.ts';
import type { Tools } from './mapping/tools.ts';

export const toolbox: Tools = {
  read: getEventData,
  typeOf: getType,
  sha256: sha256,
  parseJson: parseJson,
  stringify: stringify,
  decode: decodeUriComponent,
  labelOf: labelOf,
  warn: warn,
};
