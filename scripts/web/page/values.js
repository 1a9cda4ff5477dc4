/**
 * The parameters of an event for X's pixel. The pixel hashes exactly what it gets, so addresses and numbers are brought
 * into X's form here. What is not sure to be one is left out: the hash of nothing, or of another number, is nobody's.
 */

/**
 * Trimmed and in lower case, '' for what is no single address. A hash stays out, for the pixel would hash it again.
 * @param {unknown} value
 */
function emailOf(value) {
  var text = given(value).toLowerCase();
  return text.length < 255 && /^[a-z0-9_+-]+([.][a-z0-9_+-]+)*@([a-z0-9-]+[.])+[a-z]+$/.test(text)
    ? text
    : '';
}

/** Calling codes (ITU-T E.164): no code is the beginning of another. */
var CALLING_CODE = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9][0-9])/;

/** Where numbers keep their zero, or people dial other digits inside the country: the server knows the rules of each. */
var OWN_RULES = /^(7|36|39|5[245]|22[5-79]|24[12]|250|37[058]|380|992|993)$/;

/** Of these codes none is assigned. */
var UNASSIGNED = /^(28|83|89)/;

/**
 * E.164 with plus, '' when a few lines cannot tell it.
 * @param {unknown} value
 * @param {string} own calling code for numbers written the national way: digits, '' when there is none
 */
function phoneOf(value, own) {
  var text = given(value)
    // Tables that take it for a number write 4915123456789.0.
    .replace(/^([+]?[0-9]{7,})[.]0+$/, '$1')
    .replace(/[ ()./-]/g, '')
    .replace(/^00/, '+');
  var ofOwn = CALLING_CODE.exec(own);
  if (text.charAt(0) !== '+' && ofOwn && ofOwn[0] === own && text.indexOf(own) !== 0) {
    // One zero in front is dialled inside the country only; in North America none is.
    text = '+' + own + (own === '1' ? text : text.replace(/^0/, ''));
  }
  var code = (CALLING_CODE.exec(text.slice(1)) || [''])[0];
  var national = text.slice(1 + code.length);
  var isWhole = /^[+]([2-9][0-9]{6,14}|1[1-9][0-9]{9})$/.test(text) && national.charAt(0) !== '0';
  // With its code a second time it may be another number: the server judges that by the length.
  var isTwice = code !== '1' && national.indexOf(code) === 0;
  return isWhole && !isTwice && !OWN_RULES.test(code) && !UNASSIGNED.test(code) ? text : '';
}

/**
 * A plain amount as text; undefined for everything else. 0 is an amount.
 * @param {unknown} value
 */
function amountOf(value) {
  var text = given(value);
  return /^(0|[1-9][0-9]{0,12})([.][0-9]{1,9})?$/.test(text) ? text : undefined;
}

/**
 * GA4's items as X's contents.
 * @param {unknown} items
 * @param {string} idKey
 */
function contentsOf(items, idKey) {
  var contents = [];
  for (var i = 0; Array.isArray(items) && i < items.length; i += 1) {
    var item = items[i];
    // A quantity of 0 is not there.
    if (item && typeof item === 'object' && given(item.quantity) !== '0') {
      var content = compact({
        content_id: within(256, given(item[idKey]) || given(item.id)),
        content_name: within(1024, given(item.item_name)),
        content_type: within(1024, given(item.item_category)),
        content_price: amountOf(item.price),
        content_group_id: within(256, given(item.item_group_id)),
        num_items: countOf(item.quantity),
      });
      if (content.content_id || content.content_name || content.content_price) {
        contents.push(content);
      }
    }
  }
  return contents;
}

/**
 * What is longer is no id or name of a product, and would make the pixel's address too long.
 * @param {number} longest
 * @param {string} text
 */
function within(longest, text) {
  return text.length > longest ? '' : text;
}

/**
 * Whole pieces; undefined for everything else.
 * @param {unknown} value
 */
function countOf(value) {
  var text = given(value);
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
}

/**
 * Without what is missing: the pixel would send '' and null as they are.
 * @param {Bag} bag
 */
function compact(bag) {
  /** @type {Bag} */
  var kept = {};
  for (var key in bag) {
    if (bag[key] !== undefined && bag[key] !== '') {
      kept[key] = bag[key];
    }
  }
  return kept;
}

/**
 * @param {PixelPlan} plan
 * @param {Waiting} event
 * @param {boolean} restricted whether the visitor refused something: then X gets no person and may not optimise
 */
function parametersOf(plan, event, restricted) {
  var ecommerce = /** @type {Bag} */ ((plan.conversionData && event.ecommerce) || {});
  var user = /** @type {Bag} */ ((plan.userData && !restricted && event.userData) || {});
  var contents = contentsOf(ecommerce.items, plan.contentIdSource);
  var currency = given(ecommerce.currency).toUpperCase();
  var state = sharedState();
  return compact({
    conversion_id: event.id,
    value: amountOf(ecommerce.value),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : undefined,
    contents: contents.length > 0 ? contents : undefined,
    email_address: emailOf(user.email_address) || emailOf(user.email),
    phone_number:
      phoneOf(user.phone_number, plan.countryCallingCode) || phoneOf(user.phone, plan.countryCallingCode),
    // The pixel takes it only where neither the address nor its cookie has one.
    twclid: state.clickId,
    // An event that had to wait belongs to the page on which it happened.
    page_location: event.page === location.href ? undefined : event.page,
    restricted_data_use: restricted ? 'restrict_optimization' : 'off',
  });
}
