/** For a site without a web container: Google's tag, the data layer, the visitor's answer and the path in one place. */

/** What a visitor may refuse. */
var SIGNALS = ['ad_storage', 'ad_user_data', 'ad_personalization'];

/** @param {SnippetPlan} plan */
function runSnippet(plan) {
  var state = sharedState();
  if (state.snippet) {
    return;
  }
  state.snippet = true;
  window.dataLayer = window.dataLayer || [];
  var layer = window.dataLayer;
  /** @type {Record<string, string>} */
  var consent = {};
  /** @type {unknown} */
  var userData;
  var count = 0;
  /** @type {unknown} the call of this script that is under way */
  var own;

  /** @type {(...call: unknown[]) => void} */
  var gtag = function () {
    var outer = own;
    own = arguments;
    // Google's tag takes nothing but the arguments themselves for a command.
    layer.push(arguments);
    own = outer;
  };

  /** @param {any} entry */
  function take(entry) {
    if (!entry || typeof entry !== 'object' || entry === own) {
      return;
    }
    if (Object.prototype.toString.call(entry) === '[object Arguments]') {
      takeCommand(entry);
    } else {
      userData = copyOf(entry.user_data) || userData;
      if (typeof entry.event === 'string' && isCounted(plan, entry.event)) {
        report(entry.event, entry.ecommerce);
      }
    }
  }

  /**
   * A call of gtag() by the page.
   * @param {any} call
   */
  function takeCommand(call) {
    var command = call[0];
    var first = call[1];
    if (command === 'consent') {
      noteConsent(first, call[2]);
      send();
    } else if (command === 'set') {
      userData = copyOf(first === 'user_data' ? call[2] : first && first.user_data) || userData;
    } else if (command === 'event' && typeof first === 'string' && isCounted(plan, first)) {
      takeDirect(call, first, call[2] && typeof call[2] === 'object' ? call[2] : {});
    }
  }

  /**
   * An event that the page sends with gtag(): it goes on with its id in a call of our own, or not at all. One that is
   * addressed to other properties alone stays as it is.
   * @param {any} call
   * @param {string} name
   * @param {any} stated its parameters
   */
  function takeDirect(call, name, stated) {
    var targets = Array.isArray(stated.send_to) ? stated.send_to : [stated.send_to];
    if (stated.send_to !== undefined && targets.indexOf(plan.measurementId) < 0) {
      return;
    }
    /** @type {Bag} */
    var parameters = {};
    Object.keys(stated).forEach(function (key) {
      parameters[key] = stated[key];
    });
    userData = copyOf(stated.user_data) || userData;
    // Google's tag passes over a command that it does not know.
    call[0] = 'xAdsWeb';
    var isNew = report(
      name,
      {
        transaction_id: stated.transaction_id,
        value: stated.value,
        currency: stated.currency,
        items: stated.items,
      },
      parameters
    );
    if (!isNew && typeof stated.event_callback === 'function') {
      // The page may wait for it before it goes on.
      setTimeout(stated.event_callback, 0);
    }
  }

  /**
   * A default for single regions grants nothing, because the region of the visitor is not known here; and what one default
   * denies no other grants. Only the visitor's answer does.
   * @param {unknown} command
   * @param {any} stated
   */
  function noteConsent(command, stated) {
    if ((command !== 'default' && command !== 'update') || !stated || typeof stated !== 'object') {
      return;
    }
    for (var i = 0; i < SIGNALS.length; i += 1) {
      var value = stated[SIGNALS[i]];
      var mayGrant = command === 'update' || (!stated.region && consent[SIGNALS[i]] !== 'denied');
      if (value === 'denied' || (value === 'granted' && mayGrant)) {
        consent[SIGNALS[i]] = value;
      }
    }
  }

  /**
   * @param {string} name
   * @param {any} ecommerce
   * @param {Bag} [direct] parameters of a direct call
   * @returns whether it was not reported before
   */
  function report(name, ecommerce, direct) {
    count += 1;
    var data = copyOf(ecommerce);
    if (isRepeat(count, name, data)) {
      return false;
    }
    var id = conversionId(count, name, data);
    remember({ number: count, name: name, id: id, ecommerce: data, userData: userData });
    var parameters = direct || (data && typeof data === 'object' && !Array.isArray(data) ? data : {});
    parameters.conversion_event_id = id;
    if (userData) {
      parameters.user_data = userData;
    }
    gtag('event', name, parameters);
    send();
    return true;
  }

  function send() {
    for (var i = 0; i < plan.consent.length; i += 1) {
      if (consent[plan.consent[i]] !== 'granted') {
        return;
      }
    }
    sendWaiting(
      plan,
      SIGNALS.some(function (signal) {
        return consent[signal] === 'denied';
      })
    );
  }

  /** @param {unknown} entry */
  function takeSafely(entry) {
    try {
      take(entry);
    } catch (_) {
      // Whatever the page pushed, its own code goes on.
    }
  }

  gtag('js', new Date());
  gtag('config', plan.measurementId, { server_container_url: plan.serverUrl, send_page_view: false });
  loadScript('https://www.googletagmanager.com/gtag/js?id=' + plan.measurementId);

  var before = layer.slice();
  var push = layer.push;
  layer.push = function () {
    var result = push.apply(layer, /** @type {any} */ (arguments));
    for (var i = 0; i < arguments.length; i += 1) {
      takeSafely(arguments[i]);
    }
    return result;
  };
  before.forEach(takeSafely);

  pageView();
  watch('pushState');
  watch('replaceState');
  window.addEventListener('popstate', pageView);

  /** @param {'pushState' | 'replaceState'} name */
  function watch(name) {
    var original = history[name];
    history[name] = function () {
      var result = original.apply(history, /** @type {any} */ (arguments));
      pageView();
      return result;
    };
  }
}
