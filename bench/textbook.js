// OAuth 1.0a with HMAC-SHA1 the way a textbook writes it, in the sandbox's language: lists of bytes, a function for each
// step, loops. It is here to be compared with; nothing ships it.
const encodeUriComponent = require('encodeUriComponent');
const generateRandom = require('generateRandom');
const getTimestampMillis = require('getTimestampMillis');
const JSON = require('JSON');
const sendHttpRequest = require('sendHttpRequest');

const ASCII = ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encode(text) {
  return encodeUriComponent(text).split('!').join('%21').split("'").join('%27').split('(').join('%28').split(')').join('%29').split('*').join('%2A');
}

function bytesOf(text) {
  const bytes = [];
  for (let i = 0; i < text.length; i++) {
    bytes.push(ASCII.indexOf(text.charAt(i)) + 32);
  }
  return bytes;
}

function rotl(x, n) {
  return (x << n) | (x >>> (32 - n));
}

function sha1(message) {
  const bytes = message.slice();
  bytes.push(128);
  while (bytes.length % 64 !== 56) {
    bytes.push(0);
  }
  const bits = message.length * 8;
  for (let i = 7; i >= 0; i--) {
    bytes.push(i > 3 ? 0 : (bits >>> (8 * i)) & 255);
  }
  let h0 = 1732584193;
  let h1 = -271733879;
  let h2 = -1732584194;
  let h3 = 271733878;
  let h4 = -1009589776;
  for (let start = 0; start < bytes.length; start += 64) {
    const w = [];
    for (let t = 0; t < 16; t++) {
      const at = start + t * 4;
      w.push((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]);
    }
    for (let t = 16; t < 80; t++) {
      w.push(rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1));
    }
    let a = h0;
    let b = h1;
    let c = h2;
    let d = h3;
    let e = h4;
    for (let t = 0; t < 80; t++) {
      let f;
      let k;
      if (t < 20) {
        f = (b & c) | (~b & d);
        k = 1518500249;
      } else if (t < 40) {
        f = b ^ c ^ d;
        k = 1859775393;
      } else if (t < 60) {
        f = (b & c) | (b & d) | (c & d);
        k = -1894007588;
      } else {
        f = b ^ c ^ d;
        k = -899497514;
      }
      const temp = (rotl(a, 5) + f + e + k + w[t]) | 0;
      e = d;
      d = c;
      c = rotl(b, 30);
      b = a;
      a = temp;
    }
    h0 = (h0 + a) | 0;
    h1 = (h1 + b) | 0;
    h2 = (h2 + c) | 0;
    h3 = (h3 + d) | 0;
    h4 = (h4 + e) | 0;
  }
  const digest = [];
  [h0, h1, h2, h3, h4].forEach((h) => {
    for (let i = 24; i >= 0; i -= 8) {
      digest.push((h >>> i) & 255);
    }
  });
  return digest;
}

function hmac(key, message) {
  let block = key.length > 64 ? sha1(key) : key.slice();
  while (block.length < 64) {
    block.push(0);
  }
  const inner = sha1(block.map((byte) => byte ^ 54).concat(message));
  return sha1(block.map((byte) => byte ^ 92).concat(inner));
}

function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    text += BASE64.charAt((word >>> 18) & 63) + BASE64.charAt((word >>> 12) & 63);
    text += left > 1 ? BASE64.charAt((word >>> 6) & 63) : '=';
    text += left > 2 ? BASE64.charAt(word & 63) : '=';
  }
  return text;
}

const url = 'https://ads-api.x.com/12/measurement/conversions/' + data.pixelId;
const timestamp = '' + (getTimestampMillis() - (getTimestampMillis() % 1000)) / 1000;
const nonce = '' + generateRandom(10000000, 99999999) + generateRandom(10000000, 99999999);
const parameters = {
  oauth_consumer_key: data.consumerKey,
  oauth_nonce: nonce,
  oauth_signature_method: 'HMAC-SHA1',
  oauth_timestamp: timestamp,
  oauth_token: data.accessToken,
  oauth_version: '1.0'
};
const pairs = [];
for (const name in parameters) {
  pairs.push(encode(name) + '=' + encode(parameters[name]));
}
const base = 'POST&' + encode(url) + '&' + encode(pairs.join('&'));
const key = encode(data.consumerSecret) + '&' + encode(data.accessTokenSecret);
parameters.oauth_signature = base64(hmac(bytesOf(key), bytesOf(base)));
const quoted = [];
for (const name in parameters) {
  quoted.push(encode(name) + '="' + encode(parameters[name]) + '"');
}
const body = JSON.stringify({ conversions: [] });
sendHttpRequest(url, { method: 'POST', headers: { Authorization: 'OAuth ' + quoted.join(', ') }, timeout: 4000 }, body).then(
  data.gtmOnSuccess,
  data.gtmOnFailure
);
