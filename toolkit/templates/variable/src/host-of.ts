/** Hosts of addresses. */
const parseUrl = require('parseUrl');

/** The host of an address, in small letters; nothing when the text is no address. */
export const hostOf = (address, keepWww) => {
  const url = parseUrl(address);
  if (!url) {
    return undefined;
  }
  return !keepWww && url.hostname.indexOf('www.') === 0 ? url.hostname.slice(4) : url.hostname;
};
