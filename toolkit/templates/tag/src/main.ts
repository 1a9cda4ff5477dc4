/** A tag that posts the name of each event to an address, with a label from its form. */
import { bodyOf } from './body.ts';

const getEventData = require('getEventData');
const logToConsole = require('logToConsole');
const sendHttpRequest = require('sendHttpRequest');

const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, timeout: 3000 };

sendHttpRequest(
  'https://collect.example.com/events',
  options,
  bodyOf(getEventData('event_name'), data.label),
).then(
  (response) => {
    if (response.statusCode >= 200 && response.statusCode < 300) {
      data.gtmOnSuccess();
    } else {
      logToConsole('The event was refused with status', response.statusCode);
      data.gtmOnFailure();
    }
  },
  () => {
    logToConsole('The event could not be sent.');
    data.gtmOnFailure();
  },
);
