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
  if (!state.started) {
    state.started = true;
    // What the pixel would send by itself carries no conversion_id. Only before config is it in time.
    twq('set', 'dataLayerTracking', 'false', plan.pixelId);
    twq('set', 'autoDwellTracking', 'false', plan.pixelId);
    twq('set', 'autoConfig', 'false', plan.pixelId);
    twq('set', 'autoAdvancedMatching', 'false', plan.pixelId);
    countPage(plan, twq, restricted);
  }
  while (state.waiting.length > 0) {
    var event = /** @type {Waiting} */ (state.waiting.shift());
    if (event.name === 'page_view' && event.path === location.pathname) {
      countPage(plan, twq, restricted);
    }
    var order = orderNumber(event.name, event.ecommerce);
    // An order that waited twice is one.
    var isDone = order !== '' && wasReported(event.name, order);
    if (Object.prototype.hasOwnProperty.call(plan.events, event.name) && !isDone) {
      noteReported(event, order);
      twq('event', plan.events[event.name], parametersOf(plan, event, restricted));
    }
  }
}

/**
 * Each config is a page view: one for a path, until another one came between.
 * @param {PixelPlan} plan
 * @param {Twq} twq
 * @param {boolean} restricted
 */
function countPage(plan, twq, restricted) {
  var state = sharedState();
  if (state.counted !== location.pathname) {
    state.counted = location.pathname;
    twq('config', plan.pixelId, { restricted_data_use: restricted ? 'restrict_optimization' : 'off' });
  }
}
