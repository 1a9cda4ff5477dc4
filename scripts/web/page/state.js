/** What the parts on a page share, and the events that wait for X's pixel. */

/** One object, made by whichever part comes first. */
function sharedState() {
  var state = window.xAdsWeb;
  if (!state || !state.waiting) {
    state = {
      ids: {},
      repeats: {},
      owners: {},
      reported: {},
      seen: {},
      waiting: [],
      path: undefined,
      counted: undefined,
      clickId: '',
      unrestricted: null,
      bought: false,
      started: false,
      snippet: false,
    };
    window.xAdsWeb = state;
  }
  return state;
}

/**
 * A copy that later pushes of the page cannot change; undefined for what is no plain data.
 * @param {unknown} value
 */
function copyOf(value) {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (_) {
    return undefined;
  }
}

/**
 * Keeps an event until the pixel may send it. An event that is kept or sent already is not kept again.
 * @param {PageEvent} event
 */
function remember(event) {
  var state = sharedState();
  var key = '#' + event.number;
  if (state.seen[key]) {
    return;
  }
  state.seen[key] = true;
  // The router of the site may clean the address before the visitor has answered the banner.
  var click = /[?&]twclid=([^&#]{1,256})/.exec(location.search);
  state.clickId = state.clickId || (click ? String(click[1]) : '');
  state.waiting.push({
    number: event.number,
    name: event.name,
    id: event.id,
    // What an order left in the data layer says nothing of a page view.
    ecommerce: event.name === 'page_view' ? undefined : copyOf(event.ecommerce),
    userData: copyOf(event.userData),
    page: location.href,
    path: location.pathname,
  });
  if (state.waiting.length > 50) {
    state.waiting.shift();
  }
}
