/** X's base code, and what goes to it. Nothing here runs before the visitor's answer allows it. */

/**
 * Whether the pixel counts an event of this name.
 * @param {PixelPlan} plan
 * @param {unknown} name
 */
function isCounted(plan, name) {
  return name === 'page_view' || Object.prototype.hasOwnProperty.call(plan.events, String(name));
}

/** The pixel's queue, and its script. @returns {Twq} */
function pixelQueue() {
  if (window.twq) {
    return window.twq;
  }
  /** @type {Twq} */
  var twq = function () {
    if (twq.exe) {
      twq.exe.apply(twq, /** @type {any} */ (arguments));
    } else {
      /** @type {unknown[]} */ (twq.queue).push(arguments);
    }
  };
  twq.version = '1.1';
  twq.queue = [];
  window.twq = twq;
  loadScript('https://static.ads-twitter.com/uwt.js');
  return twq;
}

/** @param {string} url */
function loadScript(url) {
  var script = document.createElement('script');
  script.async = true;
  script.src = url;
  (document.head || document.documentElement).appendChild(script);
}

/**
 * Sends everything that waits, and starts the pixel with the first call.
 * @param {PixelPlan} plan
 * @param {boolean} restricted
 */
function sendWaiting(plan, restricted) {
  var state = sharedState();
  var twq = pixelQueue();
  var use = { restricted_data_use: restricted ? 'restrict_optimization' : 'off' };
  var isFirst = !state.started;
  if (isFirst) {
    state.started = true;
    // What the pixel would send by itself carries no conversion_id. Only before config is it in time.
    twq('set', 'dataLayerTracking', 'false', plan.pixelId);
    twq('set', 'autoDwellTracking', 'false', plan.pixelId);
    twq('set', 'autoConfig', 'false', plan.pixelId);
    twq('set', 'autoAdvancedMatching', 'false', plan.pixelId);
    twq('config', plan.pixelId, use);
    state.viewed = location.href;
  }
  while (state.waiting.length > 0) {
    var event = /** @type {Waiting} */ (state.waiting.shift());
    // Each config is a page view; the first one has counted the page on which the pixel started.
    if (event.name === 'page_view') {
      if (!isFirst && event.page !== state.viewed) {
        twq('config', plan.pixelId, use);
      }
      state.viewed = '';
    }
    if (Object.prototype.hasOwnProperty.call(plan.events, event.name)) {
      noteReported(event);
      twq('event', plan.events[event.name], parametersOf(plan, event, restricted));
    }
  }
}
