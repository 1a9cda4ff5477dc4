/** The code of the container's tags on a page, called by a test as Tag Manager would for one event. */
import { codeOf, webVersion, withMacros } from './setup.ts';

const version = webVersion();
const code = (name: string): string => withMacros(codeOf(version, name));

/**
 * `begin(push)` begins an event; then `idVariable`, `repeatVariable` and the tags `waitingTag`, `consentTag` and `pixelTag` are for
 * that event. A variable without a value is undefined, as in Tag Manager.
 */
export const CONTAINER_PAGE = `window.dataLayer = [];
var pushed = {}, number = 1;
function begin(given) { pushed = given; number += 1; }
function macro(name) {
  var known = { 'X Ads - event number': number, Event: pushed.event, 'X Ads - ecommerce': pushed.ecommerce,
    'X Ads - user data': pushed.user_data };
  return name === 'X Ads - conversion ID' ? idVariable() : known[name];
}
var idVariable = ${code('conversion ID')};
var repeatVariable = ${code('repeat')};
function waitingTag() { ${code('waiting events')} }
function consentTag() { ${code('nothing refused')} }
function pixelTag() { ${code('pixel')} }`;
