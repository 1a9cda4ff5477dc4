/** What the mapping needs of GTM, as it asks for it. */
import { decodeUriComponent, getEventData, getType, parseJson, sha256, stringify } from './gtm.ts';
import { warn, withoutSecrets } from './journal.ts';
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
  // Only a credential with other characters than these has other forms, in JSON or percent-encoded.
  holdsSecret: (text) => {
    for (const name in settings.credentials) {
      const secret = settings.credentials[name]!;
      if (
        secret.length > 3 &&
        (text.indexOf(secret) >= 0 || (secret.match('[^A-Za-z0-9_-]') && withoutSecrets(text) !== text))
      ) {
        return true;
      }
    }
    return false;
  },
  labelOf: labelOf,
  warn: warn,
};
