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
 * @param {unknown} ecommerce
 */
function orderNumber(ecommerce) {
  var text = ecommerce ? given(/** @type {Bag} */ (ecommerce).transaction_id) : '';
  return text.length > 100 ? '' : text;
}

/**
 * The id of an event of this page load, the same each time it is asked for.
 * @param {unknown} number of the event
 * @param {unknown} ecommerce
 */
function conversionId(number, ecommerce) {
  var ids = sharedState().ids;
  var key = '#' + number;
  ids[key] = ids[key] || orderNumber(ecommerce) || madeId();
  return ids[key];
}

/** An id that no other event has: milliseconds, and chance. */
function madeId() {
  var chance = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);
  return 'web-' + Date.now().toString(36) + '-' + chance.slice(0, 16);
}

/**
 * Where it is noted that an order is reported, '' for an event without an order number.
 * @param {string} name of the event
 * @param {unknown} ecommerce
 */
function noteOf(name, ecommerce) {
  var order = orderNumber(ecommerce);
  return order && 'xAdsWeb ' + name + ' ' + order;
}

/**
 * Whether this event of this order was reported before the page was loaded: the thank-you page was loaded anew. The
 * answer stays the same while the event is handled.
 * @param {unknown} number of the event
 * @param {string} name
 * @param {unknown} ecommerce
 */
function isRepeat(number, name, ecommerce) {
  var repeats = sharedState().repeats;
  var key = '#' + number;
  if (repeats[key] === undefined) {
    var note = noteOf(name, ecommerce);
    repeats[key] = note !== '' && readNote(note);
  }
  return repeats[key];
}

/**
 * Storage may be switched off; then nothing was noted.
 * @param {string} note
 */
function readNote(note) {
  try {
    return sessionStorage.getItem(note) !== null;
  } catch (_) {
    return false;
  }
}

/** @param {string} note '' notes nothing */
function writeNote(note) {
  try {
    if (note) {
      sessionStorage.setItem(note, '1');
    }
  } catch (_) {
    // Storage is switched off: a reload will count again.
  }
}
