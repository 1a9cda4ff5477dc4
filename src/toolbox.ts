/** What the mapping needs of GTM, as it asks for it. */
import {
  decodeUriComponent,
  encodeUriComponent,
  getEventData,
  getType,
  parseJson,
  sha256,
  stringify,
} from './gtm.ts';
import { warn } from './journal.ts';
import { labelOf } from './labels.ts';
import type { Tools } from './mapping/tools.ts';
import * as settings from './settings.ts';

export const toolbox: Tools = {
  read: getEventData,
  typeOf: getType,
  sha256: sha256,
  parseJson: parseJson,
  stringify: stringify,
  decode: decodeUriComponent,
  // As it is, as it stands in JSON, and percent-encoded; the settings are checked before.
  holdsSecret: (json) => {
    const isEncoded = json.indexOf('%') >= 0;
    for (const name in settings.credentials) {
      const secret = settings.credentials[name]!;
      const inJson = stringify(secret)!.slice(1, -1);
      if (
        secret.length > 3 &&
        (json.indexOf(inJson) >= 0 || (isEncoded && json.indexOf(encodeUriComponent(secret)!) >= 0))
      ) {
        return true;
      }
    }
    return false;
  },
  labelOf: labelOf,
  warn: warn,
};
