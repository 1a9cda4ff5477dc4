/**
 * The conversion_id that pixel and server both send: the order number, else an id made once for the event. It goes to
 * the server as the event parameter conversion_event_id, which the server tag reads before everything else.
 */

/**
 * Text or finite number as trimmed text; '' for everything else and for a text that stands for nothing.
 * @param {unknown} value
 */
function given(value) {
  var text =
    typeof value === 'string'
      ? value.trim()
      : typeof value === 'number' && value - value === 0
        ? String(value)
        : '';
  return /^(undefined|null|nan|none|\[object object\]|\(not set\)|replace_me)$|[{][{]/i.test(text)
    ? ''
    : text;
}

/**
 * The order number of an event, '' when there is none. GA4 takes 100 characters of a parameter.
 *
 * What an order left in the data layer lies there for the events behind it too: a number belongs to the event that
 * brought it first, and never to a page view.
 * @param {string} name of the event
 * @param {unknown} ecommerce
 */
function orderNumber(name, ecommerce) {
  var text = ecommerce ? given(/** @type {Bag} */ (ecommerce).transaction_id) : '';
  if (!text || text.length > 100 || name === 'page_view') {
    return '';
  }
  var owners = sharedState().owners;
  owners['#' + text] = owners['#' + text] || name;
  return owners['#' + text] === name ? text : '';
}

/**
 * The id of an event of this page load, the same each time it is asked for.
 * @param {unknown} number of the event
 * @param {string} name
 * @param {unknown} ecommerce
 */
function conversionId(number, name, ecommerce) {
  var ids = sharedState().ids;
  var key = '#' + number;
  ids[key] = ids[key] || orderNumber(name, ecommerce) || madeId();
  return ids[key];
}

/** An id that no other event has: milliseconds, and chance. */
function madeId() {
  var chance = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);
  return 'web-' + Date.now().toString(36) + '-' + chance.slice(0, 16);
}

/**
 * Whether this event was reported before: the thank-you page drew itself again, was loaded anew, or stands in a second
 * tab. The answer stays the same while the event is handled.
 * @param {unknown} number of the event
 * @param {string} name
 * @param {unknown} ecommerce
 */
function isRepeat(number, name, ecommerce) {
  var repeats = sharedState().repeats;
  var key = '#' + number;
  if (repeats[key] === undefined) {
    var order = orderNumber(name, ecommerce);
    repeats[key] = order !== '' ? wasReported(name, order) : isPurchaseAgain(name, ecommerce);
  }
  return repeats[key];
}

/**
 * Whether an order is noted, for all tabs of the browser.
 * @param {string} name of the event
 * @param {string} order
 */
function wasReported(name, order) {
  var note = noteOf(name, order);
  return sharedState().reported[note] || readNote(note) !== null;
}

/**
 * @param {string} name of the event
 * @param {string} order its number, or its page
 */
function noteOf(name, order) {
  return 'xAdsWeb ' + name + ' ' + order;
}

/**
 * A purchase without an order number is taken for the last one on its page when the same was bought there less than an
 * hour ago, or when it is the first after a reload or a way back.
 * @param {string} name
 * @param {unknown} ecommerce
 */
function isPurchaseAgain(name, ecommerce) {
  if (name !== 'purchase') {
    return false;
  }
  var state = sharedState();
  var isFirst = !state.bought;
  state.bought = true;
  var note = readNote(noteOf(name, location.href)) || '';
  var end = note.indexOf(' ');
  var isRecent = Date.now() - Number(note.slice(0, end)) < 3600000;
  return note.slice(end + 1) === boughtIn(ecommerce) && (isRecent || (isFirst && isLoadedAnew()));
}

/**
 * What was bought, never empty.
 * @param {unknown} ecommerce
 */
function boughtIn(ecommerce) {
  return JSON.stringify(copyOf(ecommerce)) || 'nothing';
}

function isLoadedAnew() {
  var loads =
    window.performance && performance.getEntriesByType ? performance.getEntriesByType('navigation') : [];
  var type = loads.length > 0 ? /** @type {any} */ (loads[0]).type : '';
  return type === 'reload' || type === 'back_forward';
}

/**
 * Notes that an event is reported.
 * @param {Waiting} event
 * @param {string} order its number, '' when it has none
 */
function noteReported(event, order) {
  if (order !== '') {
    sharedState().reported[noteOf(event.name, order)] = true;
    writeNote(noteOf(event.name, order), '1');
  } else if (event.name === 'purchase') {
    writeNote(noteOf(event.name, event.page), Date.now() + ' ' + boughtIn(event.ecommerce));
  }
}

/**
 * In localStorage, which all tabs share. It may be switched off; then nothing was noted.
 * @param {string} note
 */
function readNote(note) {
  try {
    return localStorage.getItem(note);
  } catch (_) {
    return null;
  }
}

/**
 * @param {string} note
 * @param {string} text
 */
function writeNote(note, text) {
  try {
    localStorage.setItem(note, text);
  } catch (_) {
    // Storage is switched off: only this page remembers.
  }
}
