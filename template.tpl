___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "X Ads Conversions with OAuth",
  "categories": [
    "ADVERTISING",
    "CONVERSIONS",
    "MARKETING"
  ],
  "brand": {
    "id": "brand_dummy",
    "displayName": ""
  },
  "description": "Sends GA4 events as conversions to X (Twitter) Ads, from your own server to X and nowhere else. Signs OAuth 1.0a inside the container or uses the pixel access token, and says why whenever nothing is sent.",
  "containerContexts": [
    "SERVER"
  ]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "GROUP",
    "name": "connection",
    "displayName": "Connection to X",
    "groupStyle": "ZIPPY_OPEN",
    "subParams": [
      {
        "type": "TEXT",
        "name": "pixelId",
        "displayName": "Pixel ID",
        "simpleValueType": true,
        "help": "X Events Manager, the ID of the pixel, 3 to 12 letters and digits.",
        "valueHint": "o8z6j",
        "valueValidators": [
          {
            "type": "NON_EMPTY",
            "errorMessage": "The pixel ID is needed."
          },
          {
            "type": "REGEX",
            "args": [
              "^\\s*[A-Za-z0-9]{3,12}\\s*$"
            ],
            "errorMessage": "A pixel ID has 3 to 12 letters and digits, for example o8z6j."
          }
        ]
      },
      {
        "type": "RADIO",
        "name": "authMethod",
        "displayName": "Authentication",
        "simpleValueType": true,
        "defaultValue": "oauth1",
        "help": "Both end at the same endpoint of X. OAuth 1.0a needs an app with Ads API access; the pixel access token needs none.",
        "radioItems": [
          {
            "value": "oauth1",
            "displayValue": "OAuth 1.0a (signed inside this container)",
            "subParams": [
              {
                "type": "TEXT",
                "name": "consumerKey",
                "displayName": "Consumer key",
                "simpleValueType": true,
                "help": "X developer portal, your app, Keys and tokens. Best kept in a constant variable of the container.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Consumer key is needed to sign requests."
                  }
                ]
              },
              {
                "type": "TEXT",
                "name": "consumerSecret",
                "displayName": "Consumer secret",
                "simpleValueType": true,
                "help": "X developer portal, your app, Keys and tokens. Best kept in a constant variable of the container.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Consumer secret is needed to sign requests."
                  }
                ]
              },
              {
                "type": "TEXT",
                "name": "accessToken",
                "displayName": "Access token",
                "simpleValueType": true,
                "help": "X developer portal, your app, Keys and tokens. Best kept in a constant variable of the container.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Access token is needed to sign requests."
                  }
                ]
              },
              {
                "type": "TEXT",
                "name": "accessTokenSecret",
                "displayName": "Access token secret",
                "simpleValueType": true,
                "help": "X developer portal, your app, Keys and tokens. Best kept in a constant variable of the container.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Access token secret is needed to sign requests."
                  }
                ]
              }
            ]
          },
          {
            "value": "pixelToken",
            "displayValue": "Pixel access token",
            "subParams": [
              {
                "type": "TEXT",
                "name": "pixelToken",
                "displayName": "Pixel access token",
                "simpleValueType": true,
                "help": "X Events Manager, Install Pixel, Manual, Conversion API, Generate access token.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "The token is needed to authenticate with X."
                  }
                ]
              }
            ]
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "events",
    "displayName": "Events",
    "groupStyle": "ZIPPY_OPEN",
    "subParams": [
      {
        "type": "SIMPLE_TABLE",
        "name": "categoryEvents",
        "displayName": "Conversion categories",
        "help": "Each GA4 event belongs to one category: purchase to Purchase, generate_lead to Lead, and so on. Add a row for each category you have an event for in X Events Manager.",
        "newRowButtonText": "Add category",
        "simpleTableColumns": [
          {
            "type": "SELECT",
            "name": "category",
            "displayName": "Category",
            "isUnique": true,
            "defaultValue": "purchase",
            "selectItems": [
              {
                "value": "page_view",
                "displayValue": "Page view / Site visit"
              },
              {
                "value": "content_view",
                "displayValue": "Content view"
              },
              {
                "value": "search",
                "displayValue": "Search"
              },
              {
                "value": "add_to_cart",
                "displayValue": "Add to cart"
              },
              {
                "value": "add_to_wishlist",
                "displayValue": "Add to wishlist"
              },
              {
                "value": "checkout_initiated",
                "displayValue": "Checkout initiated"
              },
              {
                "value": "added_payment_info",
                "displayValue": "Added payment info"
              },
              {
                "value": "purchase",
                "displayValue": "Purchase"
              },
              {
                "value": "lead",
                "displayValue": "Lead"
              },
              {
                "value": "sign_up",
                "displayValue": "Sign up"
              },
              {
                "value": "subscribe",
                "displayValue": "Subscribe"
              },
              {
                "value": "start_trial",
                "displayValue": "Start trial"
              },
              {
                "value": "download",
                "displayValue": "Download"
              },
              {
                "value": "product_customization",
                "displayValue": "Product customization"
              },
              {
                "value": "custom",
                "displayValue": "Custom (every other event)"
              }
            ]
          },
          {
            "type": "TEXT",
            "name": "eventId",
            "displayName": "Event ID",
            "defaultValue": "",
            "valueHint": "tw-o8z6j-o87ne",
            "valueValidators": [
              {
                "type": "REGEX",
                "args": [
                  "^\\s*(tw-[A-Za-z0-9]+-)?[A-Za-z0-9]+\\s*$"
                ],
                "errorMessage": "X Events Manager, your event, Event ID: o87ne or tw-o8z6j-o87ne."
              }
            ]
          }
        ]
      },
      {
        "type": "SIMPLE_TABLE",
        "name": "customEvents",
        "displayName": "Single events",
        "help": "An exact event name. It wins over the category of that event.",
        "newRowButtonText": "Add event",
        "simpleTableColumns": [
          {
            "type": "TEXT",
            "name": "eventName",
            "displayName": "Event name",
            "isUnique": true,
            "defaultValue": "",
            "valueHint": "quote_requested",
            "valueValidators": [
              {
                "type": "NON_EMPTY",
                "errorMessage": "The event name is needed."
              }
            ]
          },
          {
            "type": "TEXT",
            "name": "eventId",
            "displayName": "Event ID",
            "defaultValue": "",
            "valueHint": "tw-o8z6j-o87ne",
            "valueValidators": [
              {
                "type": "REGEX",
                "args": [
                  "^\\s*(tw-[A-Za-z0-9]+-)?[A-Za-z0-9]+\\s*$"
                ],
                "errorMessage": "X Events Manager, your event, Event ID: o87ne or tw-o8z6j-o87ne."
              }
            ]
          }
        ]
      },
      {
        "type": "RADIO",
        "name": "otherEvents",
        "displayName": "Events without a row",
        "simpleValueType": true,
        "defaultValue": "ignore",
        "radioItems": [
          {
            "value": "ignore",
            "displayValue": "Send nothing"
          },
          {
            "value": "send",
            "displayValue": "Send with one event ID",
            "subParams": [
              {
                "type": "TEXT",
                "name": "defaultEventId",
                "displayName": "Event ID",
                "simpleValueType": true,
                "help": "X Events Manager, your event, Event ID: o87ne or tw-o8z6j-o87ne.",
                "valueHint": "tw-o8z6j-o87ne",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "The event ID is needed."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*(tw-[A-Za-z0-9]+-)?[A-Za-z0-9]+\\s*$"
                    ],
                    "errorMessage": "X Events Manager, your event, Event ID: o87ne or tw-o8z6j-o87ne."
                  }
                ]
              }
            ]
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "people",
    "displayName": "Identifiers",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "CHECKBOX",
        "name": "autoUserData",
        "checkboxText": "Read identifiers from the event",
        "simpleValueType": true,
        "defaultValue": true,
        "help": "E-mail address and phone number from user_data, IP address, user agent and click ID. E-mail and phone are hashed before anything is sent."
      },
      {
        "type": "TEXT",
        "name": "countryCallingCode",
        "displayName": "Country calling code",
        "simpleValueType": true,
        "help": "For phone numbers written without one. Digits only.",
        "valueHint": "49",
        "valueValidators": [
          {
            "type": "REGEX",
            "args": [
              "^(\\+?[1-9][0-9]{0,2})?$"
            ],
            "errorMessage": "A country calling code has one to three digits, for example 49."
          }
        ]
      },
      {
        "type": "SIMPLE_TABLE",
        "name": "userData",
        "displayName": "User data",
        "help": "Overrides what the event says. E-mail and phone may be plain or SHA-256 hashes.",
        "newRowButtonText": "Add value",
        "simpleTableColumns": [
          {
            "type": "SELECT",
            "name": "name",
            "displayName": "Identifier",
            "isUnique": true,
            "defaultValue": "email",
            "selectItems": [
              {
                "value": "email",
                "displayValue": "E-mail address"
              },
              {
                "value": "phone",
                "displayValue": "Phone number"
              },
              {
                "value": "twclid",
                "displayValue": "Click ID (twclid)"
              },
              {
                "value": "ip_address",
                "displayValue": "IP address"
              },
              {
                "value": "user_agent",
                "displayValue": "User agent"
              }
            ]
          },
          {
            "type": "TEXT",
            "name": "value",
            "displayName": "Value",
            "defaultValue": ""
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "conversion",
    "displayName": "Conversion data",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "CHECKBOX",
        "name": "autoConversionData",
        "checkboxText": "Read conversion data from the event",
        "simpleValueType": true,
        "defaultValue": true,
        "help": "Value, currency, items, page URL and the ID that lets X recognise the same conversion sent by the pixel."
      },
      {
        "type": "SELECT",
        "name": "conversionIdSource",
        "displayName": "Conversion ID",
        "simpleValueType": true,
        "defaultValue": "event_id",
        "help": "Which value of the event is tried first. It must be what the pixel sends as conversion_id.",
        "selectItems": [
          {
            "value": "event_id",
            "displayValue": "event_id, then transaction_id"
          },
          {
            "value": "transaction_id",
            "displayValue": "transaction_id, then event_id"
          }
        ]
      },
      {
        "type": "SIMPLE_TABLE",
        "name": "conversionData",
        "displayName": "Conversion data",
        "help": "Overrides what the event says, by X\u0027s name: conversion_time, conversion_id, value, price_currency, number_items, description, contents, event_source_url, search_string, or a further field of X.",
        "newRowButtonText": "Add value",
        "simpleTableColumns": [
          {
            "type": "TEXT",
            "name": "name",
            "displayName": "Field",
            "isUnique": true,
            "defaultValue": "",
            "valueHint": "value",
            "valueValidators": [
              {
                "type": "NON_EMPTY",
                "errorMessage": "The name of the field is needed."
              }
            ]
          },
          {
            "type": "TEXT",
            "name": "value",
            "displayName": "Value",
            "defaultValue": ""
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "clickId",
    "displayName": "Click ID cookie",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "CHECKBOX",
        "name": "setClickIdCookie",
        "checkboxText": "Keep the click ID of the landing page in the cookie _twclid",
        "simpleValueType": true,
        "defaultValue": true,
        "help": "Later events of the same visitor can then be attributed.",
        "subParams": [
          {
            "type": "TEXT",
            "name": "clickIdCookieDays",
            "displayName": "Lifetime",
            "simpleValueType": true,
            "valueUnit": "days",
            "defaultValue": "390",
            "valueValidators": [
              {
                "type": "POSITIVE_NUMBER",
                "errorMessage": "Days, a whole number from 1 to 400."
              }
            ],
            "enablingConditions": [
              {
                "paramName": "setClickIdCookie",
                "paramValue": true,
                "type": "EQUALS"
              }
            ]
          },
          {
            "type": "TEXT",
            "name": "clickIdCookieDomain",
            "displayName": "Domain",
            "simpleValueType": true,
            "help": "auto takes the widest domain the browser accepts.",
            "defaultValue": "auto",
            "enablingConditions": [
              {
                "paramName": "setClickIdCookie",
                "paramValue": true,
                "type": "EQUALS"
              }
            ]
          },
          {
            "type": "CHECKBOX",
            "name": "clickIdCookieHttpOnly",
            "checkboxText": "HttpOnly",
            "simpleValueType": true,
            "defaultValue": false,
            "help": "Hides the cookie from scripts on the page, X\u0027s pixel included.",
            "enablingConditions": [
              {
                "paramName": "setClickIdCookie",
                "paramValue": true,
                "type": "EQUALS"
              }
            ]
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "consentGroup",
    "displayName": "Consent",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "RADIO",
        "name": "consent",
        "displayName": "Send",
        "simpleValueType": true,
        "defaultValue": "always",
        "help": "Read from the event: consent_state, x-ga-gcd, x-ga-gcs. An event without a signal counts as not granted.",
        "radioItems": [
          {
            "value": "always",
            "displayValue": "Always"
          },
          {
            "value": "adStorage",
            "displayValue": "Only when ad_storage is granted"
          },
          {
            "value": "adStorageAndUserData",
            "displayValue": "Only when ad_storage and ad_user_data are granted"
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "delivery",
    "displayName": "Delivery",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "TEXT",
        "name": "timeoutMs",
        "displayName": "Time limit",
        "simpleValueType": true,
        "help": "How long X may take to answer one attempt, below 5000.",
        "valueUnit": "milliseconds",
        "defaultValue": "4000",
        "valueValidators": [
          {
            "type": "POSITIVE_NUMBER",
            "errorMessage": "Milliseconds, a whole number from 500 to 4900."
          }
        ]
      },
      {
        "type": "TEXT",
        "name": "retries",
        "displayName": "Retries",
        "simpleValueType": true,
        "help": "Further attempts after a failure that may pass: no connection, rate limit, a fault on X\u0027s side. 0 to 3.",
        "defaultValue": "1",
        "valueValidators": [
          {
            "type": "REGEX",
            "args": [
              "^[0-3]$"
            ],
            "errorMessage": "A number from 0 to 3."
          }
        ]
      },
      {
        "type": "CHECKBOX",
        "name": "respondEarly",
        "checkboxText": "Report success before X answers",
        "simpleValueType": true,
        "defaultValue": false,
        "help": "The container answers faster; failures then appear in the log only."
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "logs",
    "displayName": "Logs",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "RADIO",
        "name": "logging",
        "displayName": "Write to the console",
        "simpleValueType": true,
        "defaultValue": "preview",
        "radioItems": [
          {
            "value": "never",
            "displayValue": "Never"
          },
          {
            "value": "preview",
            "displayValue": "In preview mode only"
          },
          {
            "value": "always",
            "displayValue": "Always"
          }
        ]
      }
    ]
  }
]


___SANDBOXED_JS_FOR_SERVER___

// src/gtm.ts
/**
 * GTM's server-side APIs: every `require` of the tag stands here and nowhere else.
 * The names are Google's (Server-side tagging, API reference); what each needs is in template/permissions.json.
 */
const decodeUriComponent = require("decodeUriComponent");
const encodeUriComponent = require("encodeUriComponent");
const generateRandom = require("generateRandom");
const getContainerVersion = require("getContainerVersion");
const getCookieValues = require("getCookieValues");
const getEventData = require("getEventData");
const getTimestampMillis = require("getTimestampMillis");
const getType = require("getType");
const json = require("JSON");
const logToConsole = require("logToConsole");
const makeNumber = require("makeNumber");
const sendHttpRequest = require("sendHttpRequest");
const setCookie = require("setCookie");
const sha256Sync = require("sha256Sync");
const templateDataStorage = require("templateDataStorage");

// src/mapping/click-id.ts
/**
 * X's click id. It stands in the landing URL as `twclid`, afterwards in the cookie `_twclid`: bare, as X's own
 * server-side template writes it, or as URL-encoded JSON, as X's pixel writes it.
 */
const CLICK_ID = "^[A-Za-z0-9_-]{1,256}$";
/** The value when it can be a click id, else `''`. */
function clickIdOf(value) {
  const text = typeof value === "string" ? value.trim() : "";
  return text.match(CLICK_ID) ? text : "";
}
/** The click id in a URL's query, `''` when there is none. */
function clickIdFromUrl(url) {
  // A fragment may hold a question mark of its own, so it goes first.
  const found = url.split("#")[0].match("[?&]twclid=([^&]*)");
  return found ? clickIdOf(found[1]) : "";
}
/** The click id in a `_twclid` cookie: bare, or JSON that is percent-encoded up to two times. */
function clickIdFromCookie(cookie, tools) {
  let text = cookie;
  let decodings = 0;
  while (text.charAt(0) !== "{" && text.indexOf("%") >= 0 && decodings < 2) {
    text = tools.decode(text) || "";
    decodings += 1;
  }
  if (text.charAt(0) !== "{") {
    return clickIdOf(text);
  }
  const value = tools.parseJson(text);
  return tools.typeOf(value) === "object" ? clickIdOf(value.twclid) : "";
}

// src/mapping/text.ts
/** Texts out of values of unknown type. */
/** Text or number as trimmed text; everything else is absent (`''`). */
function textOf(value) {
  if (typeof value === "string") {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === "number" && value - value === 0 ? "" + value : "";
}
/** The first of the values that is a non-empty text or a number. */
function firstText(values) {
  let text = "";
  for (const value of values) {
    text = text || textOf(value);
  }
  return text;
}

// src/mapping/consent.ts
/**
 * Consent on the server: read from the event, because the sandbox has no consent API there.
 * For each signal the first source that states it decides; no statement means no consent.
 * Encoding of gcs and gcd: Google's gtag, consent state (positions and two-bit states below).
 */
const GCD_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
/** The four consent types in the order of gcd; each has two characters from position 1 on. */
const GCD_TYPES = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"];
/** The state a pair states by itself: update, else default. 0 or 1 = not set, 2 = denied, 3 = granted. */
function statedBy(explicit) {
  const update = explicit % 4;
  return update > 1 ? update : (explicit - update) / 4 % 4;
}
/** Effective state of a signal in gcd, `undefined` when it states nothing. Implicit states are no statement. */
function fromGcd(gcd, signal) {
  const place = 2 * GCD_TYPES.indexOf(signal) + 1;
  const implicit = GCD_ALPHABET.indexOf(gcd.charAt(place));
  const explicit = GCD_ALPHABET.indexOf(gcd.charAt(place + 1));
  if (gcd.charAt(0) !== "1" || gcd.length < 10 || implicit < 0 || explicit < 0) {
    return undefined;
  }
  let state = statedBy(explicit);
  // 48 and up: delegated to the type numbered from 12 on.
  if (state < 2 && implicit >= 48) {
    const target = 2 * ((implicit - implicit % 4) / 4 - 12) + 1;
    state = statedBy(GCD_ALPHABET.indexOf(gcd.charAt(target + 1)));
  }
  if (state < 2) {
    state = (explicit - explicit % 16) / 16;
  }
  return state < 2 ? undefined : state === 3;
}
/** Everything a tag is known to write for a granted signal; every other stated value is a no. */
function isYes(value) {
  return value === true || value === "true" || value === "granted" || value === 1 || value === "1";
}
/** Whether one signal is granted, and which source says so. */
function consentFor(signal, tools) {
  const stated = tools.read("consent_state." + signal);
  if (stated !== undefined && stated !== null && stated !== "") {
    return statement(signal, isYes(stated), "consent_state");
  }
  const gcd = textOf(tools.read("x-ga-gcd")) || textOf(tools.read("x-ga-mp2-gcd")) || textOf(tools.read("x-sst-system_properties.gcd"));
  const decoded = fromGcd(gcd, signal);
  if (decoded !== undefined) {
    return statement(signal, decoded, "x-ga-gcd");
  }
  const letter = signal === "ad_storage" ? textOf(tools.read("x-ga-gcs")).charAt(2) : "";
  if (letter === "1" || letter === "0") {
    return statement(signal, letter === "1", "x-ga-gcs");
  }
  const block = tools.read("x-sst-system_properties.consent.consentGrantedState." + signal);
  if (block !== undefined && block !== null && block !== "") {
    return statement(signal, isYes(block), "x-sst-system_properties");
  }
  return {
    granted: false,
    reason: "The event carries no consent signal for " + signal + (gcd.charAt(9) === "1" ? " (consent mode is not in use on the site)" : "") + ", and consent is required."
  };
}
function statement(signal, granted, source) {
  return {
    granted: granted,
    reason: signal + " is " + (granted ? "granted" : "denied") + " (" + source + ")."
  };
}

// src/mapping/compact.ts
/** Drops what is absent: the one place where `undefined` leaves an object. */
function compact(entries) {
  const result = {};
  for (const entry of entries) {
    if (entry[1] !== undefined) {
      result[entry[0]] = entry[1];
    }
  }
  return result;
}

// src/mapping/money.ts
/**
 * Amounts of money. X wants two decimals and takes a whole-number literal badly (X, Web conversions, request example;
 * reported by senders), so an amount is a text such as `"65.00"`.
 */
/** Largest amount that is written out; above it two decimals are no longer exact. */
const LARGEST = 10000000000000;
/**
 * A number, or the text of a plain decimal number. A decimal comma is refused, not guessed at.
 * @returns `undefined` for everything else
 */
function numberOf(value, tools) {
  if (typeof value === "number") {
    return value - value === 0 ? value : undefined;
  }
  if (typeof value === "string") {
    const text = value.trim();
    return text.match("^-?[0-9]{1,15}([.][0-9]{1,15})?$") ? tools.toNumber(text) : undefined;
  }
  return undefined;
}
/** Two decimals, rounded half up; `undefined` for no number and for amounts too large to be exact. */
function amount(value) {
  if (value === undefined || value > LARGEST || value < -LARGEST) {
    return undefined;
  }
  const size = value < 0 ? -value : value;
  const rounded = size * 100 + 0.5;
  const cents = rounded - rounded % 1;
  const fraction = cents % 100;
  const text = (cents - fraction) / 100 + (fraction < 10 ? ".0" : ".") + fraction;
  return value < 0 && cents > 0 ? "-" + text : text;
}
/** An upper-case ISO 4217 code, `undefined` when the value is none. */
function currencyOf(value) {
  const code = typeof value === "string" ? value.trim().toUpperCase() : "";
  return code.match("^[A-Z]{3}$") ? code : undefined;
}

// src/mapping/contents.ts
/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */
/** A whole number above zero, else `undefined`. */
function countOf(value, tools) {
  const count = numberOf(value, tools);
  return count !== undefined && count > 0 && count % 1 === 0 ? count : undefined;
}
/** @param items whatever stands under `items`; entries that are no objects or say nothing are dropped */
function cartOf(items, tools) {
  const contents = [];
  let pieces = 0;
  let total;
  let priced = 0;
  let currency;
  if (tools.typeOf(items) === "array") {
    for (const entry of items) {
      const content = {};
      let known = false;
      if (tools.typeOf(entry) === "object") {
        const item = entry;
        const id = firstText([item.item_id, item.id]);
        const name = firstText([item.item_name, item.name]);
        const price = numberOf(item.price, tools);
        const priceText = amount(price);
        const count = countOf(item.quantity, tools);
        if (id) {
          content.content_id = id;
        }
        if (name) {
          content.content_name = name;
        }
        if (price !== undefined && priceText) {
          content.content_price = priceText;
          total = (total || 0) + price * (count || 1);
          priced += 1;
        }
        known = id !== "" || name !== "" || priceText !== undefined;
        if (known && count) {
          content.num_items = count;
        }
        if (known && currency === undefined) {
          currency = item.currency;
        }
        pieces += known ? count || 1 : 0;
      }
      if (known) {
        contents.push(content);
      }
    }
  }
  return {
    contents: contents,
    pieces: pieces,
    total: priced === contents.length ? total : undefined,
    currency: currency
  };
}

// src/mapping/time.ts
/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */
/** `value` with leading zeros to `digits` digits. */
function pad(value, digits) {
  let text = "" + value;
  while (text.length < digits) {
    text = "0" + text;
  }
  return text;
}
/**
 * @param milliseconds since 1970, whole, from 0 to the end of year 9999
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
function isoTime(milliseconds) {
  const timeOfDay = milliseconds % 86400000;
  // Civil date from the day count: years begin on 1 March, so the leap day is the last of its year
  // (the usual proleptic Gregorian era arithmetic; 719468 days lie between 0000-03-01 and 1970-01-01).
  const day = (milliseconds - timeOfDay) / 86400000 + 719468;
  const dayOfEra = day % 146097;
  const era = (day - dayOfEra) / 146097;
  const yearOfEra = floor(
    (dayOfEra - floor(dayOfEra / 1460) + floor(dayOfEra / 36524) - floor(dayOfEra / 146096)) / 365
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + floor(yearOfEra / 4) - floor(yearOfEra / 100));
  const monthFromMarch = floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month < 3 ? 1 : 0);
  return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(dayOfMonth, 2) + "T" + pad(floor(timeOfDay / 3600000), 2) + ":" + pad(floor(timeOfDay / 60000) % 60, 2) + ":" + pad(floor(timeOfDay / 1000) % 60, 2) + "." + pad(timeOfDay % 1000, 3) + "Z";
}
/** Of a number that is not negative. */
function floor(value) {
  return value - value % 1;
}

// src/mapping/conversion.ts
/**
 * The conversion object (X, Web conversions, request body), one for each run.
 * Unknown is never invented: a missing value is absent, not 0; 0 is a value.
 */
/** Where the event id arrives, depending on the age of gtag and of the client. */
const EVENT_ID_KEYS = ["event_id", "x-ga-event_id", "x-ga-mp2-evnid", "unique_event_id"];
/** Keys of the conversion that the operator cannot set as an additional field. */
const RESERVED = ["event_id", "identifiers"];
function conversion(sources, tools) {
  const overrides = sources.overrides;
  const read = (key) => sources.auto ? tools.read(key) : undefined;
  /** The event's value, else the same key below `ecommerce` (whole data layer objects pass through data clients). */
  const readCommerce = (key) => {
    const value2 = read(key);
    return value2 === undefined ? read("ecommerce." + key) : value2;
  };
  const isSet = (name) => overrides[name] !== undefined && overrides[name] !== null && overrides[name] !== "";
  /** `convert` of the override when it is set, else of the event's value; a value that cannot be used is reported. */
  const choose = (name, fromEvent, convert) => {
    const value2 = isSet(name) ? overrides[name] : fromEvent;
    const result2 = convert(value2);
    if (result2 === undefined && value2 !== undefined && value2 !== null && value2 !== "") {
      tools.warn(
        '"' + name + '" cannot be used as ' + (isSet(name) ? "configured" : "the event has it") + ": it is left out."
      );
    }
    return result2;
  };
  const text = (value2) => textOf(value2) || undefined;
  const cart = cartOf(
    isSet("contents") ? listOf(overrides.contents, tools) : readCommerce("items"),
    tools
  );
  const eventValue = readCommerce("value");
  const value = choose(
    "value",
    eventValue === undefined || eventValue === "" ? cart.total : eventValue,
    (given) => amount(numberOf(given, tools))
  );
  const eventCurrency = readCommerce("currency");
  const fixed = [
    ["conversion_time", choose("conversion_time", sources.now, (given) => timeOf(given, sources.now, tools))],
    ["event_id", sources.eventId],
    ["identifiers", sources.identifiers],
    ["value", value],
    [
      "price_currency",
      choose("price_currency", eventCurrency === undefined ? cart.currency : eventCurrency, currencyOf)
    ],
    ["number_items", choose("number_items", cart.pieces || undefined, (given) => countOf(given, tools))],
    ["conversion_id", choose("conversion_id", conversionId(sources, read, readCommerce), text)],
    ["description", choose("description", undefined, text)],
    ["contents", cart.contents.length > 0 ? cart.contents : undefined],
    ["event_source_url", choose("event_source_url", read("page_location"), pageUrl)],
    ["search_string", choose("search_string", undefined, text)]
  ];
  const result = compact(fixed);
  if (result.conversion_time === undefined) {
    result.conversion_time = isoTime(sources.now);
  }
  const taken = fixed.map((entry) => entry[0]);
  for (const name in overrides) {
    if (taken.indexOf(name) < 0 && isSet(name)) {
      result[name] = overrides[name];
    } else if (RESERVED.indexOf(name) >= 0) {
      tools.warn('"' + name + '" is set by the tag and cannot be overridden here.');
    }
  }
  if (value !== undefined && !result.price_currency) {
    tools.warn("The conversion has a value but no currency: X may leave its amount empty.");
  }
  if (!result.conversion_id) {
    tools.warn("The conversion has no conversion_id: X cannot recognise it as the same as the pixel's.");
  }
  return result;
}
/** The first of event id and transaction id, in the operator's order. */
function conversionId(sources, read, readCommerce) {
  const eventId = firstText(EVENT_ID_KEYS.map(read));
  const transactionId = textOf(readCommerce("transaction_id"));
  return (sources.conversionIdSource === "transaction_id" ? transactionId || eventId : eventId || transactionId) || undefined;
}
/**
 * The page's URL. A query that holds an e-mail address is cut off: such a URL would carry it to X unhashed.
 */
function pageUrl(value) {
  const url = textOf(value);
  if (!url.match("^https?://")) {
    return undefined;
  }
  const mail = "@|%40";
  const short2 = url.match(mail) ? url.split("?")[0].split("#")[0] : url;
  return short2.match(mail) ? undefined : short2;
}
/** ISO 8601 with `Z`, or a number of seconds or milliseconds since 1970; never later than now. */
function timeOf(value, now, tools) {
  const given = textOf(value);
  if (given.match("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$")) {
    return given < isoTime(now) ? given : isoTime(now);
  }
  const number = numberOf(value, tools);
  if (number === undefined || number < 0) {
    return undefined;
  }
  // Seconds pass 10^11 in the year 5138, milliseconds passed it in 1973.
  const milliseconds = number < 100000000000 ? number * 1000 : number;
  const whole = milliseconds - milliseconds % 1;
  return isoTime(whole < now ? whole : now);
}
/** A list, or JSON text of one. */
function listOf(value, tools) {
  const text = textOf(value);
  return text.charAt(0) === "[" ? tools.parseJson(text) : value;
}

// src/mapping/event-map.ts
/**
 * From a GA4 event name to the id of the event configured in X's Events Manager.
 * Exact names first, then the category of the name, then the catch-all category, then the default for other events.
 */
/** X's conversion categories and the GA4 events that select them (GA4, recommended and automatic events). */
const CATEGORIES = {
  page_view: "page_view",
  view_item: "content_view",
  search: "search",
  view_search_results: "search",
  add_to_cart: "add_to_cart",
  add_to_wishlist: "add_to_wishlist",
  begin_checkout: "checkout_initiated",
  add_payment_info: "added_payment_info",
  purchase: "purchase",
  generate_lead: "lead",
  sign_up: "sign_up",
  subscribe: "subscribe",
  start_trial: "start_trial",
  file_download: "download",
  customize_product: "product_customization"
};
/** X's category of a GA4 event name, `''` when it has none. */
function categoryOf(eventName2) {
  return CATEGORIES[eventName2] || "";
}
/** The row that takes the selector, `undefined` when none does. */
function find(rows, selector) {
  let i = 0;
  while (i < rows.length && rows[i].selector !== selector) {
    i += 1;
  }
  return rows[i];
}
/** The event id to send, `''` when the event is not mapped. */
function eventIdFor(eventName2, map) {
  const category = categoryOf(eventName2);
  const row = find(map.customEvents, eventName2) || category && find(map.categoryEvents, category) || find(map.categoryEvents, "custom");
  return row ? row.eventId : map.otherEventId;
}

// src/mapping/user-data.ts
/**
 * E-mail address and phone number: normalised as X asks, then hashed (X, Web conversions, identifiers).
 * A value of 64 hex digits is a hash already and passes in lower case.
 */
const HASH = "^[A-Fa-f0-9]{64}$";
/** The hash of an address trimmed and lower-cased; `undefined` when the text is no address. */
function hashedEmail(text, tools) {
  const email = text.trim().toLowerCase();
  if (email.match(HASH)) {
    return email;
  }
  return email.match("^[^@\\s]+@[^@\\s]+$") ? tools.sha256(email) : undefined;
}
/**
 * The number in E.164 with `+`; `undefined` when that cannot be known.
 * @param countryCallingCode digits, for numbers written the national way; `''` when there is none
 */
function e164(text, countryCallingCode2) {
  // "+44 (0)20 ...": the zero in brackets is only dialled inside the country.
  const plain = text.trim().replace("(0)", "");
  let number = "";
  for (const character of plain) {
    if ("0123456789".indexOf(character) >= 0 || character === "+" && !number) {
      number += character;
    } else if (character.trim() && "-()./".indexOf(character) < 0) {
      return undefined;
    }
  }
  if (number.indexOf("00") === 0) {
    number = "+" + number.slice(2);
  } else if (number.charAt(0) !== "+") {
    // The trunk prefix 0 falls away, except in Italy, where it belongs to the number.
    const national = number.charAt(0) === "0" && countryCallingCode2 !== "39" ? number.slice(1) : number;
    number = countryCallingCode2 ? "+" + countryCallingCode2 + national : "";
  }
  return number.match("^[+][1-9][0-9]{6,14}$") ? number : undefined;
}
/** The hash of a number in E.164; `undefined` when it cannot be brought to it. */
function hashedPhone(text, countryCallingCode2, tools) {
  if (text.trim().match(HASH)) {
    return text.trim().toLowerCase();
  }
  const number = e164(text, countryCallingCode2);
  return number ? tools.sha256(number) : undefined;
}
/** A value, an array of values or an object keyed 0, 1, ... as a list (GA4 user data on arrival). */
function unfold(value, tools) {
  const type = tools.typeOf(value);
  if (type === "array") {
    return value;
  }
  if (type !== "object") {
    return [value];
  }
  const values = [];
  const keyed = value;
  let i = 0;
  while (keyed["" + i] !== undefined) {
    values.push(keyed["" + i]);
    i += 1;
  }
  return values;
}

// src/mapping/identifiers.ts
/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP address and
 * user agent stand together in one object, because X refuses an object that holds only one of them.
 */
/** GA4's and the data tags' places of a person's data, the first usable value wins. */
const EMAIL_KEYS = ["user_data.email_address", "user_data.email", "user_data.sha256_email_address", "email"];
const PHONE_KEYS = ["user_data.phone_number", "user_data.phone", "user_data.sha256_phone_number", "phone"];
/** The first value under the keys that `hash` accepts; arrays are unfolded. */
function firstHash(keys, hash, tools) {
  let found = false;
  for (const key of keys) {
    for (const value of unfold(tools.read(key), tools)) {
      const text = textOf(value);
      const hashed = text ? hash(text) : undefined;
      if (hashed) {
        return { found: true, hash: hashed };
      }
      found = found || text !== "";
    }
  }
  return { found: found, hash: undefined };
}
/** Hash of the override when there is one, else of the event's value. */
function personal(name, keys, sources, hash, tools) {
  const override = textOf(sources.overrides[name]);
  if (override) {
    const hashed = hash(override);
    if (!hashed) {
      tools.warn('The user data row "' + name + '" holds no usable value: it is left out.');
    }
    return hashed;
  }
  if (!sources.auto) {
    return undefined;
  }
  const first = firstHash(keys, hash, tools);
  if (first.found && !first.hash) {
    tools.warn('The event holds a value for "' + name + '" that cannot be used: it is left out.');
  }
  return first.hash;
}
function ipAddress(value) {
  const text = textOf(value);
  return text.match("^([0-9]{1,3}[.]){3}[0-9]{1,3}$") || text.match("^[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+$") ? text : "";
}
/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
function identifiers(sources, tools) {
  const overrides = sources.overrides;
  const fromEvent = (key) => sources.auto ? tools.read(key) : undefined;
  const list = [];
  const clickId = clickIdOf(overrides.twclid) || sources.clickId || clickIdOf(fromEvent("twclid"));
  if (clickId) {
    list.push({ twclid: clickId });
  }
  const email = personal("email", EMAIL_KEYS, sources, (text) => hashedEmail(text, tools), tools);
  if (email) {
    list.push({ hashed_email: email });
  }
  const phone = personal(
    "phone",
    PHONE_KEYS,
    sources,
    (text) => hashedPhone(text, sources.countryCallingCode, tools),
    tools
  );
  if (phone) {
    list.push({ hashed_phone_number: phone });
  }
  const ip = ipAddress(overrides.ip_address) || ipAddress(fromEvent("ip_override"));
  const userAgent = firstText([overrides.user_agent, fromEvent("user_agent")]);
  if (ip && userAgent) {
    list.push({ ip_address: ip, user_agent: userAgent });
  } else if (list.length > 0) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    const first = list[0];
    if (ip) {
      first.ip_address = ip;
    }
    if (userAgent) {
      first.user_agent = userAgent;
    }
  }
  return list;
}

// src/request/answer.ts
/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what was sent;
 * everything else is a failure with a reason.
 */
/** Longest text of X that is repeated in a reason. */
const LONGEST = 300;
/** @param sent how many conversions the request held */
function judge(answer, sent, parseJson) {
  const status = answer.statusCode;
  const text = typeof answer.body === "string" ? answer.body.trim() : "";
  const body = record(text.charAt(0) === "{" ? parseJson(text) : undefined);
  const errors = body ? body.errors : undefined;
  const said = errorTexts(errors);
  if (status >= 200 && status < 300) {
    const data2 = record(body ? body.data : undefined);
    if (data2 && data2.conversions_processed === sent && !said && isEmpty(errors)) {
      return { ok: true, reason: "X processed the conversion" + debugId(data2) + ".", retry: false };
    }
    return {
      ok: false,
      reason: said ? "X refused the conversion: " + said : "X answered " + status + " without saying that it processed the conversion.",
      retry: false
    };
  }
  return { ok: false, reason: failure(status, said), retry: mayRepeat(status) };
}
/** Request time-out, too early, too many requests, and X's own faults. */
function mayRepeat(status) {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}
function failure(status, said) {
  const x = "X answered " + status + (said ? ": " + said : ".");
  if (status === 401) {
    return x + " Check the four OAuth credentials or the pixel access token, and the clock of the server.";
  }
  if (status === 403) {
    return x + " The app needs Ads API access, its user the role of ad manager or account administrator.";
  }
  if (status === 400 || status === 404) {
    return x + " Check Pixel ID and the event IDs against X Events Manager.";
  }
  if (status === 429) {
    return x + " X's rate limit is reached.";
  }
  return status >= 500 ? x + " The fault is on X's side." : x;
}
/** No answer at all: the connection failed or the time ran out. */
function noAnswer(reason, timeout, hasConversionId) {
  const cause = record(reason);
  const timedOut = cause !== undefined && cause.reason === "timed_out";
  return {
    ok: false,
    reason: timedOut ? "X did not answer within " + timeout + " ms." : "No connection to X could be made.",
    // After a time-out X may have counted the conversion; only a conversion_id lets it see the double.
    retry: !timedOut || hasConversionId
  };
}
/** An object's fields; `undefined` for everything else, so that no property of a non-object is ever read. */
function record(value) {
  return typeof value === "object" && value !== null ? value : undefined;
}
/** Whether `errors` is absent or an empty list. */
function isEmpty(errors) {
  const list = record(errors);
  return errors === undefined || errors === null || list !== undefined && list.length === 0;
}
function debugId(data2) {
  return typeof data2.debug_id === "string" ? ", debug_id " + data2.debug_id.slice(0, 64) : "";
}
/** `message [parameter]; ...` of X's error entries, `''` when there are none. */
function errorTexts(errors) {
  const list = record(errors);
  if (list === undefined || typeof list.length !== "number") {
    return typeof errors === "string" ? cut(errors) : "";
  }
  let text = "";
  let i = 0;
  while (i < list.length && text.length < LONGEST) {
    const entry = record(list[i]);
    const message = entry ? entry.message || entry.code : list[i];
    const parameter = entry && typeof entry.parameter === "string" && entry.parameter ? " [" + entry.parameter + "]" : "";
    text += (text ? "; " : "") + message + parameter;
    i += 1;
  }
  return cut(text);
}
/** Bounded, and no whole hash of a person in it. */
function cut(text) {
  const hash = text.match("[A-Fa-f0-9]{64}");
  const masked = hash ? text.split(hash[0]).join(hash[0].slice(0, 8) + "...") : text;
  return masked.length > LONGEST ? masked.slice(0, LONGEST) + "..." : masked;
}

// src/signing/ascii.ts
/**
 * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 */
/** A character's place is its code. The blanks in front are never looked for: encoded text has none. */
const ASCII = "                                 !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
/**
 * @param text printable ASCII without blanks
 * @returns 32-bit words; the last one is filled up with zero bytes
 */
function asciiWords(text) {
  const words = [];
  const length = text.length;
  let i = 0;
  while (i < length) {
    // Past the end charAt gives '', which stands at place 0.
    words.push(
      ASCII.indexOf(text.charAt(i)) << 24 | ASCII.indexOf(text.charAt(i + 1)) << 16 | ASCII.indexOf(text.charAt(i + 2)) << 8 | ASCII.indexOf(text.charAt(i + 3))
    );
    i += 4;
  }
  return words;
}

// src/signing/base64.ts
/** Base64 (RFC 4648 section 4) of a 160-bit digest given as five 32-bit words. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/**
 * @param digest five 32-bit words
 * @returns 28 characters, the last one `=`
 */
function base64Digest(digest) {
  let text = "";
  let bit = 0;
  while (bit < 160) {
    const word = digest[(bit - bit % 32) / 32];
    const offset = bit % 32;
    // Six bits from `offset`; where they cross into the next word (or past the end) that one supplies the rest.
    let six = word >>> 26;
    if (offset > 0) {
      six = offset < 27 ? word >>> 26 - offset : word << offset - 26 | (digest[(bit - offset) / 32 + 1] || 0) >>> 58 - offset;
    }
    text += ALPHABET.charAt(six & 63);
    bit += 6;
  }
  return text + "=";
}

// src/signing/sha1.ts
/**
 * SHA-1 (RFC 3174) over 32-bit words.
 * A message is a list of words and its length in bytes; a digest is five words, H0 to H4.
 *
 * No sum is cut to 32 bits: bitwise operations do that by themselves, exactly as long as a number stays below 2^53.
 * A sum of one round stays below 2^36 and a word of the digest grows by one such sum a block, so messages below 2^16
 * blocks (4 MiB) are safe.
 */
/** S^n(X), RFC 3174 section 3: X rotated left by n bits. */
function rotl(X, n) {
  return X << n | X >>> 32 - n;
}
/** f(t;B,C,D), RFC 3174 section 5; the first one written with an operation less. */
function f(t, B, C, D) {
  if (t < 20) {
    return D ^ B & (C ^ D);
  }
  if (t < 40) {
    return B ^ C ^ D;
  }
  if (t < 60) {
    return B & C | D & (B | C);
  }
  return B ^ C ^ D;
}
/** K(t), RFC 3174 section 5. */
function K(t) {
  if (t < 20) {
    return 1518500249;
  }
  if (t < 40) {
    return 1859775393;
  }
  if (t < 60) {
    return 2400959708;
  }
  return 3395469782;
}
/** H0 to H4 before the first block, RFC 3174 section 6.1. */
const INITIAL_DIGEST = [1732584193, 4023233417, 2562383102, 271733878, 3285377520];
/**
 * The digest after one more block of sixteen words, RFC 3174 section 6.2.
 * @unroll One line a round in the shipped template, made of this function by the build.
 */
function compress(digest, block) {
  let A, D, B, C, E, W0, W1, W2, W3, W4, W5, W6, W7, W8, W9, W10, W11, W12, W13, W14, W15;
  E = ((A = digest[0]) << 5 | A >>> 27) + ((D = digest[3]) ^ (B = digest[1]) & ((C = digest[2]) ^ D)) + (E = digest[4]) + 1518500249 + (W0 = block[0]);
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + 1518500249 + (W1 = block[1]);
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + 1518500249 + (W2 = block[2]);
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + 1518500249 + (W3 = block[3]);
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + 1518500249 + (W4 = block[4]);
  E = (A << 5 | A >>> 27) + (D ^ B & ((C = C << 30 | C >>> 2) ^ D)) + E + 1518500249 + (W5 = block[5]);
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + 1518500249 + (W6 = block[6]);
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + 1518500249 + (W7 = block[7]);
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + 1518500249 + (W8 = block[8]);
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + 1518500249 + (W9 = block[9]);
  E = (A << 5 | A >>> 27) + (D ^ B & ((C = C << 30 | C >>> 2) ^ D)) + E + 1518500249 + (W10 = block[10]);
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + 1518500249 + (W11 = block[11]);
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + 1518500249 + (W12 = block[12]);
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + 1518500249 + (W13 = block[13]);
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + 1518500249 + (W14 = block[14]);
  E = (A << 5 | A >>> 27) + (D ^ B & ((C = C << 30 | C >>> 2) ^ D)) + E + 1518500249 + (W15 = block[15]);
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + 1518500249 + (W0 = (W0 = W13 ^ W8 ^ W2 ^ W0) << 1 | W0 >>> 31);
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + 1518500249 + (W1 = (W1 = W14 ^ W9 ^ W3 ^ W1) << 1 | W1 >>> 31);
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + 1518500249 + (W2 = (W2 = W15 ^ W10 ^ W4 ^ W2) << 1 | W2 >>> 31);
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + 1518500249 + (W3 = (W3 = W0 ^ W11 ^ W5 ^ W3) << 1 | W3 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 1859775393 + (W4 = (W4 = W1 ^ W12 ^ W6 ^ W4) << 1 | W4 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 1859775393 + (W5 = (W5 = W2 ^ W13 ^ W7 ^ W5) << 1 | W5 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 1859775393 + (W6 = (W6 = W3 ^ W14 ^ W8 ^ W6) << 1 | W6 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 1859775393 + (W7 = (W7 = W4 ^ W15 ^ W9 ^ W7) << 1 | W7 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 1859775393 + (W8 = (W8 = W5 ^ W0 ^ W10 ^ W8) << 1 | W8 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 1859775393 + (W9 = (W9 = W6 ^ W1 ^ W11 ^ W9) << 1 | W9 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 1859775393 + (W10 = (W10 = W7 ^ W2 ^ W12 ^ W10) << 1 | W10 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 1859775393 + (W11 = (W11 = W8 ^ W3 ^ W13 ^ W11) << 1 | W11 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 1859775393 + (W12 = (W12 = W9 ^ W4 ^ W14 ^ W12) << 1 | W12 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 1859775393 + (W13 = (W13 = W10 ^ W5 ^ W15 ^ W13) << 1 | W13 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 1859775393 + (W14 = (W14 = W11 ^ W6 ^ W0 ^ W14) << 1 | W14 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 1859775393 + (W15 = (W15 = W12 ^ W7 ^ W1 ^ W15) << 1 | W15 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 1859775393 + (W0 = (W0 = W13 ^ W8 ^ W2 ^ W0) << 1 | W0 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 1859775393 + (W1 = (W1 = W14 ^ W9 ^ W3 ^ W1) << 1 | W1 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 1859775393 + (W2 = (W2 = W15 ^ W10 ^ W4 ^ W2) << 1 | W2 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 1859775393 + (W3 = (W3 = W0 ^ W11 ^ W5 ^ W3) << 1 | W3 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 1859775393 + (W4 = (W4 = W1 ^ W12 ^ W6 ^ W4) << 1 | W4 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 1859775393 + (W5 = (W5 = W2 ^ W13 ^ W7 ^ W5) << 1 | W5 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 1859775393 + (W6 = (W6 = W3 ^ W14 ^ W8 ^ W6) << 1 | W6 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 1859775393 + (W7 = (W7 = W4 ^ W15 ^ W9 ^ W7) << 1 | W7 >>> 31);
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + 2400959708 + (W8 = (W8 = W5 ^ W0 ^ W10 ^ W8) << 1 | W8 >>> 31);
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + 2400959708 + (W9 = (W9 = W6 ^ W1 ^ W11 ^ W9) << 1 | W9 >>> 31);
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + 2400959708 + (W10 = (W10 = W7 ^ W2 ^ W12 ^ W10) << 1 | W10 >>> 31);
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + 2400959708 + (W11 = (W11 = W8 ^ W3 ^ W13 ^ W11) << 1 | W11 >>> 31);
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + 2400959708 + (W12 = (W12 = W9 ^ W4 ^ W14 ^ W12) << 1 | W12 >>> 31);
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + 2400959708 + (W13 = (W13 = W10 ^ W5 ^ W15 ^ W13) << 1 | W13 >>> 31);
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + 2400959708 + (W14 = (W14 = W11 ^ W6 ^ W0 ^ W14) << 1 | W14 >>> 31);
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + 2400959708 + (W15 = (W15 = W12 ^ W7 ^ W1 ^ W15) << 1 | W15 >>> 31);
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + 2400959708 + (W0 = (W0 = W13 ^ W8 ^ W2 ^ W0) << 1 | W0 >>> 31);
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + 2400959708 + (W1 = (W1 = W14 ^ W9 ^ W3 ^ W1) << 1 | W1 >>> 31);
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + 2400959708 + (W2 = (W2 = W15 ^ W10 ^ W4 ^ W2) << 1 | W2 >>> 31);
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + 2400959708 + (W3 = (W3 = W0 ^ W11 ^ W5 ^ W3) << 1 | W3 >>> 31);
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + 2400959708 + (W4 = (W4 = W1 ^ W12 ^ W6 ^ W4) << 1 | W4 >>> 31);
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + 2400959708 + (W5 = (W5 = W2 ^ W13 ^ W7 ^ W5) << 1 | W5 >>> 31);
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + 2400959708 + (W6 = (W6 = W3 ^ W14 ^ W8 ^ W6) << 1 | W6 >>> 31);
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + 2400959708 + (W7 = (W7 = W4 ^ W15 ^ W9 ^ W7) << 1 | W7 >>> 31);
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + 2400959708 + (W8 = (W8 = W5 ^ W0 ^ W10 ^ W8) << 1 | W8 >>> 31);
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + 2400959708 + (W9 = (W9 = W6 ^ W1 ^ W11 ^ W9) << 1 | W9 >>> 31);
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + 2400959708 + (W10 = (W10 = W7 ^ W2 ^ W12 ^ W10) << 1 | W10 >>> 31);
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + 2400959708 + (W11 = (W11 = W8 ^ W3 ^ W13 ^ W11) << 1 | W11 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 3395469782 + (W12 = (W12 = W9 ^ W4 ^ W14 ^ W12) << 1 | W12 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 3395469782 + (W13 = (W13 = W10 ^ W5 ^ W15 ^ W13) << 1 | W13 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 3395469782 + (W14 = (W14 = W11 ^ W6 ^ W0 ^ W14) << 1 | W14 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 3395469782 + (W15 = (W15 = W12 ^ W7 ^ W1 ^ W15) << 1 | W15 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 3395469782 + (W0 = (W0 = W13 ^ W8 ^ W2 ^ W0) << 1 | W0 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 3395469782 + (W1 = (W1 = W14 ^ W9 ^ W3 ^ W1) << 1 | W1 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 3395469782 + (W2 = (W2 = W15 ^ W10 ^ W4 ^ W2) << 1 | W2 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 3395469782 + (W3 = (W3 = W0 ^ W11 ^ W5 ^ W3) << 1 | W3 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 3395469782 + (W4 = (W4 = W1 ^ W12 ^ W6 ^ W4) << 1 | W4 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 3395469782 + (W5 = (W5 = W2 ^ W13 ^ W7 ^ W5) << 1 | W5 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 3395469782 + (W6 = (W6 = W3 ^ W14 ^ W8 ^ W6) << 1 | W6 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 3395469782 + (W7 = (W7 = W4 ^ W15 ^ W9 ^ W7) << 1 | W7 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 3395469782 + (W8 = (W8 = W5 ^ W0 ^ W10 ^ W8) << 1 | W8 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 3395469782 + (W9 = (W9 = W6 ^ W1 ^ W11 ^ W9) << 1 | W9 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 3395469782 + (W10 = (W10 = W7 ^ W2 ^ W12 ^ W10) << 1 | W10 >>> 31);
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + 3395469782 + (W11 = (W11 = W8 ^ W3 ^ W13 ^ W11) << 1 | W11 >>> 31);
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + 3395469782 + (W12 = (W12 = W9 ^ W4 ^ W14 ^ W12) << 1 | W12 >>> 31);
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + 3395469782 + (W13 = (W13 = W10 ^ W5 ^ W15 ^ W13) << 1 | W13 >>> 31);
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + 3395469782 + (W14 = (W14 = W11 ^ W6 ^ W0 ^ W14) << 1 | W14 >>> 31);
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + 3395469782 + (W15 = (W15 = W12 ^ W7 ^ W1 ^ W15) << 1 | W15 >>> 31);
  return [digest[0] + A, digest[1] + B, digest[2] + (C = C << 30 | C >>> 2), digest[3] + D, digest[4] + E];
}
/** W(t) + K(t) of a block for t from 0 to 79: what is left to know when a block comes back again and again. */
function schedule(block) {
  const W = block.slice();
  let t = 16;
  while (t < 80) {
    const mixed = W[t - 3] ^ W[t - 8] ^ W[t - 14] ^ W[t - 16];
    W.push(mixed << 1 | mixed >>> 31);
    t += 1;
  }
  return W.map((word, i) => word + K(i));
}
/**
 * The digest after one more block whose schedule is known.
 * @unroll One line a round in the shipped template, made of this function by the build.
 */
function compressKnown(digest, known) {
  let A, D, B, C, E;
  E = ((A = digest[0]) << 5 | A >>> 27) + ((D = digest[3]) ^ (B = digest[1]) & ((C = digest[2]) ^ D)) + (E = digest[4]) + known[0];
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + known[1];
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + known[2];
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + known[3];
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + known[4];
  E = (A << 5 | A >>> 27) + (D ^ B & ((C = C << 30 | C >>> 2) ^ D)) + E + known[5];
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + known[6];
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + known[7];
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + known[8];
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + known[9];
  E = (A << 5 | A >>> 27) + (D ^ B & ((C = C << 30 | C >>> 2) ^ D)) + E + known[10];
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + known[11];
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + known[12];
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + known[13];
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + known[14];
  E = (A << 5 | A >>> 27) + (D ^ B & ((C = C << 30 | C >>> 2) ^ D)) + E + known[15];
  D = (E << 5 | E >>> 27) + (C ^ A & ((B = B << 30 | B >>> 2) ^ C)) + D + known[16];
  C = (D << 5 | D >>> 27) + (B ^ E & ((A = A << 30 | A >>> 2) ^ B)) + C + known[17];
  B = (C << 5 | C >>> 27) + (A ^ D & ((E = E << 30 | E >>> 2) ^ A)) + B + known[18];
  A = (B << 5 | B >>> 27) + (E ^ C & ((D = D << 30 | D >>> 2) ^ E)) + A + known[19];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[20];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[21];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[22];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[23];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[24];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[25];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[26];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[27];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[28];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[29];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[30];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[31];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[32];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[33];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[34];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[35];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[36];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[37];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[38];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[39];
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + known[40];
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + known[41];
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + known[42];
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + known[43];
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + known[44];
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + known[45];
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + known[46];
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + known[47];
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + known[48];
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + known[49];
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + known[50];
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + known[51];
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + known[52];
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + known[53];
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + known[54];
  E = (A << 5 | A >>> 27) + (B & (C = C << 30 | C >>> 2) | D & (B | C)) + E + known[55];
  D = (E << 5 | E >>> 27) + (A & (B = B << 30 | B >>> 2) | C & (A | B)) + D + known[56];
  C = (D << 5 | D >>> 27) + (E & (A = A << 30 | A >>> 2) | B & (E | A)) + C + known[57];
  B = (C << 5 | C >>> 27) + (D & (E = E << 30 | E >>> 2) | A & (D | E)) + B + known[58];
  A = (B << 5 | B >>> 27) + (C & (D = D << 30 | D >>> 2) | E & (C | D)) + A + known[59];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[60];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[61];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[62];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[63];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[64];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[65];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[66];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[67];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[68];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[69];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[70];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[71];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[72];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[73];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[74];
  E = (A << 5 | A >>> 27) + (B ^ (C = C << 30 | C >>> 2) ^ D) + E + known[75];
  D = (E << 5 | E >>> 27) + (A ^ (B = B << 30 | B >>> 2) ^ C) + D + known[76];
  C = (D << 5 | D >>> 27) + (E ^ (A = A << 30 | A >>> 2) ^ B) + C + known[77];
  B = (C << 5 | C >>> 27) + (D ^ (E = E << 30 | E >>> 2) ^ A) + B + known[78];
  A = (B << 5 | B >>> 27) + (C ^ (D = D << 30 | D >>> 2) ^ E) + A + known[79];
  return [digest[0] + A, digest[1] + B, digest[2] + (C = C << 30 | C >>> 2), digest[3] + D, digest[4] + E];
}
/**
 * The end of a message, RFC 3174 section 4: a one bit, zeros, the length in bits as the last two words of a block.
 * @param words from the start of a block to the end of the message; changed in place to whole blocks
 * @param length bytes in the whole message, below 2^22
 */
function pad2(words, length) {
  if (length % 4 === 0) {
    words.push(-2147483648);
  } else {
    words[words.length - 1] = words[words.length - 1] | 128 << 24 - 8 * (length % 4);
  }
  while (words.length % 16 !== 14) {
    words.push(0);
  }
  words.push(0, length * 8);
}
/** The digest after all blocks of `words`, whose number is a multiple of 16. */
function compressAll(digest, words) {
  let result = digest;
  let start = 0;
  while (start < words.length) {
    result = compress(result, words.slice(start, start + 16));
    start += 16;
  }
  return result;
}
/**
 * @param message words, the last one filled up with zero bytes; not changed
 * @param length bytes in the message
 * @returns H0 to H4, not cut to 32 bits
 */
function sha1(message, length) {
  const words = message.slice();
  pad2(words, length);
  return compressAll(INITIAL_DIGEST, words);
}

// src/signing/hmac.ts
/** HMAC-SHA1 (RFC 2104) over 32-bit words, as sha1.ts has them. */
/** @param key words; `length` bytes. A key longer than a block of 64 bytes is hashed first. */
function hmacKey(key, length) {
  const short2 = length > 64 ? sha1(key, length) : key;
  const ipad = [];
  const opad = [];
  let i = 0;
  while (i < 16) {
    const word = short2[i] || 0;
    ipad.push(word ^ 909522486);
    opad.push(word ^ 1549556828);
    i += 1;
  }
  return { inner: compress(INITIAL_DIGEST, ipad), outer: compress(INITIAL_DIGEST, opad) };
}
/** The code, from the digest of the inner hash: five words and the end of a message of 64 + 20 bytes. */
function hmacOuter(outer, digest) {
  return compress(outer, digest.concat([-2147483648, 0, 0, 0, 0, 0, 0, 0, 0, 0, 672]));
}
/**
 * @param message words; `length` bytes
 * @returns the five words of the code, not cut to 32 bits
 */

// src/signing/percent-encoding.ts
/**
 * Percent-encoding of text (RFC 5849 section 3.6, on RFC 3986 section 2.1).
 * A-Z a-z 0-9 - . _ ~ stay as they are, every other UTF-8 byte becomes %XX in upper case.
 * The encoder of the platform is handed in; it leaves ! ' ( ) * alone, which RFC 5849 does not.
 */
/**
 * @param text any text
 * @returns the encoded text, ASCII only; `undefined` when the text is no valid Unicode
 */
function percentEncode(text, encodeUriComponent2) {
  const encoded = encodeUriComponent2(text);
  if (!encoded || !encoded.match("[!'()*]")) {
    return encoded;
  }
  return encoded.split("!").join("%21").split("'").join("%27").split("(").join("%28").split(")").join("%29").split("*").join("%2A");
}

// src/signing/oauth1.ts
/**
 * OAuth 1.0a request signing with HMAC-SHA1 (RFC 5849 section 3), one function a stage:
 * parameter string, base string, signing key, signature, Authorization header.
 * A JSON body is not part of what is signed (section 3.4.1.3.1 knows form bodies only). There is no realm.
 */
/** The protocol parameters of section 3.1 but the signature, in the order of their names. */
/** Names and values encoded, sorted by name, then value (section 3.4.1.3.2). */
/** Method, URL and parameter string, each encoded, joined by `&` (section 3.4.1.1). */
/** Both secrets, encoded, joined by `&` (section 3.4.2). */
function signingKey(credentials, encode) {
  return percentEncode(credentials.consumerSecret, encode) + "&" + percentEncode(credentials.accessTokenSecret, encode);
}
/** Base64 of HMAC-SHA1 (section 3.4.2). Both texts are ASCII. */
/**
 * `OAuth name="value", ...` with seven parameters in the order of their names (RFC 5849 section 3.5.1).
 * @param uniqueness letters and digits only, so that nothing in it needs encoding
 */
function authorizationHeader(credentials, uniqueness, signed, encode) {
  return 'OAuth oauth_consumer_key="' + percentEncode(credentials.consumerKey, encode) + '", oauth_nonce="' + uniqueness.nonce + '", oauth_signature="' + percentEncode(signed, encode) + '", oauth_signature_method="HMAC-SHA1", oauth_timestamp="' + uniqueness.timestamp + '", oauth_token="' + percentEncode(credentials.accessToken, encode) + '", oauth_version="1.0"';
}
/**
 * All stages.
 * @param credentials valid Unicode each (see percentEncode); checked by the caller
 * @returns the value of the Authorization header
 */

// src/signing/signer.ts
/**
 * OAuth 1.0a signatures for one request that is sent again and again with the same credentials (RFC 5849, as in
 * oauth1.ts), at the least cost. In the sandbox every operation is interpreted, so nothing is hashed twice that does not
 * change: the two key blocks, the head of the base string up to the nonce and the tail behind the timestamp are kept as
 * intermediate states of SHA-1. What remains for a signature are the blocks with nonce and timestamp, the known blocks
 * behind them and the outer block.
 *
 * The changing part of the nonce is ten letters, A to P or a to p, 50 random bits. In front of it stand as many random
 * letters as make it start at a word, or at a block where that saves one.
 */
/** A letter's code is its place plus 65: four bits for the letter, one for its case. */
const LETTERS = "ABCDEFGHIJKLMNOP                abcdefghijklmnop";
/** Of a random word: the five bits of each of four letters. */
const LETTER_BITS = 791621423;
/**
 * @param request method in upper case; `url` without query
 * @param credentials valid Unicode each; checked by the caller
 */
function prepare(request, credentials, encode, draw) {
  const twice = (text) => percentEncode(percentEncode(text, encode), encode);
  const head = request.method + "&" + percentEncode(request.url, encode) + "&oauth_consumer_key%3D" + twice(credentials.consumerKey) + "%26oauth_nonce%3D";
  const tail = "AAAAAAAAAA%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D0000000000%26oauth_token%3D" + twice(credentials.accessToken) + "%26oauth_version%3D1.0";
  // Bytes of the head in its last block; the nonce may start behind them or, at the latest, at the next block.
  const begun = head.length % 64;
  const toWord = (4 - begun % 4) % 4;
  const toBlock = (64 - begun) % 64;
  const blocks = (bytes) => (bytes + 9 + 63 - (bytes + 8) % 64) / 64;
  const letters = blocks(tail.length) < blocks(begun + toWord + tail.length) ? toBlock : toWord;
  let nonce = "";
  while (nonce.length < letters) {
    nonce += LETTERS.charAt(draw(0, 15));
  }
  const key = signingKey(credentials, encode);
  const hmac = hmacKey(asciiWords(key), key.length);
  const words = asciiWords(head + nonce + tail);
  pad2(words, 64 + head.length + nonce.length + tail.length);
  const before = head.length + nonce.length - (head.length + nonce.length) % 64;
  const rest = words.slice(before / 4);
  const place = (head.length + nonce.length - before) / 4;
  const known = [];
  // The timestamp's last digits stand in the twentieth word from the nonce's first.
  let start = place + 19 + 16 - (place + 19) % 16;
  while (start < rest.length) {
    known.push(schedule(rest.slice(start, start + 16)));
    start += 16;
  }
  return {
    inner: compressAll(hmac.inner, words.slice(0, before / 4)),
    outer: hmac.outer,
    words: rest.slice(0, rest.length - 16 * known.length),
    place: place,
    known: known,
    nonce: nonce
  };
}
/** The four letters a random word of LETTER_BITS stands for. */
function lettersOf(word) {
  return LETTERS.charAt(word >>> 24) + LETTERS.charAt(word >>> 16 & 47) + LETTERS.charAt(word >>> 8 & 47) + LETTERS.charAt(word & 47);
}
/** @param seconds since 1970, ten digits */
function sign(prepared, seconds, draw) {
  const first = draw(0, 2147483647) & LETTER_BITS;
  const second = draw(0, 2147483647) & LETTER_BITS;
  // Two letters only: the other two bytes stand behind the nonce.
  const third = draw(0, 2147483647) & 791609344;
  const timestamp = "" + seconds;
  // To a bitwise operation the text of a digit is its number.
  const digits = timestamp;
  const words = prepared.words.slice();
  const place = prepared.place;
  words[place] = words[place] + first;
  words[place + 1] = words[place + 1] + second;
  words[place + 2] = words[place + 2] + third;
  words[place + 17] = words[place + 17] + (digits[0] << 24 | digits[1] << 16 | digits[2] << 8 | digits[3]);
  words[place + 18] = words[place + 18] + (digits[4] << 24 | digits[5] << 16 | digits[6] << 8 | digits[7]);
  words[place + 19] = words[place + 19] + (digits[8] << 24 | digits[9] << 16);
  let digest = compressAll(prepared.inner, words);
  for (const known of prepared.known) {
    digest = compressKnown(digest, known);
  }
  return {
    nonce: prepared.nonce + lettersOf(first) + lettersOf(second) + lettersOf(third).slice(0, 2),
    timestamp: timestamp,
    signature: base64Digest(hmacOuter(prepared.outer, digest))
  };
}

// src/request/authorization.ts
/**
 * The headers by which X knows the sender (X, Authentication; X, guide to the server-side GTM template): a fresh OAuth
 * signature for each attempt, or the pixel's own token.
 */
/**
 * The prepared part of the signatures, from the storage of this server instance or made anew. What is stored is taken only
 * with a seal that nobody can make without the credentials, so a lost, foreign or damaged entry never spoils a
 * signature. It holds no credential as text, and its key eight bits of a digest: at most 256 entries.
 */
function preparedFor(url, credentials, tools) {
  const digest = tools.sha256(
    tools.stringify([
      url,
      credentials.consumerKey,
      credentials.consumerSecret,
      credentials.accessToken,
      credentials.accessTokenSecret
    ])
  );
  const key = "oauth1." + digest.slice(0, 2);
  const stored = tools.load(key);
  if (stored && stored.seal && stored.seal === tools.sha256(digest + tools.stringify(stored.state))) {
    return stored.state;
  }
  const state = prepare({ method: "POST", url: url }, credentials, tools.encode, tools.draw);
  tools.save(key, { state: state, seal: tools.sha256(digest + tools.stringify(state)) });
  return state;
}
/** OAuth 1.0a, fresh for each attempt. */
function signedHeaders(prepared, credentials, tools) {
  const now = tools.now();
  const signed = sign(prepared, (now - now % 1000) / 1000, tools.draw);
  return {
    "Content-Type": "application/json",
    Authorization: authorizationHeader(credentials, signed, signed.signature, tools.encode)
  };
}
/** The pixel's own token, as a plain value: X refuses it as a Bearer token. */
function tokenHeaders(pixelToken) {
  return { "Content-Type": "application/json", "X-Pixel-Token": pixelToken };
}

// src/request/endpoint.ts
/** X's endpoint for web conversions (X, Web conversions; Ads API version 12). Host and version stand only here. */
/** Followed by the pixel id. The host is part of an OAuth signature, so the one that is called is the one signed. */
const CONVERSIONS = "https://ads-api.x.com/12/measurement/conversions/";
/** @param pixelId letters and digits only; checked by the caller */
function conversionsUrl(pixelId) {
  return CONVERSIONS + pixelId;
}

// src/settings.ts
/**
 * The tag's fields: the only module that names them. Every value may come from a GTM variable, so its type is unknown
 * until looked at. A text in place of settings is the reason why the tag cannot run, in the words of the tag's form.
 */
/** A whole number in a range, the default when the field is empty, a reason when it is neither. */
function wholeNumber(value, label, least, most, preset) {
  const text = textOf(value);
  if (!text) {
    return preset;
  }
  const number = text.match("^[0-9]{1,6}$") ? makeNumber(text) : -1;
  return number >= least && number <= most ? number : label + " must be a whole number from " + least + " to " + most + ', got "' + short(text) + '". Correct the field.';
}
/** As much of a wrong value as helps to recognise it. */
function short(text) {
  return text.length > 24 ? text.slice(0, 24) + "..." : text;
}
function authorizationOf(data2) {
  if (textOf(data2.authMethod) === "pixelToken") {
    const pixelToken = textOf(data2.pixelToken);
    if (!pixelToken.match("^[!-~]+$")) {
      return pixelToken ? "Pixel access token must be one word of ASCII characters. Generate it anew in X Events Manager and paste it." : "Pixel access token is empty. Paste the token generated in X Events Manager, Install Pixel, Conversion API.";
    }
    return { pixelToken: pixelToken };
  }
  const credentials = {
    consumerKey: textOf(data2.consumerKey),
    consumerSecret: textOf(data2.consumerSecret),
    accessToken: textOf(data2.accessToken),
    accessTokenSecret: textOf(data2.accessTokenSecret)
  };
  const labelled = [
    ["Consumer key", credentials.consumerKey],
    ["Consumer secret", credentials.consumerSecret],
    ["Access token", credentials.accessToken],
    ["Access token secret", credentials.accessTokenSecret]
  ];
  for (const entry of labelled) {
    if (!entry[1]) {
      return entry[0] + " is empty. Copy it from the keys and tokens page of your app in the X developer portal.";
    }
    if (encodeUriComponent(entry[1]) === undefined) {
      return entry[0] + " holds a broken character. Copy it anew from the keys and tokens page of your app.";
    }
  }
  return { credentials: credentials };
}
/** What sending needs. */
function deliverySettings(data2) {
  const pixelId = textOf(data2.pixelId);
  if (!pixelId.match("^[A-Za-z0-9]{3,12}$")) {
    return 'Pixel ID must be 3 to 12 letters and digits, got "' + short(pixelId) + '". Copy it from X Events Manager.';
  }
  const authorization = authorizationOf(data2);
  if (typeof authorization === "string") {
    return authorization;
  }
  const timeout = wholeNumber(data2.timeoutMs, "Time limit", 500, 4900, 4000);
  if (typeof timeout === "string") {
    return timeout;
  }
  const retries = wholeNumber(data2.retries, "Retries", 0, 3, 1);
  if (typeof retries === "string") {
    return retries;
  }
  return { pixelId: pixelId, authorization: authorization, timeout: timeout, retries: retries };
}
/** The rows of an event table whose event id is filled in. */
function eventRows(table, selectorColumn) {
  return rowsOf(table).map((row) => ({ selector: textOf(row[selectorColumn]), eventId: textOf(row.eventId) })).filter((row) => row.eventId !== "");
}
/** A table's rows; none when the field is empty or filled with something else. */
function rowsOf(table) {
  return getType(table) === "array" ? table.filter((row) => getType(row) === "object") : [];
}
/** Which events are sent as what. */
function eventMap(data2) {
  return {
    categoryEvents: eventRows(data2.categoryEvents, "category"),
    customEvents: eventRows(data2.customEvents, "eventName"),
    otherEventId: textOf(data2.otherEvents) === "send" ? textOf(data2.defaultEventId) : ""
  };
}
/** Name to value of a table, empty names dropped, the last row of a name counts. */
function byName(table) {
  const result = {};
  for (const row of rowsOf(table)) {
    const name = textOf(row.name);
    if (name) {
      result[name] = row.value;
    }
  }
  return result;
}
const userDataOverrides = (data2) => byName(data2.userData);
const conversionDataOverrides = (data2) => byName(data2.conversionData);
/** A checkbox that is on unless switched off. */
const readsUserData = (data2) => data2.autoUserData !== false;
const readsConversionData = (data2) => data2.autoConversionData !== false;
const setsClickIdCookie = (data2) => data2.setClickIdCookie !== false;
const respondsEarly = (data2) => data2.respondEarly === true;
/** Digits only, `''` when there is none. */
const countryCallingCode = (data2) => {
  const found = textOf(data2.countryCallingCode).match("^[+]?([1-9][0-9]{0,2})$");
  return found ? found[1] : "";
};
const conversionIdSource = (data2) => textOf(data2.conversionIdSource) === "transaction_id" ? "transaction_id" : "event_id";
/** The consent signals the operator asks for. */
const neededSignals = (data2) => {
  const consent = textOf(data2.consent);
  if (consent === "adStorageAndUserData") {
    return ["ad_storage", "ad_user_data"];
  }
  return consent === "adStorage" ? ["ad_storage"] : [];
};
/** How the click id cookie is written; days out of range fall back to 390, as X's own template writes it. */
const clickIdCookie = (data2) => {
  const days = wholeNumber(data2.clickIdCookieDays, "Cookie lifetime", 1, 400, 390);
  return {
    domain: textOf(data2.clickIdCookieDomain) || "auto",
    maxAge: (typeof days === "string" ? 390 : days) * 86400,
    httpOnly: data2.clickIdCookieHttpOnly === true
  };
};
/** Whether log lines are written: always, never, or only in preview and debug mode. */
const logs = (data2, isPreview) => {
  const logging2 = textOf(data2.logging);
  return logging2 === "always" || logging2 !== "never" && isPreview();
};

// src/main.ts
/**
 * One run of the tag, in order: settings, event map, consent, click id and its cookie, conversion, authorisation, send,
 * judge, report. Exactly one of gtmOnSuccess and gtmOnFailure is called, once.
 */
const eventName = textOf(getEventData("event_name"));
const logging = logs(data, () => getContainerVersion().debugMode);
let finished = false;
/** One JSON line in the fields the community's tags log. */
function log(type, fields) {
  if (logging) {
    fields.Name = "X Conversions";
    fields.Type = type;
    fields.EventName = eventName;
    logToConsole(json.stringify(fields));
  }
}
/** Tells GTM the outcome, the first time only; later calls only log. */
function finish(ok, reason) {
  log(ok ? "Message" : "Failure", { Message: reason });
  if (!finished) {
    finished = true;
    if (ok) {
      data.gtmOnSuccess();
    } else {
      data.gtmOnFailure();
    }
  }
}
const toolbox = {
  read: getEventData,
  typeOf: getType,
  toNumber: makeNumber,
  sha256: (text) => sha256Sync(text, { outputEncoding: "hex" }),
  parseJson: json.parse,
  decode: decodeUriComponent,
  warn: (sentence) => log("Warning", { Message: sentence })
};
const signingTools = {
  draw: generateRandom,
  encode: encodeUriComponent,
  now: getTimestampMillis,
  sha256: toolbox.sha256,
  stringify: json.stringify,
  load: templateDataStorage.getItemCopy,
  save: templateDataStorage.setItemCopy
};
/** The click id of the landing URL, else of the cookies. One from the URL is kept in the cookie. */
function findClickId() {
  const cookies = getCookieValues("_twclid");
  const kept = cookies.length > 0 ? clickIdFromCookie(cookies[0], toolbox) : "";
  const landed = clickIdFromUrl(textOf(getEventData("page_location")));
  if (landed && landed !== kept && setsClickIdCookie(data)) {
    const cookie = clickIdCookie(data);
    setCookie("_twclid", landed, {
      domain: cookie.domain,
      path: "/",
      "max-age": cookie.maxAge,
      secure: true,
      httpOnly: cookie.httpOnly,
      sameSite: "lax"
    });
  }
  return landed || kept || clickIdOf(getCookieValues("twclid")[0]);
}
/** Sends one conversion; tries again as often as the settings and the kind of failure allow. */
function send(delivery, sent) {
  const url = conversionsUrl(delivery.pixelId);
  const body = json.stringify({ conversions: [sent] });
  const credentials = delivery.authorization.credentials;
  const prepared = credentials && preparedFor(url, credentials, signingTools);
  const attempt = (number) => {
    const headers = credentials && prepared ? signedHeaders(prepared, credentials, signingTools) : tokenHeaders(delivery.authorization.pixelToken || "");
    const conclude = (verdict) => {
      log("Response", { Attempt: number, ResponseOutcome: verdict.reason });
      if (!verdict.ok && verdict.retry && number <= delivery.retries) {
        attempt(number + 1);
      } else {
        finish(verdict.ok, verdict.reason);
      }
    };
    log("Request", {
      Attempt: number,
      RequestMethod: "POST",
      RequestUrl: url,
      EventId: sent.event_id,
      ConversionId: sent.conversion_id,
      Identifiers: sent.identifiers.length
    });
    sendHttpRequest(url, { method: "POST", headers: headers, timeout: delivery.timeout }, body).then(
      (response) => conclude(judge(response, 1, json.parse)),
      (reason) => conclude(noAnswer(reason, delivery.timeout, sent.conversion_id !== undefined))
    );
  };
  attempt(1);
  if (respondsEarly(data)) {
    finish(true, "Reported as sent before X answered.");
  }
}
function run() {
  const delivery = deliverySettings(data);
  if (typeof delivery === "string") {
    finish(false, delivery);
    return;
  }
  const eventId = eventIdFor(eventName, eventMap(data));
  if (!eventId) {
    finish(true, 'No event ID is configured for the event "' + eventName + '": nothing was sent.');
    return;
  }
  for (const signal of neededSignals(data)) {
    const consent = consentFor(signal, toolbox);
    if (!consent.granted) {
      finish(true, consent.reason + " Nothing was sent.");
      return;
    }
  }
  const found = identifiers(
    {
      overrides: userDataOverrides(data),
      auto: readsUserData(data),
      clickId: findClickId(),
      countryCallingCode: countryCallingCode(data)
    },
    toolbox
  );
  if (found.length === 0) {
    finish(
      false,
      "The event identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent. Send one of them with the event, or fill in the User data table."
    );
    return;
  }
  send(
    delivery,
    conversion(
      {
        eventId: eventId,
        identifiers: found,
        overrides: conversionDataOverrides(data),
        auto: readsConversionData(data),
        conversionIdSource: conversionIdSource(data),
        now: getTimestampMillis()
      },
      toolbox
    )
  );
}
run();


___SERVER_PERMISSIONS___

[
  {
    "instance": {
      "key": {
        "publicId": "read_event_data",
        "versionId": "1"
      },
      "param": [
        {
          "key": "eventDataAccess",
          "value": {
            "type": 1,
            "string": "specific"
          }
        },
        {
          "key": "keyPatterns",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "event_name"
              },
              {
                "type": 1,
                "string": "page_location"
              },
              {
                "type": 1,
                "string": "twclid"
              },
              {
                "type": 1,
                "string": "ip_override"
              },
              {
                "type": 1,
                "string": "user_agent"
              },
              {
                "type": 1,
                "string": "user_data.*"
              },
              {
                "type": 1,
                "string": "email"
              },
              {
                "type": 1,
                "string": "phone"
              },
              {
                "type": 1,
                "string": "items"
              },
              {
                "type": 1,
                "string": "ecommerce.*"
              },
              {
                "type": 1,
                "string": "value"
              },
              {
                "type": 1,
                "string": "currency"
              },
              {
                "type": 1,
                "string": "transaction_id"
              },
              {
                "type": 1,
                "string": "event_id"
              },
              {
                "type": 1,
                "string": "x-ga-event_id"
              },
              {
                "type": 1,
                "string": "x-ga-mp2-evnid"
              },
              {
                "type": 1,
                "string": "unique_event_id"
              },
              {
                "type": 1,
                "string": "consent_state.*"
              },
              {
                "type": 1,
                "string": "x-ga-gcd"
              },
              {
                "type": 1,
                "string": "x-ga-mp2-gcd"
              },
              {
                "type": 1,
                "string": "x-ga-gcs"
              },
              {
                "type": 1,
                "string": "x-sst-system_properties.*"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "send_http",
        "versionId": "1"
      },
      "param": [
        {
          "key": "allowedUrls",
          "value": {
            "type": 1,
            "string": "specific"
          }
        },
        {
          "key": "urls",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "https://ads-api.x.com/12/measurement/conversions/*"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "get_cookies",
        "versionId": "1"
      },
      "param": [
        {
          "key": "cookieAccess",
          "value": {
            "type": 1,
            "string": "specific"
          }
        },
        {
          "key": "cookieNames",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 1,
                "string": "_twclid"
              },
              {
                "type": 1,
                "string": "twclid"
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "set_cookies",
        "versionId": "1"
      },
      "param": [
        {
          "key": "allowedCookies",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "name"
                  },
                  {
                    "type": 1,
                    "string": "domain"
                  },
                  {
                    "type": 1,
                    "string": "path"
                  },
                  {
                    "type": 1,
                    "string": "secure"
                  },
                  {
                    "type": 1,
                    "string": "session"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "_twclid"
                  },
                  {
                    "type": 1,
                    "string": "*"
                  },
                  {
                    "type": 1,
                    "string": "/"
                  },
                  {
                    "type": 1,
                    "string": "secure"
                  },
                  {
                    "type": 1,
                    "string": "non_session"
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "logging",
        "versionId": "1"
      },
      "param": [
        {
          "key": "environments",
          "value": {
            "type": 1,
            "string": "all"
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "read_container_data",
        "versionId": "1"
      },
      "param": []
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "access_template_storage",
        "versionId": "1"
      },
      "param": []
    },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: A purchase is sent as one complete conversion
  code: |-
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(1);
      assertThat(sent[0].url).isEqualTo('https://ads-api.x.com/12/measurement/conversions/o8z6j');
      assertThat(sent[0].options.method).isEqualTo('POST');
      assertThat(sent[0].options.timeout).isEqualTo(4000);
      assertThat(JSON.parse(sent[0].body)).isEqualTo({
        conversions: [{
          conversion_time: '2025-11-22T08:32:01.456Z',
          event_id: 'tw-o8z6j-o87ne',
          identifiers: [
            { twclid: '2-4m8k1vq7zj0c5t' },
            { hashed_email: '5806dc6b2f04fb728708a8f7b81c14edcd4fba36f77914cf0c9368d9a3a25f76' },
            { hashed_phone_number: '1fa6b8d986d9b9cd01bf36951815158bbde9f520c0567c835dfe34783d0a4231' },
            { ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }
          ],
          value: '65.00',
          price_currency: 'EUR',
          number_items: 3,
          conversion_id: 'e-1',
          contents: [
            { content_id: 'A', content_name: 'Shoe', content_price: '32.50', num_items: 1 },
            { content_id: 'B', content_name: 'Sock', content_price: '16.25', num_items: 2 }
          ],
          event_source_url: 'https://shop.example/thanks?order=7&twclid=2-4m8k1vq7zj0c5t'
        }]
      });
    });
- name: A request is signed with OAuth inside the container
  code: |-
    runCode(settings);
    callLater(() => {
      const header = sent[0].options.headers.Authorization;
      assertThat(header).isEqualTo('OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="1234567812345678", oauth_signature="RcyIzYv%2BaUp2XaNmtc8hjLdL7NI%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"');
      assertThat(sent[0].options.headers['Content-Type']).isEqualTo('application/json');
    });
- name: A pixel access token is sent as a plain value and nothing is signed
  code: |-
    settings.authMethod = 'pixelToken';
    settings.pixelToken = 'secret-token';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent[0].options.headers).isEqualTo({ 'Content-Type': 'application/json', 'X-Pixel-Token': 'secret-token' });
      assertThat(logs.join('\n')).doesNotContain('secret-token');
    });
- name: Overrides of the operator win over the event
  code: |-
    settings.userData = [{ name: 'email', value: 'foo@bar.com' }, { name: 'twclid', value: 'own' }];
    settings.conversionData = [
      { name: 'value', value: '0' },
      { name: 'price_currency', value: 'usd' },
      { name: 'conversion_id', value: 7 },
      { name: 'conversion_time', value: '2025-11-22T08:00:00.000Z' },
      { name: 'number_items', value: 5 },
      { name: 'description', value: 'shoes' },
      { name: 'search_string', value: 'trail' },
      { name: 'restricted_data_use', value: 'restrict_optimization' },
      { name: 'event_source_url', value: '' }
    ];
    runCode(settings);
    callLater(() => {
      const it = conversion();
      assertThat(it.identifiers[0].twclid).isEqualTo('own');
      assertThat(it.identifiers[1].hashed_email).isEqualTo('0c7e6a405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b');
      assertThat(it.value).isEqualTo('0.00');
      assertThat(it.price_currency).isEqualTo('USD');
      assertThat(it.conversion_id).isEqualTo('7');
      assertThat(it.conversion_time).isEqualTo('2025-11-22T08:00:00.000Z');
      assertThat(it.number_items).isEqualTo(5);
      assertThat(it.description).isEqualTo('shoes');
      assertThat(it.search_string).isEqualTo('trail');
      assertThat(it.restricted_data_use).isEqualTo('restrict_optimization');
      assertThat(it.event_source_url).isEqualTo(event.page_location);
    });
- name: Without a value the items are summed up and without a currency the first item names it
  code: |-
    event.value = undefined;
    event.currency = undefined;
    event.items[0].currency = 'GBP';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().value).isEqualTo('65.00');
      assertThat(conversion().price_currency).isEqualTo('GBP');
    });
- name: The transaction id comes first when the operator says so
  code: |-
    settings.conversionIdSource = 'transaction_id';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().conversion_id).isEqualTo('t-1');
    });
- name: With reading switched off only the overrides are sent
  code: |-
    settings.autoUserData = false;
    settings.autoConversionData = false;
    settings.userData = [{ name: 'email', value: 'foo@bar.com' }];
    runCode(settings);
    callLater(() => {
      const it = conversion();
      assertThat(it.identifiers).hasLength(2);
      assertThat(it.value).isUndefined();
      assertThat(it.contents).isUndefined();
      assertThat(it.conversion_id).isUndefined();
    });
- name: An event without a row sends nothing and succeeds
  code: |-
    event.event_name = 'scroll';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No event ID is configured for the event');
    });
- name: A single event wins over its category
  code: |-
    settings.customEvents = [{ eventName: ' purchase ', eventId: ' tw-o8z6j-own ' }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().event_id).isEqualTo('tw-o8z6j-own');
    });
- name: The custom category takes every event no other row takes
  code: |-
    event.event_name = 'quote_requested';
    settings.categoryEvents.push({ category: 'custom', eventId: 'tw-o8z6j-all' });
    runCode(settings);
    callLater(() => {
      assertThat(conversion().event_id).isEqualTo('tw-o8z6j-all');
    });
- name: Other events go to the default event ID when that is switched on
  code: |-
    event.event_name = 'quote_requested';
    settings.otherEvents = 'send';
    settings.defaultEventId = 'tw-o8z6j-rest';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().event_id).isEqualTo('tw-o8z6j-rest');
    });
- name: Without the required consent nothing is sent and no cookie is written
  code: |-
    settings.consent = 'adStorage';
    event['x-ga-gcs'] = 'G101';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('ad_storage is denied (x-ga-gcs)');
      assertApi('setCookie').wasNotCalled();
    });
- name: An event without any consent signal counts as not granted
  code: |-
    settings.consent = 'adStorage';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('no consent signal for ad_storage');
    });
- name: Both signals are needed when both are asked for
  code: |-
    settings.consent = 'adStorageAndUserData';
    event['x-ga-gcd'] = '13r3r3q3q5l1';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('ad_user_data is denied (x-ga-gcd)');
    });
- name: With consent the conversion is sent
  code: |-
    settings.consent = 'adStorageAndUserData';
    event.consent_state = { ad_storage: true, ad_user_data: 'granted' };
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(1);
    });
- name: The click id of the landing page is kept in the cookie
  code: |-
    runCode(settings);
    callLater(() => {
      assertApi('setCookie').wasCalledWith('_twclid', '2-4m8k1vq7zj0c5t', {
        domain: 'auto',
        path: '/',
        'max-age': 33696000,
        secure: true,
        httpOnly: false,
        sameSite: 'lax'
      });
    });
- name: A click id that the cookie already holds is not written again
  code: |-
    cookies._twclid = '2-4m8k1vq7zj0c5t';
    runCode(settings);
    callLater(() => {
      assertApi('setCookie').wasNotCalled();
    });
- name: The click id comes from the cookie of the pixel when the page has none
  code: |-
    event.page_location = 'https://shop.example/thanks';
    cookies._twclid = '%7B%22pixelVersion%22%3A1%2C%22twclid%22%3A%222-cookie%22%7D';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers[0].twclid).isEqualTo('2-cookie');
      assertApi('setCookie').wasNotCalled();
    });
- name: An empty pixel ID fails and names the field
  code: |-
    settings.pixelId = '';
    runCode(settings);
    callLater(() => {
      failsSaying('Pixel ID must be');
      assertThat(sent).hasLength(0);
    });
- name: A missing credential fails and names the field
  code: |-
    settings.accessTokenSecret = undefined;
    runCode(settings);
    callLater(() => {
      failsSaying('Access token secret is empty');
      assertThat(sent).hasLength(0);
    });
- name: An event that identifies nobody fails and sends nothing
  code: |-
    event.page_location = undefined;
    event.user_data = undefined;
    event.user_agent = undefined;
    runCode(settings);
    callLater(() => {
      failsSaying('identifies nobody');
      assertThat(sent).hasLength(0);
    });
- name: A malformed event still gives one outcome
  code: |-
    event.items = 'two';
    event.value = 'abc';
    event.user_data = 'somebody';
    event.page_location = 'nowhere';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(conversion().value).isUndefined();
      assertThat(conversion().contents).isUndefined();
      assertThat(conversion().event_source_url).isUndefined();
      assertThat(conversion().identifiers).isEqualTo([{ ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }]);
    });
- name: A refusal of X is reported in its words and not repeated
  code: |-
    answers = [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"event_id","message":"event_id (o6dkt) is not a single event tag (SET)"}]}' }];
    runCode(settings);
    callLater(() => {
      failsSaying('event_id (o6dkt) is not a single event tag (SET) [event_id]');
      assertThat(sent).hasLength(1);
    });
- name: An answer that is not JSON is no success
  code: |-
    answers = [{ statusCode: 200, headers: {}, body: '<html>hello</html>' }];
    runCode(settings);
    callLater(() => {
      failsSaying('without saying that it processed the conversion');
    });
- name: A fault on the side of X is tried again with a fresh signature and the same conversion id
  code: |-
    let draws = 10000000;
    mock('generateRandom', () => {
      draws = draws + 1;
      return draws;
    });
    answers = [{ statusCode: 503, headers: {}, body: '' }, processed];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(2);
      assertThat(sent[0].body).isEqualTo(sent[1].body);
      assertThat(sent[0].options.headers.Authorization).isNotEqualTo(sent[1].options.headers.Authorization);
    });
- name: Without retries one failure is the outcome
  code: |-
    settings.retries = '0';
    answers = [{ statusCode: 503, headers: {}, body: '' }];
    runCode(settings);
    callLater(() => {
      failsSaying('X answered 503');
      assertThat(sent).hasLength(1);
    });
- name: A time out without a conversion id is not repeated
  code: |-
    event.event_id = undefined;
    event.transaction_id = undefined;
    answers = [{ reason: 'timed_out' }];
    runCode(settings);
    callLater(() => {
      failsSaying('X did not answer within 4000 ms');
      assertThat(sent).hasLength(1);
    });
- name: No secret and no personal data reaches the log
  code: |-
    runCode(settings);
    callLater(() => {
      const log = logs.join('\n');
      assertThat(log).doesNotContain(settings.consumerSecret);
      assertThat(log).doesNotContain(settings.accessTokenSecret);
      assertThat(log).doesNotContain(settings.accessToken);
      assertThat(log).doesNotContain('5806dc6b');
      assertThat(log.toLowerCase()).doesNotContain('test@x.com');
      assertThat(log).doesNotContain('4567890');
    });
- name: Reported early the log still tells what X said
  code: |-
    settings.respondEarly = true;
    answers = [{ statusCode: 403, headers: {}, body: '' }];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(logs.join('\n')).contains('X answered 403');
    });
setup: |-
  // Runs before every scenario, in the same scope. Nothing here reaches the network.
  const callLater = require('callLater');
  const JSON = require('JSON');
  const Promise = require('Promise');

  // A purchase as the GA4 client hands it over; a scenario changes what it is about.
  const event = {
    event_name: 'purchase',
    page_location: 'https://shop.example/thanks?order=7&twclid=2-4m8k1vq7zj0c5t',
    ip_override: '203.0.113.24',
    user_agent: 'Mozilla/5.0',
    event_id: 'e-1',
    transaction_id: 't-1',
    value: 65,
    currency: 'eur',
    items: [
      { item_id: 'A', item_name: 'Shoe', price: 32.5, quantity: 1 },
      { item_id: 'B', item_name: 'Sock', price: 16.25, quantity: 2 }
    ],
    user_data: { email_address: ' Test@X.com ', phone_number: '+1 (123) 456-7890' }
  };

  const settings = {
    pixelId: 'o8z6j',
    authMethod: 'oauth1',
    consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
    consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
    accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    accessTokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-o87ne' }],
    logging: 'always'
  };

  const processed = {
    statusCode: 200,
    headers: {},
    body: '{"request":{"params":{"account_id":"18ce552mlaq"}},"data":{"conversions_processed":1,"debug_id":"ff02e052"}}'
  };

  // X's answers in turn; the last one repeats. An answer with a reason and no status is a failed request.
  let answers = [processed];
  const sent = [];
  mock('sendHttpRequest', (url, options, body) => {
    const answer = answers[sent.length < answers.length ? sent.length : answers.length - 1];
    sent.push({ url: url, options: options, body: body });
    return Promise.create((resolve, reject) => {
      if (answer.statusCode) {
        resolve(answer);
      } else {
        reject(answer);
      }
    });
  });

  let cookies = {};
  mock('getCookieValues', (name) => cookies[name] ? [cookies[name]] : []);
  mock('setCookie', () => {});
  mock('getEventData', (path) => {
    let value = event;
    path.split('.').forEach((step) => {
      value = value ? value[step] : undefined;
    });
    return value;
  });
  mock('getTimestampMillis', 1763800321456);
  mock('generateRandom', 12345678);
  mock('getContainerVersion', { debugMode: true });

  const logs = [];
  mock('logToConsole', (line) => {
    logs.push(line);
  });

  // The one conversion of the first request.
  const conversion = () => JSON.parse(sent[0].body).conversions[0];

  const succeeds = () => {
    assertApi('gtmOnSuccess').wasCalled();
    assertApi('gtmOnFailure').wasNotCalled();
  };

  // Failure, nothing sent after it, and a log line that holds the text.
  const failsSaying = (text) => {
    assertApi('gtmOnFailure').wasCalled();
    assertApi('gtmOnSuccess').wasNotCalled();
    assertThat(logs.join('\n')).contains(text);
  };

  const sendsNothingSaying = (text) => {
    succeeds();
    assertThat(sent).hasLength(0);
    assertThat(logs.join('\n')).contains(text);
  };


___NOTES___

Built from TypeScript; the source, its tests and the documentation are in the template's repository.
Change the source and build it anew rather than this code.
