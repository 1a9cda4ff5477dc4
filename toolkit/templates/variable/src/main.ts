/** A variable with the host of the page that an event is about. */
import { hostOf } from './host-of.ts';

const getEventData = require('getEventData');

export default hostOf(getEventData('page_location'), data.keepWww);
