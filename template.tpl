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
    "displayName": "",
    "thumbnail": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAYAAADDPmHLAAAIPUlEQVR42u1dW4hUZRw/770sPe7T9ujL0EA3UmkgshCiEcwKuoxZUUQK4pP6MBORCj0IFvaUGkawlEOQJIYMgmx0QSOlC6HbFVpwW6R1FRk48RvnsLOz5/Kd73zXc34HfiC7s+Oc7/f7/tfvfyYIFF71WqdRr3Xa9VqnW691evVaJySUoDdcU6xtI3Dpqtc6reGHI1FmgTVv2SJ9YqjGWRJhHbNDLiZM7vgFLrxzWNBqEeq1zhT9ujfxwpRq8pvc9d5Zg6ZKk89F9ROtouS3uYjeo82dT7RkfD4Xrlxo5on2GfCVMzCcEhEAU70Sp4j0+0QrrbxL018NVzDBlI+p4SoBsLFToQYSfT/RGhUA+/kVPE8wKgAuSAUxeoyLC1JNNBj9Vz0boP+veBzA0m/FS8NchIoHglwECoALQQEQFABBARAUAEEBEBQAQQHYwo7tH4enT/8YXp1fDG/e6hMxmPnqcrh3T7dcAli/9sDgxkiwOGZ/nw+3bH7ffwGA/IuX/iapEoClLCICJwQQ7fz/lvrhpV/74YWf+uG/10huHKI1AqI1ggiwibwUAHw+bgI3M32qH370+TJwkyR9GX/OrVwj/Bs/w+/ee7fnpwAQ8OEGzp1fSX6E3je3VV918r++GL8+J88uxwNeCiCK9k/PxN8g0D3TD/+ZrybxsIwgOWltgOi1Gx876J8Aog8Pv592kwBeUyXyr/y12i3GWcjo9du2HvVXADDzWUoHYCnK7hJwf0kmP80yei2APJZgNPgpG0CoyEaIi41KIYC4aLcqLuGX37LvG79Pyo5KI4DIDKYFhqNRsO81A9xrUhY0fq9pwXCpBJDXJSBg8tXkw5dn3SMEkhX7aBPA2gcPho9sOFIIeA8ZAeRZJAROPpEPUy4ibrgGkffTIoBtr30bdt65qQTPbzsnJYDITCLwKWomXTH5oveSx70pF8ATm04oIz8CrIGMAHTtGhvlXF3WTLkAXt1xUbkAnnnuTCEB5EmVRPymSeiOZ5QLYPNTJ5ULAFalqABURs6mTL5IRoPXFMlolAvgvnv2hzt3/6GMfLyXbAxQJHe22Vk0WdPQEgRCBLAEMN1FML7zVQmgaPXMRgdPV1WzlHUA1QtuorMo0sHT0deovABEO2g6y8ii/78Ol0QBWNyBsh08CsCBtKuoD3YlBqEALEThRTt4FIBDeXie0quLdQgKwFAlTmUHjwJwtP2aVIt3uRdBAWjsLOro4GEaCkMxEYrOQxoTQKNxeNAo2vv2NaESMF6H1+PvXBBA3t0M11HEaoBYzD/s3/fFgKSsKR4c78bAzLFjM7lG5owIAAc7RImPE8L4wRBfDmHKxA0gHUQWtZIQBMSD4Q/rAkBdv0hDCH0FlwSQJ6IX7eB9euK81JCGCDAWniQECsBQZzGpdgA/rov4OCGMxwx0AYZcwnj1EESoMPUyY/XRbCWDQEOt3PH+AYI00V2/fdOz4aFXNoTn3lwTzh2+M7z+wR2r8P2Bu8JTe+4O973weLhx3U5ha8A0UHNnL66cC5OfGdGv2xl+suv+RMKzAEHsefrJcP29u9MP7249KvWgCApA0C2M/wyBngjxMqTHAQKCVSjdQ6J8HOaA2U+7J5h5VcTHWYQtD79OAdgkP8nsw0zDv+sifxRwCxSAQw9kwq68fHDSCPkR4GIoAINANS6JfNkgz7YIKICCfh9mH37ZBvkREHNQAJZarcjZbZIf4cWNL1EAOh/NGvfZkZa5QH6UJmbVCko7GGJj92Oxbfn9JBx546HqjYaZeB5v3NpgsU0Ru3Ty0fDGd28NcH06Pc0ULR97PxxqM/I3ufuXZnat/EyL8wNBqMoKvBwPN4m4Ro8p37909uX4z7VwRVks4N0DIlww/ybSvqXuA6mfTVWV0JtHxNhAXMMHPtYI+Yspx78W51P/HqlpqR4S5ZL/R09fqwCOTw5MfNrnGgSDGSkh6wCa0j+dnT6Qf2PuQjr5P38o9F6icYB1AWSddHVNAKLdvih1QxQPYkX+BuSmkj93QXll0LoA4GddFUDc5xURwCoiF64M/Hrq3/xwKJv845PlEwB2WZkEgJ2fFLgliSAx3RsN+qbXaGkQOfGdQaMnW30XAMx+GpHjIlj6cksm+VnWw3sBuPqtYVIWYLxyl0JoZrp3qz+wDjq7g059b6Br8UDc6Z/MGEAgjYvKuZnkI4DU3B527ptDsegYikQL1naGIJsGiuzsLIime0WbQvzu4JxAmVVJNS+N/MufFT4bwC+P1oQ8pWAZEeRN94yUggn5ZlAuESDdOz5p9Mg4BSCBvO1gIRFIpntFysAUgAE3ICoC1ANsHBOnACQhM/eXJALZXF/7kTAi3QpIHQubXnO7V7A4Pwj4VO182SERCqAAtLaGXTkWTqTD1DBoFnBQxcvBEN/hwnyAzDwABaCyfM3hUMKGCEoxHl62zMDUpHCRiWAKQHNMoHNsDA+hkJ0EThJAj8SpB0hSmSHAvWDXy6R6KehBAF0SplcIRZ4Whh2vgfgIXQigTaLMuAZ06SCGtDgBOx2WA6SrfBpYAtoQQIME2bUQQN4aviI0AlwkopoIootxQCXRHRVAiwtSObSC0ate68xyUSqD2WD8YjZQKbTjBDBRr3UWuDilBzieCOIuxgIV9P0xImBpuLzoBVlXvdaZoisoremfCkSueq3T5IKVDs0gz8V4oEJ+P0UETA3LmPLREnDn5xVBk4GhdwFfM1B5DbMDpogepHrC0X4Bl0Br4OaubwUmrmHZuM0GkhuNnSEXE4GNa2gReJ7AQj/f2I7PIYbGUI1dxgvK/Xp3uLYNlZz9D/egFSIBJWwnAAAAAElFTkSuQmCC"
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
        "help": "X Events Manager (in X Ads under Tools): the ID of your pixel, 3 to 12 letters and digits.",
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
        "help": "The pixel access token is the simpler one: it is made in X Events Manager. OAuth 1.0a needs an app with Ads API access in X\u0027s developer portal, and its requests are signed inside this container.",
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
                "help": "X developer portal, your app, Keys and tokens, under Consumer Keys: the API key. All four are best kept in constant variables of the container.",
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
                "help": "X developer portal, your app, Keys and tokens, under Consumer Keys: the API key secret.",
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
                "help": "X developer portal, your app, Keys and tokens, under Authentication Tokens. Its user must be ad manager or account administrator of the ads account.",
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
                "help": "X developer portal, your app, Keys and tokens, under Authentication Tokens, shown together with the access token.",
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
        "help": "Each GA4 event belongs to one category: purchase to Purchase, generate_lead to Lead, and so on. Add a row for each category you have an event for in X Events Manager, and copy that event\u0027s ID.",
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
        "help": "For events of your own: the exact event name, as the preview of this container lists it. It wins over the category of that event.",
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
        "help": "What happens to events that no row above takes. Scrolls and clicks are among them.",
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
        "help": "Put in front of phone numbers that your site sends without one: 49 for Germany, 1 for North America. A number that stays incomplete is left out.",
        "valueHint": "49",
        "valueValidators": [
          {
            "type": "REGEX",
            "args": [
              "^\\s*(\\+?[1-9][0-9]{0,2})?\\s*$"
            ],
            "errorMessage": "A country calling code has one to three digits, for example 49."
          }
        ]
      },
      {
        "type": "SIMPLE_TABLE",
        "name": "userData",
        "displayName": "User data",
        "help": "Wins over what the event says; values may be variables. E-mail and phone may be plain, which the tag hashes, or SHA-256 hashes.",
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
      },
      {
        "type": "CHECKBOX",
        "name": "sendBrowserId",
        "checkboxText": "Send the browser ID of X\u0027s pixel (cookie _twpid)",
        "simpleValueType": true,
        "defaultValue": false,
        "help": "X\u0027s own server-side template sends it; X\u0027s reference does not list it. It is sent beside another identifier, never alone."
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
        "macrosInSelect": true,
        "simpleValueType": true,
        "defaultValue": "event_id",
        "help": "Which value of the event is tried first. It must be what X\u0027s pixel on your site sends as conversion_id, or the conversion counts twice.",
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
        "type": "SELECT",
        "name": "contentIdSource",
        "displayName": "Product ID",
        "macrosInSelect": true,
        "simpleValueType": true,
        "defaultValue": "item_id",
        "help": "Which value of an item is the product\u0027s ID in your catalogue at X.",
        "selectItems": [
          {
            "value": "item_id",
            "displayValue": "item_id"
          },
          {
            "value": "item_variant",
            "displayValue": "item_variant"
          }
        ]
      },
      {
        "type": "SIMPLE_TABLE",
        "name": "conversionData",
        "displayName": "Conversion data",
        "help": "Wins over what the event says; values may be variables. By X\u0027s name: conversion_time, conversion_id, value, price_currency, number_items, description, contents, event_source_url, search_string, or a further field of X.",
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
            "help": "X\u0027s own server-side template takes 390 days. 1 to 400.",
            "valueUnit": "days",
            "defaultValue": "390",
            "valueValidators": [
              {
                "type": "REGEX",
                "args": [
                  "^([1-9][0-9]?|[123][0-9]{2}|400)$"
                ],
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
        "help": "What the visitor chose in your consent banner, read from the event as Google\u0027s consent mode or a data client sends it: consent_state, x-ga-gcd, x-ga-gcs, in the preview under Event Data. An event without a signal counts as not granted.",
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
        "help": "How long X may take to answer one attempt, 500 to 4900.",
        "valueUnit": "milliseconds",
        "defaultValue": "4000",
        "valueValidators": [
          {
            "type": "REGEX",
            "args": [
              "^([5-9][0-9]{2}|[1-3][0-9]{3}|4[0-8][0-9]{2}|4900)$"
            ],
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
        "help": "What was sent and what X answered, in the preview under Console, else in the log of your server (Google Cloud: Logs Explorer). Never a secret or a plain e-mail address or phone number.",
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
      },
      {
        "type": "GROUP",
        "name": "bigQuery",
        "displayName": "BigQuery table",
        "groupStyle": "NO_ZIPPY",
        "subParams": [
          {
            "type": "TEXT",
            "name": "bigQueryProjectId",
            "displayName": "Project ID",
            "simpleValueType": true,
            "help": "Google Cloud console, BigQuery, the project of the table. When all three fields are filled in, the lines are also written there as rows.",
            "valueHint": "my-project"
          },
          {
            "type": "TEXT",
            "name": "bigQueryDatasetId",
            "displayName": "Dataset ID",
            "simpleValueType": true,
            "help": "Google Cloud console, BigQuery, below the project above.",
            "valueHint": "tagging"
          },
          {
            "type": "TEXT",
            "name": "bigQueryTableId",
            "displayName": "Table ID",
            "simpleValueType": true,
            "help": "Google Cloud console, BigQuery, below the dataset above. Its columns are listed in docs/operations.md of the template\u0027s repository.",
            "valueHint": "x_conversions"
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
const bigQuery = require("BigQuery");
const decodeUriComponent = require("decodeUriComponent");
const encodeUriComponent = require("encodeUriComponent");
const generateRandom = require("generateRandom");
const getContainerVersion = require("getContainerVersion");
const getCookieValues = require("getCookieValues");
const getEventData = require("getEventData");
const getRequestHeader = require("getRequestHeader");
const getTimestampMillis = require("getTimestampMillis");
const getType = require("getType");
const json = require("JSON");
const logToConsole = require("logToConsole");
const sendHttpRequest = require("sendHttpRequest");
const setCookie = require("setCookie");
const sha256Sync = require("sha256Sync");
const templateDataStorage = require("templateDataStorage");

// src/log.ts
/**
 * What a run tells: one JSON object a line on the console, in the fields the community's tags use, and the same as a row of
 * a BigQuery table. Secrets are in neither. A Failure line carries the request as it must be sent again, so it
 * holds what X was to get; every other line shows identifiers shortened or not at all.
 */
/** What X answered, bounded, and no whole hash of a person in it. */
function shortened(text) {
  let rest = text.length > 2000 ? text.slice(0, 2000) + "..." : text;
  let hash = rest.match("[A-Fa-f0-9]{64}");
  while (hash) {
    rest = rest.split(hash[0]).join(hash[0].slice(0, 8) + "...");
    hash = rest.match("[A-Fa-f0-9]{64}");
  }
  return rest;
}

// src/mapping/click-id.ts
/**
 * X's click id. It stands in the landing URL as `twclid`, afterwards in the cookie `_twclid`: bare, as X's own
 * server-side template writes it, or as URL-encoded JSON, as X's pixel writes it.
 */
/** The value when it can be a click id, else `''`. */
function clickIdOf(value) {
  const text = typeof value === "string" ? value.trim() : "";
  return text.match("^[A-Za-z0-9_-]{1,256}$") ? text : "";
}

// src/mapping/text.ts
/** Texts out of values of unknown type. */
/** Text or finite number as trimmed text; everything else is absent (`''`). */
function textOf(value) {
  if (typeof value === "string") {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === "number" && value - value === 0 ? "" + value : "";
}

// src/mapping/money.ts
/**
 * Amounts of money. X wants two decimals and takes a whole-number literal badly (X, Web conversions, request example;
 * reported by senders), so an amount is a text such as `"65.00"`.
 */
/**
 * A number, or the text of a plain decimal number. A decimal comma is refused, not guessed at.
 * @returns `undefined` for everything else
 */
function numberOf(value) {
  if (typeof value === "number") {
    return value - value === 0 ? value : undefined;
  }
  const found = typeof value === "string" && value.match("^\\s*(-?[0-9]{1,17}(?:[.][0-9]{1,15})?)\\s*$");
  // To an arithmetic operation the text of a number is that number.
  return found ? found[1] * 1 : undefined;
}
/** Texts, negative amounts and very large ones. */
function seldomAmount(given) {
  if (typeof given === "string" && given.match("^(?:0|[1-9][0-9]{0,12})[.][0-9]{2}$")) {
    return given;
  }
  const value = numberOf(given);
  if (value < 0) {
    /**
     * Two decimals, rounded half up; `undefined` for what is no number and for amounts too large to be exact.
     * Half a cent is added and the rest cut off; a little more than half, because 1.005 is a little less in binary.
     * @param given as numberOf takes it
     */
    const given2 = -value;
    const size = (typeof given2 === "number" && ("" + (given2 + 0.00500001)).match("^[0-9]{1,8}[.][0-9]{2}(?=[0-9]*$)") || [seldomAmount(given2)])[0];
    return size && size !== "0.00" ? "-" + size : size;
  }
  if (value < 20000000) {
    return (typeof value === "number" && ("" + (value + 0.00500001)).match("^[0-9]{1,8}[.][0-9]{2}(?=[0-9]*$)") || [seldomAmount(value)])[0];
  }
  // Above the last figure two decimals are no longer exact.
  if (value < 10000000000000) {
    const rounded = value * 100 + 0.5;
    const digits = "" + (rounded - rounded % 1);
    return digits.slice(0, -2) + "." + digits.slice(-2);
  }
  return undefined;
}
/** Texts. */
function seldomCount(value) {
  const count = numberOf(value);
  return count > 0 && count % 1 === 0 ? count : undefined;
}

// src/mapping/contents.ts
/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */
/** A list out of JSON text of one, an object keyed 0, 1, ..., or a single item. */
function unfolded(value) {
  const given = typeof value === "string" && json.parse(value) || value;
  if (!given || getType(given) === "array") {
    return given || [];
  }
  const list = [];
  while (typeof given === "object" && given[list.length] !== undefined) {
    list.push(given[list.length]);
  }
  return list.length > 0 ? list : [given];
}

// src/mapping/time.ts
/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */
/**
 * @param milliseconds since 1970, whole, from 0 to the end of February 2100, when a leap year fails to come
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
function isoTime(milliseconds) {
  // Years begin on 1 March, so the leap day is the last of its year; 25508 days lie between 1900-03-01 and 1970-01-01.
  // `| 0` drops the fraction.
  const day = milliseconds / 86400000 + 25508 | 0;
  const year = (day + 0.75) / 365.25 | 0;
  const dayOfYear = day - (1461 * year >> 2);
  const month = (5 * dayOfYear + 2) / 153 | 0;
  const time = milliseconds % 86400000;
  // Both as one number whose digits are the parts: 20261122 and 1101530.1234. The leading one keeps the zeros behind it,
  // the last figure those before it. A month has 30 or 31 days, of the hundred that its digits stand for.
  return ("" + (10000 * year + ((347 * month + 2) / 5 | 0) + dayOfYear + (month < 10 ? 19000301 : 19009101))).match("....(?=(..)(..))").join("-") + "T" + ("" + (1000000.0004 + time / 1000 + 40 * (time / 60000 | 0) + 4000 * (time / 3600000 | 0))).match("..(?=(..)(..[.]...))").join(":") + "Z";
}

// src/mapping/tools.ts
/** What the mapping needs from its surroundings. It is handed in, so that the rules stay plain functions. */
/** Tells that a value was given and cannot be used. */
function unusable(name) {
  logWarning('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
}

// src/mapping/conversion.ts
/**
 * A time the operator or the event's sender gave, never later than now. A number is seconds, milliseconds or
 * microseconds since 1970, told apart by its size.
 */
function timeOf(given) {
  const found = textOf(given).match(
    "^(?![0-9]{4}-(?:0[2469]|11)-31|[0-9]{4}-02-30)([0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:[.]([0-9]{3})[0-9]{0,6})?(?:Z|[+]00:00)$"
  );
  if (found) {
    const time = found[1] + "." + (found[2] || "000") + "Z";
    const latest = isoTime(now);
    return time < latest ? time : latest;
  }
  const number = numberOf(given);
  if (number === undefined || number <= 0) {
    logWarning("The time of the event cannot be used: the conversion is sent with the time of now.");
    return isoTime(now);
  }
  // The year 5138 in seconds, 1973 in milliseconds; the year 5138 in milliseconds, 1973 in microseconds.
  const milliseconds = number < 100000000000 ? number * 1000 : number < 100000000000000 ? number : number / 1000;
  const whole = milliseconds - milliseconds % 1;
  return isoTime(whole < now ? whole : now);
}

// src/mapping/event-map.ts
/**
 * From a GA4 event name to the id of the event configured in X's Events Manager.
 * Exact names first, then the category of the name, then the catch-all category, then the default for other events.
 */
/** GA4's recommended and automatic events and the conversion category of X that each selects. */
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

// src/mapping/user-data.ts
/** What e-mail addresses and phone numbers look like before they are hashed (X, Web conversions, identifiers). */
/**
 * Up to eight groups of digits between blanks, brackets, dots, slashes, hyphens and the marks and dashes that copied
 * numbers bring along (U+200E to U+202F).
 */
const GROUPS = "[\\s().\\/\\u200e-\\u202f-]*([0-9]+)(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?(?:[\\s().\\/\\u200e-\\u202f-]+([0-9]+))?[\\s().\\/\\u200e-\\u202f-]*$";

// src/mapping/ip-address.ts
/**
 * IP addresses as text: dotted decimal, which X documents, and IPv6 (RFC 4291 section 2.2), which it takes on its mobile
 * pages. A zone, a port or a list of addresses is none.
 */
const DOTTED = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:[.](?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$";

// src/mapping/identifiers.ts
/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP address and
 * user agent stand together in one object, because X refuses an object that holds only one of them.
 */
/**
 * The first hash that can be made of some values in their order: of one itself, or of the entries of an array or an object
 * keyed 0, 1, ..., which is what GA4's user data may be on arrival. Tells when nothing of what was given can be used.
 */
function firstHash(name, values) {
  // src/mapping/hash-of.ts
  /**
   * E-mail address and phone number: normalised as X asks, then hashed (X, Web conversions, identifiers).
   * A value of 64 hex digits is a hash already and passes in lower case.
   */
  /**
   * The number in E.164 with `+`; `undefined` when that cannot be known.
   * @param countryCallingCode for numbers written the national way, with or without plus; anything else is none
   */
  function e164(text, countryCallingCode2) {
    const international = text.replace("(0)", " ").match("^[\\s().\\/\\u200e-\\u202f-]*(?:[+]|00)(?=[^0-9]*[1-9](?:[^0-9]*[0-9]){6,14}[^0-9]*$)" + GROUPS);
    if (international) {
      return "+" + international.slice(1).join("");
    }
    const groups = text.replace("(0)", " ").match("^(?![\\s().\\/\\u200e-\\u202f-]*00)" + GROUPS);
    const code = textOf(countryCallingCode2).match("^[+]?([1-9][0-9]{0,2})$");
    if (!groups || !code) {
      return undefined;
    }
    const number = withCallingCode(groups.slice(1).join(""), code[1]);
    return number.match("^[1-9][0-9]{6,14}$") ? "+" + number : undefined;
  }
  /** A number written the national way, or without the plus. */
  function withCallingCode(number, code) {
    // North America: ten digits, dialled with a 1 in front or without.
    if (code === "1") {
      return number.match("^[0-9]{10}$") ? "1" + number : number.match("^1[0-9]{10}$") ? number : "";
    }
    // Long enough to be complete: at that length no national number begins with the digits of the calling code. In these
    // countries some of ten digits do, in Brazil some of eleven.
    const longer = " 7 39 43 49 62 90 91 92 383 ".indexOf(" " + code + " ") >= 0;
    if (number.indexOf(code) === 0 && number.length > (code === "55" ? 11 : longer ? 10 : 9)) {
      return number;
    }
    // What is dialled in front of a number inside a country, where it is not 0. In some countries the zero belongs to the
    // number (ITU-T E.164, national numbering plans).
    const special = ({ 7: "8", 36: "06", 39: "", 225: "", 229: "", 241: "", 242: "", 375: "80", 378: "", 993: "8" })[code];
    const trunk = special === undefined ? "0" : special;
    // Russian numbers of ten digits may begin with the 8 that is dialled in front of others.
    return code + ((trunk !== "" && number.indexOf(trunk) === 0 && (code !== "7" || number.length > 10)) ? number.slice(trunk.length) : number);
  }
  /** The hash of one value; `undefined` when it is none. */
  function hashOf(value, countryCallingCode2) {
    const text = textOf(value).toLowerCase();
    if (text.match("^[a-f0-9]{64}$")) {
      return text;
    }
    // What an e-mail address looks like, trimmed and in lower case.
    const plain = name === "email" ? text.match("^[^@\\s]+@[^@\\s]+$") ? text : "" : e164(text, countryCallingCode2);
    return plain ? (sha256Sync(plain, { outputEncoding: "hex" })) : undefined;
  }
  // src/mapping/identifiers.ts
  let found;
  for (const value of values) {
    const entries = typeof value === "object" ? value || {} : { 0: value };
    let i = 0;
    while (!found && entries[i] !== undefined) {
      found = hashOf(entries[i], data.countryCallingCode);
      i += 1;
    }
  }
  if (!found && values.some((value) => !!value)) {
    unusable(name);
  }
  return found;
}

// src/request/headers.ts
/**
 * The headers of an answer: names in lower case, a repeated header as a list, and nothing certain beyond
 * that.
 */
/** @returns the first value as trimmed text, `''` when there is none or it is neither text nor number */
function headerText(headers, name) {
  const value = (headers || {})[name];
  const first = typeof value === "object" && value ? value[0] : value;
  if (typeof first === "string") {
    return first.trim();
  }
  return typeof first === "number" ? "" + first : "";
}

// src/request/rate-limit.ts
/** When X's limit of requests ends (X, Rate limits: seconds since 1970, of the app and of the account). */
/** @returns epoch milliseconds of the later of the two moments, `undefined` when X names none */
function limitEnds(headers) {
  let ends;
  const names = ["x-rate-limit-reset", "x-account-rate-limit-reset"];
  for (const name of names) {
    const text = headerText(headers, name);
    if (text.match("^[0-9]{10}$")) {
      // To an arithmetic operation the text of a number is that number.
      const moment = text * 1000;
      ends = ends === undefined || moment > ends ? moment : ends;
    }
  }
  return ends;
}

// src/request/http-date.ts
/** The Date header of an HTTP answer (RFC 9110 section 5.6.7, the form every server must send). */
const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Days of a year without a leap day before the first of each month. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

// src/request/next-steps.ts
/**
 * What an operator can do about an answer that is no success (X, Web conversions, error table; X, Error codes
 * and responses).
 */
/** What to do: as far as the clocks tell, else by X's errors, else by the status. */
function nextStep(answer, list, tools) {
  const status = answer.statusCode;
  if (!tools.signed && (status === 401 || status === 403)) {
    return "Check Pixel access token: it must be the one generated for this very pixel in X Events Manager.";
  }
  if (status === 401) {
    // src/request/http-date.ts
    /**
     * @param text for example `Sun, 22 Nov 2026 10:15:30 GMT`
     * @returns epoch milliseconds, `undefined` when it is no such date
     */
    const httpDate = (text) => {
      const parts = text.match(
        "^[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT$"
      );
      const month = parts ? MONTH_NAMES.indexOf(parts[2]) : -1;
      if (!parts || month < 0) {
        return undefined;
      }
      // To an arithmetic operation the text of a number is that number.
      const year = parts[3] * 1;
      const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      const past = year - 1;
      // Days from 1 January of the year 1 to 1 January 1970.
      return ((((past * 365 + (past / 4 | 0) - (past / 100 | 0) + (past / 400 | 0) + DAYS_BEFORE[month] + (isLeap && month > 1 ? 1 : 0) + (parts[1] - 1) - 719162) * 24 + parts[4] * 1) * 60 + parts[5] * 1) * 60 + parts[6] * 1) * 1000;
    };
    // src/request/next-steps.ts
    /** A sentence when this server's clock is more than five minutes from X's, else `''`. */
    const clockProblem = (date, now) => {
      const x = httpDate(date);
      const minutes = x === undefined ? 0 : (now - x) / 60000;
      if (minutes >= -5 && minutes <= 5) {
        return "";
      }
      const size = minutes < 0 ? -minutes : minutes;
      return "The clock of the server is " + (size - size % 1) + " minutes " + (minutes < 0 ? "behind" : "ahead of") + " X's: signatures are refused until it is set right.";
    };
    const clock = clockProblem(headerText(answer.headers, "date"), tools.now());
    if (clock) {
      return clock;
    }
  }
  if (status === 429) {
    /** @param moment epoch milliseconds, as far as known */
    const moment = limitEnds(answer.headers);
    if (moment === undefined) {
      return LIMIT_REACHED + ": replay the conversion later.";
    }
    const seconds = (moment - tools.now()) / 1000;
    if (seconds <= 0) {
      return LIMIT_REACHED + ".";
    }
    return LIMIT_REACHED + ("; it ends in " + (seconds - seconds % 1 + 1) + " seconds") + (moment > tools.ends ? ": replay the conversion after that." : ".");
  }
  for (const error of list) {
    const step = stepOf(codeMeant(error, status));
    if (step) {
      return step;
    }
  }
  const fallback = status < 200 ? "X documents no such status." : "Nothing of this conversion was recorded.";
  return stepOf("HTTP " + (status > 500 ? 500 : status)) || fallback;
}
/** X's general codes say more by the parameter or the words that come with them. */
function codeMeant(error, status) {
  if (error.parameter === "event_id") {
    return "WEB_EVENT_TAG_NOT_FOUND";
  }
  if (error.message.indexOf("user identifier") >= 0) {
    return "no identifier";
  }
  if (error.code === "INVALID" && error.message.indexOf("ersion") >= 0) {
    return "old version";
  }
  if (status === 401 && error.message.indexOf("imestamp") >= 0) {
    return "135";
  }
  return status === 401 && error.message.indexOf("expired") >= 0 ? "89" : error.code;
}
/**
 * What to do about a code of X, `''` when it is unknown. Numbers are codes of the classic API; a status
 * stands for unknown codes.
 */
function stepOf(code) {
  const anew = "make Access token and Access token secret anew";
  const row = ([
    {
      codes: ["WEB_EVENT_TAG_NOT_FOUND"],
      step: "Copy Event ID from X Events Manager: it must be that of a single event of this very pixel."
    },
    {
      codes: ["no identifier"],
      step: "Send a click ID or an e-mail address too: IP address and user agent alone were not enough."
    },
    { codes: ["INVALID_PARAMETER", "INVALID"], step: "Correct the value X names." },
    { codes: ["MISSING_PARAMETER"], step: "Fill in what X names." },
    {
      codes: ["ILLEGAL_CHARACTERS"],
      step: "Take special characters out of the value X names."
    },
    { codes: ["INVALID_TIME_WINDOW"], step: "Check where the time of the event comes from." },
    {
      codes: ["INCLUSIVE_PARAMETERS"],
      step: "Send all values X names, or none."
    },
    {
      codes: ["EXCLUSIVE_PARAMETERS"],
      step: "Send only one of the values X names."
    },
    {
      codes: ["FEATURE_NOT_AVAILABLE"],
      step: "Ask the support of X Ads to enable conversions for the account."
    },
    {
      codes: ["HTTP 405", "METHOD_NOT_ALLOWED", "old version"],
      step: "Import the newest version of the template."
    },
    {
      codes: ["HTTP 401", "UNAUTHORIZED_ACCESS", "32", "215"],
      step: "Check Consumer key, Consumer secret, Access token and Access token secret: X does not say which one is wrong. After an approval for the Ads API " + anew + "."
    },
    { codes: ["89"], step: "Access token is revoked or expired: " + anew + "." },
    { codes: ["135"], step: "Check the clock of the server." },
    {
      codes: ["HTTP 403", "UNAUTHORIZED_CLIENT_APPLICATION", "ACCOUNT_NOT_FOUND", "ACTION_NOT_ALLOWED", "99"],
      step: "The app needs access to the Ads API (tier Conversion Only or Standard) with write permission, the user behind Access token the role of ad manager or account administrator. After an approval " + anew + "."
    },
    {
      codes: ["READONLY_CLIENT_APPLICATION"],
      step: "Give the app write permission in the X developer portal, then " + anew + "."
    },
    {
      codes: ["USER_NOT_FOUND", "CURRENT_USER_SUSPENDED", "ACCOUNT_LOCKED_OUT"],
      step: "The user behind Access token is gone, suspended or locked: sign in to x.com as this user."
    },
    {
      codes: ["HTTP 404", "ROUTE_NOT_FOUND", "NOT_FOUND", "INVALID_ID_ILLEGAL_CHARACTERS"],
      step: "Copy Pixel ID from X Events Manager; the sender needs access to its account."
    },
    {
      codes: ["HTTP 408", "HTTP 423", "HTTP 425", "CANCELLED_REQUEST", "LOCK_ACQUISITION_TIMEOUT"],
      step: "It may pass: try again."
    },
    {
      codes: ["HTTP 500", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "OVER_CAPACITY"],
      step: "The fault is on X's side."
    },
    { codes: ["TOO_MANY_REQUESTS", "88"], step: LIMIT_REACHED + ": replay the conversion later." }
  ]).filter((entry) => entry.codes.indexOf(code) >= 0)[0];
  return row ? row.step : "";
}
const LIMIT_REACHED = "X's limit of requests is reached";

// src/request/reasons.ts
/**
 * Why X did not take a conversion, as sentences an operator can act on: X's words, then the next step (X, Web
 * conversions, error table; X, Error codes and responses).
 */
/**
 * @param text the body, trimmed
 * @param errors what the body has under this name, `undefined` when it names none
 */
function reasonFor(answer, text, errors, inDoubt, tools) {
  const status = answer.statusCode;
  const list = errors === undefined ? [] : errorsOf(errors);
  const said = list.length > 0 ? wordsOf(list, tools) : formOf(text);
  if (status >= 200 && status < 300) {
    if (list.length === 0) {
      return "X answered " + status + " without saying that it processed the conversion. " + said;
    }
    return inDoubt ? "X answered " + status + " with a count of conversions and with errors: " + said : "X refused the conversion: " + said + " " + nextStep(answer, list, tools);
  }
  const x = "X answered " + status + ": " + said;
  return isPage(text) ? x : x + " " + nextStep(answer, list, tools);
}
/** The connection failed, or the time ran out. */
function reasonWithoutAnswer(timedOut) {
  // The host is part of an OAuth signature, so the one that is called is the one that is signed.
  return timedOut ? "X did not answer within " + timeout + " ms and may have counted the conversion. Raise Time limit when this happens often." : "The connection to X failed. Check that the server may reach " + "ads-api.x.com" + ".";
}
function isPage(text) {
  return text.charAt(0) === "<";
}
/** What a body without errors is. */
function formOf(text) {
  if (isPage(text)) {
    return "The answer is a web page, as a proxy, firewall or gateway sends it. Let the server reach " + "ads-api.x.com" + ".";
  }
  return text ? "The answer names no error." : "The answer is empty.";
}
function errorsOf(errors) {
  const list = typeof errors === "object" ? errors : [errors];
  const found = [];
  if (typeof list.length !== "number") {
    found.push(errorOf(list));
    return found;
  }
  let i = 0;
  // Most errors of one answer that are read; X lists each error of a request, and a request holds one
  // conversion.
  while (i < list.length && i < 10) {
    found.push(errorOf(list[i]));
    i += 1;
  }
  return found;
}
function errorOf(entry) {
  const fields = typeof entry === "object" && entry ? entry : { message: entry };
  return {
    code: textOrNumber(fields.code),
    message: textOrNumber(fields.message),
    parameter: textOrNumber(fields.parameter)
  };
}
function textOrNumber(value) {
  return typeof value === "string" || typeof value === "number" ? "" + value : "";
}
/** `message (code, field); ...` as a sentence, masked and bounded. */
function wordsOf(list, tools) {
  const texts = list.map((error) => {
    const label = error.parameter && tools.labelOf(error.parameter);
    const said = error.message || error.code || "an error without a message";
    const ended = said.charAt(said.length - 1) === "." ? said.slice(0, said.length - 1) : said;
    const inBrackets = [error.message && error.code, label].filter((text) => text).join(", ");
    return ended + (inBrackets ? " (" + inBrackets + ")" : "");
  });
  // Longest text of X that is repeated, in characters.
  return withFullStop(tools.shown(texts.join("; "), 300));
}
function withFullStop(text) {
  return text.charAt(text.length - 1) === "." ? text : text + ".";
}

// src/request/answer.ts
/**
 * What X's answer means (X, Web conversions, response and errors). Success only when X says it processed what
 * was sent; everything else is a failure with a sentence an operator can act on.
 */
/** @param sent how many conversions the request held */
function judge(answer, sent, tools) {
  const status = answer.statusCode;
  // Blanks around it may include a byte-order mark.
  const text = typeof answer.body === "string" ? answer.body.trim() : "";
  const body = text.charAt(0) === "{" && tools.parseJson(text) || {};
  const told = body.data || {};
  const count = told.conversions_processed;
  const refused = !!body.errors && !isEmptyList(body.errors);
  // src/request/reasons.ts
  /** What X announces about the endpoint that was called (X, Versioning: 90 days ahead), `''` when nothing. */
  const headers = answer.headers;
  const shown2 = tools.shown;
  const announced = headerText(headers, "x-api-warn");
  const notice = announced ? "X announces: " + withFullStop(shown2(announced, 300)) + " Look for a newer version of the template." : "";
  // src/request/answer.ts
  if (status >= 200 && status < 300 && count === sent && !refused) {
    /** A UUID for X's support. What is no plain id may be anything, so it is not shown. */
    const debugId = (id, tools) => {
      return typeof id === "string" && id.match("^[A-Za-z0-9-]{1,64}$") ? ", debug_id " + tools.shown(id, 64) : "";
    };
    return {
      processed: true,
      reason: "X processed the conversion" + debugId(told.debug_id, tools) + ".",
      retry: false,
      inDoubt: false,
      notice: notice
    };
  }
  const inDoubt = isInDoubt(status, count, refused);
  return {
    processed: false,
    reason: reasonFor(answer, text, refused ? body.errors : undefined, inDoubt, tools),
    retry: mayPass(answer, tools.ends),
    inDoubt: inDoubt,
    notice: notice
  };
}
function isEmptyList(value) {
  return typeof value === "object" && !!value && value.length === 0;
}
/**
 * Request time-out, too early, X's own faults; too many requests only when the limit ends while the run still
 * goes on.
 */
function mayPass(answer, ends) {
  const status = answer.statusCode;
  if (status === 429) {
    const moment = limitEnds(answer.headers);
    return moment !== undefined && moment <= ends;
  }
  return status === 408 || status === 425 || status >= 500;
}
/**
 * Whether X may have counted what it does not say it processed.
 *
 * X takes all of a request or nothing, and then lists the errors: errors, and a status that refuses, are
 * clear. A fault that comes from X or a gateway (408, 5xx) may come after the work; only X's own
 * "unavailable" (503 with errors) comes before it. A success that does not say what was processed says
 * nothing.
 * @param count `data.conversions_processed` of the body
 * @param refused whether the body lists errors
 */
function isInDoubt(status, count, refused) {
  if (status >= 200 && status < 300) {
    return count !== 0 && !(refused && !count);
  }
  return !(status >= 300 && status < 500 && status !== 408 || status === 503 && refused);
}

// src/settings.ts
/**
 * The tag's fields: the only module that names them. Every value may come from a GTM variable, so its type is unknown
 * until looked at.
 */
/** Whether log lines are written: always, never, or only in preview mode. */
const logging = data.logging !== "never" && (data.logging === "always" || getContainerVersion().debugMode === true);
/** The table for rows of the log, `undefined` unless all three fields are filled in. */
let bigQueryTable;
if (data.bigQueryProjectId && data.bigQueryDatasetId && data.bigQueryTableId) {
  bigQueryTable = {
    projectId: textOf(data.bigQueryProjectId),
    datasetId: textOf(data.bigQueryDatasetId),
    tableId: textOf(data.bigQueryTableId)
  };
}
/** Whether the run is told anywhere. */
const logs = logging || bigQueryTable;
/** What the form calls a parameter of X that an error of X names, `''` when it has no field. */
function labelOf(parameter) {
  return ({
    event_id: "Event ID",
    pixel_id: "Pixel ID",
    identifiers: "User data",
    hashed_email: "User data, e-mail address",
    hashed_phone_number: "User data, phone number",
    twclid: "User data, click ID",
    ip_address: "User data, IP address",
    user_agent: "User data, user agent"
  })[parameter] || parameter && "Conversion data, " + parameter;
}
const pixelId = textOf(data.pixelId);
/** Milliseconds an attempt may take. */
const timeout = (data.timeoutMs || 4000) * 1;
/** How X knows the sender: by four credentials, or by the token. */
let credentials;
let pixelToken = "";
if (data.authMethod === "pixelToken") {
  pixelToken = textOf(data.pixelToken);
} else {
  credentials = {
    consumerKey: textOf(data.consumerKey),
    consumerSecret: textOf(data.consumerSecret),
    accessToken: textOf(data.accessToken),
    accessTokenSecret: textOf(data.accessTokenSecret)
  };
}
/** What is wrong with the credentials, `''` when nothing is. */
function problemOf(given) {
  function problem(label, credential) {
    if (!credential) {
      return label + " is empty. Copy it from the keys and tokens page of your app in the X developer portal.";
    }
    return encodeUriComponent(credential) === undefined ? label + " holds a broken character. Copy it anew from the keys and tokens page of your app." : "";
  }
  return problem("Consumer key", given.consumerKey) || problem("Consumer secret", given.consumerSecret) || problem("Access token", given.accessToken) || problem("Access token secret", given.accessTokenSecret);
}
/** Which events are sent as what. */
const categoryEvents = getType(data.categoryEvents) === "array" ? data.categoryEvents : [];
/** Name to value of a table; the last row of a name counts. */
function byName(table) {
  const result = {};
  for (const row of getType(table) === "array" ? table : []) {
    const name = row ? textOf(row.name) : "";
    if (row && name) {
      result[name] = row.value;
    }
  }
  return result;
}

// src/main.ts
/** Sends one conversion; tries again as often as the settings, the time and the kind of failure allow. */
/**
 * One run of the tag, in order: settings, event map, consent, click id and its cookie, conversion, authorisation, send,
 * judge, report. Exactly one of gtmOnSuccess and gtmOnFailure is called, once.
 */
const eventName = textOf(getEventData("event_name"));
const page = textOf(getEventData("page_location"));
/** Writes a line to the console and a row to the table, as far as the operator asked for them. */
function log(line) {
  if (logs) {
    line.Name = "X Conversions";
    line.TraceId = getRequestHeader("trace-id");
    line.EventName = eventName;
    if (logging) {
      logToConsole(json.stringify(line));
    }
    if (bigQueryTable) {
      // src/log.ts
      /** @param timestamp epoch milliseconds */
      const rowOf = (line, timestamp) => {
        // The column of each field of a line.
        const columns = {
          Name: "name",
          Type: "type",
          TraceId: "trace_id",
          EventName: "event_name",
          Message: "message",
          Reason: "reason",
          InDoubt: "in_doubt",
          Attempt: "attempt",
          EventId: "event_id",
          ConversionId: "conversion_id",
          RequestMethod: "request_method",
          RequestUrl: "request_url",
          RequestBody: "request_body",
          ResponseStatusCode: "response_status_code",
          ResponseBody: "response_body"
        };
        const row = { timestamp: timestamp };
        for (const field in line) {
          if (line[field] !== undefined) {
            row[columns[field]] = line[field];
          }
        }
        return row;
      };
      // src/main.ts
      // Whether the row arrives never changes the outcome of the tag.
      bigQuery.insert(bigQueryTable, [rowOf(line, getTimestampMillis())], { ignoreUnknownValues: true }).catch(() => undefined);
    }
  }
}
/** Ends the run: tells GTM the outcome, and the operator what it was. */
function finish(ok, line) {
  log(line);
  if (ok) {
    data.gtmOnSuccess();
  } else {
    data.gtmOnFailure();
  }
}
function logWarning(sentence) {
  log({ Type: "Warning", Message: sentence });
}
/** A text of X without the credentials: an answer may repeat what it was sent. */
function withoutSecrets(text) {
  const known = credentials;
  return (known ? [known.consumerKey, known.consumerSecret, known.accessToken, known.accessTokenSecret] : [pixelToken]).reduce(
    (rest, secret) => secret.length > 3 ? rest.split(secret).join("(secret)") : rest,
    text
  );
}
if (!(pixelId.match("^[A-Za-z0-9]{3,12}$") && timeout >= 500 && timeout <= 4900 && (credentials ? !problemOf(credentials) : pixelToken.match("^[!-~]+$")))) {
  // src/settings.ts
  /** A wrong value when it is short; a long one may be a secret in the wrong field. */
  const short = (text) => {
    return text.length > 12 ? "(" + text.length + " characters)" : text;
  };
  /** What is wrong when something is, in the words of the form. */
  const whatIsMissing = () => {
    if (!pixelId.match("^[A-Za-z0-9]{3,12}$")) {
      return 'Pixel ID must be 3 to 12 letters and digits, got "' + short(pixelId) + '". Copy it from X Events Manager.';
    }
    if (credentials && problemOf(credentials)) {
      return problemOf(credentials);
    }
    if (!credentials && !pixelToken.match("^[!-~]+$")) {
      return pixelToken ? "Pixel access token must be one word of ASCII characters. Generate it anew in X Events Manager and paste it." : "Pixel access token is empty. Paste the token generated in X Events Manager, Install Pixel, Conversion API.";
    }
    return 'Time limit must be a number from 500 to 4900, got "' + short(textOf(data.timeoutMs)) + '". Correct the field.';
  };
  // src/main.ts
  finish(false, { Type: "Failure", Reason: (whatIsMissing()) });
  return;
}
// src/mapping/event-map.ts
let category = "";
let problem2;
let rows = [];
if (data.customEvents && data.customEvents.length) {
  // src/settings.ts
  const customEvents = () => {
    return getType(data.customEvents) === "array" ? data.customEvents : [];
  };
  // src/mapping/event-map.ts
  rows = customEvents().filter((row) => row && eventName && textOf(row.eventName) === eventName);
}
if (rows.length === 0) {
  category = CATEGORIES[eventName] || "custom";
  rows = categoryEvents.filter((row) => row && row.category === category);
  if (rows.length === 0) {
    category = "custom";
    rows = categoryEvents.filter((row) => row && row.category === "custom");
    if (rows.length === 0) {
      /** A row that can never take an event, `''` when there is none. */
      const unknownCategory = () => {
        const names = [
          "page_view", "content_view", "search", "add_to_cart", "add_to_wishlist", "checkout_initiated", "added_payment_info", "purchase", "lead", "sign_up",
          "subscribe", "start_trial", "download", "product_customization",
          "custom"
        ];
        for (const row of categoryEvents) {
          if (row && names.indexOf(row.category) < 0) {
            return 'Conversion categories holds "' + textOf(row.category) + '", which is no category of X. Choose one from the list.';
          }
        }
        return "";
      };
      category = "";
      // src/settings.ts
      /** Sent for every event no row takes; `undefined` when such events are ignored. */
      const other = data.otherEvents === "send" ? textOf(data.defaultEventId) : undefined;
      // src/mapping/event-map.ts
      const unknown = unknownCategory();
      problem2 = unknown || (other === undefined ? "" : undefined);
      rows = [{ eventId: unknown ? "" : other }];
    }
  }
}
const eventId = textOf(rows[0].eventId);
// src/main.ts
if (!(rows.length === 1 && eventId.match("^(?:tw-" + pixelId + "-)?[A-Za-z0-9]+$"))) {
  // src/mapping/event-map.ts
  /** What is wrong with the row that took the event. */
  const rowProblem = (rows) => {
    const event = 'the event "' + eventName + '"';
    if (rows > 1) {
      return "Two rows of one table take " + event + ". Remove one of them.";
    }
    const parts = eventId.match("^tw-([A-Za-z0-9]+)-[A-Za-z0-9]+$");
    if (parts) {
      return "Event ID of " + event + " belongs to the pixel " + parts[1] + ", but Pixel ID is " + pixelId + ". Correct one of them.";
    }
    return eventId ? "Event ID of " + event + " must look like o87ne or tw-" + pixelId + "-o87ne. Copy it from X Events Manager." : "Event ID of " + event + " is empty. Copy it from X Events Manager.";
  };
  /** Why an event is not sent, `''` when it is to be ignored. */
  const problem = problem2 === undefined ? rowProblem(rows.length) : problem2;
  // src/main.ts
  if (problem) {
    finish(false, { Type: "Failure", Reason: problem });
  } else {
    finish(true, {
      Type: "Message",
      Message: 'No event ID is configured for the event "' + eventName + '": nothing was sent.'
    });
  }
  return;
}
// Google's own renderer, not a visitor.
if (page.indexOf("https://gtm-msr.appspot.com/") === 0) {
  finish(true, {
    Type: "Message",
    Message: "The page is rendered by Google, not visited: nothing was sent."
  });
  return;
}
if ((data.consent || "always") !== "always") {
  // src/settings.ts
  /** The consent signals the operator asks for; both when what the field says is none of its values. */
  const neededSignals = () => {
    return data.consent === "adStorage" ? ["ad_storage"] : ["ad_storage", "ad_user_data"];
  };
  // src/main.ts
  /** The first signal that is missing, as a sentence; `''` when everything asked for is granted. */
  const missingConsent = (signals) => {
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
      // Positions 10 and 11: defaults of the container, counted only when they are in use.
      const inUse = GCD_ALPHABET.indexOf(gcd.charAt(11));
      const defaults = GCD_ALPHABET.indexOf(gcd.charAt(10));
      if (state < 2 && inUse >= 4 && defaults >= 0) {
        state = (signal === "ad_storage" ? (defaults - defaults % 16) / 16 : defaults) % 4;
      }
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
    function consentFor(signal) {
      const stated = getEventData("consent_state." + signal);
      if (stated !== undefined && stated !== null && stated !== "") {
        return statement(signal, isYes(stated), "consent_state");
      }
      const gcd = textOf(getEventData("x-ga-gcd")) || textOf(getEventData("x-ga-mp2-gcd")) || textOf(getEventData("x-sst-system_properties.gcd"));
      const decoded = fromGcd(gcd, signal);
      if (decoded !== undefined) {
        return statement(signal, decoded, "x-ga-gcd");
      }
      const letter = signal === "ad_storage" ? textOf(getEventData("x-ga-gcs")).charAt(2) : "";
      if (letter === "1" || letter === "0") {
        return statement(signal, letter === "1", "x-ga-gcs");
      }
      const block = getEventData("x-sst-system_properties.consent.consentGrantedState." + signal);
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
    // src/main.ts
    for (const signal of signals) {
      const consent = consentFor(signal);
      if (!consent.granted) {
        return consent.reason;
      }
    }
    return "";
  };
  const missing = missingConsent(neededSignals());
  if (missing) {
    finish(true, { Type: "Message", Message: missing + " Nothing was sent." });
    return;
  }
}
/** The click id of the landing URL, else of the cookies; empty when there is none. One from the URL is kept in the cookie. */
let kept = getCookieValues("_twclid")[0];
if (kept) {
  // src/mapping/click-id.ts
  /** The click id in a `_twclid` cookie: bare, or JSON that is percent-encoded up to two times. */
  const clickIdFromCookie = (cookie) => {
    let text = cookie;
    let decodings = 0;
    while (text.charAt(0) !== "{" && text.indexOf("%") >= 0 && decodings < 2) {
      text = decodeUriComponent(text) || "";
      decodings += 1;
    }
    if (text.charAt(0) !== "{") {
      return clickIdOf(text);
    }
    const value = json.parse(text);
    return getType(value) === "object" ? clickIdOf(value.twclid) : "";
  };
  // src/main.ts
  kept = clickIdFromCookie(kept);
}
// src/mapping/click-id.ts
/** The click id in a URL's query, `undefined` when there is none. A fragment may hold a question mark of its own. */
const landed = (page.match("^[^#]*?[?&]twclid=([A-Za-z0-9_-]{1,256})(?:[&#]|$)") || [])[1];
// src/main.ts
if (landed && landed !== kept && (data.setClickIdCookie !== false)) {
  // src/settings.ts
  /** The options of the click id cookie; days out of range fall back to 390, as X's own template writes it. */
  const days = (data.clickIdCookieDays || 390) * 1;
  // src/main.ts
  setCookie("_twclid", landed, {
    domain: textOf(data.clickIdCookieDomain) || "auto",
    path: "/",
    "max-age": (days > 0 && days <= 400 ? days : 390) * 86400,
    secure: true,
    httpOnly: data.clickIdCookieHttpOnly === true,
    sameSite: "lax"
  });
}
const clickId = landed || kept || clickIdOf(getCookieValues("twclid")[0]);
// src/mapping/identifiers.ts
/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
const overrides = data.userData && byName(data.userData);
const auto = data.autoUserData !== false;
const read2 = auto ? getEventData : () => undefined;
// A text in its place has no such properties.
const user = read2("user_data") || {};
let clickId2 = auto ? clickId : "";
let email = user.email_address;
let phone = user.phone_number;
let ip = read2("ip_override");
let agent = read2("user_agent");
if (overrides) {
  clickId2 = overrides.twclid ? clickIdOf(overrides.twclid) : clickId2;
  email = overrides.email || email;
  phone = overrides.phone || phone;
  ip = overrides.ip_address || ip;
  agent = overrides.user_agent || agent;
}
const list = [];
if (clickId2) {
  list.push({ twclid: clickId2 });
} else {
  const given4 = overrides && overrides.twclid || read2("twclid");
  const other2 = clickIdOf(given4);
  if (other2) {
    list.push({ twclid: other2 });
  } else if (given4) {
    unusable("twclid");
  }
}
// Mostly the first place has one that can be used.
const address = textOf(email).toLowerCase();
if (address.match("^[^@\\s]+@[^@\\s]+$")) {
  list.push({ hashed_email: sha256Sync(address, { outputEncoding: "hex" }) });
} else {
  const hash = firstHash("email", overrides && overrides.email ? [email] : [email, user.email, user.sha256_email_address, read2("email")]);
  if (hash) {
    list.push({ hashed_email: hash });
  }
}
const groups = (textOf(phone)).replace("(0)", " ").match("^[\\s().\\/\\u200e-\\u202f-]*(?:[+]|00)(?=[^0-9]*[1-9](?:[^0-9]*[0-9]){6,14}[^0-9]*$)" + GROUPS);
if (groups) {
  list.push({ hashed_phone_number: sha256Sync(("+" + groups.slice(1).join("")), { outputEncoding: "hex" }) });
} else {
  const hash = firstHash("phone", overrides && overrides.phone ? [phone] : [phone, user.phone, user.sha256_phone_number, read2("phone")]);
  if (hash) {
    list.push({ hashed_phone_number: hash });
  }
}
const ipText = textOf(ip);
const agentText = textOf(agent);
if (agentText && (ipText.search(DOTTED) === 0)) {
  list.push({ ip_address: ipText, user_agent: agentText });
} else {
  // src/mapping/ip-address.ts
  /** Eight groups of hexadecimal digits, the last two also as dotted decimal; one run of zeros may be left out. */
  const isIpv6 = () => {
    const dotted = ipText.match(":" + DOTTED);
    // Which two groups stand for dotted decimal does not matter here.
    const groups = dotted ? ipText.slice(0, -dotted[0].length) + ":0:0" : ipText;
    return !!groups.match("^(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}$") || //! Seven are there at most when some are left out.
    !!groups.match(
      "^(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?$"
    ) && groups.split(":").filter((group) => group !== "").length < 8;
  };
  // src/mapping/identifiers.ts
  const usable = ((ipText.search(DOTTED) === 0) || ipText.indexOf(":") >= 0 && isIpv6()) ? ipText : undefined;
  if (usable && agentText) {
    list.push({ ip_address: usable, user_agent: agentText });
  } else if (list[0]) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    list[0].ip_address = usable;
    list[0].user_agent = agentText || undefined;
  }
  if (ip && !usable) {
    unusable("ip_address");
  } else if (agent && !agentText) {
    unusable("user_agent");
  }
}
// src/main.ts
if (!list[0]) {
  finish(
    false,
    { Type: "Failure", Reason: ((data.autoUserData !== false) ? "The event identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent. Send one of them with the event, or fill in the User data table." : "Read identifiers from the event is off, and the User data table holds none that can be used. Switch it on, or fill in the table.") }
  );
  return;
}
if (data.sendBrowserId === true) {
  // X's reference does not list it, so it never stands alone.
  /** X's own browser id, `undefined` when there is none. */
  const cookie = getCookieValues("_twpid")[0];
  list[0].twpid = cookie && cookie.match("^tw[.][0-9]{1,16}[.][0-9]{1,24}$") ? cookie : undefined;
}
const now = getTimestampMillis();
// src/mapping/conversion.ts
/**
 * The conversion object (X, Web conversions, request body), one for each run.
 * Unknown is never invented: what is missing is `undefined`, which JSON drops; 0 is a value.
 */
const overrides2 = data.conversionData && byName(data.conversionData);
const auto2 = data.autoConversionData !== false;
const conversionIdSource = data.conversionIdSource === "transaction_id" ? "transaction_id" : "event_id";
const contentIdSource = data.contentIdSource === "item_variant" ? "item_variant" : "item_id";
const read = auto2 ? getEventData : () => undefined;
// Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`.
let items = read("items") || read("ecommerce.items");
let value = read("value");
let currency = read("currency");
let url = auto2 ? page : "";
let time = read("event_time") || read("timestamp_micros") || read("timestamp");
if (overrides2) {
  /** An entry in X's keys as an item; one in GA4's keys stays what it is. */
  const asItem = (given) => {
    const entry = given || {};
    return {
      item_id: entry.item_id || entry.content_id,
      item_variant: entry.item_variant || entry.content_id,
      id: entry.id,
      item_name: entry.item_name || entry.name || entry.content_name,
      item_category: entry.item_category || entry.content_type,
      item_group_id: entry.item_group_id || entry.content_group_id,
      price: entry.price === undefined ? entry.content_price : entry.price,
      quantity: entry.quantity === undefined ? entry.num_items : entry.quantity,
      currency: entry.currency
    };
  };
  value = (overrides2.value === undefined || overrides2.value === null || overrides2.value === "") ? value : overrides2.value;
  currency = (overrides2.price_currency === undefined || overrides2.price_currency === null || overrides2.price_currency === "") ? currency : overrides2.price_currency;
  // What is neither empty nor true is no time, and is told.
  time = (overrides2.conversion_time === undefined || overrides2.conversion_time === null || overrides2.conversion_time === "") ? time : overrides2.conversion_time || "none";
  url = (overrides2.event_source_url === undefined || overrides2.event_source_url === null || overrides2.event_source_url === "") ? url : textOf(overrides2.event_source_url);
  items = (overrides2.contents === undefined || overrides2.contents === null || overrides2.contents === "") ? items : unfolded(overrides2.contents).map(asItem);
}
if (getType(items) !== "array") {
  items = unfolded(items);
}
// src/mapping/contents.ts
/**
 * @param items entries that are no objects or say nothing are dropped
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 */
const contents = [];
let pieces = 0;
let complete = true;
for (const entry of items) {
  // What is no object has no such properties.
  const item2 = entry || {};
  const id2 = item2[contentIdSource] || item2.id;
  const name = item2.item_name || item2.name;
  const cost = item2.price;
  const quantity = item2.quantity;
  const type = item2.item_category;
  const idText = textOf(id2);
  const nameText = textOf(name);
  const price = (typeof cost === "number" && ("" + (cost + 0.00500001)).match("^[0-9]{1,8}[.][0-9]{2}(?=[0-9]*$)") || [seldomAmount(cost)])[0];
  if (!(idText && price)) {
    if (!(idText || nameText || price)) {
      continue;
    }
    complete = false;
  }
  const count = typeof quantity === "number" && quantity > 0 && quantity % 1 === 0 ? quantity : seldomCount(quantity);
  contents.push({
    content_id: idText || undefined,
    content_group_id: item2.item_group_id ? textOf(item2.item_group_id) || undefined : undefined,
    content_name: nameText || undefined,
    content_type: typeof type === "string" ? type || undefined : undefined,
    content_price: price,
    num_items: count
  });
  pieces += count || 1;
}
// src/mapping/conversion.ts
const first = read(conversionIdSource);
let id = textOf(first);
if (!id) {
  /** The first of event id and transaction id, in the operator's order; the event id under each key it arrives with. */
  const conversionIdOf = () => {
    const transactionKeys = ["transaction_id", "ecommerce.transaction_id"];
    const eventKeys = ["event_id", "x-ga-event_id", "x-ga-mp2-evnid"];
    const keys = conversionIdSource === "event_id" ? eventKeys.concat(transactionKeys) : transactionKeys.concat(eventKeys);
    let found = "";
    // Stape's Data Client makes a unique_event_id on the server, where the pixel does not know it.
    for (const key of keys.concat(["unique_event_id"])) {
      const given = found ? undefined : read(key);
      found = found || textOf(given);
    }
    return found;
  };
  id = conversionIdOf() || undefined;
}
if (!value && (value === undefined || value === null || value === "")) {
  value = read("ecommerce.value");
  if ((value === undefined || value === null || value === "") && pieces > 0) {
    // src/mapping/contents.ts
    /** Sum of price times quantity over the items that count, `undefined` when one has no price or there are none. */
    const totalOf = (items) => {
      let total;
      for (const item of items) {
        const price = item && numberOf(item.price);
        if (item && price !== undefined) {
          total = (total || 0) + price * ((typeof item.quantity === "number" && item.quantity > 0 && item.quantity % 1 === 0 ? item.quantity : seldomCount(item.quantity)) || 1);
        } else if (item && (item.item_id || item.id || item.item_name || item.name)) {
          return undefined;
        }
      }
      return total;
    };
    // src/mapping/conversion.ts
    value = totalOf(items);
  }
}
if (!(typeof currency === "string" && currency.match("^[A-Z]{3}$"))) {
  const isOwn = overrides2 && !(overrides2.price_currency === undefined || overrides2.price_currency === null || overrides2.price_currency === "");
  const given = currency || isOwn ? currency : read("ecommerce.currency") || ((items.filter((item) => item && item.currency)[0] || {}).currency);
  // src/mapping/money.ts
  /** An upper-case ISO 4217 code, `undefined` when the value is none. */
  const code = typeof given === "string" ? given.trim().toUpperCase() : "";
  currency = code.match("^[A-Z]{3}$") ? code : undefined;
  // src/mapping/conversion.ts
  if (!currency && (given || isOwn)) {
    unusable(isOwn ? "price_currency" : "currency");
  }
}
// Nearly every URL: no sign of an e-mail address or a phone number.
if (!url.match("^https?://(?!.*(?:hone|obile|tel|Tel))[^@%]*$")) {
  /**
   * The page's URL, empty when it cannot be sent. A query that holds an e-mail address or a phone number is cut off: X must
   * not have one unhashed.
   */
  const withoutPersons = (url) => {
    // An @ that begins a part of the path is the name of an account; %2540 is an @ encoded twice.
    // A parameter that is named after a phone and holds six digits or more is a number.
    const address = "[^/]@|%(?:25)*40|[?&#;](?:[^=&#]*(?:[Pp]hone|[Mm]obile|[^A-Za-z]tel)|[Tt]el)[^=&#]*=(?:[^&#0-9]*[0-9]){6}";
    const short2 = url.match(address) ? url.split("?")[0].split("#")[0] : url;
    return short2.match("^https?://") && !short2.match(address) ? short2 : "";
  };
  const isOwn = overrides2 && !(overrides2.event_source_url === undefined || overrides2.event_source_url === null || overrides2.event_source_url === "");
  url = withoutPersons(url) || undefined;
  if (!url && (isOwn || read("page_location"))) {
    unusable(isOwn ? "event_source_url" : "page_location");
  }
}
const result = {
  conversion_time: time ? timeOf(time) : isoTime(now),
  event_id: eventId,
  identifiers: list,
  value: (typeof value === "number" && ("" + (value + 0.00500001)).match("^[0-9]{1,8}[.][0-9]{2}(?=[0-9]*$)") || [seldomAmount(value)])[0],
  price_currency: currency,
  number_items: pieces || undefined,
  conversion_id: id,
  contents: pieces ? contents : undefined,
  event_source_url: url
};
if (overrides2) {
  /** Puts in place what the operator gives besides what an event can have. */
  const addFields = () => {
    // These are in place of the event's already.
    const taken = ["value", "price_currency", "conversion_time", "event_source_url", "contents"];
    for (const name in overrides2) {
      const given = overrides2[name];
      if ((given === undefined || given === null || given === "") || taken.indexOf(name) >= 0) {
        continue;
      }
      if (name === "event_id" || name === "identifiers") {
        logWarning('"' + name + '" is set by the tag and cannot be overridden.');
        continue;
      }
      if (name.match("[Mm]ail|[Pp]hone|^(?:twclid|ip_address|user_agent)$")) {
        logWarning('"' + name + '" belongs into the User data table: it is left out here.');
        continue;
      }
      if (name === "currency" || name === "num_items") {
        // The names of X's pixel, of which the endpoint takes no notice.
        logWarning(
          'The field "' + name + '" is called "' + (name === "currency" ? "price_currency" : "number_items") + '" here: it is left out. Correct the name.'
        );
        continue;
      }
      let used = given;
      if (name === "number_items") {
        used = typeof given === "number" && given > 0 && given % 1 === 0 ? given : seldomCount(given);
      } else if (["conversion_id", "description", "search_string"].indexOf(name) >= 0) {
        // X wants text in these; in its further fields whatever the operator gives.
        used = textOf(given) || undefined;
      }
      if (used === undefined) {
        unusable(name);
      }
      result[name] = used;
    }
  };
  addFields();
}
// Most conversions are complete; what is missing in others is told.
if (!(complete && pieces && list[1] && result.value && currency && url && result.conversion_id)) {
  /** Tells what was given and cannot be used, and what X accepts but cannot make full use of. */
  const warn = (value, items, ownContents) => {
    if (!result.value && !(value === undefined || value === null || value === "")) {
      unusable("value");
    }
    if (!result.contents && (ownContents || items.length > 0)) {
      unusable(ownContents ? "contents" : "items");
    } else if (items.some((item) => !!item && !!item.price && numberOf(item.price) === undefined)) {
      unusable("price of an item");
    }
    const only = result.identifiers[1] ? undefined : result.identifiers[0];
    if (only && !only.twclid && !only.hashed_email && !only.hashed_phone_number) {
      logWarning("Only IP address and user agent identify the person: X may not match the conversion.");
    }
    if (!result.conversion_id) {
      logWarning(
        "The conversion has no conversion_id: X cannot recognise it as the same as the one of the pixel."
      );
    }
    if (result.value) {
      if (!result.price_currency) {
        logWarning("The conversion has a value but no currency: X may leave its amount empty.");
      }
    } else if (category === "purchase") {
      logWarning("The purchase has no value: X cannot report revenue or optimise for it.");
    }
    // The categories whose events X matches with the product catalogue (X, dynamic product ads).
    if (!(result.contents || [{ content_id: undefined }]).every((content) => content.content_id) && category && "page_view content_view add_to_cart purchase".indexOf(category) >= 0) {
      logWarning("No content_id for every product: dynamic product ads cannot use this event.");
    }
  };
  warn(value, items, !!overrides2 && !(overrides2.contents === undefined || overrides2.contents === null || overrides2.contents === ""));
}
// src/request/endpoint.ts
/**
 * X's endpoint for web conversions (X, Web conversions; Ads API version 12). Host and version stand only
 * here.
 */
/** @param pixelId letters and digits only; checked by the caller */
const url2 = "https://" + "ads-api.x.com" + "/12/measurement/conversions/" + pixelId;
// src/main.ts
let body = json.stringify({ conversions: [result] });
// X must have no e-mail address unhashed, wherever it comes from.
if (body.match('[^\\s@"/]@[^\\s@"/]+[.]')) {
  // src/mapping/addresses.ts
  /** E-mail addresses that stand in a conversion where they should not: in names of products, in fields of the operator. */
  /**
   * Drops every field, and every field of the contents, whose text matches; of a user agent only the address goes.
   * @param address pattern of an address
   */
  const dropAddresses = (stringify) => {
    const clean = (fields) => {
      for (const name in fields) {
        // An e-mail address in the text of a request.
        if ((name === "identifiers" || name === "contents" ? "" : stringify([fields[name]]) || "").match('[^\\s@"/]@[^\\s@"/]+[.]')) {
          fields[name] = undefined;
          logWarning('"' + name + '" holds an e-mail address: it is left out.');
        }
      }
    };
    clean(result);
    for (const content of result.contents || []) {
      clean(content);
    }
    result.identifiers = result.identifiers.filter((identifier) => {
      const agent = identifier.user_agent || "";
      const found = agent.match('[^\\s@"/;:(<]*@[^\\s@"/;)>]*');
      if (found) {
        identifier.user_agent = agent.split(found[0]).join("").trim() || undefined;
      }
      // An address of the network alone is no identifier.
      return identifier.user_agent || identifier.twclid || identifier.hashed_email || identifier.hashed_phone_number;
    });
  };
  // src/main.ts
  dropAddresses(json.stringify);
  if (result.identifiers.length === 0) {
    finish(
      false,
      { Type: "Failure", Reason: "The event identifies nobody without the e-mail address in its user agent. Send a click ID, an e-mail address or a phone number with it, or fill in the User data table." }
    );
    return;
  }
  body = json.stringify({ conversions: [result] });
}
let signed;
if (credentials) {
  // src/signing/sha1.ts
  /**
   * SHA-1 (RFC 3174) over 32-bit words.
   * A message is a list of words and its length in bytes; a digest is five words, H0 to H4.
   *
   * No sum is cut to 32 bits: bitwise operations do that by themselves, exactly as long as a number stays below 2^53.
   * A sum of one round stays below 2^36 and a word of the digest grows by one such sum a block, so messages below 2^16
   * blocks (4 MiB) are safe.
   */
  /** K(t), RFC 3174 section 5. */
  const K = (t) => {
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
  };
  /** H0 to H4 before the first block, RFC 3174 section 6.1. */
  const INITIAL_DIGEST = [1732584193, 4023233417, 2562383102, 271733878, 3285377520];
  /**
   * The digest after one more block of sixteen words, RFC 3174 section 6.2.
   * @unroll One line a round in the shipped template, made of this function by the build.
   */
  const compress = (digest, block) => {
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
  };
  /** W(t) + K(t) of a block for t from 0 to 79: what is left to know when a block comes back again and again. */
  const schedule = (block) => {
    const W = block.slice();
    let t = 16;
    while (t < 80) {
      const mixed = W[t - 3] ^ W[t - 8] ^ W[t - 14] ^ W[t - 16];
      W.push(mixed << 1 | mixed >>> 31);
      t += 1;
    }
    const plus = (from) => {
      const k = K(from);
      return W.slice(from, from + 20).map((word) => word + k);
    };
    return plus(0).concat(plus(20), plus(40), plus(60));
  };
  /**
   * The digest after one more block whose schedule is known.
   * @unroll One line a round in the shipped template, made of this function by the build.
   */
  const compressKnown = (digest, known) => {
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
  };
  /**
   * The end of a message, RFC 3174 section 4: a one bit, zeros, the length in bits as the last two words of a block.
   * @param words from the start of a block to the end of the message; changed in place to whole blocks
   * @param length bytes in the whole message, below 2^22
   */
  const pad = (words, length) => {
    if (length % 4 === 0) {
      words.push(-2147483648);
    } else {
      words[words.length - 1] = words[words.length - 1] | 128 << 24 - 8 * (length % 4);
    }
    while (words.length % 16 !== 14) {
      words.push(0);
    }
    words.push(0, length * 8);
  };
  /** The digest after all blocks of `words`, whose number is a multiple of 16. */
  const compressAll = (digest, words) => {
    let result2 = digest;
    let start = 0;
    while (start < words.length) {
      result2 = compress(result2, words.slice(start, start + 16));
      start += 16;
    }
    return result2;
  };
  /**
   * @param message words, the last one filled up with zero bytes; not changed
   * @param length bytes in the message
   * @returns H0 to H4, not cut to 32 bits
   */
  const sha1 = (message, length) => {
    const words = message.slice();
    pad(words, length);
    return compressAll(INITIAL_DIGEST, words);
  };
  // src/signing/hmac.ts
  /**
   * HMAC-SHA1 (RFC 2104) over 32-bit words, as sha1.ts has them.
   */
  /** @param key words; `length` bytes. A key longer than a block of 64 bytes is hashed first. */
  const hmacKey = (key, length) => {
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
  };
  /** The code, from the digest of the inner hash: five words and the end of a message of 64 + 20 bytes. */
  const hmacOuter = (outer, digest) => {
    return compress(outer, digest.concat([-2147483648, 0, 0, 0, 0, 0, 0, 0, 0, 0, 672]));
  };
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
  const percentEncode = (text2) => {
    const encoded = encodeUriComponent(text2);
    if (!encoded || !encoded.match("[!'()*]")) {
      return encoded;
    }
    return encoded.split("!").join("%21").split("'").join("%27").split("(").join("%28").split(")").join("%29").split("*").join("%2A");
  };
  // src/signing/oauth1.ts
  /**
   * OAuth 1.0a request signing with HMAC-SHA1 (RFC 5849 section 3), one function a stage:
   * parameter string, base string, signing key, signature, Authorization header.
   * A JSON body is not part of what is signed (section 3.4.1.3.1 knows form bodies only). There is no realm.
   */
  /** Both secrets, encoded, joined by `&` (section 3.4.2). */
  const signingKey = (credentials2) => {
    return percentEncode(credentials2.consumerSecret) + "&" + percentEncode(credentials2.accessTokenSecret);
  };
  /**
   * `OAuth name="value", ...` with seven parameters in the order of their names (RFC 5849 section 3.5.1).
   * @param uniqueness letters and digits only, so that nothing in it needs encoding
   */
  const authorizationHeader = (uniqueness, signed2) => {
    return 'OAuth oauth_consumer_key="' + percentEncode(credentials.consumerKey) + '", oauth_nonce="' + uniqueness.nonce + '", oauth_signature="' + percentEncode(signed2) + '", oauth_signature_method="HMAC-SHA1", oauth_timestamp="' + uniqueness.timestamp + '", oauth_token="' + percentEncode(credentials.accessToken) + '", oauth_version="1.0"';
  };
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
  /**
   * @param request method in upper case; `url` without query
   * @param credentials valid Unicode each; checked by the caller
   */
  const prepare = (request) => {
    // src/signing/ascii.ts
    /**
     * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
     * (the reading of a message in RFC 3174 section 4).
     */
    /** The codes of all characters that percent-encoded text consists of, `&` between its parts included. */
    const CODES = {
      "%": 37, "&": 38, "-": 45, ".": 46, 0: 48, 1: 49, 2: 50, 3: 51, 4: 52, 5: 53,
      6: 54, 7: 55, 8: 56, 9: 57, A: 65, B: 66, C: 67, D: 68, E: 69, F: 70,
      G: 71, H: 72, I: 73, J: 74, K: 75, L: 76, M: 77, N: 78, O: 79, P: 80,
      Q: 81, R: 82, S: 83, T: 84, U: 85, V: 86, W: 87, X: 88, Y: 89, Z: 90,
      _: 95, a: 97, b: 98, c: 99, d: 100, e: 101, f: 102, g: 103, h: 104, i: 105,
      j: 106, k: 107, l: 108, m: 109, n: 110, o: 111, p: 112, q: 113, r: 114, s: 115,
      t: 116, u: 117, v: 118, w: 119, x: 120, y: 121, z: 122,
      "~": 126
    };
    /**
     * @param text percent-encoded
     * @returns 32-bit words; the last one is filled up with zero bytes
     */
    function asciiWords(text2) {
      const words = [];
      const characters = text2.split("");
      // Past the end shift gives undefined, which has no code and counts as 0 in a bitwise operation.
      while (characters.length > 0) {
        words.push(
          CODES[characters.shift()] << 24 | CODES[characters.shift()] << 16 | CODES[characters.shift()] << 8 | CODES[characters.shift()]
        );
      }
      return words;
    }
    // src/signing/signer.ts
    const twice = (text2) => percentEncode(percentEncode(text2));
    const head = request.method + "&" + percentEncode(request.url) + "&oauth_consumer_key%3D" + twice(credentials.consumerKey) + "%26oauth_nonce%3D";
    const tail = "AAAAAAAAAA%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D0000000000%26oauth_token%3D" + twice(credentials.accessToken) + "%26oauth_version%3D1.0";
    // Bytes of the head in its last block; the nonce may start behind them or, at the latest, at the next block.
    const begun = head.length % 64;
    const toWord = (4 - begun % 4) % 4;
    const toBlock = (64 - begun) % 64;
    const blocks = (bytes) => (bytes + 9 + 63 - (bytes + 8) % 64) / 64;
    const letters = blocks(tail.length) < blocks(begun + toWord + tail.length) ? toBlock : toWord;
    let nonce = "";
    while (nonce.length < letters) {
      nonce += LETTERS.charAt(generateRandom(0, 15) & 15);
    }
    const key = signingKey(credentials);
    const hmac = hmacKey(asciiWords(key), key.length);
    const words = asciiWords(head + nonce + tail);
    pad(words, 64 + head.length + nonce.length + tail.length);
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
  };
  /** The four letters a random word of LETTER_BITS stands for. */
  const lettersOf = (word) => {
    return LETTERS.charAt(word >>> 24) + LETTERS.charAt(word >>> 16 & 47) + LETTERS.charAt(word >>> 8 & 47) + LETTERS.charAt(word & 47);
  };
  /** @param seconds since 1970, ten digits */
  const sign = (seconds2) => {
    // src/signing/base64.ts
    /**
     * Base64 (RFC 4648 section 4) of a 160-bit digest given as five 32-bit words.
     */
    const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    /**
     * Written out group by group: every three words give sixteen characters of six bits each.
     * @param digest five words, not necessarily cut to 32 bits
     * @returns 28 characters, the last one `=`
     */
    function base64Digest(digest) {
      const a = digest[0];
      const b = digest[1];
      const c = digest[2];
      const d = digest[3];
      const e = digest[4];
      return ALPHABET[a >>> 26] + ALPHABET[a >>> 20 & 63] + ALPHABET[a >>> 14 & 63] + ALPHABET[a >>> 8 & 63] + ALPHABET[a >>> 2 & 63] + ALPHABET[(a << 4 | b >>> 28) & 63] + ALPHABET[b >>> 22 & 63] + ALPHABET[b >>> 16 & 63] + ALPHABET[b >>> 10 & 63] + ALPHABET[b >>> 4 & 63] + ALPHABET[(b << 2 | c >>> 30) & 63] + ALPHABET[c >>> 24 & 63] + ALPHABET[c >>> 18 & 63] + ALPHABET[c >>> 12 & 63] + ALPHABET[c >>> 6 & 63] + ALPHABET[c & 63] + ALPHABET[d >>> 26] + ALPHABET[d >>> 20 & 63] + ALPHABET[d >>> 14 & 63] + ALPHABET[d >>> 8 & 63] + ALPHABET[d >>> 2 & 63] + ALPHABET[(d << 4 | e >>> 28) & 63] + ALPHABET[e >>> 22 & 63] + ALPHABET[e >>> 16 & 63] + ALPHABET[e >>> 10 & 63] + ALPHABET[e >>> 4 & 63] + ALPHABET[e << 2 & 63] + "=";
    }
    // src/signing/signer.ts
    // Of a random word: the five bits of each of four letters.
    const first2 = generateRandom(0, 2147483647) & 791621423;
    const second = generateRandom(0, 2147483647) & 791621423;
    // Two letters only: the other two bytes stand behind the nonce.
    const third = generateRandom(0, 2147483647) & 791609344;
    const timestamp = ("0000000000" + seconds2).slice(-10);
    // To a bitwise operation the text of a digit is its number.
    const words = prepared.words.slice();
    const place = prepared.place;
    words[place] = words[place] + first2;
    words[place + 1] = words[place + 1] + second;
    words[place + 2] = words[place + 2] + third;
    words[place + 17] = words[place + 17] + (timestamp[0] << 24 | timestamp[1] << 16 | timestamp[2] << 8 | timestamp[3]);
    words[place + 18] = words[place + 18] + (timestamp[4] << 24 | timestamp[5] << 16 | timestamp[6] << 8 | timestamp[7]);
    words[place + 19] = words[place + 19] + (timestamp[8] << 24 | timestamp[9] << 16);
    let digest = compressAll(prepared.inner, words);
    for (const known of prepared.known) {
      digest = compressKnown(digest, known);
    }
    return {
      nonce: prepared.nonce + lettersOf(first2) + lettersOf(second) + lettersOf(third).slice(0, 2),
      timestamp: timestamp,
      signature: base64Digest(hmacOuter(prepared.outer, digest))
    };
  };
  // src/request/prepared.ts
  /**
   * The part of the signatures that is made once for an instance of the server and kept in the template's storage.
   */
  /**
   * The prepared part of the signatures, from the storage of this server instance or made anew. What is stored is taken only
   * with a seal that nobody can make without the credentials, so a lost, foreign or damaged entry never spoils a
   * signature. It holds no credential as text, and its key eight bits of a digest: at most 256 entries.
   */
  const preparedFor = () => {
    const digest = sha256Sync((json.stringify([
        url2,
        credentials.consumerKey,
        credentials.consumerSecret,
        credentials.accessToken,
        credentials.accessTokenSecret
      ])), { outputEncoding: "hex" });
    const key = "oauth1." + digest.slice(0, 2);
    const stored = templateDataStorage.getItemCopy(key);
    if (stored && stored.seal && stored.seal === (sha256Sync((digest + json.stringify(stored.state)), { outputEncoding: "hex" }))) {
      return stored.state;
    }
    const state = prepare({ method: "POST", url: url2 });
    templateDataStorage.setItemCopy(key, { state: state, seal: sha256Sync((digest + json.stringify(state)), { outputEncoding: "hex" }) });
    return state;
  };
  // src/request/authorization.ts
  /**
   * OAuth 1.0a for one URL: a function that gives the headers of an attempt, signed afresh with each call.
   * @param credentials valid Unicode each; checked by the caller
   */
  const prepared = preparedFor();
  signed = () => {
    const now2 = getTimestampMillis();
    const signed2 = sign((now2 - now2 % 1000) / 1000);
    return {
      "Content-Type": "application/json",
      Authorization: authorizationHeader(signed2, signed2.signature)
    };
  };
}
// Of several attempts one is enough for X to have counted the conversion.
let inDoubt = false;
const attempt = (number) => {
  const headers = signed ? signed() : ({ "Content-Type": "application/json", "X-Pixel-Token": pixelToken });
  const failed = (verdict) => {
    inDoubt = inDoubt || verdict.inDoubt;
    // All attempts together take no longer than twelve seconds: a server does not wait for ever for its tags.
    const ends = getTimestampMillis() + timeout;
    // src/settings.ts
    /** Attempts after the first, 0 to 3; anything else counts as 1. */
    const number2 = data.retries || data.retries === 0 ? (data.retries * 1) : 1;
    const most = number2 >= 0 && number2 <= 3 ? number2 : 1;
    // src/main.ts
    if (verdict.retry && number <= most && ends <= now + 12000) {
      log({ Type: "Warning", Attempt: number, Message: verdict.reason + " Trying again." });
      attempt(number + 1);
    } else {
      log({
        Type: "Failure",
        Attempt: number,
        Reason: verdict.reason,
        InDoubt: inDoubt,
        EventId: result.event_id,
        ConversionId: result.conversion_id,
        RequestMethod: "POST",
        RequestUrl: url2,
        RequestBody: body
      });
      if (data.respondEarly !== true) {
        data.gtmOnFailure();
      }
    }
  };
  if (logs) {
    // src/log.ts
    /** The conversion with hashes and click id shortened, without address, user agent and the query of the page's URL. */
    const shown = () => {
      const copy = {};
      for (const key in result) {
        copy[key] = result[key];
      }
      copy.identifiers = result.identifiers.map((identifier) => {
        const short2 = {};
        for (const key in identifier) {
          const value = identifier[key];
          if (value !== undefined) {
            short2[key] = key === "ip_address" || key === "user_agent" ? "(not shown)" : ("" + value).slice(0, 8) + "...";
          }
        }
        return short2;
      });
      if (result.event_source_url) {
        copy.event_source_url = result.event_source_url.split("?")[0].split("#")[0];
      }
      return copy;
    };
    // src/main.ts
    log({
      Type: "Request",
      Attempt: number,
      EventId: result.event_id,
      ConversionId: result.conversion_id,
      RequestMethod: "POST",
      RequestUrl: url2,
      RequestBody: json.stringify({ conversions: [shown()] })
    });
  }
  sendHttpRequest(url2, { method: "POST", headers: headers, timeout: timeout }, body).then(
    (answer) => {
      if (logs) {
        log({
          Type: "Response",
          Attempt: number,
          EventId: result.event_id,
          ConversionId: result.conversion_id,
          RequestUrl: url2,
          ResponseStatusCode: answer.statusCode,
          ResponseBody: shortened(withoutSecrets(textOf(answer.body)))
        });
      }
      const verdict = judge(answer, 1, {
        parseJson: json.parse,
        now: getTimestampMillis,
        ends: now + 12000 - timeout,
        labelOf: labelOf,
        signed: credentials !== undefined,
        shown: (text, longest) => {
          const masked = shortened(withoutSecrets(text));
          return masked.length > longest ? masked.slice(0, longest) + "..." : masked;
        }
      });
      if (verdict.notice) {
        logWarning(verdict.notice);
      }
      if (verdict.processed) {
        if (logs) {
          log({ Type: "Message", Message: verdict.reason });
        }
        if (data.respondEarly !== true) {
          data.gtmOnSuccess();
        }
      } else {
        failed(verdict);
      }
    },
    (cause) => {
      // src/request/answer.ts
      /**
       * No answer at all: the connection failed or the time ran out. How far the request came is unknown in both
       * cases, so X may have counted the conversion.
       * @param cause what `sendHttpRequest` rejected with
       */
      const hasConversionId = result.conversion_id !== undefined;
      const timedOut = (cause || {}).reason === "timed_out";
      // src/main.ts
      failed({
        processed: false,
        reason: reasonWithoutAnswer(timedOut),
        // After a time-out X has probably got it, and only a conversion_id lets X see the double.
        retry: !timedOut || hasConversionId,
        inDoubt: true,
        notice: ""
      });
    }
  );
};
attempt(1);
if (!(data.respondEarly !== true)) {
  finish(true, { Type: "Message", Message: "Reported as sent before X answered." });
}


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
              },
              {
                "type": 1,
                "string": "event_time"
              },
              {
                "type": 1,
                "string": "timestamp_micros"
              },
              {
                "type": 1,
                "string": "timestamp"
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
              },
              {
                "type": 1,
                "string": "_twpid"
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
  },
  {
    "instance": {
      "key": {
        "publicId": "read_request",
        "versionId": "1"
      },
      "param": [
        {
          "key": "requestAccess",
          "value": {
            "type": 1,
            "string": "specific"
          }
        },
        {
          "key": "headerAccess",
          "value": {
            "type": 1,
            "string": "specific"
          }
        },
        {
          "key": "headersAllowed",
          "value": {
            "type": 8,
            "boolean": true
          }
        },
        {
          "key": "headerWhitelist",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "headerName"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "trace-id"
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
        "publicId": "access_bigquery",
        "versionId": "1"
      },
      "param": [
        {
          "key": "allowedTables",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "projectId"
                  },
                  {
                    "type": 1,
                    "string": "datasetId"
                  },
                  {
                    "type": 1,
                    "string": "tableId"
                  },
                  {
                    "type": 1,
                    "string": "operation"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "*"
                  },
                  {
                    "type": 1,
                    "string": "*"
                  },
                  {
                    "type": 1,
                    "string": "*"
                  },
                  {
                    "type": 1,
                    "string": "write"
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
      assertThat(warnings()).isEqualTo([]);
    });
- name: A pixel access token is sent as a plain value and nothing is signed
  code: |-
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent[0].options.headers).isEqualTo({ 'Content-Type': 'application/json', 'X-Pixel-Token': 'secret-token' });
      assertApi('generateRandom').wasNotCalled();
    });
- name: A request is signed with OAuth inside the container
  code: |-
    settings.authMethod = 'oauth1';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent[0].options.headers).isEqualTo({
        'Content-Type': 'application/json',
        Authorization: 'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="OOAmbOAmbOAm", oauth_signature="lYJyhABP4qSEI7ac2Hbo09xRd3c%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"'
      });
    });
- name: Credentials with any characters give a valid signature
  code: |-
    settings.authMethod = 'oauth1';
    settings.consumerKey = 'ck(\'a\')';
    settings.consumerSecret = 'c!s*&=%';
    settings.accessToken = 't~k-._ +"';
    settings.accessTokenSecret = '7 /\\7';
    runCode(settings);
    callLater(() => {
      assertThat(sent[0].options.headers.Authorization).isEqualTo('OAuth oauth_consumer_key="ck%28%27a%27%29", oauth_nonce="OAmbOAmbOAm", oauth_signature="lYgSobjLWDF63BNNHu6I5OiuzOs%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="t~k-._%20%2B%22", oauth_version="1.0"');
    });
- name: Secrets of any length give a valid signature
  code: |-
    settings.authMethod = 'oauth1';
    const secret = settings.accessTokenSecret;
    const rows = [
      [20, 'Haq9GyBw0jusspbq1vJQ%2BQ6rkg0%3D'],
      [38, 'VHofyQRN0Z8D8NkoW5274HXDDrU%3D'],
      [39, '%2FGNWa7dogtvFwSthl2hzFEimU3o%3D'],
      [40, 'iwUmxtwMZpooZU9RFbhY%2BkMDxoQ%3D']
    ];
    rows.forEach((row) => {
      settings.accessTokenSecret = secret.slice(0, row[0]);
      runCode(settings);
    });
    callLater(() => {
      rows.forEach((row, number) => {
        assertThat(sent[number].options.headers.Authorization).contains('oauth_signature="' + row[1] + '"');
      });
    });
- name: What is kept between runs gives the same signature
  code: |-
    settings.authMethod = 'oauth1';
    runCode(settings);
    runCode(settings);
    callLater(() => {
      assertThat(sent).hasLength(2);
      assertThat(sent[1].options.headers.Authorization).isEqualTo(sent[0].options.headers.Authorization);
    });
- name: What is kept shows no credential and a damaged copy spoils nothing
  code: |-
    settings.authMethod = 'oauth1';
    runCode(settings);
    const kept = JSON.stringify(storage);
    for (const key in storage) {
      storage[key].seal = 'damaged';
    }
    runCode(settings);
    for (const key in storage) {
      storage[key] = 'something else';
    }
    runCode(settings);
    callLater(() => {
      assertThat(kept).isNotEqualTo('{}');
      assertThat(kept).doesNotContain(settings.consumerKey);
      assertThat(kept).doesNotContain(settings.consumerSecret);
      assertThat(kept).doesNotContain(settings.accessToken);
      assertThat(kept).doesNotContain(settings.accessTokenSecret);
      const header = sent[0].options.headers.Authorization;
      assertThat(sent.map((request) => request.options.headers.Authorization)).isEqualTo([header, header, header]);
    });
- name: A pixel ID that is none fails and names the field
  code: |-
    settings.pixelId = 'o8 z6j';
    runCode(settings);
    callLater(() => {
      refusesSaying('Pixel ID must be 3 to 12 letters and digits, got "o8 z6j"');
    });
- name: An empty pixel ID fails and names the field
  code: |-
    settings.pixelId = undefined;
    runCode(settings);
    callLater(() => {
      refusesSaying('Pixel ID must be');
    });
- name: A long wrong pixel ID is not shown since it may be a secret
  code: |-
    settings.pixelId = 'https://business.x.com/en/events-manager';
    runCode(settings);
    callLater(() => {
      refusesSaying('got "(40 characters)"');
    });
- name: Each missing credential fails and names its field
  code: |-
    const missing = {
      consumerKey: 'Consumer key is empty',
      consumerSecret: 'Consumer secret is empty',
      accessToken: 'Access token is empty',
      accessTokenSecret: 'Access token secret is empty'
    };
    settings.authMethod = 'oauth1';
    for (const field in missing) {
      const value = settings[field];
      settings[field] = ' ';
      runCode(settings);
      settings[field] = value;
    }
    callLater(() => {
      assertApi('gtmOnSuccess').wasNotCalled();
      assertThat(sent).hasLength(0);
      const reasons = lines('Failure').map((line) => line.Reason).join('\n');
      for (const field in missing) {
        assertThat(reasons).contains(missing[field]);
      }
    });
- name: A credential with half a character fails and names its field
  code: |-
    mock('encodeUriComponent', () => undefined);
    settings.authMethod = 'oauth1';
    runCode(settings);
    callLater(() => {
      refusesSaying('Consumer key holds a broken character');
    });
- name: An empty pixel access token fails and names the field
  code: |-
    settings.pixelToken = '';
    runCode(settings);
    callLater(() => {
      refusesSaying('Pixel access token is empty');
    });
- name: A pixel access token with blanks fails and is not shown
  code: |-
    settings.pixelToken = 'two words';
    runCode(settings);
    callLater(() => {
      refusesSaying('Pixel access token must be one word');
      assertThat(logs.join('\n')).doesNotContain('two words');
    });
- name: The time limit is taken from the field
  code: |-
    settings.timeoutMs = '2500';
    runCode(settings);
    callLater(() => {
      assertThat(sent[0].options.timeout).isEqualTo(2500);
    });
- name: A time limit out of range fails and names the field
  code: |-
    settings.timeoutMs = '5000';
    runCode(settings);
    callLater(() => {
      refusesSaying('Time limit must be a number from 500 to 4900, got "5000"');
    });
- name: Values with blanks around them are trimmed
  code: |-
    settings.pixelId = ' o8z6j ';
    settings.pixelToken = ' secret-token ';
    settings.categoryEvents = [{ category: 'purchase', eventId: ' o87ne ' }];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent[0].url).isEqualTo('https://ads-api.x.com/12/measurement/conversions/o8z6j');
      assertThat(sent[0].options.headers['X-Pixel-Token']).isEqualTo('secret-token');
      assertThat(conversion().event_id).isEqualTo('o87ne');
    });
- name: Tables filled with something else count as empty
  code: |-
    settings.customEvents = 'none';
    settings.userData = 'none';
    settings.conversionData = [undefined, { value: 'without a name' }];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(1);
    });
- name: Each GA4 event goes to the event ID of its category
  code: |-
    const categories = {
      page_view: 'page_view',
      view_item: 'content_view',
      search: 'search',
      view_search_results: 'search',
      add_to_cart: 'add_to_cart',
      add_to_wishlist: 'add_to_wishlist',
      begin_checkout: 'checkout_initiated',
      add_payment_info: 'added_payment_info',
      purchase: 'purchase',
      generate_lead: 'lead',
      sign_up: 'sign_up',
      subscribe: 'subscribe',
      start_trial: 'start_trial',
      file_download: 'download',
      customize_product: 'product_customization'
    };
    const ids = {};
    const rows = [];
    settings.categoryEvents = [];
    for (const name in categories) {
      const category = categories[name];
      if (!ids[category]) {
        ids[category] = 'id' + rows.length;
        settings.categoryEvents.push({ category: category, eventId: ids[category] });
      }
      rows.push([name, ids[category]]);
    }
    eachSends(rows, (name) => {
      event.event_name = name;
    }, (it) => it.event_id);
- name: An event without a row sends nothing and succeeds
  code: |-
    event.event_name = 'scroll';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No event ID is configured for the event "scroll"');
    });
- name: An event without a name sends nothing and succeeds
  code: |-
    event.event_name = undefined;
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No event ID is configured for the event ""');
    });
- name: A single event wins over its category and its name is trimmed
  code: |-
    settings.customEvents = [{ eventName: ' purchase ', eventId: ' tw-o8z6j-own ' }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().event_id).isEqualTo('tw-o8z6j-own');
    });
- name: The case of a single event counts
  code: |-
    settings.customEvents = [{ eventName: 'Purchase', eventId: 'tw-o8z6j-own' }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().event_id).isEqualTo('tw-o8z6j-o87ne');
    });
- name: The custom category takes every event no other row takes
  code: |-
    settings.categoryEvents.push({ category: 'custom', eventId: 'tw-o8z6j-all' });
    eachSends([
      ['quote_requested', 'tw-o8z6j-all'],
      ['view_item', 'tw-o8z6j-all'],
      ['purchase', 'tw-o8z6j-o87ne']
    ], (name) => {
      event.event_name = name;
    }, (it) => it.event_id);
- name: Other events go to the default event ID when that is switched on
  code: |-
    settings.otherEvents = 'send';
    settings.defaultEventId = 'tw-o8z6j-rest';
    eachSends([
      ['quote_requested', 'tw-o8z6j-rest'],
      ['purchase', 'tw-o8z6j-o87ne']
    ], (name) => {
      event.event_name = name;
    }, (it) => it.event_id);
- name: A default event ID is not used while other events are ignored
  code: |-
    event.event_name = 'quote_requested';
    settings.otherEvents = 'ignore';
    settings.defaultEventId = 'tw-o8z6j-rest';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No event ID is configured');
    });
- name: Both spellings of an event ID are sent as they are
  code: |-
    eachSends([
      ['o87ne', 'o87ne'],
      ['tw-o8z6j-o87ne', 'tw-o8z6j-o87ne']
    ], (id) => {
      settings.categoryEvents[0].eventId = id;
    }, (it) => it.event_id);
- name: Two rows for one event are a failure and not a guess
  code: |-
    settings.categoryEvents.push({ category: 'purchase', eventId: 'tw-o8z6j-other' });
    runCode(settings);
    callLater(() => {
      refusesSaying('Two rows of one table take the event "purchase"');
    });
- name: Two rows for another event disturb nobody
  code: |-
    settings.categoryEvents.push({ category: 'lead', eventId: 'a1' });
    settings.categoryEvents.push({ category: 'lead', eventId: 'a2' });
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(1);
    });
- name: An empty event ID is a failure that names the event
  code: |-
    settings.categoryEvents[0].eventId = ' ';
    runCode(settings);
    callLater(() => {
      refusesSaying('Event ID of the event "purchase" is empty');
    });
- name: A name in place of an event ID is a failure
  code: |-
    settings.categoryEvents[0].eventId = 'purchase event';
    runCode(settings);
    callLater(() => {
      refusesSaying('Event ID of the event "purchase" must look like o87ne or tw-o8z6j-o87ne');
    });
- name: An event ID of another pixel is a failure
  code: |-
    settings.categoryEvents[0].eventId = 'tw-abc12-o87ne';
    runCode(settings);
    callLater(() => {
      refusesSaying('belongs to the pixel abc12, but Pixel ID is o8z6j');
    });
- name: An unknown category is a failure for an event that finds no row
  code: |-
    event.event_name = 'scroll';
    settings.categoryEvents.push({ category: 'refund', eventId: 'o87nf' });
    runCode(settings);
    callLater(() => {
      refusesSaying('Conversion categories holds "refund"');
    });
- name: Every category of the list is known
  code: |-
    event.event_name = 'scroll';
    settings.categoryEvents = [
      'page_view', 'content_view', 'search', 'add_to_cart', 'add_to_wishlist', 'checkout_initiated', 'added_payment_info',
      'purchase', 'lead', 'sign_up', 'subscribe', 'start_trial', 'download', 'product_customization'
    ].map((category) => {
      return { category: category, eventId: 'o87ne' };
    });
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No event ID is configured for the event "scroll"');
    });
- name: A page that Google renders is no visit and nothing is sent
  code: |-
    event.page_location = 'https://gtm-msr.appspot.com/render2?id=GTM-X&twclid=2-abc';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('rendered by Google');
      assertApi('setCookie').wasNotCalled();
    });
- name: The click id comes from the page then the cookies then the event
  code: |-
    event.twclid = '2-event';
    cookies.twclid = '2-other';
    cookies._twclid = '2-cookie';
    runCode(settings);
    event.page_location = 'https://shop.example/thanks#?twclid=2-fragment';
    runCode(settings);
    cookies._twclid = undefined;
    runCode(settings);
    cookies.twclid = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(sent.map((request, number) => conversion(number).identifiers[0].twclid)).isEqualTo(['2-4m8k1vq7zj0c5t', '2-cookie', '2-other', '2-event']);
    });
- name: The click id of the pixel cookie is read bare and as JSON encoded up to two times
  code: |-
    event.page_location = 'https://shop.example/thanks';
    event.user_data = undefined;
    eachSends([
      ['2-bare', '2-bare'],
      ['{"pixelVersion":1,"twclid":"2-json"}', '2-json'],
      ['%7B%22pixelVersion%22%3A1%2C%22twclid%22%3A%222-once%22%7D', '2-once'],
      ['%257B%2522twclid%2522%253A%25222-twice%2522%257D', '2-twice'],
      ['%25257B%252522twclid%252522%25253A%2525222-thrice%252522%25257D', undefined],
      ['{"twclid":', undefined],
      ['{"twclid":{"id":"2"}}', undefined],
      ['%E0%A4%A', undefined],
      ['<script>', undefined]
    ], (cookie) => {
      cookies._twclid = cookie;
    }, (it) => it.identifiers[0].twclid);
- name: An e-mail address is found in each place and hashed trimmed and in lower case
  code: |-
    const foundMail = hash('test@x.com');
    eachSends([
      [{ user_data: { email_address: ' Test@X.com ', email: 'other@x.com' } }, foundMail],
      [{ user_data: { email: 'TEST@x.com' } }, foundMail],
      [{ user_data: { email_address: ['', 'test@x.com'] } }, foundMail],
      [{ user_data: { email_address: { 0: 'nobody', 1: 'test@x.com' } } }, foundMail],
      [{ user_data: { email_address: 'nobody', email: 'test@x.com' } }, foundMail],
      [{ user_data: { sha256_email_address: foundMail } }, foundMail],
      [{ user_data: { sha256_email_address: foundMail.toUpperCase(), email: 'nobody' } }, foundMail],
      [{ user_data: { email_address: foundMail } }, foundMail],
      [{ email: 'test@x.com' }, foundMail],
      [{ user_data: {} }, undefined]
    ], (found) => {
      event.user_data = found.user_data;
      event.email = found.email;
    }, (it) => it.identifiers[1].hashed_email);
- name: A phone number is found in each place and hashed in E164 with the plus
  code: |-
    const decodeUriComponent = require('decodeUriComponent');
    const foundPhone = hash('+11234567890');
    eachSends([
      [{ user_data: { phone_number: '+1 (123) 456-7890', phone: '+49 151 23456789' } }, foundPhone],
      [{ user_data: { phone: '001.123.456.7890' } }, foundPhone],
      [{ user_data: { phone: decodeUriComponent('%E2%80%AA+1 123%E2%80%91456%E2%80%937890%E2%80%AC') } }, foundPhone],
      [{ user_data: { phone_number: ['unknown', '+1 123/456 7890'] } }, foundPhone],
      [{ user_data: { phone_number: { 0: '+11234567890' } } }, foundPhone],
      [{ user_data: { sha256_phone_number: foundPhone.toUpperCase() } }, foundPhone],
      [{ phone: '+11234567890' }, foundPhone],
      [{ user_data: {} }, undefined]
    ], (found) => {
      event.user_data = found.user_data;
      event.phone = found.phone;
    }, (it) => it.identifiers[1].hashed_phone_number);
- name: A national phone number is completed with the calling code
  code: |-
    event.user_data = {};
    eachSends([
      [['49', '0151 2345-6789'], hash('+4915123456789')],
      [['+49', '(0151) 23456789'], hash('+4915123456789')],
      [['49', '4915123456789'], hash('+4915123456789')],
      [['49', '+44 (0)20 7946 0958'], hash('+442079460958')],
      [['1', '1 123 456 7890'], hash('+11234567890')],
      [['1', '(123) 456-7890'], hash('+11234567890')],
      [['47', '47 91 23 45 67'], hash('+4791234567')],
      [['39', '391 234 5678'], hash('+393912345678')],
      [['39', '06 1234 5678'], hash('+390612345678')],
      [['7', '8 912 345-67-89'], hash('+79123456789')],
      [['7', '812 345-67-89'], hash('+78123456789')],
      [['36', '06 20 123 4567'], hash('+36201234567')],
      [['375', '80 29 491-19-11'], hash('+375294911911')],
      [['225', '01 23 45 67 89'], hash('+2250123456789')],
      [['55', '55 98765-4321'], hash('+5555987654321')],
      [[49, 15123456789], hash('+4915123456789')]
    ], (row) => {
      settings.countryCallingCode = row[0];
      event.user_data.phone_number = row[1];
    }, (it) => it.identifiers[1].hashed_phone_number);
- name: A phone number that cannot be completed is left out with a warning
  code: |-
    event.user_data = {};
    eachSends([
      [['', '0151 2345-6789'], undefined],
      [['', '12'], undefined],
      [['', '+1 call me'], undefined],
      [['', '+49 151 2345 6789 0123 4567'], undefined],
      [['1', '2345-6789'], undefined],
      [['1', '011 49 151 23456789'], undefined]
    ], (row) => {
      settings.countryCallingCode = row[0];
      event.user_data.phone_number = row[1];
    }, (it) => it.identifiers[1].hashed_phone_number);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"phone" cannot be used') >= 0)).hasLength(6);
      assertThat(logs.join('\n')).doesNotContain('2345');
    });
- name: An e-mail address or phone number that is none is told wherever it stands
  code: |-
    const places = [
      { user_data: { email_address: 'not given' } },
      { user_data: { email: 'not given' } },
      { user_data: { sha256_email_address: 'not given' } },
      { email: 'not given' },
      { user_data: { phone_number: 'not given' } },
      { user_data: { phone: 'not given' } },
      { user_data: { sha256_phone_number: 'not given' } },
      { phone: 'not given' }
    ];
    places.forEach((found) => {
      event.user_data = found.user_data;
      event.email = found.email;
      event.phone = found.phone;
      runCode(settings);
    });
    callLater(() => {
      assertThat(sent).hasLength(8);
      assertThat(conversion(7).identifiers).hasLength(2);
      assertThat(warnings().filter((it) => it.indexOf('"email" cannot be used') >= 0)).hasLength(4);
      assertThat(warnings().filter((it) => it.indexOf('"phone" cannot be used') >= 0)).hasLength(4);
      assertThat(logs.join('\n')).doesNotContain('not given');
    });
- name: Addresses of both protocols are sent and what is none is not
  code: |-
    eachSends([
      ['203.0.113.24', { ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }],
      ['2001:db8::1', { ip_address: '2001:db8::1', user_agent: 'Mozilla/5.0' }],
      ['::ffff:203.0.113.24', { ip_address: '::ffff:203.0.113.24', user_agent: 'Mozilla/5.0' }],
      ['unknown', undefined]
    ], (address) => {
      event.ip_override = address;
    }, (it) => it.identifiers[3]);
- name: A lone address or user agent joins the first strong identifier
  code: |-
    event.user_data = undefined;
    eachSends([
      [{ ip_override: '203.0.113.24' }, [{ twclid: '2-4m8k1vq7zj0c5t', ip_address: '203.0.113.24' }]],
      [{ user_agent: 'Mozilla/5.0' }, [{ twclid: '2-4m8k1vq7zj0c5t', user_agent: 'Mozilla/5.0' }]],
      [{}, [{ twclid: '2-4m8k1vq7zj0c5t' }]]
    ], (found) => {
      event.ip_override = found.ip_override;
      event.user_agent = found.user_agent;
    }, (it) => it.identifiers);
- name: An event that identifies nobody fails and sends nothing
  code: |-
    event.page_location = undefined;
    event.user_data = undefined;
    event.user_agent = undefined;
    runCode(settings);
    callLater(() => {
      refusesSaying('identifies nobody');
    });
- name: Address and user agent alone are sent as a pair
  code: |-
    event.page_location = undefined;
    event.user_data = 'somebody';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(conversion().identifiers).isEqualTo([{ ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }]);
    });
- name: The browser id of the pixel is sent only when asked for and beside another identifier
  code: |-
    cookies._twpid = 'tw.1788724682629.93328193554679845';
    runCode(settings);
    settings.sendBrowserId = true;
    runCode(settings);
    cookies._twpid = 'forged';
    runCode(settings);
    callLater(() => {
      assertThat(conversion(0).identifiers[0].twpid).isUndefined();
      assertThat(conversion(1).identifiers[0]).isEqualTo({ twclid: '2-4m8k1vq7zj0c5t', twpid: 'tw.1788724682629.93328193554679845' });
      assertThat(conversion(2).identifiers[0].twpid).isUndefined();
    });
- name: A user agent that is only an e-mail address identifies nobody
  code: |-
    event.user_data = undefined;
    event.page_location = undefined;
    event.user_agent = 'jane@shop.example';
    runCode(settings);
    callLater(() => {
      refusesSaying('without the e-mail address in its user agent');
    });
- name: The browser id of the pixel alone identifies nobody
  code: |-
    settings.sendBrowserId = true;
    cookies._twpid = 'tw.1788724682629.93328193554679845';
    event.page_location = undefined;
    event.user_data = undefined;
    event.ip_override = undefined;
    runCode(settings);
    callLater(() => {
      refusesSaying('identifies nobody');
    });
- name: User data of the operator wins over the event
  code: |-
    settings.userData = [
      { name: 'twclid', value: 'own' },
      { name: 'email', value: 'Foo@bar.com' },
      { name: 'phone', value: hash('+4915123456789').toUpperCase() },
      { name: 'ip_address', value: '198.51.100.7' },
      { name: 'user_agent', value: 'Own/1.0' }
    ];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers).isEqualTo([
        { twclid: 'own' },
        { hashed_email: hash('foo@bar.com') },
        { hashed_phone_number: hash('+4915123456789') },
        { ip_address: '198.51.100.7', user_agent: 'Own/1.0' }
      ]);
    });
- name: An empty row of the user data leaves the value of the event
  code: |-
    settings.userData = [{ name: 'email', value: '' }, { name: 'phone', value: undefined }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers).hasLength(4);
      assertThat(conversion().identifiers[1].hashed_email).isEqualTo(hash('test@x.com'));
    });
- name: User data of the operator that cannot be used is told and not replaced
  code: |-
    settings.userData = [
      { name: 'email', value: 'nobody' },
      { name: 'phone', value: 'none' },
      { name: 'twclid', value: 'no click' }
    ];
    runCode(settings);
    settings.userData = [{ name: 'user_agent', value: { agent: 'Mozilla/5.0' } }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers).hasLength(1);
      warns('"email" cannot be used');
      warns('"phone" cannot be used');
      warns('"twclid" cannot be used');
      assertThat(conversion(1).identifiers).hasLength(3);
      warns('"user_agent" cannot be used');
    });
- name: With reading switched off the event identifies nobody
  code: |-
    settings.autoUserData = false;
    event.page_location = undefined;
    runCode(settings);
    callLater(() => {
      refusesSaying('Read identifiers from the event is off');
    });
- name: With reading switched off the operator still can
  code: |-
    settings.autoUserData = false;
    settings.userData = [{ name: 'email', value: 'foo@bar.com' }];
    event.page_location = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers).isEqualTo([{ hashed_email: hash('foo@bar.com') }]);
    });
- name: A value is a number or a plain decimal text and zero is a value
  code: |-
    eachSends([
      [65, '65.00'],
      [0, '0.00'],
      ['0', '0.00'],
      ['19.9', '19.90'],
      [' 12 ', '12.00'],
      [19.999, '20.00'],
      [0.1, '0.10'],
      [-5, '-5.00'],
      [-0.001, '0.00'],
      [25000000, '25000000.00'],
      ['123456789.125', '123456789.13'],
      [100000000000000, undefined]
    ], (value) => {
      event.value = value;
    }, (it) => it.value);
- name: A value that is no plain number is left out with a warning and never misread
  code: |-
    eachSends([
      ['12,50', undefined],
      ['1.234,50', undefined],
      ['12.50 EUR', undefined],
      [true, undefined],
      [[65], undefined]
    ], (value) => {
      event.value = value;
    }, (it) => it.value);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"value" cannot be used') >= 0)).hasLength(5);
    });
- name: What is missing may stand below ecommerce
  code: |-
    event.ecommerce = { value: '600.00', currency: 'GBP', transaction_id: 't-9', items: [{ item_id: 'Z', price: '500.00' }] };
    event.value = undefined;
    event.currency = undefined;
    event.transaction_id = undefined;
    event.event_id = undefined;
    event.items = undefined;
    runCode(settings);
    callLater(() => {
      const it = conversion();
      assertThat(it.value).isEqualTo('600.00');
      assertThat(it.price_currency).isEqualTo('GBP');
      assertThat(it.conversion_id).isEqualTo('t-9');
      assertThat(it.contents).isEqualTo([{ content_id: 'Z', content_price: '500.00' }]);
      assertThat(it.number_items).isEqualTo(1);
    });
- name: Without a value the items are summed up and without a currency the first item names it
  code: |-
    event.value = undefined;
    event.currency = undefined;
    event.items[0].currency = 'gbp';
    event.items[1].currency = 'USD';
    event.items[0].quantity = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().value).isEqualTo('65.00');
      assertThat(conversion().price_currency).isEqualTo('GBP');
    });
- name: Nothing is summed up while an item has no price
  code: |-
    event.value = undefined;
    event.items[1].price = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().value).isUndefined();
    });
- name: A currency that is none is left out with a warning
  code: |-
    event.currency = 'euro';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().price_currency).isUndefined();
      warns('"currency" cannot be used');
    });
- name: Junk among the items is dropped
  code: |-
    event.items = [undefined, 'two', 7, {}, [], { quantity: 3 }, { item_id: 'A', quantity: 2 }, { item_name: 'Sock', quantity: 'many' }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().contents).isEqualTo([{ content_id: 'A', num_items: 2 }, { content_name: 'Sock' }]);
      assertThat(conversion().number_items).isEqualTo(3);
    });
- name: Junk among the items does not spoil the sum
  code: |-
    event.value = undefined;
    event.items = [undefined, 'two', {}, { quantity: 3 }, { item_id: 'A', price: 2.5, quantity: 2 }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().value).isEqualTo('5.00');
    });
- name: Items that are no list are left out with a warning
  code: |-
    event.items = 'two';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().contents).isUndefined();
      assertThat(conversion().number_items).isUndefined();
      warns('"items" cannot be used');
    });
- name: Items may be JSON text or an object with numbers for keys or a single item
  code: |-
    eachSends([
      ['[{"item_id":"A"},{"item_id":"B"}]', 2],
      [{ 0: { item_id: 'A' }, 1: { item_id: 'B' } }, 2],
      [{ item_id: 'A' }, 1]
    ], (items) => {
      event.items = items;
    }, (it) => it.contents.length);
    callLater(() => {
      assertThat(conversion(1).contents).isEqualTo([{ content_id: 'A' }, { content_id: 'B' }]);
    });
- name: Each key of an item finds its place
  code: |-
    event.items = [{ item_id: 'A', item_name: 'Shoe', item_category: 'Shoes', item_group_id: 7, item_variant: 'red', price: '32.5', quantity: '2' }];
    runCode(settings);
    event.items = [{ id: 12, name: 'Sock', price: 0 }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion(0).contents).isEqualTo([{ content_id: 'A', content_group_id: '7', content_name: 'Shoe', content_type: 'Shoes', content_price: '32.50', num_items: 2 }]);
      assertThat(conversion(1).contents).isEqualTo([{ content_id: '12', content_name: 'Sock', content_price: '0.00' }]);
    });
- name: The product id is the variant when the operator says so
  code: |-
    settings.contentIdSource = 'item_variant';
    event.items = [{ item_id: 'A', item_variant: 'A-red' }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().contents[0].content_id).isEqualTo('A-red');
    });
- name: A cart of two hundred items is sent as a whole
  code: |-
    event.items = [];
    let count = 0;
    while (count < 200) {
      event.items.push({ item_id: 'sku-' + count, price: 1.5, quantity: 2 });
      count += 1;
    }
    event.value = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().contents).hasLength(200);
      assertThat(conversion().number_items).isEqualTo(400);
      assertThat(conversion().value).isEqualTo('600.00');
    });
- name: The time of the event is read in seconds and milliseconds and microseconds and as ISO text
  code: |-
    eachSends([
      [{ event_time: 1763800000 }, '2025-11-22T08:26:40.000Z'],
      [{ event_time: '1763800000' }, '2025-11-22T08:26:40.000Z'],
      [{ event_time: 1763800000.5 }, '2025-11-22T08:26:40.500Z'],
      [{ event_time: 1763800000123 }, '2025-11-22T08:26:40.123Z'],
      [{ timestamp_micros: 1763800000123456 }, '2025-11-22T08:26:40.123Z'],
      [{ timestamp: 1763800000 }, '2025-11-22T08:26:40.000Z'],
      [{ timestamp: 1709251199 }, '2024-02-29T23:59:59.000Z'],
      [{ timestamp: 1735689600 }, '2025-01-01T00:00:00.000Z'],
      [{ event_time: '2025-11-22T08:00:00.000Z' }, '2025-11-22T08:00:00.000Z'],
      [{ event_time: '2025-11-22T08:00:00Z' }, '2025-11-22T08:00:00.000Z'],
      [{ event_time: '2025-11-22T08:00:00.123456+00:00' }, '2025-11-22T08:00:00.123Z'],
      [{}, '2025-11-22T08:32:01.456Z']
    ], (found) => {
      event.event_time = found.event_time;
      event.timestamp_micros = found.timestamp_micros;
      event.timestamp = found.timestamp;
    }, (it) => it.conversion_time);
- name: A conversion is never in the future
  code: |-
    eachSends([
      [1763900000, '2025-11-22T08:32:01.456Z'],
      ['2026-01-01T00:00:00.000Z', '2025-11-22T08:32:01.456Z']
    ], (time) => {
      event.event_time = time;
    }, (it) => it.conversion_time);
- name: A time that is none is now with a warning
  code: |-
    eachSends([
      ['yesterday', '2025-11-22T08:32:01.456Z'],
      [-1, '2025-11-22T08:32:01.456Z'],
      [{ at: 1 }, '2025-11-22T08:32:01.456Z']
    ], (time) => {
      event.event_time = time;
    }, (it) => it.conversion_time);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('The time of the event cannot be used') >= 0)).hasLength(3);
    });
- name: The event id is found under each of its keys
  code: |-
    eachSends([
      [{ event_id: 'e-1', unique_event_id: 'u-1' }, 'e-1'],
      [{ event_id: 17 }, '17'],
      [{ 'x-ga-event_id': 'e-2' }, 'e-2'],
      [{ 'x-ga-mp2-evnid': 'e-3' }, 'e-3'],
      [{ transaction_id: 't-1', unique_event_id: '1763800321456_123456789' }, 't-1'],
      [{ unique_event_id: '1763800321456_123456789' }, '1763800321456_123456789'],
      [{}, undefined]
    ], (found) => {
      ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid', 'transaction_id', 'unique_event_id'].forEach((key) => {
        event[key] = found[key];
      });
    }, (it) => it.conversion_id);
- name: The other id stands in for the one that comes first
  code: |-
    eachSends([
      [{ conversionIdSource: 'event_id', event_id: 'e-1', transaction_id: 't-1' }, 'e-1'],
      [{ conversionIdSource: 'event_id', transaction_id: 't-1' }, 't-1'],
      [{ conversionIdSource: 'transaction_id', event_id: 'e-1', transaction_id: 't-1' }, 't-1'],
      [{ conversionIdSource: 'transaction_id', event_id: 'e-1' }, 'e-1']
    ], (row) => {
      settings.conversionIdSource = row.conversionIdSource;
      event.event_id = row.event_id;
      event.transaction_id = row.transaction_id;
    }, (it) => it.conversion_id);
- name: A page URL is sent without a query that holds an e-mail address or a phone number
  code: |-
    eachSends([
      ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
      ['https://shop.example/a?b=%C3%BC', 'https://shop.example/a?b=%C3%BC'],
      ['https://shop.example/a?mail=jane%40shop.example&b=c', 'https://shop.example/a'],
      ['https://shop.example/a#jane@shop.example', 'https://shop.example/a'],
      ['https://shop.example/a?order=1234567&phone=%2B49%20151%202345678', 'https://shop.example/a'],
      ['https://shop.example/a?hotel=1234567&telescope=3&t=1234567', 'https://shop.example/a?hotel=1234567&telescope=3&t=1234567'],
      ['https://shop.example/jane@shop.example', undefined],
      ['nowhere', undefined]
    ], (url) => {
      event.page_location = url;
    }, (it) => it.event_source_url);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"page_location" cannot be used') >= 0)).hasLength(2);
    });
- name: Conversion data of the operator wins over the event
  code: |-
    settings.conversionData = [
      { name: 'value', value: '0' },
      { name: 'price_currency', value: 'usd' },
      { name: 'conversion_id', value: 7 },
      { name: 'conversion_time', value: '2025-11-22T08:00:00.000Z' },
      { name: 'number_items', value: 5 },
      { name: 'description', value: ' shoes ' },
      { name: 'search_string', value: 'trail' },
      { name: 'event_source_url', value: 'https://shop.example/own' },
      { name: 'value', value: '1.5' }
    ];
    runCode(settings);
    callLater(() => {
      const it = conversion();
      assertThat(it.value).isEqualTo('1.50');
      assertThat(it.price_currency).isEqualTo('USD');
      assertThat(it.conversion_id).isEqualTo('7');
      assertThat(it.conversion_time).isEqualTo('2025-11-22T08:00:00.000Z');
      assertThat(it.number_items).isEqualTo(5);
      assertThat(it.description).isEqualTo('shoes');
      assertThat(it.search_string).isEqualTo('trail');
      assertThat(it.event_source_url).isEqualTo('https://shop.example/own');
    });
- name: An empty row of the conversion data leaves the value of the event
  code: |-
    settings.conversionData = [{ name: 'value', value: '' }, { name: 'conversion_id', value: undefined }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().value).isEqualTo('65.00');
      assertThat(conversion().conversion_id).isEqualTo('e-1');
    });
- name: Conversion data of the operator that cannot be used is told and not replaced
  code: |-
    settings.conversionData = [
      { name: 'value', value: '12,50' },
      { name: 'price_currency', value: 'euro' },
      { name: 'number_items', value: '0' },
      { name: 'event_source_url', value: 'nowhere' },
      { name: 'contents', value: '[broken' }
    ];
    runCode(settings);
    callLater(() => {
      const it = conversion();
      settings.conversionData.forEach((row) => {
        assertThat(it[row.name]).isUndefined();
        warns('"' + row.name + '" cannot be used');
      });
    });
- name: An e-mail address never reaches X in a text
  code: |-
    settings.conversionData = [
      { name: 'description', value: 'for jane@shop.example' },
      { name: 'note', value: { to: 'jane@shop.example' } },
      { name: 'contact_email', value: 'jane@shop.example' }
    ];
    event.items[0].item_name = 'Card for jane@shop.example';
    event.user_agent = 'Bot (jane@shop.example)';
    runCode(settings);
    callLater(() => {
      const it = conversion();
      assertThat(sent[0].body).doesNotContain('jane');
      assertThat(it.contents[0].content_id).isEqualTo('A');
      warns('"description" holds an e-mail address');
      warns('"note" holds an e-mail address');
      warns('"content_name" holds an e-mail address');
      warns('"contact_email" belongs into the User data table');
      assertThat(logs.join('\n')).doesNotContain('jane');
    });
- name: Contents of the operator may be a list or JSON text and count the items
  code: |-
    eachSends([
      [[{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }], 4],
      ['[{"item_id":"X","item_name":"Own","price":5,"quantity":4}]', 4],
      [' [{"item_id":"X","item_name":"Own","price":5,"quantity":4}] ', 4]
    ], (contents) => {
      settings.conversionData = [{ name: 'contents', value: contents }];
    }, (it) => it.number_items);
    callLater(() => {
      sent.forEach((request, number) => {
        assertThat(conversion(number).contents).isEqualTo([{ content_id: 'X', content_name: 'Own', content_price: '5.00', num_items: 4 }]);
      });
    });
- name: A number of items of the operator stays beside contents of the operator
  code: |-
    settings.conversionData = [
      { name: 'number_items', value: '9' },
      { name: 'contents', value: [{ item_id: 'X', quantity: 4 }] }
    ];
    runCode(settings);
    callLater(() => {
      assertThat(conversion().number_items).isEqualTo(9);
    });
- name: Additional fields are sent under their names and reserved ones are not
  code: |-
    settings.conversionData = [
      { name: 'restricted_data_use', value: 'restrict_optimization' },
      { name: 'flag', value: true },
      { name: 'event_id', value: 'o-other' },
      { name: 'identifiers', value: [] },
      { name: 'ip_address', value: '198.51.100.7' },
      { name: 'currency', value: 'USD' },
      { name: 'num_items', value: 5 }
    ];
    runCode(settings);
    callLater(() => {
      const it = conversion();
      assertThat(it.restricted_data_use).isEqualTo('restrict_optimization');
      assertThat(it.flag).isTrue();
      assertThat(it.event_id).isEqualTo('tw-o8z6j-o87ne');
      assertThat(it.identifiers).hasLength(4);
      warns('"event_id" is set by the tag');
      warns('"identifiers" is set by the tag');
      assertThat(it.ip_address).isUndefined();
      warns('"ip_address" belongs into the User data table');
      assertThat(it.price_currency).isEqualTo('EUR');
      warns('"currency" is called "price_currency" here');
      assertThat(it.number_items).isEqualTo(3);
      warns('"num_items" is called "number_items" here');
    });
- name: With reading switched off only the conversion data of the operator is sent
  code: |-
    settings.autoConversionData = false;
    settings.conversionData = [{ name: 'value', value: '3' }, { name: 'price_currency', value: 'EUR' }, { name: 'conversion_id', value: 'own' }];
    runCode(settings);
    callLater(() => {
      const it = conversion();
      it.identifiers = undefined;
      assertThat(JSON.stringify(it)).isEqualTo('{"conversion_time":"2025-11-22T08:32:01.456Z","event_id":"tw-o8z6j-o87ne","value":"3.00","price_currency":"EUR","conversion_id":"own"}');
    });
- name: A malformed event still gives one outcome
  code: |-
    event.items = { 0: 'two' };
    event.value = 'abc';
    event.currency = 978;
    event.user_data = 'somebody';
    event.page_location = 'nowhere';
    event.event_id = ['e'];
    event.transaction_id = { id: 1 };
    runCode(settings);
    callLater(() => {
      succeeds();
      const it = conversion();
      assertThat(it.value).isUndefined();
      assertThat(it.price_currency).isUndefined();
      assertThat(it.contents).isUndefined();
      assertThat(it.event_source_url).isUndefined();
      assertThat(it.conversion_id).isUndefined();
      assertThat(it.identifiers).isEqualTo([{ ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }]);
    });
- name: A conversion without a conversion id is sent with a warning
  code: |-
    event.event_id = undefined;
    event.transaction_id = undefined;
    runCode(settings);
    callLater(() => {
      succeeds();
      warns('has no conversion_id');
    });
- name: A value without a currency is sent with a warning
  code: |-
    event.currency = undefined;
    runCode(settings);
    callLater(() => {
      succeeds();
      warns('has a value but no currency');
    });
- name: A purchase without a value is sent with a warning
  code: |-
    event.value = undefined;
    event.items = undefined;
    runCode(settings);
    callLater(() => {
      succeeds();
      warns('The purchase has no value');
    });
- name: Categories of the product catalogue warn of products without an id
  code: |-
    const needsProducts = { page_view: true, view_item: true, add_to_cart: true, purchase: true, search: false, generate_lead: false };
    settings.categoryEvents = [
      { category: 'page_view', eventId: 'a1' },
      { category: 'content_view', eventId: 'a2' },
      { category: 'add_to_cart', eventId: 'a3' },
      { category: 'purchase', eventId: 'a4' },
      { category: 'search', eventId: 'a5' },
      { category: 'lead', eventId: 'a6' }
    ];
    event.items = [{ item_id: 'A' }, { item_name: 'Sock' }];
    const warned = {};
    for (const name in needsProducts) {
      event.event_name = name;
      runCode(settings);
    }
    callLater(() => {
      lines('Warning').forEach((line) => {
        if (line.Message.indexOf('No content_id for every product') >= 0) {
          warned[line.EventName] = true;
        }
      });
      for (const name in needsProducts) {
        assertThat(warned[name] === true, name).isEqualTo(needsProducts[name]);
      }
    });
- name: An event with a row of its own is no product event
  code: |-
    settings.customEvents = [{ eventName: 'quote_requested', eventId: 'a7' }];
    event.event_name = 'quote_requested';
    event.items = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(warnings()).isEqualTo([]);
    });
- name: A price of an item that is no number is left out with a warning
  code: |-
    event.items = [{ item_id: 'A', price: 32.5 }, { item_id: 'B', price: '9,99' }];
    runCode(settings);
    callLater(() => {
      succeeds();
      warns('"price of an item" cannot be used');
    });
- name: Contents of the operator with ids satisfy the product catalogue
  code: |-
    event.items = undefined;
    settings.conversionData = [{ name: 'contents', value: [{ item_id: 'X' }] }];
    runCode(settings);
    callLater(() => {
      assertThat(warnings()).isEqualTo([]);
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
- name: Lifetime and domain and HttpOnly of the cookie are the choice of the operator
  code: |-
    settings.clickIdCookieDays = '30';
    settings.clickIdCookieDomain = 'shop.example';
    settings.clickIdCookieHttpOnly = true;
    runCode(settings);
    callLater(() => {
      assertApi('setCookie').wasCalledWith('_twclid', '2-4m8k1vq7zj0c5t', {
        domain: 'shop.example',
        path: '/',
        'max-age': 2592000,
        secure: true,
        httpOnly: true,
        sameSite: 'lax'
      });
    });
- name: A lifetime out of range is 390 days
  code: |-
    const ages = [];
    mock('setCookie', (name, value, options) => {
      ages.push(options['max-age']);
    });
    ['0', '401', '-1', 'long', ''].forEach((days) => {
      settings.clickIdCookieDays = days;
      runCode(settings);
    });
    callLater(() => {
      assertThat(ages).isEqualTo([33696000, 33696000, 33696000, 33696000, 33696000]);
    });
- name: A click id that the cookie already holds is not written again
  code: |-
    cookies._twclid = '2-4m8k1vq7zj0c5t';
    runCode(settings);
    cookies._twclid = '%7B%22twclid%22%3A%222-4m8k1vq7zj0c5t%22%7D';
    runCode(settings);
    callLater(() => {
      assertApi('setCookie').wasNotCalled();
    });
- name: A newer click id replaces the one in the cookie
  code: |-
    cookies._twclid = '2-older';
    const written = [];
    mock('setCookie', (name, value) => {
      written.push(name + '=' + value);
    });
    runCode(settings);
    callLater(() => {
      assertThat(written).isEqualTo(['_twclid=2-4m8k1vq7zj0c5t']);
    });
- name: A click id of the cookie is used and not written
  code: |-
    event.page_location = 'https://shop.example/thanks';
    cookies._twclid = '2-cookie';
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers[0].twclid).isEqualTo('2-cookie');
      assertApi('setCookie').wasNotCalled();
    });
- name: A click id with other characters is neither sent nor written
  code: |-
    eachSends([
      ['https://shop.example/?twclid=%3Cscript%3E', undefined],
      ['https://shop.example/?twclid=a;Domain=evil', undefined],
      ['https://shop.example/?twclid=', undefined],
      ['https://shop.example/?xtwclid=2-abc', undefined]
    ], (url) => {
      event.page_location = url;
    }, (it) => it.identifiers[0].twclid);
    callLater(() => {
      assertApi('setCookie').wasNotCalled();
    });
- name: Without the box no cookie is written
  code: |-
    settings.setClickIdCookie = false;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers[0].twclid).isEqualTo('2-4m8k1vq7zj0c5t');
      assertApi('setCookie').wasNotCalled();
    });
- name: The cookie is written once before the first attempt
  code: |-
    const order = [];
    mock('setCookie', () => {
      order.push('cookie');
    });
    mock('sendHttpRequest', () => {
      order.push('request');
      return Promise.create((resolve) => resolve(processed));
    });
    runCode(settings);
    callLater(() => {
      assertThat(order).isEqualTo(['cookie', 'request']);
    });
- name: Without the required consent nothing is sent and no cookie is written
  code: |-
    settings.consent = 'adStorage';
    event['x-ga-gcs'] = 'G101';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('ad_storage is denied (x-ga-gcs)');
      assertApi('setCookie').wasNotCalled();
      assertThat(logs).hasLength(1);
    });
- name: An event without any consent signal counts as not granted
  code: |-
    settings.consent = 'adStorageAndUserData';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('no consent signal for ad_storage, and consent is required');
      assertApi('setCookie').wasNotCalled();
    });
- name: When consent mode is not in use the log says so
  code: |-
    settings.consent = 'adStorage';
    event['x-ga-gcd'] = '13l3l3l3l1l1';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('consent mode is not in use on the site');
    });
- name: Without the setting no consent is asked for
  code: |-
    event.consent_state = { ad_storage: false };
    event['x-ga-gcs'] = 'G100';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(1);
    });
- name: Both signals are needed when both are asked for
  code: |-
    settings.consent = 'adStorageAndUserData';
    event['x-ga-gcd'] = '13r3r3q3q5l1';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('ad_user_data is denied (x-ga-gcd)');
    });
- name: With both signals granted the conversion is sent and the cookie written
  code: |-
    settings.consent = 'adStorageAndUserData';
    event.consent_state = { ad_storage: true, ad_user_data: 'granted' };
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(1);
      assertApi('setCookie').wasCalled();
    });
- name: Each spelling of a granted consent state counts and no other does
  code: |-
    settings.consent = 'adStorage';
    const states = [true, 'true', 'granted', 1, '1', false, 'false', 'denied', 0, 'yes'];
    const counted = states.map((state) => {
      const before = sent.length;
      event.consent_state = { ad_storage: state };
      runCode(settings);
      return sent.length > before;
    });
    callLater(() => {
      assertThat(counted).isEqualTo([true, true, true, true, true, false, false, false, false, false]);
      assertThat(lines('Message').filter((line) => line.Message.indexOf('ad_storage is denied (consent_state)') === 0)).hasLength(5);
    });
- name: The letters of gcd are read signal by signal
  code: |-
    settings.consent = 'adStorageAndUserData';
    const rows = [
      ['13r3r3r3r5l1', true],
      ['13t3t3t3t5l1', true],
      ['13R3R3R3R5l1', true],
      ['13r3r3r3l1', true],
      ['13r3lNl3l5l1', true],
      ['13p3p3p3p5l1', false],
      ['13q3q3q3q5l1', false],
      ['13u3u3u3u5l1', false],
      ['13q3r3q3q5l1', false],
      ['13r3r3q3q5l1', false],
      ['13l3l3t3t5l1', false],
      ['13B3B3B3B5l1', false],
      ['13l3l3l3l5_4', true],
      ['13l3l3l3l5G4', false],
      ['13l3l3l3l5O4', false],
      ['13l3l3l3l5_1', false],
      ['13r', false],
      ['23r3r3r3r5l1', false]
    ];
    const went = rows.map((row) => {
      const before = sent.length;
      event['x-ga-gcd'] = row[0];
      runCode(settings);
      return sent.length > before;
    });
    callLater(() => {
      succeeds();
      assertThat(went).isEqualTo(rows.map((row) => row[1]));
    });
- name: gcd is found under each of its keys
  code: |-
    settings.consent = 'adStorage';
    event['x-ga-mp2-gcd'] = '13r3r3r3r5l1';
    runCode(settings);
    event['x-ga-mp2-gcd'] = undefined;
    event['x-sst-system_properties'] = { gcd: '13r3r3r3r5l1' };
    runCode(settings);
    callLater(() => {
      assertThat(sent).hasLength(2);
    });
- name: gcs speaks for ad storage and never for user data
  code: |-
    event['x-ga-gcs'] = 'G111';
    settings.consent = 'adStorage';
    runCode(settings);
    settings.consent = 'adStorageAndUserData';
    runCode(settings);
    callLater(() => {
      assertThat(sent).hasLength(1);
      assertThat(lines('Message').filter((line) => line.Message.indexOf('no consent signal for ad_user_data') >= 0)).hasLength(1);
    });
- name: A dash in gcs is no statement
  code: |-
    settings.consent = 'adStorage';
    event['x-ga-gcs'] = 'G1--';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('no consent signal for ad_storage');
    });
- name: The consent block of the server is read last
  code: |-
    settings.consent = 'adStorageAndUserData';
    event['x-sst-system_properties'] = { consent: { consentGrantedState: { ad_storage: true, ad_user_data: true } } };
    runCode(settings);
    event['x-ga-gcs'] = 'G100';
    runCode(settings);
    callLater(() => {
      assertThat(sent).hasLength(1);
      assertThat(lines('Message').filter((line) => line.Message.indexOf('ad_storage is denied (x-ga-gcs)') === 0)).hasLength(1);
    });
- name: A refusal of X is reported in its words with the label of the field
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"event_id","message":"event_id (o6dkt) is not a single event tag (SET)"}]}' }, 'X answered 400: event_id (o6dkt) is not a single event tag (SET) (INVALID_PARAMETER, Event ID). Copy Event ID'],
      [{ statusCode: 404, headers: {}, body: '{"errors":[{"code":"INVALID","message":"Version 12.0 is not available."}]}' }, 'Import the newest version of the template.'],
      [{ statusCode: 404, headers: {}, body: '{"errors":[{"code":"NOT_FOUND","parameter":"event_id","message":"event_id (abc) does not belong to provided account"},{"code":"INVALID_PARAMETER","parameter":"event_id","message":"event_id (abc) is not a single event tag (SET)"}]}' }, 'does not belong to provided account (NOT_FOUND, Event ID); event_id (abc) is not a single event tag (SET) (INVALID_PARAMETER, Event ID). Copy Event ID'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"hashed_email","message":"hashed_email (abc) is not a valid SHA-256 hash"}]}' }, 'User data, e-mail address)'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"conversion_time","message":"Expected Time"}]}' }, 'Expected Time (INVALID_PARAMETER, Conversion data, conversion_time)'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"","message":"At least one user identifier must be provided"}]}' }, 'At least one user identifier must be provided (INVALID_PARAMETER). Send a click ID'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"MISSING_PARAMETER"}]}' }, 'MISSING_PARAMETER'],
      [{ statusCode: 400, headers: {}, body: '{"errors":["Conversion count limit is 500"]}' }, 'Conversion count limit is 500. Nothing of this conversion was recorded.'],
      [{ statusCode: 400, headers: {}, body: '{"errors":{"code":"INVALID"}}' }, 'X answered 400: INVALID.']
    ]);
- name: A refusal of X is not repeated
  code: |-
    answers = [{ statusCode: 400, headers: {}, body: '' }];
    settings.retries = '3';
    runCode(settings);
    later(2, () => {
      failsSaying('X answered 400');
      assertThat(sent).hasLength(1);
    });
- name: An answer that says nothing of a processed conversion is no success
  code: |-
    eachAnswerFailsSaying([
      '',
      'not-json',
      'null',
      '[]',
      '{}',
      '{"ok":true}',
      '{"data":[]}',
      '{"data":{"conversions_processed":true}}',
      '{"data":{"conversions_processed":"1"}}',
      '{"data":{"conversions_processed":0}}',
      '{"data":{"conversions_processed":2}}',
      '<html>hello</html>'
    ].map((body) => [{ statusCode: 200, headers: {}, body: body }, 'X answered 200 without saying that it processed the conversion']));
- name: The form of an answer without errors is named
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 204, headers: {}, body: '' }, 'The answer is empty.'],
      [{ statusCode: 204, headers: {} }, 'The answer is empty.'],
      [{ statusCode: 200, headers: {}, body: '<html>hello</html>' }, 'The answer is a web page, as a proxy, firewall or gateway sends it.'],
      [{ statusCode: 200, headers: {}, body: '{}' }, 'The answer names no error.']
    ]);
- name: Errors beside a processed conversion are no success
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1},"errors":["rejected"]}' }, 'X answered 200 with a count of conversions and with errors: rejected.'],
      [{ statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1},"errors":"rejected"}' }, 'X answered 200 with a count of conversions and with errors: rejected.']
    ]);
- name: Success without a debug id or with an empty list of errors is success
  code: |-
    answers = [
      { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1}}' },
      { statusCode: 202, headers: {}, body: ' {"errors":[],"data":{"conversions_processed":1,"debug_id":"d-1"}} ' }
    ];
    runCode(settings);
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(lines('Message').map((line) => line.Message)).isEqualTo(['X processed the conversion.', 'X processed the conversion, debug_id d-1.']);
    });
- name: An unauthenticated request names the credentials
  code: |-
    settings.authMethod = 'oauth1';
    eachAnswerFailsSaying([
      [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_ACCESS","message":"This request is not properly authenticated"}]}' }, 'not properly authenticated (UNAUTHORIZED_ACCESS). Check Consumer key, Consumer secret, Access token and Access token secret'],
      [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":89,"message":"Invalid or expired token."}]}' }, 'Access token is revoked or expired'],
      [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}' }, 'Check the clock of the server.'],
      [{ statusCode: 401, headers: { date: 'yesterday' }, body: '' }, 'The answer is empty. Check Consumer key']
    ]);
- name: A clock more than five minutes off is named in place of the credentials
  code: |-
    settings.authMethod = 'oauth1';
    eachAnswerFailsSaying([
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'The clock of the server is 11 minutes behind X\'s'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:20:01 GMT' }, body: '' }, 'The clock of the server is 12 minutes ahead of X\'s'],
      [{ statusCode: 401, headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, body: '' }, 'minutes behind X\'s'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:02 GMT' }, body: '' }, 'The clock of the server is 5 minutes behind X\'s'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:01 GMT' }, body: '' }, 'Check Consumer key'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nox 2025 08:00:00 GMT' }, body: '' }, 'Check Consumer key']
    ]);
- name: With a pixel access token an unauthenticated request names the token
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'Check Pixel access token'],
      [{ statusCode: 403, headers: {}, body: '' }, 'Check Pixel access token']
    ]);
- name: A forbidden request names access and role
  code: |-
    settings.authMethod = 'oauth1';
    eachAnswerFailsSaying([
      [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_CLIENT_APPLICATION","message":"The client application does not have access to X Ads API"}]}' }, 'does not have access to X Ads API (UNAUTHORIZED_CLIENT_APPLICATION). The app needs access to the Ads API']
    ]);
- name: The limit of requests is named with its end
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 429, headers: { 'x-rate-limit-reset': '1763800381' }, body: '' }, 'limit of requests is reached; it ends in 60 seconds: replay the conversion after that.'],
      [{ statusCode: 429, headers: { 'x-rate-limit-reset': '1763800000' }, body: '' }, 'limit of requests is reached.'],
      [{ statusCode: 429, headers: { 'x-rate-limit-reset': 'soon' }, body: '' }, 'limit of requests is reached: replay the conversion later.'],
      [{ statusCode: 429, body: '' }, 'limit of requests is reached: replay the conversion later.']
    ]);
- name: A fault on the side of X is named as one
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 500, headers: {}, body: '{"errors":[{"code":"INTERNAL_ERROR","message":"An unexpected error occurred"}]}' }, 'X answered 500: An unexpected error occurred (INTERNAL_ERROR). The fault is on X\'s side.'],
      [{ statusCode: 503, headers: {}, body: '<html></html>' }, 'X answered 503: The answer is a web page, as a proxy, firewall or gateway sends it.']
    ]);
- name: A redirect and other answers are failures with their status
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 302, headers: { location: 'https://elsewhere.example' }, body: '' }, 'X answered 302'],
      [{ statusCode: 405, headers: {}, body: '' }, 'X answered 405'],
      [{ statusCode: 408, headers: {}, body: '' }, 'X answered 408']
    ]);
- name: No answer within the time limit and no connection are told apart
  code: |-
    eachAnswerFailsSaying([
      [{ reason: 'timed_out' }, 'X did not answer within 4000 ms'],
      [{ reason: 'failed' }, 'The connection to X failed'],
      [{}, 'The connection to X failed']
    ]);
- name: A long refusal is cut and shows no whole hash
  code: |-
    const whole = hash('test@x.com');
    let text = whole;
    while (text.length < 400) {
      text = text + ' and so on';
    }
    answers = [{ statusCode: 400, headers: {}, body: JSON.stringify({ errors: [{ message: text }] }) }];
    runCode(settings);
    callLater(() => {
      failsSaying(whole.slice(0, 8) + '... and so on');
      assertThat(lines('Failure')[0].Reason).doesNotContain(whole);
      assertThat(lines('Failure')[0].Reason.length).isLessThan(400);
    });
- name: What X announces about its API is a warning
  code: |-
    answers = [{ statusCode: 200, headers: { 'x-api-warn': 'Version 12 ends' }, body: processed.body }];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(lines('Warning')[0].Message).contains('X announces: Version 12 ends.');
    });
- name: Reported early the log still tells what X said
  code: |-
    settings.respondEarly = true;
    answers = [{ statusCode: 403, headers: {}, body: '' }];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(lines('Message')[0].Message).contains('before X answered');
      assertThat(lines('Failure')[0].Reason).contains('X answered 403');
    });
- name: A fault on the side of X is tried again with a fresh signature and the same conversion id
  code: |-
    settings.authMethod = 'oauth1';
    let draws = 10000000;
    mock('generateRandom', () => {
      draws = draws + 1;
      return draws;
    });
    answers = [{ statusCode: 503, headers: {}, body: '' }, processed];
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(sent).hasLength(2);
      assertThat(sent[0].body).isEqualTo(sent[1].body);
      assertThat(sent[0].options.headers.Authorization).isNotEqualTo(sent[1].options.headers.Authorization);
      warns('X answered 503');
      assertThat(lines('Request').map((line) => line.Attempt)).isEqualTo([1, 2]);
      assertThat(lines('Response').map((line) => line.Attempt)).isEqualTo([1, 2]);
    });
- name: A second attempt takes the time anew for its signature and not for the conversion
  code: |-
    settings.authMethod = 'oauth1';
    attemptTakes = 2000;
    answers = [{ statusCode: 500, headers: {}, body: '' }, processed];
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(sent[0].options.headers.Authorization).contains('oauth_timestamp="1763800321"');
      assertThat(sent[1].options.headers.Authorization).contains('oauth_timestamp="1763800323"');
      assertThat(conversion(1).conversion_time).isEqualTo(conversion(0).conversion_time);
    });
- name: Each failure that may pass is tried again
  code: |-
    answers = [
      { statusCode: 408, headers: {}, body: '' },
      { statusCode: 425, headers: {}, body: '' },
      { statusCode: 429, headers: { 'x-rate-limit-reset': '1763800322' }, body: '' },
      processed
    ];
    settings.retries = '3';
    runCode(settings);
    later(4, () => {
      succeeds();
      assertThat(sent).hasLength(4);
    });
- name: A connection that fails is tried again
  code: |-
    answers = [{ reason: 'failed' }, processed];
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(sent).hasLength(2);
    });
- name: No answer in time is tried again with a conversion id
  code: |-
    answers = [{ reason: 'timed_out' }, processed];
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(sent).hasLength(2);
    });
- name: No answer in time is not tried again without a conversion id
  code: |-
    event.event_id = undefined;
    event.transaction_id = undefined;
    settings.retries = '3';
    answers = [{ reason: 'timed_out' }];
    runCode(settings);
    later(2, () => {
      failsSaying('X did not answer within 4000 ms');
      assertThat(sent).hasLength(1);
    });
- name: Without retries one failure is the outcome
  code: |-
    settings.retries = '0';
    answers = [{ statusCode: 503, headers: {}, body: '' }];
    runCode(settings);
    later(2, () => {
      failsSaying('X answered 503');
      assertThat(sent).hasLength(1);
    });
- name: There are as many further attempts as the field says
  code: |-
    settings.retries = 2;
    answers = [{ statusCode: 503, headers: {}, body: '' }];
    runCode(settings);
    later(4, () => {
      failsSaying('X answered 503');
      assertThat(lines('Failure')[0].Attempt).isEqualTo(3);
      assertThat(sent).hasLength(3);
    });
- name: A number of retries out of range counts as one
  code: |-
    settings.retries = '9';
    answers = [{ statusCode: 503, headers: {}, body: '' }];
    runCode(settings);
    later(4, () => {
      failsSaying('X answered 503');
      assertThat(sent).hasLength(2);
    });
- name: All attempts together stay within twelve seconds
  code: |-
    settings.retries = '3';
    attemptTakes = 4000;
    answers = [{ reason: 'timed_out' }];
    runCode(settings);
    later(5, () => {
      failsSaying('X did not answer');
      assertThat(sent).hasLength(3);
    });
- name: Nothing follows a success
  code: |-
    settings.retries = '3';
    runCode(settings);
    later(3, () => {
      succeeds();
      assertThat(sent).hasLength(1);
    });
- name: Each line names the tag and the event and the trace
  code: |-
    runCode(settings);
    callLater(() => {
      assertThat(logs).hasLength(3);
      logs.forEach((text) => {
        const line = JSON.parse(text);
        assertThat(line.Name).isEqualTo('X Conversions');
        assertThat(line.EventName).isEqualTo('purchase');
        assertThat(line.TraceId).isEqualTo('trace-1');
      });
      const request = lines('Request')[0];
      assertThat(request.RequestMethod).isEqualTo('POST');
      assertThat(request.RequestUrl).isEqualTo(sent[0].url);
      assertThat(request.EventId).isEqualTo('tw-o8z6j-o87ne');
      assertThat(request.ConversionId).isEqualTo('e-1');
      const response = lines('Response')[0];
      assertThat(response.ResponseStatusCode).isEqualTo(200);
      assertThat(response.ResponseBody).isEqualTo(processed.body);
      assertThat(lines('Message')[0].Message).isEqualTo('X processed the conversion, debug_id ff02e052.');
    });
- name: No secret and no personal data reaches the log
  code: |-
    settings.authMethod = 'oauth1';
    runCode(settings);
    settings.authMethod = 'pixelToken';
    runCode(settings);
    callLater(() => {
      const log = logs.join('\n').toLowerCase();
      [
        settings.consumerKey, settings.consumerSecret, settings.accessToken, settings.accessTokenSecret, settings.pixelToken,
        'test@x.com', '4567890', '203.0.113.24', 'mozilla', 'order=7', hash('test@x.com'), hash('+11234567890')
      ].forEach((secret) => {
        assertThat(log).doesNotContain(secret.toLowerCase());
      });
    });
- name: The request line shows the conversion with its identifiers shortened
  code: |-
    runCode(settings);
    callLater(() => {
      const shown = JSON.parse(lines('Request')[0].RequestBody).conversions[0];
      assertThat(shown.identifiers).isEqualTo([
        { twclid: '2-4m8k1v...' },
        { hashed_email: '5806dc6b...' },
        { hashed_phone_number: '1fa6b8d9...' },
        { ip_address: '(not shown)', user_agent: '(not shown)' }
      ]);
      assertThat(shown.event_source_url).isEqualTo('https://shop.example/thanks');
      assertThat(shown.value).isEqualTo('65.00');
      assertThat(shown.contents).hasLength(2);
    });
- name: A failure line carries the request exactly as it must be sent again
  code: |-
    answers = [{ statusCode: 404, headers: {}, body: '' }];
    settings.authMethod = 'oauth1';
    runCode(settings);
    callLater(() => {
      const line = lines('Failure')[0];
      assertThat(line.RequestMethod).isEqualTo('POST');
      assertThat(line.RequestUrl).isEqualTo(sent[0].url);
      assertThat(line.RequestBody).isEqualTo(sent[0].body);
      assertThat(line.EventId).isEqualTo('tw-o8z6j-o87ne');
      assertThat(line.ConversionId).isEqualTo('e-1');
      assertThat(line.Attempt).isEqualTo(1);
      assertThat(JSON.stringify(line)).doesNotContain(settings.consumerKey);
      assertThat(JSON.stringify(line)).doesNotContain('OAuth');
    });
- name: A failure before anything was sent carries no request
  code: |-
    settings.pixelId = '';
    runCode(settings);
    callLater(() => {
      refusesSaying('Pixel ID');
      assertThat(lines('Failure')[0].RequestBody).isUndefined();
    });
- name: An answer in the log is bounded and shows no whole hash
  code: |-
    const mail = hash('test@x.com');
    const phone = hash('+11234567890');
    let text = mail + ' ' + phone + ' ' + mail;
    while (text.length < 3000) {
      text = text + ' and so on';
    }
    answers = [{ statusCode: 400, headers: {}, body: text }];
    runCode(settings);
    callLater(() => {
      const body = lines('Response')[0].ResponseBody;
      assertThat(body).contains(mail.slice(0, 8) + '... ' + phone.slice(0, 8) + '... ' + mail.slice(0, 8) + '...');
      assertThat(body).doesNotContain(mail);
      assertThat(body).doesNotContain(phone);
      assertThat(body.length).isLessThan(2100);
    });
- name: Never means no line even in preview mode and even for a failure
  code: |-
    settings.logging = 'never';
    runCode(settings);
    settings.pixelId = '';
    runCode(settings);
    callLater(() => {
      assertApi('gtmOnSuccess').wasCalled();
      assertApi('gtmOnFailure').wasCalled();
      assertApi('logToConsole').wasNotCalled();
    });
- name: Preview means lines in preview mode only
  code: |-
    settings.logging = 'preview';
    mock('getContainerVersion', { debugMode: false });
    runCode(settings);
    const quiet = logs.length;
    mock('getContainerVersion', { debugMode: true });
    runCode(settings);
    settings.logging = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(quiet).isEqualTo(0);
      assertThat(lines('Request')).hasLength(2);
    });
- name: Always means lines outside preview mode too
  code: |-
    mock('getContainerVersion', { debugMode: false });
    runCode(settings);
    callLater(() => {
      assertThat(lines('Request')).hasLength(1);
    });
- name: Rows go to BigQuery when the three fields are filled in
  code: |-
    const inserted = [];
    mockObject('BigQuery', {
      insert: (table, rows, options) => {
        inserted.push({ table: table, row: rows[0], options: options });
        return Promise.create((resolve) => resolve(true));
      }
    });
    settings.logging = 'never';
    settings.bigQueryProjectId = 'project';
    settings.bigQueryDatasetId = ' tagging ';
    settings.bigQueryTableId = 'x_conversions';
    answers = [{ statusCode: 404, headers: {}, body: '' }];
    runCode(settings);
    callLater(() => {
      assertApi('logToConsole').wasNotCalled();
      assertThat(inserted.map((it) => it.row.type)).isEqualTo(['Request', 'Response', 'Failure']);
      inserted.forEach((it) => {
        assertThat(it.table).isEqualTo({ projectId: 'project', datasetId: 'tagging', tableId: 'x_conversions' });
        assertThat(it.options).isEqualTo({ ignoreUnknownValues: true });
        assertThat(it.row.timestamp).isEqualTo(1763800321456);
        assertThat(it.row.name).isEqualTo('X Conversions');
        assertThat(it.row.trace_id).isEqualTo('trace-1');
        assertThat(it.row.event_name).isEqualTo('purchase');
      });
      const row = inserted[2].row;
      assertThat(row.reason).contains('X answered 404');
      assertThat(row.attempt).isEqualTo(1);
      assertThat(row.event_id).isEqualTo('tw-o8z6j-o87ne');
      assertThat(row.conversion_id).isEqualTo('e-1');
      assertThat(row.request_method).isEqualTo('POST');
      assertThat(row.request_url).isEqualTo(sent[0].url);
      assertThat(row.request_body).isEqualTo(sent[0].body);
      assertThat(inserted[1].row.response_status_code).isEqualTo(404);
    });
- name: A warning and a message are rows too and what is absent is no column
  code: |-
    const columns = [];
    mockObject('BigQuery', {
      insert: (table, rows) => {
        columns.push(rows[0]);
        return Promise.create((resolve) => resolve(true));
      }
    });
    mock('getRequestHeader', () => undefined);
    settings.bigQueryProjectId = 'project';
    settings.bigQueryDatasetId = 'tagging';
    settings.bigQueryTableId = 'x_conversions';
    event.event_id = undefined;
    event.transaction_id = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(columns.map((row) => row.type)).isEqualTo(['Warning', 'Request', 'Response', 'Message']);
      assertThat(columns[0].message).contains('no conversion_id');
      columns.forEach((row) => {
        assertThat(row.hasOwnProperty('trace_id')).isFalse();
        assertThat(row.hasOwnProperty('conversion_id')).isFalse();
      });
    });
- name: A row that cannot be written changes nothing
  code: |-
    mockObject('BigQuery', {
      insert: () => Promise.create((resolve, reject) => reject([{ reason: 'invalid' }]))
    });
    settings.bigQueryProjectId = 'project';
    settings.bigQueryDatasetId = 'tagging';
    settings.bigQueryTableId = 'x_conversions';
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(logs).hasLength(3);
    });
- name: Without all three fields there are no rows
  code: |-
    const never = [];
    mockObject('BigQuery', {
      insert: (table) => {
        never.push(table);
        return Promise.create((resolve) => resolve(true));
      }
    });
    settings.bigQueryProjectId = 'project';
    settings.bigQueryTableId = 'x_conversions';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(never).isEqualTo([]);
    });
setup: |-
  // Runs before every scenario, in the same scope. Nothing here reaches the network.
  const callLater = require('callLater');
  const JSON = require('JSON');
  const Promise = require('Promise');
  const sha256Sync = require('sha256Sync');

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

  // With the token nothing has to be signed; a scenario about signatures sets authMethod to oauth1.
  const settings = {
    pixelId: 'o8z6j',
    authMethod: 'pixelToken',
    pixelToken: 'secret-token',
    consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
    consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
    accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
    accessTokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
    categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-o87ne' }],
    logging: 'always'
  };

  // 2025-11-22T08:32:01.456Z. An attempt to send takes so many milliseconds.
  let now = 1763800321456;
  let attemptTakes = 0;
  mock('getTimestampMillis', () => now);

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
    now = now + attemptTakes;
    return Promise.create((resolve, reject) => {
      if (answer.statusCode) {
        resolve(answer);
      } else {
        reject(answer);
      }
    });
  });

  const cookies = {};
  mock('getCookieValues', (name) => cookies[name] ? [cookies[name]] : []);
  mock('setCookie', () => {});
  mock('getEventData', (path) => {
    let value = event;
    path.split('.').forEach((step) => {
      value = value ? value[step] : undefined;
    });
    return value;
  });
  mock('getRequestHeader', (name) => name === 'trace-id' ? 'trace-1' : undefined);
  mock('generateRandom', 12345678);
  mock('getContainerVersion', { debugMode: true });

  const storage = {};
  mockObject('templateDataStorage', {
    getItemCopy: (key) => storage[key],
    setItemCopy: (key, value) => {
      storage[key] = value;
    }
  });

  const logs = [];
  mock('logToConsole', (line) => {
    logs.push(line);
  });

  const hash = (text) => sha256Sync(text, { outputEncoding: 'hex' });

  // The one conversion of a request, of the first one when no number is given.
  const conversion = (number) => JSON.parse(sent[number || 0].body).conversions[0];

  // The log's lines of one type.
  const lines = (type) => logs.map((line) => JSON.parse(line)).filter((line) => line.Type === type);
  const warnings = () => lines('Warning').map((line) => line.Message);

  // Checks after so many turns of the queue: each attempt after the first needs one more.
  const later = (turns, check) => {
    callLater(() => {
      if (turns > 1) {
        later(turns - 1, check);
      } else {
        check();
      }
    });
  };

  // One run for each row: change puts the row's first entry in place; look then finds its second entry in the conversion.
  const eachSends = (rows, change, look) => {
    rows.forEach((row) => {
      change(row[0]);
      runCode(settings);
    });
    callLater(() => {
      assertThat(sent).hasLength(rows.length);
      rows.forEach((row, number) => {
        assertThat(look(conversion(number)), JSON.stringify(row[0])).isEqualTo(row[1]);
      });
    });
  };

  const succeeds = () => {
    assertApi('gtmOnSuccess').wasCalled();
    assertApi('gtmOnFailure').wasNotCalled();
  };

  // Failure, and one line that gives the reason.
  const failsSaying = (text) => {
    assertApi('gtmOnFailure').wasCalled();
    assertApi('gtmOnSuccess').wasNotCalled();
    assertThat(lines('Failure')).hasLength(1);
    assertThat(lines('Failure')[0].Reason).contains(text);
  };

  // Failure before anything is sent.
  const refusesSaying = (text) => {
    failsSaying(text);
    assertThat(sent).hasLength(0);
  };

  // One run for each row: the answer is the row's first entry; the reason of the failure holds its second.
  const eachAnswerFailsSaying = (rows) => {
    settings.retries = '0';
    rows.forEach((row) => {
      answers = [row[0]];
      runCode(settings);
    });
    callLater(() => {
      assertApi('gtmOnSuccess').wasNotCalled();
      assertApi('gtmOnFailure').wasCalled();
      assertThat(lines('Failure')).hasLength(rows.length);
      rows.forEach((row, number) => {
        assertThat(lines('Failure')[number].Reason).contains(row[1]);
      });
    });
  };

  const warns = (text) => {
    assertThat(warnings().join('\n')).contains(text);
  };

  const sendsNothingSaying = (text) => {
    succeeds();
    assertThat(sent).hasLength(0);
    assertThat(lines('Message')[0].Message).contains(text);
  };


___NOTES___

Built from TypeScript; the source, its tests and the documentation are in the template's repository.
Change the source and build it anew rather than this code.
