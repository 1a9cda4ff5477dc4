/** What is sent. */
const JSON = require('JSON');

/** The body of the request; an empty label is left out. */
export const bodyOf = (eventName, label) =>
  JSON.stringify(label ? { event: eventName, label: label } : { event: eventName });
