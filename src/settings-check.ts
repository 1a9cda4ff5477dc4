/** Whether the fields hold what sending needs, told before X is asked. */
import { encodeUriComponent } from './gtm.ts';
import { labelOf } from './labels.ts';
import { givenText, placeholderIn } from './mapping/not-given.ts';
import { BLANKS, withoutInvisible } from './mapping/text.ts';
import * as settings from './settings.ts';
import { toolbox } from './toolbox.ts';

/** What keeps the tag from sending, as a sentence; `''` when nothing does. */
export function settingsProblem(): string {
  const given = settings.pixelId;
  // Some words for nothing have the form of an id.
  if (placeholderIn(given) || !given.match('^[A-Za-z0-9]{3,12}$')) {
    return (
      labelOf('pixelId') +
      ' must be 3 to 12 letters and digits, got "' +
      short(given) +
      '". Copy it from X Events Manager.'
    );
  }
  for (const name in settings.credentials) {
    const problem = credentialProblem(settings.credentials[name]!);
    if (problem) {
      return (
        labelOf(name) +
        problem +
        ' Copy it again from ' +
        (settings.usesOAuth
          ? 'the keys and tokens page of your app in the X developer portal.'
          : 'X Events Manager, Install Pixel, Conversion API.')
      );
    }
  }
  if (settings.timeout < 500 || settings.timeout > 4900) {
    return (
      labelOf('timeoutMs') +
      ' must be a whole number from 500 to 4900, got "' +
      short(settings.timeoutText) +
      '". Correct it.'
    );
  }
  return '';
}

/** What is wrong with a credential, `''` when nothing is. Every other text is signed. */
function credentialProblem(credential: string): string {
  if (!givenText(credential)) {
    return credential ? ' holds the placeholder ' + placeholderIn(credential) + '.' : ' is empty.';
  }
  if (credential.match('^["\'`“”‘’«»]|["\'`“”‘’«»]$')) {
    return ' stands in quotes.';
  }
  if (credential.match('^[ -~]+$')) {
    return '';
  }
  if (!settings.usesOAuth) {
    return ' must be ASCII text.';
  }
  // Half a surrogate pair cannot be encoded; control characters are 00 to 1F and 7F to 9F.
  const encoded = encodeUriComponent(credential) || '%00';
  return encoded.match('%[01][0-9A-F]|%7F|%C2%[89]') ||
    withoutInvisible(credential, toolbox.decode) !== credential
    ? ' holds a character that is broken or cannot be seen.'
    : '';
}

/** What looks wrong but may be right, as a sentence; `''` when nothing does. */
export function settingsWarning(): string {
  for (const name in settings.credentials) {
    if (settings.credentials[name]!.match('[' + BLANKS + ']')) {
      return labelOf(name) + ' holds a blank. Check it when X answers 401.';
    }
  }
  return '';
}

/** A wrong value when it is short; a long one may be a secret in the wrong field. */
function short(text: string): string {
  return placeholderIn(text) || (text.length > 12 ? '(' + text.length + ' characters)' : text);
}
