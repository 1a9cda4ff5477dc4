/** What the form calls its fields, for the sentences that name them; a test holds it against the form. */

/**
 * The label of a field of the tag, or of the field that sets a parameter which an error of X names.
 * @returns a parameter without a field of its own is a row of Conversion data; `''` for an empty name
 */
export function labelOf(name: string): string {
  const people = 'User data';
  const labels: Record<string, string> = {
    pixelId: 'Pixel ID',
    pixel_id: 'Pixel ID',
    consumerKey: 'Consumer key',
    consumerSecret: 'Consumer secret',
    accessToken: 'Access token',
    accessTokenSecret: 'Access token secret',
    pixelToken: 'Pixel access token',
    categoryEvents: 'Conversion categories',
    eventId: 'X event ID',
    event_id: 'X event ID',
    autoUserData: 'Read identifiers from the event',
    userData: people,
    identifiers: people,
    hashed_email: people + ', e-mail address',
    hashed_phone_number: people + ', phone number',
    twclid: people + ', click ID',
    ip_address: people + ', IP address',
    user_agent: people + ', user agent',
    conversionData: 'Conversion data',
    consent: 'Consent',
    sendMode: 'Mode',
    timeoutMs: 'Time limit',
  };
  return labels.hasOwnProperty(name) ? labels[name]! : name && labels.conversionData + ', ' + name;
}
