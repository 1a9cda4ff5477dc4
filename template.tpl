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
  "displayName": "X Ads Conversions",
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
  "description": "Sends GA4 events as conversions to X (Twitter) Ads, from your own server to X and nowhere else. Uses the pixel access token, or OAuth 1.0a signed inside the container, and says why whenever nothing is sent.",
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
        "help": "\u003ca href\u003d\"https://ads.x.com/\" target\u003d\"_blank\"\u003eX Ads\u003c/a\u003e, Tools, Events Manager: the ID of your pixel, 3 to 12 letters and digits. It is not the ID of an event. From here to the first counted conversion: the guide (docs/setup.md in the template\u0027s repository).",
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
        "defaultValue": "pixelToken",
        "help": "Take the pixel access token if you may: it needs no developer account and no approval. OAuth 1.0a needs an app that X has approved for the Ads API; its requests are signed inside this container. How to get it: the guide (docs/setup.md in the template\u0027s repository).",
        "radioItems": [
          {
            "value": "pixelToken",
            "displayValue": "Pixel access token",
            "subParams": [
              {
                "type": "TEXT",
                "name": "pixelToken",
                "displayName": "Pixel access token",
                "simpleValueType": true,
                "help": "\u003ca href\u003d\"https://ads.x.com/\" target\u003d\"_blank\"\u003eX Ads\u003c/a\u003e, Tools, Events Manager, Install Pixel, Manual, Conversion API, Generate access token. Best kept in a constant variable of this container.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "The token is needed to authenticate with X."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*[^\\s\"\u0027`]([\\s\\S]*[^\\s\"\u0027`])?\\s*$"
                    ],
                    "errorMessage": "Paste the value without quotes around it."
                  }
                ]
              }
            ]
          },
          {
            "value": "oauth1",
            "displayValue": "OAuth 1.0a (signed inside this container)",
            "subParams": [
              {
                "type": "TEXT",
                "name": "consumerKey",
                "displayName": "Consumer key",
                "simpleValueType": true,
                "help": "\u003ca href\u003d\"https://developer.x.com/\" target\u003d\"_blank\"\u003eX developer portal\u003c/a\u003e, your app, Keys and tokens, under Consumer Keys: the API key. Best kept, like the other three, in a constant variable of this container.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Consumer key is needed to sign requests."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*[^\\s\"\u0027`]([\\s\\S]*[^\\s\"\u0027`])?\\s*$"
                    ],
                    "errorMessage": "Paste the value without quotes around it."
                  }
                ]
              },
              {
                "type": "TEXT",
                "name": "consumerSecret",
                "displayName": "Consumer secret",
                "simpleValueType": true,
                "help": "\u003ca href\u003d\"https://developer.x.com/\" target\u003d\"_blank\"\u003eX developer portal\u003c/a\u003e, your app, Keys and tokens, under Consumer Keys: the API key secret.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Consumer secret is needed to sign requests."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*[^\\s\"\u0027`]([\\s\\S]*[^\\s\"\u0027`])?\\s*$"
                    ],
                    "errorMessage": "Paste the value without quotes around it."
                  }
                ]
              },
              {
                "type": "TEXT",
                "name": "accessToken",
                "displayName": "Access token",
                "simpleValueType": true,
                "help": "\u003ca href\u003d\"https://developer.x.com/\" target\u003d\"_blank\"\u003eX developer portal\u003c/a\u003e, your app, Keys and tokens, under Authentication Tokens. Its user must be ad manager or account administrator of the ads account. Make a new one after X has approved the app.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Access token is needed to sign requests."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*[^\\s\"\u0027`]([\\s\\S]*[^\\s\"\u0027`])?\\s*$"
                    ],
                    "errorMessage": "Paste the value without quotes around it."
                  }
                ]
              },
              {
                "type": "TEXT",
                "name": "accessTokenSecret",
                "displayName": "Access token secret",
                "simpleValueType": true,
                "help": "\u003ca href\u003d\"https://developer.x.com/\" target\u003d\"_blank\"\u003eX developer portal\u003c/a\u003e, your app, Keys and tokens, under Authentication Tokens, shown together with the access token.",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "Access token secret is needed to sign requests."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*[^\\s\"\u0027`]([\\s\\S]*[^\\s\"\u0027`])?\\s*$"
                    ],
                    "errorMessage": "Paste the value without quotes around it."
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
        "help": "One row for each kind of conversion that has an event in X Events Manager, with the ID of that event. These GA4 events select a category:\u003cbr\u003ePage view / Site visit: page_view\u003cbr\u003eContent view: view_item\u003cbr\u003eSearch: search, view_search_results\u003cbr\u003eAdd to cart: add_to_cart\u003cbr\u003eAdd to wishlist: add_to_wishlist\u003cbr\u003eCheckout initiated: begin_checkout\u003cbr\u003eAdded payment info: add_payment_info\u003cbr\u003ePurchase: purchase\u003cbr\u003eLead: generate_lead\u003cbr\u003eSign up: sign_up\u003cbr\u003eSubscribe: subscribe\u003cbr\u003eStart trial: start_trial\u003cbr\u003eDownload: file_download\u003cbr\u003eProduct customization: customize_product\u003cbr\u003eCustom: every other event. X shows Lead and Sign up under the same type.",
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
            "displayName": "X event ID",
            "defaultValue": "",
            "valueHint": "tw-o8z6j-o87ne",
            "valueValidators": [
              {
                "type": "NON_EMPTY",
                "errorMessage": "The X event ID is needed."
              },
              {
                "type": "REGEX",
                "args": [
                  "^\\s*(tw-[A-Za-z0-9]{3,12}-[A-Za-z0-9]+|[A-Za-z]{1,6}|[A-Za-z]*[0-9][A-Za-z0-9]*)\\s*$"
                ],
                "errorMessage": "An X event ID looks like o87ne or tw-o8z6j-o87ne; it is not the name of an event. Copy it from X Events Manager, your event."
              }
            ]
          }
        ]
      },
      {
        "type": "SIMPLE_TABLE",
        "name": "customEvents",
        "displayName": "Single events",
        "help": "For events of your own, by their exact name: see Event Name in the preview of this container. Such a row wins over the category of its event.",
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
            "displayName": "X event ID",
            "defaultValue": "",
            "valueHint": "tw-o8z6j-o87ne",
            "valueValidators": [
              {
                "type": "NON_EMPTY",
                "errorMessage": "The X event ID is needed."
              },
              {
                "type": "REGEX",
                "args": [
                  "^\\s*(tw-[A-Za-z0-9]{3,12}-[A-Za-z0-9]+|[A-Za-z]{1,6}|[A-Za-z]*[0-9][A-Za-z0-9]*)\\s*$"
                ],
                "errorMessage": "An X event ID looks like o87ne or tw-o8z6j-o87ne; it is not the name of an event. Copy it from X Events Manager, your event."
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
        "help": "What happens to events that no row above takes. Scrolls and clicks are among them, so you will rarely want to send them all.",
        "radioItems": [
          {
            "value": "ignore",
            "displayValue": "Send nothing"
          },
          {
            "value": "send",
            "displayValue": "Send with one X event ID",
            "subParams": [
              {
                "type": "TEXT",
                "name": "defaultEventId",
                "displayName": "X event ID",
                "simpleValueType": true,
                "help": "X Events Manager, your event: its ID looks like o87ne or tw-o8z6j-o87ne.",
                "valueHint": "tw-o8z6j-o87ne",
                "valueValidators": [
                  {
                    "type": "NON_EMPTY",
                    "errorMessage": "The X event ID is needed."
                  },
                  {
                    "type": "REGEX",
                    "args": [
                      "^\\s*(tw-[A-Za-z0-9]{3,12}-[A-Za-z0-9]+|[A-Za-z]{1,6}|[A-Za-z]*[0-9][A-Za-z0-9]*)\\s*$"
                    ],
                    "errorMessage": "An X event ID looks like o87ne or tw-o8z6j-o87ne; it is not the name of an event. Copy it from X Events Manager, your event."
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
    "name": "consentGroup",
    "displayName": "Consent",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "RADIO",
        "name": "consent",
        "displayName": "Consent",
        "simpleValueType": true,
        "defaultValue": "always",
        "help": "What the visitor chose in your consent banner, read from the event as Google\u0027s consent mode or a data client sends it: consent_state, x-ga-gcd, x-ga-gcs, in the preview under Event Data. With both lower choices, an event that says nothing about consent is not sent.",
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
        "help": "Value, currency, items, page URL, and the ID by which X recognises the same conversion sent by its pixel."
      },
      {
        "type": "SELECT",
        "name": "conversionIdSource",
        "displayName": "Conversion ID",
        "macrosInSelect": true,
        "simpleValueType": true,
        "defaultValue": "transaction_id",
        "help": "Which value of the event is tried first. It must be what X\u0027s pixel on your site sends as conversion_id, or the conversion counts twice. X\u0027s own samples use the order number. More: one conversion, counted once (docs/deduplication.md in the template\u0027s repository).",
        "selectItems": [
          {
            "value": "transaction_id",
            "displayValue": "transaction_id (order number), then event_id"
          },
          {
            "value": "event_id",
            "displayValue": "event_id, then transaction_id"
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
        "help": "For what is missing or wrong in the event: a row here wins over the event. Values may be variables. To send a field that is not in the list, choose a variable that holds its name. What each field takes: the list (docs/mapping.md in the template\u0027s repository).",
        "newRowButtonText": "Add value",
        "simpleTableColumns": [
          {
            "type": "SELECT",
            "name": "name",
            "displayName": "Field",
            "isUnique": true,
            "macrosInSelect": true,
            "defaultValue": "value",
            "selectItems": [
              {
                "value": "value",
                "displayValue": "Value (value)"
              },
              {
                "value": "price_currency",
                "displayValue": "Currency (price_currency)"
              },
              {
                "value": "conversion_id",
                "displayValue": "Conversion ID (conversion_id)"
              },
              {
                "value": "number_items",
                "displayValue": "Number of items (number_items)"
              },
              {
                "value": "contents",
                "displayValue": "Products (contents)"
              },
              {
                "value": "conversion_time",
                "displayValue": "Time (conversion_time)"
              },
              {
                "value": "event_source_url",
                "displayValue": "Page URL (event_source_url)"
              },
              {
                "value": "description",
                "displayValue": "Description (description)"
              },
              {
                "value": "search_string",
                "displayValue": "Search term (search_string)"
              }
            ],
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
        "help": "E-mail address and phone number from user_data, IP address, user agent and click ID: how X finds the person who saw your ad. E-mail address and phone number are hashed before anything is sent."
      },
      {
        "type": "TEXT",
        "name": "countryCallingCode",
        "displayName": "Country calling code",
        "simpleValueType": true,
        "help": "Put in front of phone numbers that your site sends without one: 49 for Germany, 1 for North America. A phone number that stays incomplete is left out.",
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
        "help": "For what is missing or wrong in the event: a row here wins over the event. Values may be variables. E-mail address and phone number may be plain, which the tag hashes, or SHA-256 hashes.",
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
        "help": "Somebody clicks an ad now and buys next week: with the cookie, that purchase still has the click ID.",
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
    "name": "delivery",
    "displayName": "Delivery",
    "groupStyle": "ZIPPY_CLOSED",
    "subParams": [
      {
        "type": "RADIO",
        "name": "sendMode",
        "displayName": "Mode",
        "simpleValueType": true,
        "defaultValue": "send",
        "help": "Check only does everything but the request, and writes to the console what it would send, or why it would not. X has no test mode: everything that is sent counts. How to test: the guide (docs/setup.md in the template\u0027s repository).",
        "radioItems": [
          {
            "value": "send",
            "displayValue": "Send conversions"
          },
          {
            "value": "checkOnly",
            "displayValue": "Check only: send nothing"
          }
        ]
      },
      {
        "type": "TEXT",
        "name": "timeoutMs",
        "displayName": "Time limit",
        "simpleValueType": true,
        "help": "How long X may take to answer one attempt: 500 to 4900 milliseconds.",
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
        "defaultValue": "failures",
        "help": "What was sent and what X answered, in the preview under Console, else in the log of your server (Google Cloud: Logs Explorer). A failure holds the request, so that it can be sent again. Never a secret, a plain e-mail address or a plain phone number. What each line means, and alerts: operations (docs/operations.md in the template\u0027s repository).",
        "radioItems": [
          {
            "value": "never",
            "displayValue": "Nothing"
          },
          {
            "value": "preview",
            "displayValue": "Everything, in preview mode only"
          },
          {
            "value": "failures",
            "displayValue": "Failures always, the rest in preview mode"
          },
          {
            "value": "always",
            "displayValue": "Everything, always"
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
            "help": "Google Cloud console, BigQuery, below the dataset above. How to create it: the table (docs/operations.md in the template\u0027s repository).",
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
 * GTM's server-side APIs: every `require` of the tag stands here and nowhere else. The names are Google's
 * (Server-side tagging, API reference); what each needs is in template/permissions.json.
 */
const bigQuery = require('BigQuery');
const decodeUriComponent = require('decodeUriComponent');
const encodeUriComponent = require('encodeUriComponent');
const generateRandom = require('generateRandom');
const getContainerVersion = require('getContainerVersion');
const getEventData = require('getEventData');
const getRequestHeader = require('getRequestHeader');
const getTimestampMillis = require('getTimestampMillis');
const getType = require('getType');
const logToConsole = require('logToConsole');
const sendHttpRequest = require('sendHttpRequest');
const setCookie = require('setCookie');
const templateDataStorage = require('templateDataStorage');
const getCookieValues = require('getCookieValues');
const json = require('JSON');
const sha256Sync = require('sha256Sync');

/**
 * The values of all cookies of a name as they stand in the header: decoding by Google may throw on a broken
 * one.
 */
function rawCookies(name) {
  return getCookieValues(name, true) || [];
}

/**
 * The value of a JSON text of an object or a list, `undefined` for everything else: GTM's parser may throw on
 * other texts.
 */
function parseJson(text) {
  const trimmed = text.trim();
  return trimmed.match('^[{[]') ? json.parse(trimmed) : undefined;
}

/** JSON text of a value; `undefined` for what has none, such as an object that contains itself. */
function stringify(value) {
  return json.stringify(value);
}

/** SHA-256 of the UTF-8 text as 64 lower-case hex digits. */
function sha256(text) {
  return sha256Sync(text, { outputEncoding: 'hex' });
}

// src/mapping/limits.ts
/**
 * The longest texts of a visitor that are looked at, in characters. What is longer is left out whole and
 * told: nobody's name, address or id is, and the cost of a run stays in proportion. X documents no lengths
 * of its own.
 */
const LONGEST = {
  /** Of e-mail addresses, phone numbers, user agents, lists of IP addresses as proxies write them. */
  person: 2048,
  clickId: 256,
  conversionId: 256,
  /** Of products and of groups of them. */
  contentId: 256,
  /** Beyond this the page is sent without its query. */
  pageUrl: 2048,
  /** Names, descriptions, what was searched for. */
  text: 1024,
};

// src/mapping/text.ts
/** Texts out of values of unknown type, and what is done to texts. */

/** Text or finite number as trimmed text; everything else is absent (`''`). */
function textOf(value) {
  if (typeof value === 'string') {
    return value.trim();
  }
  // NaN and the infinities are no texts anybody meant.
  return typeof value === 'number' && value - value === 0 ? '' + value : '';
}

/**
 * Blanks, inside the brackets of a pattern: plain, tab, line ends, no-break, narrow no-break, ideographic.
 */
const BLANKS = ' \t\n\r  　';

/**
 * Characters without width that copied texts bring along, as they stand inside the brackets of a pattern,
 * percent-encoded so that they can be seen here: U+00AD, U+200B to U+200F, U+202A to U+202E, U+2060 to
 * U+2064, U+FEFF.
 */
const INVISIBLE = '%C2%AD%E2%80%8B-%E2%80%8F%E2%80%AA-%E2%80%AE%E2%81%A0-%E2%81%A4%EF%BB%BF';

/** The text without characters that nobody sees. */
function withoutInvisible(text, decode) {
  return without(text, decode(INVISIBLE));
}

/**
 * The text without some characters. Each kind of them goes at once, so the cost is linear in the length.
 * @param characters what stands inside the brackets of a pattern
 */
function without(text, characters) {
  const pattern = '[' + characters + ']';
  let rest = text;
  let found = rest.match(pattern);
  while (found) {
    rest = rest.split(found[0]).join('');
    found = rest.match(pattern);
  }
  return rest;
}

/** The text with some texts in the place of others, in the order of the table. */
function swapped(text, table) {
  let rest = text;
  for (const from in table) {
    rest = rest.split(from).join(table[from]);
  }
  return rest;
}

/**
 * What was percent-encoded up to three times as it was before; `''` when it is malformed.
 * @param sign a character that only the decoded text holds
 */
function percentDecoded(
  text,
  sign,
  decode
) {
  let plain = text;
  for (let i = 0; plain.indexOf('%') >= 0 && plain.indexOf(sign) < 0 && i < 3; i += 1) {
    plain = decode(plain) || '';
  }
  return plain;
}

// src/mapping/not-given.ts
/**
 * What stands where nothing was given: the texts that broken variables leave behind, placeholders, and their
 * hashes. Ids, click ids, identifiers, amounts, times and settings are read through this; free texts (names,
 * descriptions) are not.
 */

/** What JavaScript, Python, GTM and GA4 write for nothing, in lower case, and unresolved variables. */
const NOTHING = '^(undefined|null|nan|none|[[]object object]|[(]not set[)]|replace_me)?$|[{][{]';

/**
 * Text or number as trimmed text; `''` for every other type and for a text that stands for nothing, such as
 * `undefined`, `(not set)`, `REPLACE_ME` or `{{an unresolved variable}}`.
 */
function givenText(value) {
  const text = textOf(value);
  return text.toLowerCase().match(NOTHING) ? '' : text;
}

/**
 * Whether nothing was given: `undefined`, `null`, NaN, or a text as above. Infinity and values of other types
 * are something.
 */
function isNotGiven(value) {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && givenText(value) === '') ||
    value !== value
  );
}

/**
 * Whether a hash is that of one of the words above, as they are usually written, or 64 zeros.
 * @param hash 64 lower-case hex digits
 */
function isHashOfNothing(hash, sha256) {
  const words =
    '|undefined|Undefined|UNDEFINED|null|Null|NULL|nan|NaN|NAN|none|None|NONE|[object Object]|' +
    '[object object]|(not set)|(Not Set)|(NOT SET)|REPLACE_ME|replace_me';
  return !hash.match('[^0]') || words.split('|').some((word) => sha256(word) === hash);
}

/**
 * The placeholder that stands where a setting is expected: one of the words above, or what stands between
 * `{{` and `}}` with them, `{{` when that is not short; `''` when there is none.
 */
function placeholderIn(text) {
  const found = text.match('[{][{]([^}]{0,36}[}][}])?');
  return found ? found[0] : givenText(text) ? '' : text;
}

// src/mapping/click-id.ts
/**
 * X's click id. It stands in the landing URL as `twclid`, afterwards in the cookie `_twclid`: as URL-encoded
 * JSON, which X's pixel writes and reads, or bare, as X's own server-side template writes it.
 */

/**
 * The click id in a text that should be one, as it stands in a URL, a cookie or a field: bare or in the
 * pixel's JSON, either percent-encoded up to three times. `''` when there is none, or a credential of the tag.
 */
function clickIdOf(given, tools) {
  let text = percentDecoded(given, '{', tools.decode).trim();
  if (text.charAt(0) === '{') {
    const kept = tools.parseJson(text);
    text = tools.typeOf(kept) === 'object' ? textOf(kept.twclid) : '';
  }
  // Links bring along blanks (also as +), a slash behind it, the rest of a URL.
  const found = text.match('^[' + BLANKS + '+]*([A-Za-z0-9_-]+)[' + BLANKS + '+/]*([?&#;]|$)');
  const id = found ? givenText(found[1]) : '';
  return id.length > LONGEST.clickId || tools.holdsSecret(id) ? '' : id;
}

/** The first that is one. */
function firstOf(cookies, tools) {
  for (const cookie of cookies) {
    const id = clickIdOf(cookie, tools);
    if (id) {
      return id;
    }
  }
  return '';
}

/**
 * The click id in a URL's query, `''` when there is none; a damaged one is told. A fragment may hold a
 * question mark of its own.
 */
function clickIdFromUrl(url, tools) {
  const parts = url.split('#')[0].split('twclid=');
  let isDamaged = false;
  for (let i = 1; i < parts.length; i += 1) {
    // A second question mark, and the & of HTML (&amp;), separate parameters too.
    if (parts[i - 1].match('[?&;]$')) {
      const value = parts[i].match('^[^?&;]*')[0];
      const id = clickIdOf(value, tools);
      if (id) {
        return id;
      }
      isDamaged = isDamaged || givenText(value) !== '';
    }
  }
  if (isDamaged) {
    tools.warn(
      'The twclid in the URL of the page is damaged: it is not used. Check what rewrites your links.'
    );
  }
  return '';
}

/**
 * The click id of the URL, else of the cookies, `''` when there is none.
 * @returns `landed`: the one of the URL when it is not in the cookie yet, else `''`
 */
function findClickId(places, tools) {
  const found = clickIdFromUrl(places.page || places.referrer, tools);
  const kept = firstOf(places.kept, tools);
  return {
    clickId: found || kept || firstOf(places.other, tools),
    landed: found === kept ? '' : found,
  };
}

/**
 * The value of the cookie `_twclid` before it is percent-encoded, key by key as version 2.3.33 of X's pixel
 * writes it. The pixel takes a bare value for none.
 * @param clickId letters, digits, `_` and `-`
 * @param now epoch milliseconds
 */
function clickIdCookie(clickId, now) {
  return '{"pixelVersion":"2.3.33","timestamp":"' + now + '","twclid":"' + clickId + '","source":1}';
}

// src/labels.ts
/** What the form calls its fields, for the sentences that name them; a test holds it against the form. */

/**
 * The label of a field of the tag, or of the field that sets a parameter which an error of X names.
 * @returns a parameter without a field of its own is a row of Conversion data; `''` for an empty name
 */
function labelOf(name) {
  const people = 'User data';
  const labels = {
    pixelId: 'Pixel ID',
    pixel_id: 'Pixel ID',
    consumerKey: 'Consumer key',
    consumerSecret: 'Consumer secret',
    accessToken: 'Access token',
    accessTokenSecret: 'Access token secret',
    pixelToken: 'Pixel access token',
    categoryEvents: 'Conversion categories',
    eventId: 'X event ID',
    event_id: 'X event ID',
    autoUserData: 'Read identifiers from the event',
    userData: people,
    identifiers: people,
    hashed_email: people + ', e-mail address',
    hashed_phone_number: people + ', phone number',
    twclid: people + ', click ID',
    ip_address: people + ', IP address',
    user_agent: people + ', user agent',
    conversionData: 'Conversion data',
    consent: 'Consent',
    sendMode: 'Mode',
    timeoutMs: 'Time limit',
  };
  return labels.hasOwnProperty(name) ? labels[name] : name && labels.conversionData + ', ' + name;
}

// src/settings.ts
/**
 * The tag's fields: the only module that names them. Every value may come from a GTM variable, so its type is
 * unknown until looked at. An absent field has its default of the form, which is also what these constants
 * fall back to.
 */

/** The whole number that a text of up to six digits says; -1 for everything else. */
function numberIn(text) {
  // To an arithmetic operation the text of a number is that number.
  return text.match('^[0-9]{1,6}$') ? text * 1 : -1;
}

/** A table's rows; none when the field is empty or filled with something else. */
function rowsIn(table) {
  return getType(table) === 'array' ? table.filter((row) => !!row) : [];
}

/** Name to value of a table; the last row of a name counts. */
function byName(table) {
  const result = {};
  for (const row of rowsIn(table)) {
    const name = textOf(row.name);
    if (name) {
      result[name] = row.value;
    }
  }
  return result;
}

const pixelId = textOf(data.pixelId);

/** How X knows the sender: by four credentials, else by the pixel's token. */
const usesOAuth = data.authMethod === 'oauth1';
const oauthFields = ['consumerKey', 'consumerSecret', 'accessToken', 'accessTokenSecret'];
const usedFields = usesOAuth ? oauthFields : ['pixelToken'];
/** The credentials that are used, by the name of their field. */
const credentials = {};
for (const name of usedFields) {
  credentials[name] = textOf(data[name]);
}

/** What no text may show, used or not. A placeholder is no secret: it is named. */
function secrets() {
  return oauthFields.concat(['pixelToken']).map((name) => givenText(data[name]));
}

/** Which events are sent as what. */
const eventTables = {
  customEvents: rowsIn(data.customEvents),
  categoryEvents: rowsIn(data.categoryEvents),
  otherEventId: data.otherEvents === 'send' ? textOf(data.defaultEventId) : undefined,
  pixelId: pixelId,
  labelOf: labelOf,
};

const readsUserData = data.autoUserData !== false;
const countryCallingCode = textOf(data.countryCallingCode);
const userDataOverrides = data.userData ? byName(data.userData) : undefined;
const sendsBrowserId = data.sendBrowserId === true;

const readsConversionData = data.autoConversionData !== false;
const conversionIdSource = data.conversionIdSource === 'event_id' ? 'event_id' : 'transaction_id';
/** The item's key that is the product's id in the catalogue. */
const contentIdSource = data.contentIdSource === 'item_variant' ? 'item_variant' : 'item_id';
const conversionDataOverrides = data.conversionData ? byName(data.conversionData) : undefined;

const setsClickIdCookie = data.setClickIdCookie !== false;
/** The options of the click id cookie; days out of range fall back to 390, as X's own template writes it. */
function clickIdCookieOptions() {
  const days = numberIn(textOf(data.clickIdCookieDays));
  return {
    domain: givenText(data.clickIdCookieDomain) || 'auto',
    path: '/',
    'max-age': (days > 0 && days <= 400 ? days : 390) * 86400,
    secure: true,
    httpOnly: data.clickIdCookieHttpOnly === true,
    sameSite: 'lax',
  };
}

/** The consent signals the operator asks for; both when what the field says is none of its values. */
const neededSignals =
  (data.consent || 'always') === 'always'
    ? []
    : data.consent === 'adStorage'
      ? ['ad_storage']
      : ['ad_storage', 'ad_user_data'];

/** Whether everything is done but the request. */
const checksOnly = data.sendMode === 'checkOnly';
/** Milliseconds an attempt may take, as the field says it. */
const timeoutText = textOf(data.timeoutMs) || '4000';
const timeout = numberIn(timeoutText);
/** Attempts after the first, 0 to 3; anything else counts as 1. */
function retries() {
  const attempts = numberIn(textOf(data.retries));
  return attempts >= 0 && attempts <= 3 ? attempts : 1;
}
/** Whether success is reported before X answers. */
const respondsEarly = data.respondEarly === true;

const logging = data.logging;
/** Whether every line is written to the console. */
const logsAll =
  logging === 'always' || (logging !== 'never' && getContainerVersion().debugMode === true);
/** Whether failures are written, also outside of preview mode. */
const logsFailures = logsAll || (logging !== 'never' && logging !== 'preview');

/** The table for rows of the log, `undefined` unless all three fields are filled in. */
const bigQueryTable =
  givenText(data.bigQueryProjectId) && givenText(data.bigQueryDatasetId) && givenText(data.bigQueryTableId)
    ? {
        projectId: textOf(data.bigQueryProjectId),
        datasetId: textOf(data.bigQueryDatasetId),
        tableId: textOf(data.bigQueryTableId),
      }
    : undefined;

// src/mapping/persons.ts
/**
 * Persons in texts: e-mail addresses, and phone numbers as parameters of a URL. They stay out of what is sent
 * and written, except hashed among the identifiers; so do hashes.
 *
 * An address is something, a sign, labels, and a last label of letters or in the form of RFC 5890 (`xn--`),
 * also when a number of five digits or more is written right behind it. The sign may be full-width or
 * percent-encoded, also more than once. A sign behind a blank or a slash begins the name of an account: that
 * stays. A phone number is a parameter one word of whose name says so, with six digits or more.
 *
 * Texts are cut at signs, not searched for whole addresses: the cost is linear in the length.
 */

/**
 * In lower case: without a sign, or such a word in a name in front of an equals sign, a text holds nobody.
 */
const MAYBE = '[@＠﹫]|&#64;|%(25)*(40|ef)|(phone|tel|mobile|msisdn|whats)[^?&;#/" ]{0,99}(=|%(25)*3d)';

/** A hash, or several without anything between them. */
const HASH = '[A-Fa-f0-9]{64,}';

/** Whether a text holds an e-mail address, a phone number as a URL's parameter, or a hash. */
function holdsPerson(text) {
  return withoutPersons(text) !== text || !!text.match(HASH);
}

/** The text with `(e-mail address)` and `(phone number)` in their places; itself when it holds none. */
function withoutPersons(text) {
  if (!text.toLowerCase().match(MAYBE)) {
    return text;
  }
  // Layers of percent-encoding, then what stands for the sign and for what separates parameters.
  const plain = swapped(text, {
    '%252525': '%', '%2525': '%', '%25': '%', '＠': '@', '﹫': '@', '．': '.', '。': '.', '%40': '@',
    '&#64;': '@', '%EF%BC%A0': '@',
    '%ef%bc%a0': '@', '%3F': '?', '%3f': '?', '%26': '&', '%23': '#', '%3B': ';', '%3b': ';', '%3D': '=',
    '%3d': '=', '%2E': '.', '%2e': '.',
  });
  const result = withoutNumbers(withoutAddresses(plain));
  return result === plain ? text : result;
}

/** Works on what stands between the signs. */
function withoutAddresses(text) {
  // A label: letters, digits, hyphen, underscore, parts of percent-encoding, everything that is not ASCII.
  const domainPattern =
    '^([^ -$&-,./:-@[-^`{-~' +
    BLANKS +
    ']+[.])+' +
    '(xn--[A-Za-z0-9-]+|[A-Za-z]+[0-9]{5,}|([A-Za-z]|[^ -~' +
    BLANKS +
    ']|%[89A-Fa-f][0-9A-Fa-f])+)([^A-Za-z0-9]|$)';
  const parts = text.split('@');
  let done = '';
  // What stands in front of the next sign.
  let before = parts[0];
  for (let i = 1; i < parts.length; i += 1) {
    const part = parts[i];
    const domain = part.match(domainPattern);
    if (domain && !before.match('(^|[' + BLANKS + '"(),:;<>[\\]\\\\/])$')) {
      const inFront = before.match('^([^@]*[' + BLANKS + '"\'()<>[\\]{},;:/?&#=])?');
      done = done + inFront[0] + '(e-mail address)';
      before = part.slice(domain[0].length - domain[4].length);
    } else {
      done = done + before + '@';
      before = part;
    }
  }
  return done + before;
}

/** Works on what stands between the equals signs: a name behind a separator, then a value up to the next. */
function withoutNumbers(text) {
  const parts = text.split('=');
  let done = parts[0];
  for (let i = 1; i < parts.length; i += 1) {
    const part = parts[i];
    // Digits of percent-encoding count too: rather a number too many.
    const number = part.match('^([^?&;#0-9０-９]*[0-9０-９]){5}[^?&;#]*[0-9０-９]');
    done =
      done +
      '=' +
      (number && endsInPhoneName(parts[i - 1]) ? '(phone number)' + part.slice(number[0].length) : part);
  }
  return done;
}

/**
 * Whether one word of the name at the end of a text is a phone's: `PHONE`, `user[phone]`, `customerPhone`,
 * `mobile_no`, not `telco` or `hotel`. Brackets and the like may be percent-encoded.
 */
function endsInPhoneName(text) {
  const name = text.slice(text.match('^([^=]*[?&;#/" ])?')[0].length);
  const pattern =
    '((^|[^A-Za-z]|%[0-9A-Fa-f]{2})(phone|tel(ephone)?|mobile|msisdn|whats[Aa]pp)|' +
    'Phone|Tel(ephone)?|Mobile|Msisdn|MSISDN|Whats[Aa]pp|[a-z](PHONE|TEL(EPHONE)?|MOBILE|WHATSAPP))' +
    '(number|phone)?([^a-z]|$)';
  return !!(name.match(pattern) || name.toLowerCase().match(pattern));
}

/**
 * The text with every run of 64 hex digits or more shortened to its first eight and `...`, so that no hash of
 * a person stands in it.
 */
function shortenedHashes(text) {
  let done = '';
  let rest = text;
  let found = rest.match(HASH);
  while (found) {
    const start = rest.indexOf(found[0]);
    done = done + rest.slice(0, start + 8) + '...';
    rest = rest.slice(start + found[0].length);
    found = rest.match(HASH);
  }
  return done + rest;
}

/**
 * The page's URL as X may have it: whole; without query and fragment when a person or a hash is in them, or
 * when it is longer than 2,048 characters; `''` when that does not help, or when it is no URL of the web.
 */
function pageUrlOf(url) {
  if (!url.toLowerCase().match('^https?://')) {
    return '';
  }
  const forms = [url, url.split('#')[0].split('?')[0]];
  for (const form of forms) {
    if (form.length <= LONGEST.pageUrl && !holdsPerson(form)) {
      return form;
    }
  }
  return '';
}

/**
 * The last gate before the body: takes out each field of a conversion, and of its contents, whose name or
 * value holds a person, a hash or a credential of the tag at any depth, and tells so without repeating it.
 * Identifiers stay as they are.
 */
function dropPersons(sent, tools) {
  const identifiers = sent.identifiers;
  sent.identifiers = [];
  if (!maySend('', sent, tools)) {
    const contents = sent.contents || [];
    for (const content of contents) {
      dropFields(content, tools);
    }
    // Of a product that was nothing but a person nothing is left.
    const left = contents.filter((content) => tools.stringify(content) !== '{}');
    sent.contents = left.length > 0 ? left : undefined;
    dropFields(sent, tools);
  }
  sent.identifiers = identifiers;
}

/** Takes out the fields that hold what must not leave. */
function dropFields(fields, tools) {
  for (const name in fields) {
    if (fields[name] !== undefined && !maySend(name, fields[name], tools)) {
      fields[name] = undefined;
      tools.warn(
        (holdsPerson(name) ? 'A field' : '"' + name + '"') +
          ' holds an e-mail address or a phone number, a hash or a credential: it is left out.'
      );
    }
  }
}

/** Names and values are judged as the parameters of a URL are; an object that holds itself is refused. */
function maySend(name, value, tools) {
  const json = tools.stringify(value);
  return (
    json !== undefined &&
    !tools.holdsSecret(name + json) &&
    !holdsPerson('"' + name + '=' + json.split('":').join('='))
  );
}

// src/mapping/tools.ts
/** What the mapping needs from its surroundings. It is handed in, so that the rules stay plain functions. */

/** Tells that a value was given and cannot be used. */
function unusable(name, tools) {
  tools.warn('The value for "' + name + '" cannot be used: it is left out. Check where it comes from.');
}

/** Tells that a text is too long; the empty one stands in its place. */
function tooLong(name, longest, tools) {
  tools.warn('The value for "' + name + '" is longer than ' + longest + ' characters: it is left out.');
  return '';
}

/** Tells each thing once: of a thousand items with a bad price one line is enough. */
function tellingOnce(tools) {
  const told = [];
  return {
    warn: (sentence) => {
      if (told.indexOf(sentence) < 0) {
        told.push(sentence);
        tools.warn(sentence);
      }
    },
  };
}

// src/mapping/amount.ts
/**
 * Amounts of money and other decimal numbers, read and rounded as their decimal text reads: digits in,
 * digits out. No sum, no product and no rounding is made on a binary fraction, in which 1.005 is a little
 * less than itself.
 *
 * X wants decimals even in whole amounts (X, Web conversions, request example; reported by senders), so an
 * amount is a text such as `"65.00"`.
 */

const PLAIN = '^([+-]?)(0|[1-9][0-9]*)([.]([0-9]*))?$';

/**
 * Digits before the point with which whole numbers and their decimals are surely exact everywhere: below
 * 1e13.
 */
const MOST_DIGITS = 13;

/** To an arithmetic operation digits are the number they write. */
function numberOf(digits) {
  return digits * 1;
}

/**
 * Other ways to write an amount that can be read in one way only, as a plain number; `''` for everything
 * else.
 */
function plainly(text) {
  // 1e-7, as JavaScript writes what is below a millionth: nothing in any currency.
  if (text.match('^-?[0-9]([.][0-9]+)?e-([7-9]|[1-9][0-9]+)$')) {
    return '0';
  }
  // 007.5 .99 12,50 1,299.00 1,234,567 1,23,456.00 1.299,00 1.234.567 1'299.00, also with a blank
  // for the apostrophe. A single comma before three digits may be either.
  const isReadable = text.match(
    '^[+-]?(0[0-9]+([.][0-9]*)?|[.][0-9]+|[0-9]*,[0-9]{1,2}|[1-9][0-9]{0,2}(' +
      '(,[0-9]{3})+[.][0-9]*|(,[0-9]{3}){2,}|(,[0-9]{2})+,[0-9]{3}([.][0-9]*)?|' +
      "([.][0-9]{3})+,[0-9]+|([.][0-9]{3}){2,}|(['’" +
      BLANKS +
      '][0-9]{3})+([.,][0-9]*)?))$'
  );
  if (!isReadable) {
    return '';
  }
  // The last mark begins the decimals, unless it is there more than once.
  const parts = text.split(text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.');
  const fraction = parts.length === 2 ? parts.pop() : '';
  const digits = parts.join('').split('');
  const whole = numberOf(digits.filter((sign) => sign >= '0' && sign <= '9').join(''));
  return (text.charAt(0) === '-' ? '-' : '') + whole + '.' + fraction;
}

/**
 * The decimal number that a number or a text is; `null` for words, currency signs, what can be read in two
 * ways, and from 1e21 on.
 */
function decimalOf(value) {
  const text = typeof value === 'number' ? '' + value : givenText(value);
  return (text.match(PLAIN) || plainly(text).match(PLAIN));
}

/**
 * How many pieces a number or a text says, whole or not; `undefined` for what is none, negative, or 1e13 and
 * more.
 */
function quantityOf(value) {
  const decimal = decimalOf(value);
  const pieces = decimal ? numberOf(decimal[0]) : -1;
  return pieces >= 0 && pieces < 10000000000000 ? pieces : undefined;
}

/**
 * An amount as X takes it, rounded half up: `"65.00"`; `undefined` when it cannot be sent, which is told.
 * What is too small to be negative then is zero.
 * @param name what the log calls it
 * @param given `null` for what was given and is no number
 * @param places 2 or 3
 */
function amountOf(
  name,
  given,
  places,
  tools
) {
  if (!given || given[2].length > MOST_DIGITS) {
    unusable(name, tools);
    return undefined;
  }
  const fraction = (given[4] || '') + '000';
  let amount = given[2] + '.' + fraction.slice(0, places);
  if (fraction.charAt(places) >= '5') {
    // The leading one keeps the zeros behind it; a 2 in its place is a whole one more.
    const up = '' + (numberOf('1' + fraction.slice(0, places)) + 1);
    amount = (up.charAt(0) === '2' ? numberOf(given[2]) + 1 : given[2]) + '.' + up.slice(1);
  }
  if (given[1] === '-' && amount.match('[1-9]')) {
    tools.warn('The value for "' + name + '" is negative: it is left out. X documents no negative amounts.');
    return undefined;
  }
  return amount;
}

// src/mapping/time.ts
/** Time as X demands it: `yyyy-MM-ddTHH:mm:ss.SSSZ`, UTC (X, Web conversions, error table). */

/**
 * Days and years are counted from 1 March 1900: the leap day is the last of its year, every fourth year has
 * one until the end of February 2100, and months of 31 and 30 days alternate so that every five have 153.
 * `| 0` cuts off the decimals.
 */
const TO_1970 = 25508;

/**
 * @param milliseconds since 1970, from 0 to the end of February 2100; a part of one is cut off
 * @returns for example `2026-11-22T10:15:30.123Z`
 */
function isoTime(milliseconds) {
  const days = ((milliseconds / 86400000) | 0) + TO_1970;
  const time = milliseconds % 86400000;
  const year = ((4 * days + 3) / 1461) | 0;
  const day = days - (((1461 * year) / 4) | 0);
  // 0 is March, 10 January.
  const month = ((5 * day + 2) / 153) | 0;
  const isNext = month > 9;
  return (
    (isNext ? 1901 : 1900) +
    year +
    '-' +
    ('0' + (isNext ? month - 9 : month + 3)).slice(-2) +
    '-' +
    ('0' + (day - (((153 * month + 2) / 5) | 0) + 1)).slice(-2) +
    'T' +
    ('0' + ((time / 3600000) | 0)).slice(-2) +
    ':' +
    ('0' + (((time / 60000) | 0) % 60)).slice(-2) +
    ':' +
    ('0' + (((time / 1000) | 0) % 60)).slice(-2) +
    '.' +
    ('00' + ((time % 1000) | 0)).slice(-3) +
    'Z'
  );
}

/** Milliseconds since 1970 of a text in ISO 8601 with an offset, `undefined` when it is none. */
function fromIso(text) {
  const found = text.match(
    '^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([01][0-9]|2[0-3]):([0-5][0-9])' +
      '(:([0-5][0-9])([.,]([0-9]{1,9}))?)?([Zz]|([+-])([01][0-9]|2[0-3])(:?([0-5][0-9]))?)$'
  );
  if (!found) {
    return undefined;
  }
  const month = numberOf(found[2]);
  const year = numberOf(found[1]) - 1900 - (month < 3 ? 1 : 0);
  const months = ((153 * (month < 3 ? month + 9 : month - 3) + 2) / 5) | 0;
  const days = (((1461 * year) / 4) | 0) + months + numberOf(found[3]) - 1 - TO_1970;
  const minutes = days * 1440 + numberOf(found[4]) * 60 + numberOf(found[5]);
  // A day that the calendar does not have is another one when it is written.
  if (isoTime(minutes * 60000).slice(0, 10) !== text.slice(0, 10)) {
    return undefined;
  }
  const offset = numberOf(found[12] || '0') * 60 + numberOf(found[14] || '0');
  const thousandths = numberOf((found[7] || '') + ((found[9] || '') + '000').slice(0, 3));
  return (found[11] === '-' ? minutes + offset : minutes - offset) * 60000 + thousandths;
}

/**
 * The time of an event.
 * @param given ISO 8601 text with an offset, or a number since 1970 in seconds, milliseconds, microseconds
 * or nanoseconds
 * @param now epoch milliseconds, sent in place of what is no time, lies before 2015 or in the future; that
 * is told
 */
function eventTime(given, now, tools) {
  const text = givenText(given);
  // Of the years 2001 to 2286 seconds have 10 digits before the point, smaller units 13, 16 or 19.
  const number = text.match('^([0-9]{10}([0-9]{3}){0,3})([.]([0-9]*))?$');
  const time = number ? numberOf((number[1] + (number[4] || '') + '000').slice(0, 13)) : fromIso(text);
  // What lies before 2015-01-01 is no time of an event: X's click id is younger.
  if (time && time >= 1420070400000 && time <= now) {
    return isoTime(time);
  }
  tools.warn(
    'The time of the event cannot be used: no time, before 2015 or in the future. The current time is sent.'
  );
  return isoTime(now);
}

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
function percentEncode(text, encode) {
  const encoded = encode(text);
  return (
    encoded &&
    encoded
      .split('!')
      .join('%21')
      .split("'")
      .join('%27')
      .split('(')
      .join('%28')
      .split(')')
      .join('%29')
      .split('*')
      .join('%2A')
  );
}

// src/secrets.ts
/**
 * Secrets in texts: an answer of X, or a reason made of one, may repeat what it was sent. Nothing is written
 * before it went through here.
 */

/** The longest text that one cut can leave in part: an address, a hash, a secret, each percent-encoded. */
const EDGE = 1024;

/**
 * Gives the function that puts `(secret)` in the place of each secret of four characters or more: as it is,
 * as it stands in JSON (also with `\\/`) and in JSON within JSON, and percent-encoded once and twice, in upper
 * and lower case. Shorter ones would mask half of every text, and are no secrets.
 */
function maskerOf(secrets, tools) {
  let forms = [];
  for (const secret of secrets) {
    if (secret.length >= 4) {
      const json = tools.stringify(secret).slice(1, -1);
      const twice = tools.stringify(json).slice(1, -1);
      const encoded = tools.encode(secret) || '';
      // As OAuth encodes it.
      const strict = percentEncode(secret, tools.encode) || '';
      const lower = strict
        .split('%')
        .map((part, i) => (i > 0 ? part.slice(0, 2).toLowerCase() + part.slice(2) : part))
        .join('%');
      forms = forms.concat([
        secret,
        json,
        json.split('/').join('\\/'),
        twice,
        twice.split('/').join('\\\\\\/'),
        encoded,
        strict,
        lower,
        strict.split('%').join('%25'),
        lower.split('%').join('%25'),
      ]);
    }
  }
  // One secret may be a part of another. A form that does not exist is empty.
  const longestFirst = forms.filter((form) => form !== '').sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, form) => rest.split(form).join('(secret)'), text);
}

/**
 * A text of X as it may be shown: no secret, no person, no hash of one, whole or in part, and no more than so
 * many characters.
 * @param mask what {@link maskerOf} gives
 */
function shownText(text, longest, mask) {
  const most = longest * 4 + EDGE;
  const masked = withoutPersons(shortenedHashes(mask(text.slice(0, most))));
  // What the first cut left in part stands at the end, and nothing finds it there any more.
  const safe = text.length > most ? masked.slice(0, -EDGE) : masked;
  return safe.length > longest || text.length > most ? safe.slice(0, longest) + '...' : safe;
}

// src/journal.ts
/**
 * What a run tells: one JSON object a line on the console, in the fields the community's tags use, and the
 * same as a row of a BigQuery table. Secrets are in neither. A Failure line carries the request as it must be
 * sent again, so it holds what X was to get; every other line shows identifiers shortened or not at all.
 */

/** What is known of the run's request, by the names of the fields. */
let known = {};

/** Notes what the lines of an attempt have in common. */
function noteAttempt(attempt, sent, url) {
  known = {
    Attempt: attempt,
    EventId: sent.event_id,
    ConversionId: sent.conversion_id,
    RequestMethod: 'POST',
    RequestUrl: url,
  };
}

/** The name of the event, `''` when it has none. */
const eventName = textOf(getEventData('event_name'));

let mask;

/** The text without the credentials of the tag, used or not, in all forms that {@link maskerOf} knows. */
function withoutSecrets(text) {
  if (!mask) {
    mask = maskerOf(secrets(), {
      stringify: stringify,
      encode: encodeUriComponent,
    });
  }
  return mask(text);
}

/** A text as it may be told: no credential, no e-mail address, no phone number of a URL, no whole hash. */
function masked(text) {
  return shortenedHashes(withoutPersons(withoutSecrets(text)));
}

/** Whether somebody is told what goes well: the fields of such lines need not be made otherwise. */
const tellsAll = logsAll || bigQueryTable !== undefined;

/** Writes a line to the console and a row to the table, as far as the operator asked for them. */
function tell(line) {
  const toConsole =
    logsAll || line.Type === 'WouldSend' || (logsFailures && line.Type === 'Failure');
  if (!toConsole && !bigQueryTable) {
    return;
  }
  // The columns of the table, in the order in which both are written.
  const columns =
    'name type trace_id event_name message reason in_doubt api_warning attempt event_id conversion_id ' +
    'request_method request_url request_body response_status_code response_body';
  known.Name = 'X Conversions';
  known.TraceId = getRequestHeader('trace-id');
  known.EventName = eventName;
  const given = line;
  const fields = {};
  const row = { timestamp: isoTime(getTimestampMillis()) };
  for (const column of columns.split(' ')) {
    // The field of the column response_body is ResponseBody.
    const words = column.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    const name = words.join('');
    const value = given[name] === undefined ? known[name] : given[name];
    if (value !== undefined) {
      // The body of a request is made to be shown.
      fields[name] = typeof value === 'string' && name !== 'RequestBody' ? masked(value) : value;
      row[column] = fields[name];
    }
  }
  if (toConsole) {
    logToConsole(stringify(fields));
  }
  if (bigQueryTable) {
    // Whether the row arrives never changes the outcome of the tag.
    bigQuery.insert(bigQueryTable, [row], { ignoreUnknownValues: true }).catch(() => {
      if (logsFailures) {
        logToConsole(
          stringify({
            Name: 'X Conversions',
            Type: 'Warning',
            Message: 'BigQuery did not take a row. Check the three fields and the columns of the table.',
          })
        );
      }
    });
  }
}

function warn(sentence) {
  tell({ Type: 'Warning', Message: sentence });
}

/**
 * The conversion with hashes and click id shortened, without address, user agent and the query of the page's
 * URL.
 */
function shown(sent) {
  const copy = parseJson(stringify(sent));
  for (const identifier of copy.identifiers) {
    const values = identifier;
    for (const key in values) {
      const isHidden = key === 'ip_address' || key === 'user_agent';
      values[key] = isHidden ? '(not shown)' : values[key].slice(0, 8) + '...';
    }
  }
  copy.event_source_url = (copy.event_source_url || '').split('?')[0].split('#')[0] || undefined;
  return copy;
}

// src/toolbox.ts
/** What the mapping needs of GTM, as it asks for it. */

const toolbox = {
  read: getEventData,
  typeOf: getType,
  sha256: sha256,
  parseJson: parseJson,
  stringify: stringify,
  decode: decodeUriComponent,
  // Only a credential with other characters than these has other forms, in JSON or percent-encoded.
  holdsSecret: (text) => {
    for (const name in credentials) {
      const secret = credentials[name];
      if (
        secret.length > 3 &&
        (text.indexOf(secret) >= 0 || (secret.match('[^A-Za-z0-9_-]') && withoutSecrets(text) !== text))
      ) {
        return true;
      }
    }
    return false;
  },
  labelOf: labelOf,
  warn: warn,
};

// src/cookies.ts
/** The visitor's cookies: X's click id, read and kept, and the browser id of X's pixel. */

/**
 * The click id of the landing page, else of the cookies; `''` when there is none. One of the landing page is
 * kept in the cookie.
 * @param page the event's `page_location`; where it has none, the page that sent the hit stands in for it
 */
function clickIdOfVisit(page) {
  const found = findClickId(
    {
      page: page,
      referrer: page ? '' : textOf(getRequestHeader('referer')),
      kept: rawCookies('_twclid'),
      other: rawCookies('twclid'),
    },
    toolbox
  );
  if (found.landed && setsClickIdCookie) {
    setCookie('_twclid', clickIdCookie(found.landed, getTimestampMillis()), clickIdCookieOptions());
  }
  return found.clickId;
}

/** X's own browser id, `undefined` when there is none. */
function browserId() {
  return rawCookies('_twpid').filter((cookie) => !!cookie.match('^tw[.][0-9]{1,16}[.][0-9]{1,24}$'))[0];
}

// src/mapping/consent.ts
/**
 * Consent on the server: read from the event, because the sandbox has no consent API there.
 * For each signal the first source that states it decides; no statement means no consent.
 * Encoding of gcs and gcd: Google's gtag, consent state.
 */

/** The value of a character of gcd is its place here. */
const GCD_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_';

/** What a type's second character states by itself, by update, else by default. */
function statedBy(character) {
  return 'nrvDHLTX_tJZ'.indexOf(character) >= 0
    ? true
    : 'mquCGKSW-pFV'.indexOf(character) >= 0
      ? false
      : undefined;
}

/**
 * Effective state of a signal in gcd, `undefined` when it states nothing. Implicit states are no statement.
 */
function fromGcd(gcd, signal) {
  if (!gcd.match('^1[A-Za-z0-9_-]{9}')) {
    return undefined;
  }
  // Each type has two characters from position 1 on: ad_storage, analytics_storage, ad_user_data,
  // ad_personalization.
  const place = signal === 'ad_storage' ? 1 : 5;
  const own = gcd.charAt(place + 1);
  const stated = statedBy(own);
  if (stated !== undefined) {
    return stated;
  }
  // Positions 10 and 11: defaults of the container, two bits a type, counted only when they are in use.
  const defaults = GCD_ALPHABET.indexOf(gcd.charAt(10));
  const state = signal === 'ad_storage' ? (defaults - (defaults % 16)) / 16 : defaults % 4;
  if (state > 1 && GCD_ALPHABET.indexOf(gcd.charAt(11)) >= 4) {
    return state === 3;
  }
  // 48 and up in the first character: four each for the types to which this one may be delegated.
  const first = GCD_ALPHABET.indexOf(gcd.charAt(place));
  const delegated = first >= 48 ? statedBy(gcd.charAt((first - (first % 4)) / 2 - 22)) : undefined;
  // Nothing but declared.
  return delegated === undefined && (own === 'R' || own === 'B') ? own === 'R' : delegated;
}

/**
 * Everything a tag is known to write for a granted signal is a yes, in any case; every other value a no.
 * A text without a letter states nothing.
 */
function answerIn(value) {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
    ? undefined
    : value === true || !!textOf(value).toLowerCase().match('^(true|granted|1)$');
}

/** Google's consent string, `''` when the event has none. */
function gcdOf(tools) {
  return (
    textOf(tools.read('x-ga-gcd')) ||
    textOf(tools.read('x-ga-mp2-gcd')) ||
    textOf(tools.read('x-sst-system_properties.gcd'))
  );
}

/** What the event states about a signal, and where. */
function consentFor(signal, tools) {
  const state = answerIn(tools.read('consent_state.' + signal));
  if (state !== undefined) {
    return { granted: state, source: 'consent_state' };
  }
  const effective = fromGcd(gcdOf(tools), signal);
  if (effective !== undefined) {
    return { granted: effective, source: 'x-ga-gcd' };
  }
  const letter = signal === 'ad_storage' ? textOf(tools.read('x-ga-gcs')).charAt(2) : '';
  if (letter === '1' || letter === '0') {
    return { granted: letter === '1', source: 'x-ga-gcs' };
  }
  const block = answerIn(tools.read('x-sst-system_properties.consent.consentGrantedState.' + signal));
  return { granted: block === true, source: block === undefined ? '' : 'x-sst-system_properties' };
}

/**
 * The first signal of advertising that the event states as denied, `''` when it denies none. No statement is
 * no denial.
 */
function deniedSignal(tools) {
  const signals = ['ad_storage', 'ad_user_data'];
  for (const signal of signals) {
    const stated = consentFor(signal, tools);
    if (stated.source && !stated.granted) {
      return signal;
    }
  }
  return '';
}

/** Why the first of some signals is not granted, as a sentence; `''` when all are. */
function missingConsent(signals, tools) {
  for (const signal of signals) {
    const stated = consentFor(signal, tools);
    if (!stated.granted) {
      return stated.source
        ? signal + ' is denied (' + stated.source + ').'
        : 'The event carries no consent signal for ' +
            signal +
            (gcdOf(tools).charAt(9) === '1' ? ' (consent mode is not in use on the site)' : '') +
            ', and consent is required.';
    }
  }
  return '';
}

// src/mapping/listed.ts
/** Values that may come alone or as a list. */

/**
 * The entries of an array, or of an object with the keys 0, 1, ... in their order, holes or not; every other
 * value is its only entry. GA4's user data comes in each of these forms.
 */
function entriesOf(value, tools) {
  if (typeof value !== 'object' || value === null) {
    return [value];
  }
  if (tools.typeOf(value) === 'array') {
    return value;
  }
  const entries = [];
  for (const key in value) {
    if (key.match('^[0-9]+$')) {
      entries.push(value[key]);
    }
  }
  return entries.length > 0 ? entries : [value];
}

// src/mapping/contents.ts
/** GA4's items as X's contents (X, Web conversions, contents; GA4, items). */

/**
 * The items of a list, of JSON text of one, of an object keyed 0, 1, ... with or without gaps, or a single
 * item. What is no object is no item.
 */
function itemsIn(value, tools) {
  const entries = entriesOf(typeof value === 'string' ? tools.parseJson(value) : value, tools);
  return entries.filter((entry) => entry && typeof entry === 'object');
}

/** GA4's value, X's where GA4's was not given. */
function ownOr(own, other) {
  return other === undefined || !isNotGiven(own) ? own : other;
}

/** So many pieces are not counted: beyond that whole numbers are no longer exact. */
const UNKNOWN = 10000000000000;

/**
 * Keys are GA4's, else X's own.
 * @param items one that has neither id nor name nor price is dropped, and so is one whose quantity is 0: it
 * is not there
 * @param idKey the item's key that is the product's id in the catalogue; `id` where it is missing
 * @param places decimals of the currency
 */
function cartOf(items, idKey, places, tools) {
  const once = tellingOnce(tools);
  const longestId = LONGEST.contentId;
  const longestText = LONGEST.text;
  const contents = [];
  const lines = [];
  let pieces = 0;
  for (const item of items) {
    const quantityGiven = ownOr(item.quantity, item.num_items);
    const priceGiven = ownOr(item.price, item.content_price);
    // One without a quantity is one piece, as GA4 says.
    const said = quantityOf(quantityGiven);
    const quantity = said === undefined && isNotGiven(quantityGiven) ? 1 : said;
    const price = decimalOf(priceGiven);
    const hasPrice = price || !isNotGiven(priceGiven);
    let id = givenText(item[idKey]) || givenText(item.content_id) || givenText(item.id);
    let name = textOf(item.item_name || item.name || item.content_name);
    if (quantity === 0 || !(hasPrice || id || name)) {
      continue;
    }
    if (quantity === undefined) {
      unusable('quantity of an item', once);
    }
    lines.push({ price: price, quantity: quantity });
    const amount = hasPrice ? amountOf('price of an item', price, places, once) : undefined;
    if (id.length > longestId) {
      id = tooLong('content_id', longestId, once);
    }
    if (name.length > longestText) {
      name = tooLong('content_name', longestText, once);
    }
    if (id || name || amount) {
      const groupGiven = item.item_group_id || item.content_group_id;
      const group = groupGiven ? givenText(groupGiven) : '';
      const type = textOf(item.item_category || item.content_type);
      const isCount = quantity !== undefined && quantity % 1 === 0;
      contents.push({
        content_id: id || undefined,
        content_group_id:
          (group.length > longestId ? tooLong('content_group_id', longestId, once) : group) || undefined,
        content_name: name || undefined,
        content_type:
          (type.length > longestText ? tooLong('content_type', longestText, once) : type) || undefined,
        content_price: amount,
        num_items: isCount ? said : undefined,
      });
      pieces += isCount ? quantity : UNKNOWN;
    }
  }
  return {
    contents: contents,
    pieces: pieces > 0 && pieces < UNKNOWN ? pieces : undefined,
    lines: lines,
  };
}

// src/mapping/conversion-id.ts
/**
 * The id by which X knows that the pixel has told it of the same conversion (X, Web conversions,
 * conversion_id).
 */

/**
 * The operator's id, else the event's first; `undefined` when there is none or it cannot be sent, and that is
 * told. An id that cannot be sent is not replaced by the next one, which the pixel would not have sent
 * either.
 *
 * Whole data layer objects pass through data clients: what is missing may stand below `ecommerce`. Stape's
 * Data Client makes a unique_event_id on the server, where the pixel does not know it.
 * @param own the operator's value, `undefined` when nothing was given
 * @param source which is tried first
 */
function conversionIdOf(
  own,
  source,
  read,
  tools
) {
  let id = '';
  if (own !== undefined) {
    id = givenText(own);
  } else {
    const keys =
      source === 'event_id'
        ? [
            'event_id',
            'x-ga-event_id',
            'x-ga-mp2-evnid',
            'transaction_id',
            'ecommerce.transaction_id',
            'unique_event_id',
          ]
        : [
            'transaction_id',
            'ecommerce.transaction_id',
            'event_id',
            'x-ga-event_id',
            'x-ga-mp2-evnid',
            'unique_event_id',
          ];
    for (let i = 0; !id && i < keys.length; i += 1) {
      id = givenText(read(keys[i]));
    }
  }
  if (id.length > LONGEST.conversionId) {
    return tooLong('conversion_id', LONGEST.conversionId, tools) || undefined;
  }
  if (!id && own === undefined) {
    tools.warn('The conversion has no conversion_id: X cannot match it with that of the pixel.');
  } else if (!id) {
    unusable('conversion_id', tools);
  }
  return id || undefined;
}

// src/mapping/currency.ts
/** Currencies (X, Web conversions, price_currency; X Ads API, currency). */

/** An upper-case ISO 4217 code, `undefined` when the value is none. */
function currencyOf(value) {
  const code = givenText(value).toUpperCase();
  return code.match('^[A-Z]{3}$') ? code : undefined;
}

/**
 * How many decimals X gives a currency: three to the dinars and rials that have a thousand parts, else two.
 */
function placesOf(currency) {
  return currency && 'KWD IQD BHD TND'.indexOf(currency) >= 0 ? 3 : 2;
}

// src/mapping/operator-fields.ts
/**
 * The rows of the operator's table that are no fields of an event: free texts of X, and fields that X may
 * add.
 */

/**
 * Puts in what the operator gives besides what an event can have. An empty value is none.
 * @param sent has a key for each of the event's own already
 */
function addOperatorFields(sent, rows, tools) {
  const fields = sent;
  for (const name in rows) {
    const given = rows[name];
    // X wants text in these; in further fields whatever the operator gives, as far as JSON can say it.
    const isText = name === 'description' || name === 'search_string';
    const value = isText ? textOf(given) : given;
    const json = tools.stringify(value);
    const problem = refusalOf(name, tools);
    if (given === undefined || given === null || given === '') {
      continue;
    }
    if (problem) {
      tools.warn(problem);
    } else if (fields.hasOwnProperty(name)) {
    } else if (!json || json === 'null' || json === '""' || name === 'hasOwnProperty') {
      // A field of that name would hide the method that is asked above.
      unusable(name, tools);
    } else if (json.length > LONGEST.text + 2) {
      tooLong(name, LONGEST.text, tools);
    } else {
      fields[name] = value;
    }
  }
}

/** Why a row of this name is not sent, `''` when it is. */
function refusalOf(name, tools) {
  if (holdsPerson(name)) {
    return 'The name of a row holds an e-mail address or a phone number: it is left out.';
  }
  let problem = '';
  if (name === 'event_id' || name === 'identifiers') {
    problem = ' is set by the tag';
  } else if (name.toLowerCase().match('mail|phone|^(twclid|ip_address|user_agent)$')) {
    problem = ' belongs in the table ' + tools.labelOf('userData');
  } else if (name === 'currency') {
    // The names of X's pixel, of which the endpoint takes no notice.
    problem = ' is called "price_currency" here';
  } else if (name === 'num_items') {
    problem = ' is called "number_items" here';
  }
  return problem && 'The row "' + name + '"' + problem + ': it is left out.';
}

// src/mapping/total.ts
/**
 * The sum of products as it is made on paper: digit by digit into columns, which are carried once at the
 * end.
 */

/**
 * The sum of price times quantity; `undefined` when one is unknown, negative or too large, or there are no
 * lines.
 */
function totalOf(lines) {
  // Columns before the point, for a product below 1e14 and what a long list carries, and decimals looked at.
  const most = 20;
  const columns = [];
  for (const line of lines) {
    const price = line.price;
    const quantity = decimalOf(line.quantity);
    if (!price || !quantity || price[1] === '-' || price[2].length + quantity[2].length > MOST_DIGITS + 1) {
      return undefined;
    }
    const factor = price[2] + (price[4] || '').slice(0, most);
    const other = quantity[2] + (quantity[4] || '').slice(0, most);
    // Where the first digit of one meets the first digit of the other.
    const first = most + 1 - price[2].length - quantity[2].length;
    while (columns.length < first + factor.length + other.length - 1) {
      columns.push(0);
    }
    for (let i = 0; i < factor.length; i += 1) {
      for (let j = 0; j < other.length; j += 1) {
        const column = first + i + j;
        columns[column] = columns[column] + numberOf(factor.charAt(i)) * numberOf(other.charAt(j));
      }
    }
  }
  let carried = 0;
  let digits = '';
  while (columns.length > 0) {
    const sum = columns.pop() + carried;
    digits = (columns.length === most ? '.' : '') + (sum % 10) + digits;
    carried = (sum - (sum % 10)) / 10;
  }
  return lines.length > 0 ? decimalOf(digits) : undefined;
}

// src/mapping/conversion.ts
/**
 * The conversion object (X, Web conversions, request body), one for each run. Unknown is never invented:
 * what is missing is `undefined`, which JSON drops; 0 is a value. The operator's value wins over the
 * event's, also when it cannot be used; what was given and cannot be used is told.
 */

function conversion(sources, tools) {
  const read = sources.auto ? tools.read : () => undefined;
  const rows = sources.overrides || {};
  const own = {};
  for (const name in rows) {
    if (!isNotGiven(rows[name])) {
      own[name] = rows[name];
    }
  }

  let items = itemsIn(own.contents === undefined ? read('items') : own.contents, tools);
  if (items.length === 0 && own.contents === undefined) {
    // An empty list hides nothing.
    items = itemsIn(read('ecommerce.items'), tools);
  }

  let currencyGiven = firstGiven(own.price_currency, ['currency', 'ecommerce.currency'], read);
  if (currencyGiven === undefined) {
    const stating = items.filter((item) => !isNotGiven(item.currency))[0];
    currencyGiven = stating && stating.currency;
  }
  const currency = currencyOf(currencyGiven);
  const places = placesOf(currency);

  const cart = cartOf(items, sources.contentIdSource, places, tools);
  const contents = cart.contents;

  const valueGiven = firstGiven(own.value, ['value', 'ecommerce.value'], read);
  const decimal = valueGiven === undefined ? totalOf(cart.lines) : decimalOf(valueGiven);
  const value = decimal === undefined ? undefined : amountOf('value', decimal, places, tools);

  const timeGiven = firstGiven(own.conversion_time, ['event_time', 'timestamp_micros', 'timestamp'], read);

  const ownUrl = own.event_source_url;
  const page = ownUrl ? textOf(ownUrl) : sources.auto ? sources.page : '';
  const url = pageUrlOf(page);
  if (!url && !isNotGiven(ownUrl || page)) {
    unusable(ownUrl ? 'event_source_url' : 'page_location', tools);
  }

  let count = cart.pieces;
  if (own.number_items !== undefined) {
    count = quantityOf(own.number_items);
    if (!count || count % 1 !== 0) {
      count = undefined;
      unusable('number_items', tools);
    }
  }

  const sent = {
    conversion_time:
      timeGiven === undefined ? isoTime(sources.now) : eventTime(timeGiven, sources.now, tools),
    event_id: sources.eventId,
    identifiers: sources.identifiers,
    value: value,
    price_currency: currency,
    number_items: count,
    conversion_id: conversionIdOf(own.conversion_id, sources.conversionIdSource, read, tools),
    contents: contents.length > 0 ? contents : undefined,
    event_source_url: url || undefined,
  };
  addOperatorFields(sent, rows, tools);

  if (!sources.tellsDoubts) {
    return sent;
  }
  const category = sources.category;
  if (currencyGiven !== undefined && !currency) {
    unusable(own.price_currency === undefined ? 'currency' : 'price_currency', tools);
  } else if (value && !currency) {
    tools.warn('The conversion has a value but no currency: X may leave its amount empty.');
  }
  if (category === 'purchase' && !value && decimal === undefined) {
    tools.warn('The purchase has no value: X cannot report revenue or optimise for it.');
  }
  const itemsGiven =
    contents.length > 0 ? undefined : firstGiven(own.contents, ['items', 'ecommerce.items'], read);
  // An empty list of the event says that there are none.
  if (
    itemsGiven !== undefined &&
    (own.contents || !(tools.stringify(itemsGiven) || '').match('^"?\\[\\]"?$'))
  ) {
    unusable(own.contents ? 'contents' : 'items', tools);
  } else if (
    // X matches the events of these categories with the product catalogue (X, dynamic product ads).
    category.match('^(page_view|content_view|add_to_cart|purchase)$') &&
    (contents.length === 0 || contents.some((content) => !content.content_id))
  ) {
    tools.warn('No content_id for every product: dynamic product ads cannot use this event.');
  }
  if (tools.read('event_name') === 'refund') {
    tools.warn(
      'The event is a refund: X counts it as one more conversion. Leave refunds out of the trigger.'
    );
  }
  const first = sent.identifiers[0];
  if (first && !first.twclid && !first.hashed_email && !first.hashed_phone_number) {
    tools.warn('Only IP address and user agent identify the person: X may not match the conversion.');
  }
  return sent;
}

/** The operator's value, else the first of the event's; `undefined` when nothing was given. */
function firstGiven(own, keys, read) {
  if (own !== undefined) {
    return own;
  }
  for (const key of keys) {
    const value = read(key);
    if (!isNotGiven(value)) {
      return value;
    }
  }
  return undefined;
}

// src/mapping/categories.ts
/**
 * The GA4 events (recommended and automatic ones) that select one of X's conversion categories without
 * configuration. The one place for events and categories; the form's list is held against it by a test.
 */
const CATEGORY_OF = {
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
  customize_product: 'product_customization',
};

/** The category that takes every event no other row takes. */
const CUSTOM = 'custom';

/** The category a GA4 event selects, `custom` for every other name. */
function categoryOf(eventName) {
  return CATEGORY_OF.hasOwnProperty(eventName) ? CATEGORY_OF[eventName] : CUSTOM;
}

/** Whether a value is one of X's categories. */
function isCategory(value) {
  for (const eventName in CATEGORY_OF) {
    if (CATEGORY_OF[eventName] === value) {
      return true;
    }
  }
  return value === CUSTOM;
}

// src/mapping/event-id.ts
/**
 * X's event ids as Events Manager shows them, `o87ne` or `tw-<pixel>-<event>`, and what operators take for
 * one by mistake (X, Web conversions, event_id). X documents no length; five and six characters were seen.
 */

/**
 * What is wrong with an id, as a sentence; `''` when nothing is.
 * @param eventId trimmed
 * @param eventName the event that takes it; `''` when it is not known yet
 * @param pixelId of the tag
 * @param labelOf what the form calls a field
 */
function eventIdProblem(
  eventId,
  eventName,
  pixelId,
  labelOf
) {
  const found = eventId.match('^(tw-([^-{]*)-)?([A-Za-z0-9]+)$');
  const name = found ? found[3].toLowerCase() : '';
  // Names of GA4 and of X have no digits; most ids of X have some.
  const isWord = name.match('^[a-z]+$');
  let problem;
  if (!eventId) {
    problem = ' is empty.';
  } else if (!found || (isWord && placeholderIn(eventId)) || name.match('^[0-9a-f]{32}$')) {
    // The last is a UUID without hyphens.
    problem = placeholderIn(eventId)
      ? ' holds the placeholder ' + placeholderIn(eventId) + '.'
      : ' must look like o87ne or tw-' + pixelId + '-o87ne.';
  } else if (found[1] && found[2] !== pixelId) {
    problem = ' belongs to another pixel: ' + labelOf('pixelId') + ' is ' + pixelId + '.';
  } else if (name === pixelId.toLowerCase()) {
    problem = ' is the ID of the pixel.';
  } else if (
    name === eventName.toLowerCase() ||
    (isWord &&
      (isCategory(name) ||
        categoryOf(name) !== CUSTOM ||
        name.match('^(login|refund|share|scroll|click|exception)$')))
  ) {
    problem = ' is the name of an event, "' + found[3] + '".';
  } else {
    return '';
  }
  const subject = labelOf('eventId') + (eventName ? ' of the event "' + eventName + '"' : '');
  return subject + problem + ' Copy the ID of the event from X Events Manager.';
}

// src/mapping/event-map.ts
/**
 * From a GA4 event name to the id of the event configured in X's Events Manager. Exact names first, then the
 * category of the name, then the catch-all category, then the default for other events.
 */

/** @param eventName trimmed; `''` when the event has none */
function eventIdFor(eventName, tables) {
  let category = '';
  let rows = tables.customEvents.filter((row) => eventName && textOf(row.eventName) === eventName);
  if (rows.length === 0) {
    category = categoryOf(eventName);
    rows = tables.categoryEvents.filter((row) => row.category === category);
  }
  if (rows.length === 0) {
    category = CUSTOM;
    rows = tables.categoryEvents.filter((row) => row.category === CUSTOM);
  }
  if (rows.length === 0) {
    category = '';
    const unknown = tables.categoryEvents.filter((row) => !isCategory(row.category))[0];
    if (unknown || tables.otherEventId === undefined) {
      const problem =
        unknown &&
        tables.labelOf('categoryEvents') +
          ' holds "' +
          textOf(unknown.category) +
          '", no category of X. Choose one from the list.';
      return { eventId: '', category: '', problem: problem || '' };
    }
    rows = [{ eventId: tables.otherEventId }];
  }
  const eventId = textOf(rows[0].eventId);
  const problem =
    rows.length > 1
      ? 'Two rows of one table take the event "' + eventName + '". Remove one of them.'
      : eventIdProblem(eventId, eventName, tables.pixelId, tables.labelOf);
  return { eventId: eventId, category: category, problem: problem };
}

// src/mapping/email.ts
/**
 * E-mail addresses as X wants them hashed: trimmed, in lower case (X, Web conversions, identifiers). What
 * people and systems put around an address is taken off; what cannot be one is none.
 */

/**
 * Stand around an address, never at its ends: blanks, quotes, brackets, marks of a list or a sentence, also
 * typographic, Chinese and Japanese ones (Unicode, General Punctuation, CJK Symbols, full-width forms).
 */
const AROUND = BLANKS + '"\'(),.:;<>[\\]`{}*¡«·»¿῾-⁰、-〄〈-〿！-／：-＠［-｀｛-･';

/**
 * An address, or a link to one, and nothing else that means anything: something, a sign, labels of letters,
 * digits, hyphens and underscores, a last label of letters or in the form of RFC 5890 (`xn--`). Labels may
 * hold the middle dot of Catalan (RFC 5892 appendix A.3). Letters are those of ASCII and everything beyond it
 * but symbols below U+3040 and other forms of letters: full-width letters and ligatures would be hashed as
 * another address. One with asterisks is hidden from whoever sends it.
 */
const ALONE =
  '^[' +
  AROUND +
  ']*(mailto:)?([^@῾-〄ﬀ-￮' +
  AROUND +
  '][^' +
  BLANKS +
  '"(),:;<>@*ﬀ-￮]*@([^\t-,./:-@[-^`{-¶¸-¿῾-〄〈-〿ﬀ-￮]+[.])+' +
  '(xn--[a-z0-9-]+|[^\t-`{-¿῾-〄〈-〿ﬀ-￮]+))[' +
  AROUND +
  ']*([?].*)?$';

/**
 * The address in a text, `''` when there is none, or not one alone.
 * @param text in lower case: `jane@example.com`, `mailto:jane@example.com?subject=x`,
 *   `Jane Doe <jane@example.com>`, `"jane@example.com",`, `jane@example.com (Jane)`, with full-width signs or
 *   invisible characters inside
 */
function emailOf(text, tools) {
  // Behind a display name the address stands in angle brackets; a comment stands in brackets of its own.
  const found = withoutInvisible(text, tools.decode)
    .split('＠')
    .join('@')
    .split('．')
    .join('.')
    .split('<')
    .pop()
    .split('>')[0]
    .split(' (')[0]
    .match(ALONE);
  return found ? found[2] : '';
}

// src/mapping/ip-address.ts
/**
 * IP addresses as text: dotted decimal, which X documents, and IPv6 (RFC 4291 section 2.2), which it takes on
 * its mobile pages. Addresses that name no single place in the public network are none; those for
 * documentation count as public.
 */

/** In IPv6 too, with a port, behind a bracket. */
const DOTTED =
  '^[[]?(::ffff:)?(((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])[.]){3}' +
  '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]))]?(:[0-9]{1,5})?$';

/** 0/8, 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12, 192.168/16 (RFC 1122, 1918, 3927, 6598). */
const PRIVATE =
  '^(0|10|127|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])|169[.]254|' +
  '172[.](1[6-9]|2[0-9]|3[01])|192[.]168)[.]';

/** Groups of hexadecimal digits, two colons once at most; how many groups there are is counted apart. */
const GROUPS =
  '^[[]?(([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|' +
  '([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?::([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?)(%[^\\]]*)?(](:[0-9]{1,5})?)?$';

/**
 * The unspecified address, loopback, IPv4 written in hexadecimal, fc00::/7, fe80::/10 (RFC 4291 section 2.5,
 * RFC 4193).
 */
const PRIVATE_V6 = '^([0:]+(1$|$|ffff:)|f[cd][0-9a-f][0-9a-f]:|fe[89ab][0-9a-f]:)';

/**
 * The first public address in a text, `''` when there is none.
 * @param text one address, or several between commas or blanks as proxies write them; each may have a port,
 *   square brackets, quotes, a zone (`%eth0`), or the form of an IPv4 address in IPv6
 *   (`::ffff:203.0.113.9`), which becomes the IPv4 address; IPv6 comes out in lower case
 */
function ipAddressOf(text) {
  const parts = text.toLowerCase().split('"').join('').split(',').join(' ').split(' ');
  for (const part of parts) {
    const dotted = part.match(DOTTED);
    if (dotted && !dotted[2].match(PRIVATE)) {
      return dotted[2];
    }
    const groups = part.match(GROUPS);
    if (groups && !groups[1].match(PRIVATE_V6)) {
      // Two colons stand for one group at least.
      const named = groups[1].split(':').filter((group) => group !== '');
      if (groups[2] || named.length < 8) {
        return groups[1];
      }
    }
  }
  return '';
}

// src/mapping/phone.ts
/**
 * Phone numbers in E.164 with `+`, as X wants them hashed (X, Web conversions, identifiers). A number that
 * cannot be known to be complete is none: a hash of another number would be another person's.
 */

/** Between the digits of a number: blanks, brackets, dots, slashes, hyphens and dashes, also full-width. */
const SEPARATORS = BLANKS + '()[\\].\\/‐-―−（）．／－-';

/** Full-width, Arabic-Indic and Persian digits, ten of each. */
const OTHER_DIGITS = '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹';

/**
 * Calling codes (ITU-T E.164, list of assigned country codes): no code is the beginning of another. Nothing
 * where there is none.
 */
const CALLING_CODE = '^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9][0-9][0-9]|)';

/**
 * Seven to fifteen digits (ITU-T E.164). North America, Russia with Kazakhstan, and Mexico have ten behind the
 * code: what Mexico once dialled in front of mobile numbers is no part of them. Brazil has eleven at most: more
 * hold the carrier's code, dialled behind the zero.
 * Argentina has eleven at most: more hold the 15 that is dialled in front of mobile numbers inside the
 * country only, at a place that the area code decides. No calling code begins with 28, 83 or 89.
 */
const COMPLETE =
  '^([17][0-9]{10}|52[0-9]{10}|54[0-9]{5,11}|55[0-9]{8,11}|(2[^8]|[3469][0-9]|5[0136-9]|8[^39])[0-9]{5,13})$';

/**
 * Where the zero in front belongs to the number, with as many digits as numbers have there (national
 * numbering plans): Côte d'Ivoire, Benin, San Marino; Burkina Faso, Niger, Gabon, Rwanda; Congo, Tajikistan.
 */
const OWN_ZERO = '^((225|229|378)[0-9]{10}|(226|227|241|250)[0-9]{8}|(242|992)[0-9]{9})$';

/**
 * The number in E.164, `''` when that cannot be known: letters, an extension, more or fewer digits than E.164
 * has, a number written the national way without a calling code.
 * @param text in lower case; may begin with a word and a colon, `tel:` or what else systems call a number
 * @param countryCallingCode for numbers written the national way, with or without plus; anything else is none
 */
function phoneOf(text, tools, countryCallingCode) {
  // Tables that take it for a number write 4915123456789.0.
  const amount = text.match('^([+]?[0-9]{7,})[.]0+$');
  let plain = without(amount ? amount[1] : text, tools.decode(INVISIBLE) + SEPARATORS);
  let other = plain.match('[' + OTHER_DIGITS + ']');
  while (other) {
    plain = plain.split(other[0]).join('' + (OTHER_DIGITS.indexOf(other[0]) % 10));
    other = plain.match('[' + OTHER_DIGITS + ']');
  }
  const found = plain.match('^([a-z]+:)?([+＋]|00)?([0-9]+)$');
  const own = countryCallingCode.match('^[+]?([1-9][0-9]{0,2})$');
  if (!found || (!found[2] && !own)) {
    return '';
  }
  const digits = found[3];
  if (!found[2] && (own[1] + digits).match('^10')) {
    // In North America no zero is dialled: this is a number of another country.
    return '';
  }
  const whole = found[2] || beginsWithCode(digits, own[1]) ? digits : own[1] + digits;
  const code = whole.match(CALLING_CODE)[0];
  const national = withoutTrunk(code, whole.slice(code.length));
  // With its code a second time it may be another number. That of North America is its length.
  const isOnce = code === '1' || !beginsWithCode(national, code);
  return code && isOnce && (code + national).match(COMPLETE) ? '+' + code + national : '';
}

/**
 * Whether a number begins with its calling code: it is longer than a national number can be that begins with
 * these digits. In small countries no number is longer than this.
 */
function beginsWithCode(digits, code) {
  if (digits.indexOf(code) !== 0) {
    return false;
  }
  const longest = code.match('^(7|39|43|49|62|9[012]|383)$')
    ? 10
    : code.match('^(247|29[089]|352|376|50[08]|597|672|678|68[1-9]|690)$')
      ? 6
      : code.match('^67[67]$')
        ? 7
        : code === '55'
          ? 11
          : 9;
  return digits.length > longest;
}

/** A national number without the trunk prefix, nearly everywhere a 0; `''` when that cannot be told. */
function withoutTrunk(code, national) {
  if (!national.match('^[08]')) {
    return national;
  }
  const number = code + national;
  // Russia, Turkmenistan, Lithuania, Hungary, Belarus, Ukraine: other digits, in front of a number of known
  // length.
  if (number.match('^(78[0-9]{10}|(993|370)8[0-9]{8}|3606[0-9]{8,9}|3(75|80)80[0-9]{9})$')) {
    return national.slice(national.match('^(06|80)') ? 2 : 1);
  }
  if (national.charAt(0) === '8' || number.match(OWN_ZERO)) {
    return national;
  }
  // Italy has several lengths, up to eleven digits. A zero in front of ten digits that begin with 3 may be a
  // mobile number's by mistake, or a landline's.
  if (code === '39') {
    return national.match('^0(3[0-9]{9}$|[0-9]{11})') ? '' : national;
  }
  const rest = national.slice(1);
  return rest.charAt(0) !== '0' || (code + rest).match(OWN_ZERO) ? rest : '';
}

// src/mapping/identifiers.ts
/**
 * X's identifiers of a person (X, Web conversions, identifiers): one object for each strong identifier; IP
 * address and user agent stand together in one object, because X refuses an object that holds only one of
 * them.
 */

/** X's list, empty when nothing is known. Order: `twclid`, e-mail, phone, then IP address with user agent. */
function identifiers(sources, tools) {
  const own = sources.overrides || {};
  const read = sources.auto ? tools.read : () => undefined;
  const list = [];

  // GA4's user data: an object, or the JSON text of one. Everything else holds nothing.
  let given = read('user_data');
  if (typeof given === 'string') {
    given = tools.parseJson(given);
  }
  const user = tools.typeOf(given) === 'object' ? given : {};

  // What is made of the first value of which something can be made, in the order of the places and of the
  // entries of each; '' when there is none. The operator's value, when given, counts alone. Values that are
  // all unusable are told.
  const usable = (name, places, make) => {
    const values = isNotGiven(own[name]) ? places : [own[name]];
    let isGiven = false;
    for (const value of values) {
      if (value !== undefined) {
        const entries = entriesOf(value, tools);
        for (const entry of entries) {
          const text = givenText(entry);
          const made = text && text.length <= LONGEST.person && make(text);
          if (made) {
            return made;
          }
          isGiven = isGiven || !isNotGiven(entry);
        }
      }
    }
    if (isGiven) {
      unusable(name, tools);
    }
    return '';
  };

  const ofVisit = sources.auto && isNotGiven(own.twclid) && sources.clickId;
  const clickId = ofVisit || usable('twclid', [read('twclid')], (text) => clickIdOf(text, tools));
  if (clickId) {
    list.push({ twclid: clickId });
  }

  const emails = [user.email_address, user.sha256_email_address, user.email, read('email')];
  const email = usable('email', emails, (text) => hashOf(text, emailOf, sources, tools));
  if (email) {
    list.push({ hashed_email: email });
  }

  const phones = [user.phone_number, user.sha256_phone_number, user.phone, read('phone')];
  const phone = usable('phone', phones, (text) => hashOf(text, phoneOf, sources, tools));
  if (phone) {
    list.push({ hashed_phone_number: phone });
  }

  const ip = usable('ip_address', [read('ip_override'), read('ip')], ipAddressOf);
  // Nothing is left of an agent that is nothing but an address, or that holds a credential.
  const agent = usable('user_agent', [read('user_agent')], (text) => {
    const rest = withoutPersons(text);
    return rest === '(e-mail address)' || tools.holdsSecret(text) ? '' : rest;
  });
  if (ip && agent) {
    list.push({ ip_address: ip, user_agent: agent });
  } else if (list[0]) {
    // A lone one joins the first strong identifier; alone X would refuse the whole request.
    list[0].ip_address = ip || undefined;
    list[0].user_agent = agent || undefined;
  }
  return list;
}

/**
 * The hash of an e-mail address or a phone number, `''` when the text is none. 64 hex digits are a hash
 * already and pass in lower case, unless what was hashed is nothing. What comes out of a URL may still be
 * percent-encoded.
 */
function hashOf(
  given,
  read,
  sources,
  tools
) {
  const text = given.toLowerCase();
  if (text.match('^[a-f0-9]{64}$')) {
    return isHashOfNothing(text, tools.sha256) ? '' : text;
  }
  const value = read(percentDecoded(text, '@', tools.decode), tools, sources.countryCallingCode);
  return value && tools.sha256(value);
}

// src/outcome.ts
/** How a run ends: exactly one of gtmOnSuccess and gtmOnFailure is called, once, whatever comes after. */

let hasEnded = false;

/** Tells GTM the outcome, the first time it is called. */
function end(ok) {
  if (hasEnded) {
    return;
  }
  hasEnded = true;
  if (ok) {
    data.gtmOnSuccess();
  } else {
    data.gtmOnFailure();
  }
}

/** Ends a run in which nothing is sent, and rightly so, for a reason that is a sentence. */
function endUnsent(why) {
  if (checksOnly) {
    wouldSend(why, undefined);
  } else {
    tell({ Type: 'Message', Message: why + ' Nothing was sent.' });
    end(true);
  }
}

/** Ends a run that cannot send what it should. */
function endFailed(reason) {
  if (checksOnly) {
    wouldSend(reason, undefined);
  } else {
    tell({ Type: 'Failure', Reason: reason });
    end(false);
  }
}

/**
 * Ends a run that only checks: always told, always a success.
 * @param reason why nothing would be sent; `''` when the body would be
 */
function wouldSend(reason, body) {
  const message = labelOf('sendMode') + ' is check only: nothing was sent.';
  tell({ Type: 'WouldSend', Message: message, Reason: reason || undefined, RequestBody: body });
  end(true);
}

// src/request/endpoint.ts
/**
 * X's endpoint for web conversions (X, Web conversions; Ads API version 12). Host and version stand only
 * here.
 */

/** The host is part of an OAuth signature, so the one that is called is the one that is signed. */
const X_HOST = 'ads-api.x.com';

/** @param pixelId letters and digits only; checked by the caller */
function conversionsUrl(pixelId) {
  return 'https://' + X_HOST + '/12/measurement/conversions/' + pixelId;
}

// src/request/headers.ts
/**
 * The headers of an answer: names in lower case, a repeated header as a list, and nothing certain beyond
 * that.
 */

/** A text or a number as text, `''` for everything else. */
function textOrNumber(value) {
  return typeof value === 'string' || typeof value === 'number' ? '' + value : '';
}

/** @returns the first value as trimmed text, `''` when there is none or it is neither text nor number */
function headerText(headers, name) {
  const value = ((headers || {}))[name];
  const first = typeof value === 'object' && value ? value[0] : value;
  return textOrNumber(first).trim();
}

// src/request/rate-limit.ts
/** When X's limit of requests ends (X, Rate limits: seconds since 1970, of the app and of the account). */

/** @returns epoch milliseconds of the later of the two moments, `undefined` when X names none */
function limitEnds(headers) {
  let ends;
  const names = ['x-rate-limit-reset', 'x-account-rate-limit-reset'];
  for (const name of names) {
    const text = headerText(headers, name);
    if (text.match('^[0-9]{10}$')) {
      // To an arithmetic operation the text of a number is that number.
      const moment = text * 1000;
      ends = ends === undefined || moment > ends ? moment : ends;
    }
  }
  return ends;
}

// src/request/http-date.ts
/** The Date header of an HTTP answer (RFC 9110 section 5.6.7, the form every server must send). */

/**
 * @param text for example `Sun, 22 Nov 2026 10:15:30 GMT`
 * @returns epoch milliseconds, `undefined` when it is no such date
 */
function httpDate(text) {
  const parts = text.match(
    '^[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) GMT$'
  );
  const month = parts ? 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.indexOf(parts[2]) / 4 : -1;
  if (!parts || month < 0) {
    return undefined;
  }
  // To an arithmetic operation the text of a number is that number.
  const numbers = parts;
  // Years are counted from 1 March, so that the leap day is the last of its year: 0 is March, 10 January.
  const year = month < 2 ? numbers[3] - 1 : numbers[3] * 1;
  const days =
    year * 365 +
    ((year / 4) | 0) -
    ((year / 100) | 0) +
    ((year / 400) | 0) +
    // Months of 31 and 30 days alternate so that every five have 153.
    (((153 * ((month + 10) % 12) + 2) / 5) | 0) +
    (numbers[1] - 1) -
    // From 1 March of the year 0 to 1 January 1970.
    719468;
  return (((days * 24 + numbers[4] * 1) * 60 + numbers[5] * 1) * 60 + numbers[6] * 1) * 1000;
}

// src/request/next-steps.ts
/**
 * What an operator can do about an answer that is no success (X, Web conversions, error table; X, Error codes
 * and responses).
 */

/** What to do: as far as the clocks tell, else by X's errors, else by the status. */
function nextStep(answer, list, tools) {
  const status = answer.statusCode;
  if (!tools.signed && (status === 401 || status === 403)) {
    return (
      'Check ' +
      tools.labelOf('pixelToken') +
      ': it must be the one generated for this very pixel in X Events Manager.'
    );
  }
  if (status === 429) {
    const seconds = ((limitEnds(answer.headers) || 0) - tools.now()) / 1000;
    const until = seconds > 0 ? '; it ends in ' + (seconds - (seconds % 1) + 1) + ' seconds' : '';
    return "X's limit of requests is reached" + until + ': replay the conversion later.';
  }
  const clock = status === 401 ? clockProblem(headerText(answer.headers, 'date'), tools.now()) : '';
  const codes = list.map((error) => codeMeant(error, status));
  // A status stands for codes that are not in the table, 400 for refusals with a success.
  codes.push('' + (status >= 500 ? 500 : status >= 200 && status < 300 ? 400 : status));
  return (
    codes.reduce((step, code) => step || stepOf(code, tools.labelOf), clock) ||
    (status < 300 ? 'X documents no such status.' : 'Nothing of this conversion was recorded.')
  );
}

/** X's general codes say more by the parameter or the words that come with them. */
function codeMeant(error, status) {
  const message = error.message;
  if (error.parameter === 'event_id') {
    return 'WEB_EVENT_TAG_NOT_FOUND';
  }
  if (message.indexOf('user identifier') >= 0) {
    return 'no identifier';
  }
  if (message.indexOf('ersion') >= 0 && error.code === 'INVALID') {
    return '405';
  }
  if (status === 401 && message.match('imestamp|expired')) {
    return message.indexOf('expired') < 0 ? '135' : '89';
  }
  return error.code;
}

/**
 * What to do about a code of X, numbers being those of its classic API, or about a status; `''` when there is
 * nothing to say.
 */
function stepOf(code, labelOf) {
  const token = labelOf('accessToken');
  const anew = 'make a new ' + token + ' and ' + labelOf('accessTokenSecret') + '.';
  const user = 'The user behind ' + token + ' is gone, suspended or locked: sign in to x.com as this user.';
  const passing = 'It may pass: try again.';
  const steps = {
    WEB_EVENT_TAG_NOT_FOUND:
      'Copy ' +
      labelOf('eventId') +
      ' from X Events Manager: it must be that of a single event of this very pixel.',
    'no identifier':
      'Send a click ID or an e-mail address too: IP address and user agent alone were not enough.',
    FEATURE_NOT_AVAILABLE: 'Ask the support of X Ads to enable conversions for the account.',
    READONLY_CLIENT_APPLICATION: 'Give the app write permission in the X developer portal, then ' + anew,
    USER_NOT_FOUND: user,
    CURRENT_USER_SUSPENDED: user,
    ACCOUNT_LOCKED_OUT: user,
    '89': token + ' is revoked or expired: ' + anew,
    '135': 'Check the clock of the server.',
    '400': 'Correct what X names.',
    '401':
      'Check the four credentials, ' +
      labelOf('consumerKey') +
      ' to ' +
      labelOf('accessTokenSecret') +
      ': X does not say which one is wrong. After an approval for the Ads API ' +
      anew,
    '403':
      'The app needs access to the Ads API (tier Conversion Only or Standard) with write permission, ' +
      'the user behind ' +
      token +
      ' the role of ad manager or account administrator. After an approval ' +
      anew,
    '404': 'Copy ' + labelOf('pixelId') + ' from X Events Manager; the sender needs access to its account.',
    '405': 'Import the newest version of the template.',
    '408': passing,
    '423': passing,
    '425': passing,
    '500': "The fault is on X's side.",
  };
  return steps.hasOwnProperty(code) ? steps[code] : '';
}

/** A sentence when this server's clock is more than five minutes from X's, else `''`. */
function clockProblem(date, now) {
  const x = httpDate(date);
  const minutes = x === undefined ? 0 : (now - x) / 60000;
  if (minutes >= -5 && minutes <= 5) {
    return '';
  }
  const size = minutes < 0 ? -minutes : minutes;
  return (
    'The clock of the server is ' +
    (size - (size % 1)) +
    ' minutes ' +
    (minutes < 0 ? 'behind' : 'ahead of') +
    " X's: signatures are refused until it is set right."
  );
}

// src/request/reasons.ts
/**
 * Why X did not take a conversion, as sentences an operator can act on: X's words, then the next step (X, Web
 * conversions, error table; X, Error codes and responses).
 */

/** Longest text of X that is repeated, in characters. */
const LONGEST_SAID = 300;

/**
 * @param text the body, trimmed
 * @param errors what the body has under this name, `undefined` when it names none
 */
function reasonFor(answer, text, errors, tools) {
  const isPage = text.charAt(0) === '<';
  const list = errors === undefined ? [] : errorsOf(errors);
  let said = text ? 'The answer names no error.' : 'The answer is empty.';
  if (isPage) {
    said = 'The answer is a web page, as a proxy or firewall sends it. Let the server reach ' + X_HOST + '.';
  } else if (list.length > 0) {
    said = wordsOf(list, tools);
  }
  const x = 'X answered ' + answer.statusCode;
  if (answer.statusCode >= 200 && answer.statusCode < 300) {
    return list.length === 0
      ? x + ' without saying that it processed the conversion. ' + said
      : 'X refused the conversion: ' + said + ' ' + nextStep(answer, list, tools);
  }
  return x + ': ' + said + (isPage ? '' : ' ' + nextStep(answer, list, tools));
}

/** The first ten entries of X's list; anything else in its place counts as one entry. */
function errorsOf(errors) {
  const isList = typeof errors === 'object' && typeof errors.length === 'number';
  const list = (isList ? errors : [errors]);
  const found = [];
  let i = 0;
  while (i < list.length && i < 10) {
    const entry = list[i];
    const fields = (typeof entry === 'object' && entry ? entry : { message: entry });
    found.push({
      code: textOrNumber(fields.code),
      message: textOrNumber(fields.message),
      parameter: textOrNumber(fields.parameter),
    });
    i += 1;
  }
  return found;
}

/** `message (code, field); ...` as a sentence, masked and bounded. */
function wordsOf(list, tools) {
  const texts = list.map((error) => {
    const label = error.parameter && tools.labelOf(error.parameter);
    const said = error.message || error.code || 'an error without a message';
    const ended = said.slice(-1) === '.' ? said.slice(0, -1) : said;
    const inBrackets = [error.message && error.code, label].filter((text) => text).join(', ');
    return ended + (inBrackets ? ' (' + inBrackets + ')' : '');
  });
  return withFullStop(tools.shown(texts.join('; '), LONGEST_SAID));
}

function withFullStop(text) {
  return text.slice(-1) === '.' ? text : text + '.';
}

/** What X announces about the endpoint that was called (X, Versioning: 90 days ahead), `''` when nothing. */
function noticeIn(headers, shown) {
  const announced = headerText(headers, 'x-api-warn');
  return announced
    ? 'X announces: ' +
        withFullStop(shown(announced, LONGEST_SAID)) +
        ' Look for a newer version of the template.'
    : '';
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
  const text = typeof answer.body === 'string' ? answer.body.trim() : '';
  const body = ((text.charAt(0) === '{' && tools.parseJson(text)) || {});
  const told = (body.data || {});
  const count = told.conversions_processed;
  // An empty list is no refusal.
  const refused = !!body.errors && body.errors.length !== 0;
  const notice = noticeIn(answer.headers, tools.shown);
  if (status >= 200 && status < 300 && count === sent && !refused) {
    // A UUID for X's support. What is no plain id may be anything, so it is not shown.
    const id = typeof told.debug_id === 'string' ? told.debug_id.match('^[A-Za-z0-9-]{1,64}$') : null;
    return {
      processed: true,
      reason: 'X processed the conversion' + (id ? ', debug_id ' + id[0] : '') + '.',
      retry: false,
      inDoubt: false,
      notice: notice,
    };
  }
  const limited = status === 429 ? limitEnds(answer.headers) : undefined;
  return {
    processed: false,
    reason: reasonFor(answer, text, refused ? body.errors : undefined, tools),
    // Request time-out, too early, X's own faults; too many requests when the limit ends within the run.
    retry:
      status === 408 || status === 425 || status >= 500 || (limited !== undefined && limited <= tools.ends),
    inDoubt: isInDoubt(status, count, refused),
    notice: notice,
  };
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
  return !((status >= 300 && status < 500 && status !== 408) || (status === 503 && refused));
}

/**
 * No answer at all: the connection failed or the time ran out. How far the request came is unknown in both
 * cases, so X may have counted the conversion.
 * @param cause what `sendHttpRequest` rejected with
 */
function noAnswer(
  cause,
  timeoutMs,
  hasConversionId,
  labelOf
) {
  const fields = (cause || {});
  const timedOut = fields.reason === 'timed_out';
  return {
    processed: false,
    reason: timedOut
      ? 'X did not answer within ' +
        timeoutMs +
        ' ms and may have counted the conversion. Raise ' +
        labelOf('timeoutMs') +
        ' when this happens often.'
      : 'The connection to X failed. Check that the server may reach ' + X_HOST + '.',
    // After a time-out X has probably got it, and only a conversion_id lets X see the double.
    retry: !timedOut || hasConversionId,
    inDoubt: true,
    notice: '',
  };
}

// src/signing/ascii.ts
/**
 * Percent-encoded text as 32-bit words, four characters a word, first character in the highest byte
 * (the reading of a message in RFC 3174 section 4).
 */

/**
 * The printable characters of ASCII, each in the place of its code. The 33 blanks in front stand for codes
 * that percent-encoded text does not have.
 */
const ASCII =
  '                                 ' +
  '!"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~';

/**
 * @param text percent-encoded
 * @returns 32-bit words; the last one is filled up with zero bytes
 */
function asciiWords(text) {
  const words = [];
  let i = 0;
  while (i < text.length) {
    // Behind the end charAt gives '', which stands in the place 0.
    words.push(
      (ASCII.indexOf(text.charAt(i)) << 24) |
        (ASCII.indexOf(text.charAt(i + 1)) << 16) |
        (ASCII.indexOf(text.charAt(i + 2)) << 8) |
        ASCII.indexOf(text.charAt(i + 3))
    );
    i += 4;
  }
  return words;
}

// src/signing/base64.ts
/** Base64 (RFC 4648 section 4) of a 160-bit digest given as five 32-bit words. */

/**
 * Written out group by group: every three words give sixteen characters of six bits each.
 * @param digest five words
 * @returns 28 characters, the last one `=`
 */
function base64Digest(digest) {
  const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const a = digest[0];
  const b = digest[1];
  const c = digest[2];
  const d = digest[3];
  const e = digest[4];
  return (
    BASE64[(a >> 26) & 63] +
    BASE64[(a >> 20) & 63] +
    BASE64[(a >> 14) & 63] +
    BASE64[(a >> 8) & 63] +
    BASE64[(a >> 2) & 63] +
    BASE64[((a << 4) | ((b >> 28) & 15)) & 63] +
    BASE64[(b >> 22) & 63] +
    BASE64[(b >> 16) & 63] +
    BASE64[(b >> 10) & 63] +
    BASE64[(b >> 4) & 63] +
    BASE64[((b << 2) | ((c >> 30) & 3)) & 63] +
    BASE64[(c >> 24) & 63] +
    BASE64[(c >> 18) & 63] +
    BASE64[(c >> 12) & 63] +
    BASE64[(c >> 6) & 63] +
    BASE64[c & 63] +
    BASE64[(d >> 26) & 63] +
    BASE64[(d >> 20) & 63] +
    BASE64[(d >> 14) & 63] +
    BASE64[(d >> 8) & 63] +
    BASE64[(d >> 2) & 63] +
    BASE64[((d << 4) | ((e >> 28) & 15)) & 63] +
    BASE64[(e >> 22) & 63] +
    BASE64[(e >> 16) & 63] +
    BASE64[(e >> 10) & 63] +
    BASE64[(e >> 4) & 63] +
    BASE64[(e << 2) & 63] +
    '='
  );
}

// src/signing/sha1.ts
/**
 * SHA-1 (RFC 3174) over 32-bit words. A message is a list of words and its length in bytes, below 2^29; a
 * digest is five words, H0 to H4. A word may have a sign or none: bitwise operations take both for the same.
 */

/** RFC 3174 section 6.1, H0 to H4 before the first block: 67452301 EFCDAB89 98BADCFE 10325476 C3D2E1F0. */
const INITIAL_DIGEST = [1732584193, 4023233417, 2562383102, 271733878, 3285377520];

/**
 * W(0) to W(79) of a block of sixteen words, RFC 3174 section 6.1 (a) and (b).
 * Of the words made so far only the last sixteen matter: w0 to w15 are W(t-16) to W(t-1) when a turn begins.
 * Each gives way to the word sixteen later, W(t) = S^1(W(t-3) XOR W(t-8) XOR W(t-14) XOR W(t-16)).
 */
function schedule(block) {
  const W = block.slice();
  let w0 = block[0];
  let w1 = block[1];
  let w2 = block[2];
  let w3 = block[3];
  let w4 = block[4];
  let w5 = block[5];
  let w6 = block[6];
  let w7 = block[7];
  let w8 = block[8];
  let w9 = block[9];
  let w10 = block[10];
  let w11 = block[11];
  let w12 = block[12];
  let w13 = block[13];
  let w14 = block[14];
  let w15 = block[15];
  while (W.length < 80) {
    w0 = w13 ^ w8 ^ w2 ^ w0;
    w0 = (w0 << 1) | ((w0 >> 31) & 1);
    W.push(w0);
    w1 = w14 ^ w9 ^ w3 ^ w1;
    w1 = (w1 << 1) | ((w1 >> 31) & 1);
    W.push(w1);
    w2 = w15 ^ w10 ^ w4 ^ w2;
    w2 = (w2 << 1) | ((w2 >> 31) & 1);
    W.push(w2);
    w3 = w0 ^ w11 ^ w5 ^ w3;
    w3 = (w3 << 1) | ((w3 >> 31) & 1);
    W.push(w3);
    w4 = w1 ^ w12 ^ w6 ^ w4;
    w4 = (w4 << 1) | ((w4 >> 31) & 1);
    W.push(w4);
    w5 = w2 ^ w13 ^ w7 ^ w5;
    w5 = (w5 << 1) | ((w5 >> 31) & 1);
    W.push(w5);
    w6 = w3 ^ w14 ^ w8 ^ w6;
    w6 = (w6 << 1) | ((w6 >> 31) & 1);
    W.push(w6);
    w7 = w4 ^ w15 ^ w9 ^ w7;
    w7 = (w7 << 1) | ((w7 >> 31) & 1);
    W.push(w7);
    w8 = w5 ^ w0 ^ w10 ^ w8;
    w8 = (w8 << 1) | ((w8 >> 31) & 1);
    W.push(w8);
    w9 = w6 ^ w1 ^ w11 ^ w9;
    w9 = (w9 << 1) | ((w9 >> 31) & 1);
    W.push(w9);
    w10 = w7 ^ w2 ^ w12 ^ w10;
    w10 = (w10 << 1) | ((w10 >> 31) & 1);
    W.push(w10);
    w11 = w8 ^ w3 ^ w13 ^ w11;
    w11 = (w11 << 1) | ((w11 >> 31) & 1);
    W.push(w11);
    w12 = w9 ^ w4 ^ w14 ^ w12;
    w12 = (w12 << 1) | ((w12 >> 31) & 1);
    W.push(w12);
    w13 = w10 ^ w5 ^ w15 ^ w13;
    w13 = (w13 << 1) | ((w13 >> 31) & 1);
    W.push(w13);
    w14 = w11 ^ w6 ^ w0 ^ w14;
    w14 = (w14 << 1) | ((w14 >> 31) & 1);
    W.push(w14);
    w15 = w12 ^ w7 ^ w1 ^ w15;
    w15 = (w15 << 1) | ((w15 >> 31) & 1);
    W.push(w15);
  }
  return W;
}

/**
 * The digest after one more block, RFC 3174 section 6.1 (c) to (e), with f and K of section 5.
 * The RFC ends a round by moving the names on: E = D, D = C, C = S^30(B), B = A, A = TEMP. Here the names of
 * the next two lines have moved instead: TEMP goes where E was, B is turned in its place, and after five
 * rounds the names are back. The next bitwise operation on a sum cuts it to 32 bits; it has five numbers
 * below 2^32, so it is exact.
 * @param W the block's schedule
 */
function rounds(digest, W) {
  let A = digest[0];
  let B = digest[1];
  let C = digest[2];
  let D = digest[3];
  let E = digest[4];
  let t = 0;
  // t < 20: f = (B AND C) OR ((NOT B) AND D), which is D XOR (B AND (C XOR D)); K = 5A827999.
  while (t < 20) {
    E = ((A << 5) | ((A >> 27) & 31)) + (D ^ (B & (C ^ D))) + E + W[t] + 1518500249;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + (C ^ (A & (B ^ C))) + D + W[t + 1] + 1518500249;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + (B ^ (E & (A ^ B))) + C + W[t + 2] + 1518500249;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + (A ^ (D & (E ^ A))) + B + W[t + 3] + 1518500249;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + (E ^ (C & (D ^ E))) + A + W[t + 4] + 1518500249;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  // t < 40: f = B XOR C XOR D; K = 6ED9EBA1.
  while (t < 40) {
    E = ((A << 5) | ((A >> 27) & 31)) + (B ^ C ^ D) + E + W[t] + 1859775393;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + (A ^ B ^ C) + D + W[t + 1] + 1859775393;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + (E ^ A ^ B) + C + W[t + 2] + 1859775393;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + (D ^ E ^ A) + B + W[t + 3] + 1859775393;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + (C ^ D ^ E) + A + W[t + 4] + 1859775393;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  // t < 60: f = (B AND C) OR (B AND D) OR (C AND D), which is (B AND C) OR (D AND (B OR C)); K = 8F1BBCDC.
  while (t < 60) {
    E = ((A << 5) | ((A >> 27) & 31)) + ((B & C) | (D & (B | C))) + E + W[t] + 2400959708;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + ((A & B) | (C & (A | B))) + D + W[t + 1] + 2400959708;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + ((E & A) | (B & (E | A))) + C + W[t + 2] + 2400959708;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + ((D & E) | (A & (D | E))) + B + W[t + 3] + 2400959708;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + ((C & D) | (E & (C | D))) + A + W[t + 4] + 2400959708;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  // t < 80: f = B XOR C XOR D; K = CA62C1D6.
  while (t < 80) {
    E = ((A << 5) | ((A >> 27) & 31)) + (B ^ C ^ D) + E + W[t] + 3395469782;
    B = (B << 30) | ((B >> 2) & 1073741823);
    D = ((E << 5) | ((E >> 27) & 31)) + (A ^ B ^ C) + D + W[t + 1] + 3395469782;
    A = (A << 30) | ((A >> 2) & 1073741823);
    C = ((D << 5) | ((D >> 27) & 31)) + (E ^ A ^ B) + C + W[t + 2] + 3395469782;
    E = (E << 30) | ((E >> 2) & 1073741823);
    B = ((C << 5) | ((C >> 27) & 31)) + (D ^ E ^ A) + B + W[t + 3] + 3395469782;
    D = (D << 30) | ((D >> 2) & 1073741823);
    A = ((B << 5) | ((B >> 27) & 31)) + (C ^ D ^ E) + A + W[t + 4] + 3395469782;
    C = (C << 30) | ((C >> 2) & 1073741823);
    t += 5;
  }
  return [
    (digest[0] + A) | 0,
    (digest[1] + B) | 0,
    (digest[2] + C) | 0,
    (digest[3] + D) | 0,
    (digest[4] + E) | 0,
  ];
}

/**
 * The end of a message, RFC 3174 section 4: a one bit, zeros, the length in bits as the last two words of a
 * block.
 * @param words from the start of a block to the end of the message; changed in place to whole blocks
 * @param length bytes in the whole message
 */
function pad(words, length) {
  if (length % 4 === 0) {
    words.push(-2147483648);
  } else {
    words[words.length - 1] = words[words.length - 1] | (128 << (24 - 8 * (length % 4)));
  }
  while (words.length % 16 !== 14) {
    words.push(0);
  }
  words.push(0);
  words.push(length * 8);
}

/** The digest after all blocks of `words`, whose number is a multiple of 16. */
function compress(digest, words) {
  let result = digest;
  let start = 0;
  while (start < words.length) {
    result = rounds(result, schedule(words.slice(start, start + 16)));
    start += 16;
  }
  return result;
}

/**
 * @param message words, the last one filled up with zero bytes; not changed
 * @param length bytes in the message
 * @returns H0 to H4
 */
function sha1(message, length) {
  const words = message.slice();
  pad(words, length);
  return compress(INITIAL_DIGEST, words);
}

// src/signing/hmac.ts
/** HMAC-SHA1 (RFC 2104) over 32-bit words, as sha1.ts has them. */

/** @param key words; `length` bytes. A key longer than a block of 64 bytes is hashed first. */
function hmacKey(key, length) {
  const ofBlock = length > 64 ? sha1(key, length) : key;
  const ipad = [];
  const opad = [];
  let i = 0;
  while (i < 16) {
    const word = ofBlock[i] || 0;
    // The bytes 36 and 5C, hexadecimal, four times each.
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

// src/signing/oauth1.ts
/**
 * OAuth 1.0a request signing with HMAC-SHA1 (RFC 5849 section 3), one function a stage:
 * parameter string, base string, signing key, signature, Authorization header.
 * A JSON body is not part of what is signed (section 3.4.1.3.1 knows form bodies only). There is no realm.
 */

/** Both secrets, encoded, joined by `&` (section 3.4.2). */
function signingKey(credentials, encode) {
  return (
    percentEncode(credentials.consumerSecret, encode) +
    '&' +
    percentEncode(credentials.accessTokenSecret, encode)
  );
}

/**
 * `OAuth name="value", ...` with seven parameters in the order of their names (RFC 5849 section 3.5.1).
 * @param uniqueness letters and digits only, so that nothing in it needs encoding
 */
function authorizationHeader(
  credentials,
  uniqueness,
  signed,
  encode
) {
  return (
    'OAuth oauth_consumer_key="' +
    percentEncode(credentials.consumerKey, encode) +
    '", oauth_nonce="' +
    uniqueness.nonce +
    '", oauth_signature="' +
    percentEncode(signed, encode) +
    '", oauth_signature_method="HMAC-SHA1", oauth_timestamp="' +
    uniqueness.timestamp +
    '", oauth_token="' +
    percentEncode(credentials.accessToken, encode) +
    '", oauth_version="1.0"'
  );
}

// src/signing/signer.ts
/**
 * OAuth 1.0a signatures for one request that is sent again and again with the same credentials (RFC 5849, as
 * in oauth1.ts). In the sandbox every operation is interpreted, so what never changes is hashed once: the two
 * key blocks and the base string up to the nonce are kept as intermediate states of SHA-1, the blocks behind
 * the timestamp as their schedules. What remains are the two or three blocks with nonce and timestamp, the
 * rounds of the known blocks and the outer block.
 */

/** So many random characters, five bits each. Whatever `draw` gives, none is missing. */
function randomLetters(count, draw) {
  let letters = '';
  while (letters.length < count) {
    letters += 'abcdefghijklmnopqrstuvwxyz234567'.charAt(draw(0, 31) & 31);
  }
  return letters;
}

/**
 * @param request method in upper case; `url` without query
 * @param credentials valid Unicode each; checked by the caller
 */
function prepare(
  request,
  credentials,
  encode,
  draw
) {
  // A value is encoded for the parameter string, and with that once more for the base string.
  const twice = (text) => percentEncode(percentEncode(text, encode), encode);
  const start =
    request.method +
    '&' +
    percentEncode(request.url, encode) +
    '&oauth_consumer_key%3D' +
    twice(credentials.consumerKey) +
    '%26oauth_nonce%3D';
  const letters = randomLetters((4 - (start.length % 4)) % 4, draw);
  const base =
    start +
    letters +
    'aaaaaaaaaaaa%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D0000000000%26oauth_token%3D' +
    twice(credentials.accessToken) +
    '%26oauth_version%3D1.0';
  const words = asciiWords(base);
  // The key block stands before it.
  pad(words, 64 + base.length);

  // What changes are twelve letters, three words, and fourteen words later `3D` with the ten digits, three
  // more: the first of these twenty words and the one behind the last, each with the border of its block.
  const from = (start.length + letters.length) / 4;
  const to = from + 20;
  const begins = from - (from % 16);
  const ends = to + 15 - ((to + 15) % 16);
  const known = [];
  let block = ends;
  while (block < words.length) {
    known.push(schedule(words.slice(block, block + 16)));
    block += 16;
  }
  const key = signingKey(credentials, encode);
  const hmac = hmacKey(asciiWords(key), key.length);
  return {
    inner: compress(hmac.inner, words.slice(0, begins)),
    outer: hmac.outer,
    letters: letters,
    before: words.slice(begins, from),
    between: words.slice(from + 3, to - 3),
    after: words.slice(to, ends),
    known: known,
  };
}

/** @param seconds since 1970, at most ten digits */
function sign(prepared, seconds, draw) {
  const letters = randomLetters(12, draw);
  const timestamp = ('000000000' + seconds).slice(-10);
  const nonceWords = asciiWords(letters);
  const timestampWords = asciiWords('3D' + timestamp);
  let digest = compress(
    prepared.inner,
    prepared.before.concat(nonceWords, prepared.between, timestampWords, prepared.after)
  );
  for (const W of prepared.known) {
    digest = rounds(digest, W);
  }
  return {
    nonce: prepared.letters + letters,
    timestamp: timestamp,
    signature: base64Digest(hmacOuter(prepared.outer, digest)),
  };
}

// src/request/signature-cache.ts
/**
 * The part of the signatures that is made once for an instance of the server, kept in the template's storage.
 */

/**
 * The prepared part of the signatures, from the storage of this server instance or made anew.
 * An entry is one text: a seal of 64 hex digits, then the part as JSON. Nobody can make the seal without the
 * credentials, and nothing else of an entry is looked at before it holds: a lost, foreign or damaged one
 * never spoils a signature. It has no credential as text, and its key only eight bits of a digest: at most
 * 256 entries.
 */
function preparedFor(url, credentials, tools) {
  const digest = tools.sha256(
    tools.stringify([
      url,
      credentials.consumerKey,
      credentials.consumerSecret,
      credentials.accessToken,
      credentials.accessTokenSecret,
    ])
  );
  // Storage outlives a version of the container, so what another version of this template has left may still
  // be there. The number behind `oauth1.` names the layout of an entry: it moves on when that changes.
  const key = 'oauth1.2.' + digest.slice(0, 2);
  const stored = tools.load(key);
  if (typeof stored === 'string' && stored.slice(0, 64) === tools.sha256(digest + stored.slice(64))) {
    return tools.parseJson(stored.slice(64));
  }
  const prepared = prepare({ method: 'POST', url: url }, credentials, tools.encode, tools.draw);
  const text = tools.stringify(prepared);
  tools.save(key, tools.sha256(digest + text) + text);
  return prepared;
}

// src/request/authorization.ts
/**
 * The headers by which X knows the sender (X, Authentication; X, guide to the server-side GTM template): a
 * fresh OAuth signature for each attempt, or the pixel's own token.
 */

/**
 * OAuth 1.0a for one URL: a function that gives the headers of an attempt, signed afresh with each call.
 * @param credentials valid Unicode each; checked by the caller
 */
function oauth1(
  url,
  credentials,
  tools
) {
  const prepared = preparedFor(url, credentials, tools);
  return () => {
    const now = tools.now();
    const signed = sign(prepared, (now - (now % 1000)) / 1000, tools.draw);
    return {
      'Content-Type': 'application/json',
      Authorization: authorizationHeader(credentials, signed, signed.signature, tools.encode),
    };
  };
}

// src/sending.ts
/** Sends one conversion to X, again when that may help, and tells what became of it. */

/** @param started epoch milliseconds of the run */
function send(sent, body, started) {
  const url = conversionsUrl(pixelId);
  // Made anew for each attempt. The token is a plain value: X refuses it as a Bearer token.
  const headers = usesOAuth
    ? oauth1(url, credentials, {
        draw: generateRandom,
        encode: encodeUriComponent,
        now: getTimestampMillis,
        sha256: sha256,
        stringify: stringify,
        parseJson: parseJson,
        load: (key) => templateDataStorage.getItemCopy(key),
        save: (key, value) => templateDataStorage.setItemCopy(key, value),
      })
    : () => {
        return { 'Content-Type': 'application/json', 'X-Pixel-Token': credentials.pixelToken };
      };
  // All attempts together take 12 seconds at most: a server does not wait for ever for its tags.
  const ends = started + 12000 - timeout;
  const tools = {
    parseJson: parseJson,
    now: getTimestampMillis,
    ends: ends,
    labelOf: labelOf,
    signed: usesOAuth,
    shown: (text, longest) => shownText(text, longest, masked),
  };
  // One attempt that X may have counted is enough.
  let inDoubt = false;

  const judged = (verdict, attempt) => {
    inDoubt = inDoubt || verdict.inDoubt;
    if (verdict.notice) {
      tell({ Type: 'Warning', Message: verdict.notice, ApiWarning: verdict.notice });
    }
    if (verdict.processed) {
      if (tellsAll) {
        tell({ Type: 'Message', Message: verdict.reason });
      }
      end(true);
    } else if (verdict.retry && attempt <= retries() && getTimestampMillis() <= ends) {
      warn(verdict.reason + ' Trying again.');
      tryToSend(attempt + 1);
    } else {
      tell({ Type: 'Failure', Reason: verdict.reason, InDoubt: inDoubt, RequestBody: body });
      end(false);
    }
  };

  const tryToSend = (attempt) => {
    noteAttempt(attempt, sent, url);
    if (tellsAll) {
      tell({ Type: 'Request', RequestBody: stringify({ conversions: [shown(sent)] }) });
    }
    sendHttpRequest(url, { method: 'POST', headers: headers(), timeout: timeout }, body)
      .then(
        (answer) => {
          if (tellsAll) {
            const said = shownText(answer.body || '', 2000, masked);
            tell({ Type: 'Response', ResponseStatusCode: answer.statusCode, ResponseBody: said });
          }
          judged(judge(answer, 1, tools), attempt);
        },
        (cause) =>
          judged(noAnswer(cause, timeout, sent.conversion_id !== undefined, labelOf), attempt)
      )
      .catch(() => {
        // Nothing above throws; were it to, the run would have no outcome.
        tell({
          Type: 'Failure',
          Reason: 'The answer of X could not be read.',
          InDoubt: true,
          RequestBody: body,
        });
        end(false);
      });
  };

  tryToSend(1);
  if (respondsEarly) {
    tell({ Type: 'Message', Message: 'Reported as sent before X answered.' });
    end(true);
  }
}

// src/settings-check.ts
/** Whether the fields hold what sending needs, told before X is asked. */

/** What keeps the tag from sending, as a sentence; `''` when nothing does. */
function settingsProblem() {
  const given = pixelId;
  // Some words for nothing have the form of an id.
  if (placeholderIn(given) || !given.match('^[A-Za-z0-9]{3,12}$')) {
    return (
      labelOf('pixelId') +
      ' must be 3 to 12 letters and digits, got "' +
      short(given) +
      '". Copy it from X Events Manager.'
    );
  }
  for (const name in credentials) {
    const problem = credentialProblem(credentials[name]);
    if (problem) {
      return (
        labelOf(name) +
        problem +
        ' Copy it again from ' +
        (usesOAuth
          ? 'the keys and tokens page of your app in the X developer portal.'
          : 'X Events Manager, Install Pixel, Conversion API.')
      );
    }
  }
  if (timeout < 500 || timeout > 4900) {
    return (
      labelOf('timeoutMs') +
      ' must be a whole number from 500 to 4900, got "' +
      short(timeoutText) +
      '". Correct it.'
    );
  }
  return '';
}

/** What is wrong with a credential, `''` when nothing is. Every other text is signed. */
function credentialProblem(credential) {
  if (!givenText(credential)) {
    return credential ? ' holds the placeholder ' + placeholderIn(credential) + '.' : ' is empty.';
  }
  if (credential.match('^["\'`“”‘’«»]|["\'`“”‘’«»]$')) {
    return ' stands in quotes.';
  }
  if (credential.match('^[ -~]+$')) {
    return '';
  }
  if (!usesOAuth) {
    return ' must be ASCII text.';
  }
  // Half a surrogate pair cannot be encoded; control characters are 00 to 1F and 7F to 9F.
  const encoded = encodeUriComponent(credential) || '%00';
  return encoded.match('%[01][0-9A-F]|%7F|%C2%[89]') ||
    withoutInvisible(credential, toolbox.decode) !== credential
    ? ' holds a character that is broken or cannot be seen.'
    : '';
}

/** What looks wrong but may be right, as a sentence; `''` when nothing does. */
function settingsWarning() {
  for (const name in credentials) {
    if (credentials[name].match('[' + BLANKS + ']')) {
      return labelOf(name) + ' holds a blank. Check it when X answers 401.';
    }
  }
  return '';
}

/** A wrong value when it is short; a long one may be a secret in the wrong field. */
function short(text) {
  return placeholderIn(text) || (text.length > 12 ? '(' + text.length + ' characters)' : text);
}

// src/main.ts
/**
 * One run of the tag, in order: settings, consent, click id and its cookie, event map, conversion,
 * authorisation, send, judge, report. Each step stands in a module of its own; here is only their order.
 */

/** Tells what is sent all the same and may not be meant. */
function tellDoubts() {
  const doubt = settingsWarning();
  if (doubt) {
    warn(doubt);
  }
  const denied = neededSignals.length === 0 ? deniedSignal(toolbox) : '';
  if (denied) {
    warn(denied + ' is denied, but ' + labelOf('consent') + ' is set to Always: the conversion is sent.');
  }
}

function run() {
  const problem = settingsProblem();
  if (problem) {
    endFailed(problem);
    return;
  }
  const page = givenText(getEventData('page_location'));
  // Google's own renderer visits pages like a browser but is no visitor.
  if (page.indexOf('https://gtm-msr.appspot.com/') === 0) {
    endUnsent('The page is rendered by Google, not visited.');
    return;
  }
  const refused = missingConsent(neededSignals, toolbox);
  if (refused) {
    endUnsent(refused);
    return;
  }

  // The click id of a landing page is kept whatever the event is.
  const clickId = clickIdOfVisit(page);

  const mapped = eventIdFor(eventName, eventTables);
  if (mapped.problem) {
    endFailed(mapped.problem);
    return;
  }
  if (!mapped.eventId) {
    endUnsent('No X event ID is configured for the event "' + eventName + '".');
    return;
  }

  if (tellsAll) {
    tellDoubts();
  }

  const now = getTimestampMillis();
  const found = identifiers(
    {
      overrides: userDataOverrides,
      auto: readsUserData,
      clickId: clickId,
      countryCallingCode: countryCallingCode,
    },
    toolbox
  );
  const sent = conversion(
    {
      eventId: mapped.eventId,
      category: mapped.category,
      identifiers: found,
      overrides: conversionDataOverrides,
      auto: readsConversionData,
      page: page,
      conversionIdSource: conversionIdSource,
      contentIdSource: contentIdSource,
      now: now,
      tellsDoubts: tellsAll,
    },
    toolbox
  );
  dropPersons(sent, toolbox);
  const first = sent.identifiers[0];
  if (!first) {
    const table = 'the table ' + labelOf('userData');
    endFailed(
      readsUserData
        ? 'The event identifies nobody: no click ID, e-mail address, phone number, or IP address with ' +
            'user agent that can be used. Send one of them with the event, or fill in ' +
            table +
            '.'
        : labelOf('autoUserData') +
            ' is off, and ' +
            table +
            ' holds nothing that can be used. Switch it on, or fill in the table.'
    );
    return;
  }
  if (sendsBrowserId) {
    // X's reference does not list it, so it never stands alone.
    first.twpid = browserId();
  }

  if (checksOnly) {
    wouldSend('', stringify({ conversions: [shown(sent)] }));
    return;
  }
  send(sent, stringify({ conversions: [sent] }), now);
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
                "string": "ip"
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
              },
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
                    "string": "referer"
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
          conversion_id: 't-1',
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
        Authorization: 'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="oooooooooooooo", oauth_signature="JN4ODoc4W%2F0xnMvPukrcOu6jd9k%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"'
      });
    });
- name: Credentials with any characters give a valid signature
  code: |-
    settings.authMethod = 'oauth1';
    settings.consumerKey = 'ck(\'a\')';
    settings.consumerSecret = 'c!s*&=%';
    settings.accessToken = 't~k-._ +"x';
    settings.accessTokenSecret = '7 /\\7';
    runCode(settings);
    callLater(() => {
      assertThat(sent[0].options.headers.Authorization).isEqualTo('OAuth oauth_consumer_key="ck%28%27a%27%29", oauth_nonce="ooooooooooooo", oauth_signature="6oRcPbsBo4SWEXn1FNj%2BeqMBebM%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="t~k-._%20%2B%22x", oauth_version="1.0"');
    });
- name: What is kept between runs shows no credential and is not trusted when it is damaged
  code: |-
    settings.authMethod = 'oauth1';
    runCode(settings);
    runCode(settings);
    const kept = JSON.stringify(storage);
    for (const key in storage) {
      storage[key] = storage[key].split('1').join('2');
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
      assertThat(sent.map((request) => request.options.headers.Authorization)).isEqualTo([header, header, header, header]);
    });
- name: A pixel ID that is none fails and names the field
  code: |-
    eachIsRefusedSaying([
      ['o8 z6j', 'Pixel ID must be 3 to 12 letters and digits, got "o8 z6j". Copy it from X Events Manager.'],
      [undefined, 'Pixel ID must be'],
      ['{{X pixel}}', 'got "{{X pixel}}"'],
      // It may be a secret.
      ['https://business.x.com/en/events-manager', 'got "(40 characters)"']
    ], (id) => {
      settings.pixelId = id;
    });
- name: Each missing credential fails and names its field
  code: |-
    const missing = {
      consumerKey: 'Consumer key is empty',
      consumerSecret: 'Consumer secret is empty',
      accessToken: 'Access token is empty',
      accessTokenSecret: 'Access token secret is empty',
      pixelToken: 'Pixel access token is empty'
    };
    const rows = [];
    for (const field in missing) {
      rows.push([field, missing[field]]);
    }
    const right = JSON.parse(JSON.stringify(settings));
    eachIsRefusedSaying(rows, (field) => {
      settings.consumerKey = right.consumerKey;
      settings.consumerSecret = right.consumerSecret;
      settings.accessToken = right.accessToken;
      settings.authMethod = field === 'pixelToken' ? 'pixelToken' : 'oauth1';
      settings[field] = ' ';
    });
- name: A placeholder in place of a credential is refused and named
  code: |-
    eachIsRefusedSaying([
      ['REPLACE_ME', 'Pixel access token holds the placeholder REPLACE_ME. Copy it again from X Events Manager'],
      ['{{X token}}', 'Pixel access token holds the placeholder {{X token}}.'],
      ['undefined', 'Pixel access token holds the placeholder undefined.']
    ], (token) => {
      settings.pixelToken = token;
    });
- name: A credential copied with something around or inside it is refused and not shown
  code: |-
    const decodeUriComponent = require('decodeUriComponent');
    settings.authMethod = 'oauth1';
    eachIsRefusedSaying([
      ['"copied-key"', 'Consumer key stands in quotes.'],
      [decodeUriComponent('copied-%E2%80%8Bkey'), 'Consumer key holds a character that is broken or cannot be seen.'],
      [decodeUriComponent('copied-%0Akey'), 'Consumer key holds a character that is broken or cannot be seen.']
    ], (key) => {
      settings.consumerKey = key;
    });
    callLater(() => {
      assertThat(logs.join('\n')).doesNotContain('copied-');
    });
- name: A credential with a blank is a warning and no header holds a token outside of ASCII
  code: |-
    settings.pixelToken = 'two words';
    runCode(settings);
    warns('Pixel access token holds a blank. Check it when X answers 401.');
    settings.pixelToken = 'tók-en';
    runCode(settings);
    settings.authMethod = 'oauth1';
    settings.accessToken = 'two words';
    runCode(settings);
    callLater(() => {
      assertThat(lines('Failure')[0].Reason).contains('Pixel access token must be ASCII text.');
      assertThat(sent).hasLength(2);
      warns('Access token holds a blank. Check it when X answers 401.');
      assertThat(logs.join('\n')).doesNotContain('two words');
    });
- name: The time limit is taken from the field and out of range it fails
  code: |-
    settings.timeoutMs = '2500';
    runCode(settings);
    settings.timeoutMs = '5000';
    runCode(settings);
    callLater(() => {
      assertThat(sent).hasLength(1);
      assertThat(sent[0].options.timeout).isEqualTo(2500);
      assertThat(lines('Failure')[0].Reason).contains('Time limit must be a whole number from 500 to 4900, got "5000".');
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
- name: Check only shows what would be sent and sends and signs nothing
  code: |-
    settings.sendMode = 'checkOnly';
    settings.authMethod = 'oauth1';
    // It is told whatever else is written.
    settings.logging = 'never';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(0);
      assertApi('generateRandom').wasNotCalled();
      assertThat(storage).isEqualTo({});
      assertThat(logs).hasLength(1);
      const line = lines('WouldSend')[0];
      assertThat(line.Message).isEqualTo('Mode is check only: nothing was sent.');
      const shown = JSON.parse(line.RequestBody).conversions[0];
      assertThat(shown.event_id).isEqualTo('tw-o8z6j-o87ne');
      assertThat(shown.value).isEqualTo('65.00');
      assertThat(shown.identifiers[1]).isEqualTo({ hashed_email: '5806dc6b...' });
      // The click id is kept all the same, for the day on which conversions are sent.
      assertApi('setCookie').wasCalled();
    });
- name: Check only says why nothing would be sent and is a success all the same
  code: |-
    settings.sendMode = 'checkOnly';
    const rows = [
      ['Two rows of one table take the event "purchase"', () => settings.categoryEvents.push(settings.categoryEvents[0])],
      ['No X event ID is configured for the event "purchase"', () => {
        settings.categoryEvents = [];
      }],
      ['ad_storage is denied', () => {
        settings.consent = 'adStorage';
        event.consent_state = { ad_storage: false };
      }],
      ['Pixel access token is empty', () => {
        settings.pixelToken = '';
      }]
    ];
    rows.forEach((row) => {
      row[1]();
      runCode(settings);
    });
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(0);
      assertThat(logs).hasLength(rows.length);
      rows.forEach((row, number) => {
        const line = lines('WouldSend')[number];
        assertThat(line.Reason).contains(row[0]);
        assertThat(line.Message).contains('nothing was sent');
        // Once is enough.
        assertThat(line.Reason.toLowerCase().indexOf('nothing was sent')).isEqualTo(-1);
        assertThat(line.RequestBody).isUndefined();
      });
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
- name: An event without a row or without a name sends nothing and succeeds
  code: |-
    event.event_name = 'scroll';
    runCode(settings);
    event.event_name = undefined;
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No X event ID is configured for the event "scroll". Nothing was sent.');
      assertThat(lines('Message')[1].Message).contains('No X event ID is configured for the event ""');
    });
- name: A single event wins over its category and is meant in its very spelling
  code: |-
    settings.customEvents = [{ eventName: ' purchase ', eventId: ' tw-o8z6j-own ' }];
    runCode(settings);
    settings.customEvents = [{ eventName: 'Purchase', eventId: 'tw-o8z6j-own' }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion(0).event_id).isEqualTo('tw-o8z6j-own');
      assertThat(conversion(1).event_id).isEqualTo('tw-o8z6j-o87ne');
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
- name: Other events go to the default event ID only when that is switched on
  code: |-
    event.event_name = 'quote_requested';
    settings.otherEvents = 'ignore';
    settings.defaultEventId = 'tw-o8z6j-rest';
    runCode(settings);
    settings.otherEvents = 'send';
    runCode(settings);
    callLater(() => {
      assertThat(lines('Message')[0].Message).contains('No X event ID is configured');
      assertThat(sent).hasLength(1);
      assertThat(conversion().event_id).isEqualTo('tw-o8z6j-rest');
    });
- name: A table that cannot be right is a failure and not a guess
  code: |-
    settings.categoryEvents.push({ category: 'purchase', eventId: 'tw-o8z6j-other' });
    settings.categoryEvents.push({ category: 'refund', eventId: 'o87nf' });
    eachIsRefusedSaying([
      ['purchase', 'Two rows of one table take the event "purchase". Remove one of them.'],
      ['scroll', 'Conversion categories holds "refund", no category of X. Choose one from the list.']
    ], (name) => {
      event.event_name = name;
    });
- name: An event ID that cannot be one is refused before X is asked
  code: |-
    eachIsRefusedSaying([
      [' ', 'X event ID of the event "purchase" is empty. Copy the ID of the event from X Events Manager.'],
      ['{{X event}}', 'X event ID of the event "purchase" holds the placeholder {{X event}}.'],
      ['tw-abc12-o87ne', 'belongs to another pixel: Pixel ID is o8z6j.'],
      ['o8z6j', 'is the ID of the pixel.'],
      ['tw-o8z6j-o8z6j', 'is the ID of the pixel.'],
      ['purchase', 'is the name of an event, "purchase".'],
      ['page_view', 'must look like o87ne or tw-o8z6j-o87ne.'],
      ['login', 'is the name of an event, "login".'],
      ['123e4567-e89b-12d3-a456-426614174000', 'must look like o87ne or tw-o8z6j-o87ne.']
    ], (id) => {
      settings.categoryEvents[0].eventId = id;
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
    cookies.twclid = ['2-other'];
    cookies._twclid = ['2-cookie'];
    runCode(settings);
    event.page_location = 'https://shop.example/thanks#?twclid=2-fragment';
    runCode(settings);
    cookies._twclid = [];
    runCode(settings);
    cookies.twclid = [];
    runCode(settings);
    callLater(() => {
      assertThat(sent.map((request, number) => conversion(number).identifiers[0].twclid)).isEqualTo(['2-4m8k1vq7zj0c5t', '2-cookie', '2-other', '2-event']);
    });
- name: The cookie of the click id is read bare and as JSON and the first good one of several counts
  code: |-
    event.page_location = 'https://shop.example/thanks';
    event.user_data = undefined;
    eachSends([
      [['2-bare'], '2-bare'],
      [['{"pixelVersion":"2.3.33","twclid":"2-json","source":1}'], '2-json'],
      [['%7B%22twclid%22%3A%222-once%22%7D'], '2-once'],
      [['%257B%2522twclid%2522%253A%25222-twice%2522%257D'], '2-twice'],
      [['', 'undefined', '{"twclid":', '2-good', '2-other'], '2-good'],
      [['%E0%A4%A', '<script>'], undefined]
    ], (values) => {
      cookies._twclid = values;
    }, (it) => it.identifiers[0].twclid);
- name: An e-mail address is found in each place and hashed without what surrounds it
  code: |-
    const foundMail = hash('test@x.com');
    eachSends([
      [{ user_data: { email_address: ' Test@X.com ', email: 'other@x.com' } }, foundMail],
      [{ user_data: { email: 'mailto:test@x.com' } }, foundMail],
      [{ user_data: { email_address: ['', '<test@x.com>,'] } }, foundMail],
      [{ user_data: { email_address: { 0: 'nobody', 3: 'test@x.com' } } }, foundMail],
      [{ user_data: { email_address: 'none@none', email: 'test@x.com' } }, foundMail],
      [{ user_data: { sha256_email_address: foundMail.toUpperCase() } }, foundMail],
      [{ user_data: '{"email_address":"test@x.com"}' }, foundMail],
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
      [{ user_data: { phone_number: ['unknown', decodeUriComponent('%EF%BC%8B%EF%BC%91 123/456 7890')] } }, foundPhone],
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
      [['', '+44 (0)20 7946 0958'], hash('+442079460958')],
      [['', '+49 0151 23456789'], hash('+4915123456789')],
      [['1', '1 123 456 7890'], hash('+11234567890')],
      [['1', '(212) 555-0100'], hash('+12125550100')],
      [['1', '0151 2345-6789'], undefined],
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
- name: A person that cannot be read is told without being shown
  code: |-
    event.user_data = {};
    eachSends([
      [['email_address', 'not an address'], 2],
      [['phone_number', '0151 2345-6789'], 2],
      [['phone_number', '+1 call me'], 2],
      [['phone', '+49 151 2345 6789 0123 4567'], 2]
    ], (row) => {
      event.user_data = {};
      event.user_data[row[0]] = row[1];
    }, (it) => it.identifiers.length);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"email" cannot be used') >= 0)).hasLength(1);
      assertThat(warnings().filter((it) => it.indexOf('"phone" cannot be used') >= 0)).hasLength(3);
      const log = logs.join('\n');
      assertThat(log).doesNotContain('not an address');
      assertThat(log).doesNotContain('2345');
      assertThat(log).doesNotContain('call me');
    });
- name: What broken variables leave behind is passed over without a word
  code: |-
    const nothing = ['undefined', ' NULL ', '(not set)', '{{Email}}', hash(''), hash('undefined')];
    eachSends(nothing.map((text) => [text, hash('test@x.com')]), (text) => {
      event.user_data = { email_address: text, email: 'test@x.com', phone_number: text };
    }, (it) => it.identifiers[1].hashed_email);
    callLater(() => {
      sent.forEach((request, number) => assertThat(conversion(number).identifiers).hasLength(3));
    });
- name: An IP address is sent without what proxies add and a private one is left out
  code: |-
    event.user_data = undefined;
    eachSends([
      [['203.0.113.24'], '203.0.113.24'],
      [['203.0.113.24:54321'], '203.0.113.24'],
      [['10.0.0.1, 203.0.113.24'], '203.0.113.24'],
      [['::ffff:203.0.113.24'], '203.0.113.24'],
      [['[2001:db8::1]:443'], '2001:db8::1'],
      [[undefined, '203.0.113.24'], '203.0.113.24'],
      [['192.168.1.7'], undefined],
      [['2001::db8::1'], undefined],
      [['unknown'], undefined]
    ], (places) => {
      event.ip_override = places[0];
      event.ip = places[1];
    }, (it) => {
      // A user agent that is left alone joins the click id.
      const pair = it.identifiers[it.identifiers.length - 1];
      assertThat(pair.user_agent).isEqualTo('Mozilla/5.0');
      return pair.ip_address;
    });
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"ip_address" cannot be used') >= 0)).hasLength(3);
    });
- name: An event that identifies nobody fails and sends nothing
  code: |-
    event.page_location = undefined;
    event.user_data = undefined;
    event.ip_override = undefined;
    runCode(settings);
    callLater(() => {
      failsSaying('The event identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent');
      assertThat(sent).hasLength(0);
    });
- name: The browser id of the pixel is sent only when asked for and never alone
  code: |-
    cookies._twpid = ['forged', 'tw.1788724682629.93328193554679845'];
    runCode(settings);
    settings.sendBrowserId = true;
    runCode(settings);
    event.page_location = undefined;
    event.user_data = undefined;
    event.ip_override = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(sent).hasLength(2);
      assertThat(conversion(0).identifiers[0].twpid).isUndefined();
      assertThat(conversion(1).identifiers[0]).isEqualTo({ twclid: '2-4m8k1vq7zj0c5t', twpid: 'tw.1788724682629.93328193554679845' });
      assertThat(lines('Failure')[0].Reason).contains('identifies nobody');
    });
- name: User data of the operator wins over the event and an empty row leaves it alone
  code: |-
    settings.userData = [
      { name: 'twclid', value: 'own' },
      { name: 'email', value: 'Foo@bar.com' },
      { name: 'phone', value: hash('+4915123456789').toUpperCase() },
      { name: 'ip_address', value: '198.51.100.7' },
      { name: 'user_agent', value: 'Own/1.0' }
    ];
    runCode(settings);
    settings.userData = [{ name: 'email', value: '' }, { name: 'phone', value: undefined }];
    runCode(settings);
    callLater(() => {
      assertThat(conversion(0).identifiers).isEqualTo([
        { twclid: 'own' },
        { hashed_email: hash('foo@bar.com') },
        { hashed_phone_number: hash('+4915123456789') },
        { ip_address: '198.51.100.7', user_agent: 'Own/1.0' }
      ]);
      assertThat(conversion(1).identifiers[1].hashed_email).isEqualTo(hash('test@x.com'));
    });
- name: User data of the operator that cannot be used is told and not replaced
  code: |-
    settings.userData = [
      { name: 'email', value: 'nobody' },
      { name: 'phone', value: 'nobody' },
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
- name: With reading switched off only the operator identifies somebody
  code: |-
    settings.autoUserData = false;
    event.page_location = undefined;
    runCode(settings);
    settings.userData = [{ name: 'email', value: 'foo@bar.com' }];
    runCode(settings);
    callLater(() => {
      assertThat(lines('Failure')[0].Reason).contains('Read identifiers from the event is off, and the table User data holds nothing');
      assertThat(sent).hasLength(1);
      assertThat(conversion().identifiers).isEqualTo([{ hashed_email: hash('foo@bar.com') }]);
    });
- name: A value is read as shops write it and zero is a value
  code: |-
    eachSends([
      [65, '65.00'],
      [0, '0.00'],
      [0.0000005, '0.00'],
      ['19.9', '19.90'],
      [' 12 ', '12.00'],
      ['.99', '0.99'],
      [12.49499999, '12.49'],
      [73033601.195, '73033601.20'],
      ['1,299.00', '1299.00'],
      ['1.299,00', '1299.00'],
      ['1 299,00', '1299.00'],
      ['12,50', '12.50'],
      ['1.234', '1.23']
    ], (value) => {
      event.value = value;
    }, (it) => it.value);
- name: A value that may mean two things or is negative or no number is left out and told
  code: |-
    eachSends([
      ['1,234', undefined],
      ['12.50 EUR', undefined],
      [true, undefined],
      [100000000000000, undefined],
      [-5, undefined]
    ], (value) => {
      event.value = value;
    }, (it) => it.value);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"value" cannot be used') >= 0)).hasLength(4);
      assertThat(warnings().filter((it) => it.indexOf('"value" is negative') >= 0)).hasLength(1);
    });
- name: A currency says how many decimals an amount has and is told when it is none
  code: |-
    eachSends([
      ['eur', ['EUR', '12.35']],
      ['KWD', ['KWD', '12.345']],
      ['JPY', ['JPY', '12.35']],
      ['euro', [undefined, '12.35']]
    ], (currency) => {
      event.value = '12.345';
      event.currency = currency;
    }, (it) => [it.price_currency, it.value]);
    callLater(() => {
      warns('"currency" cannot be used');
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
- name: Without a value the items are summed up and the first item names the currency
  code: |-
    event.value = '(not set)';
    event.currency = undefined;
    event.items[0].currency = 'gbp';
    event.items[1].currency = 'USD';
    event.items[0].quantity = undefined;
    runCode(settings);
    event.items[1].price = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(conversion(0).value).isEqualTo('65.00');
      assertThat(conversion(0).price_currency).isEqualTo('GBP');
      // Nothing is summed up while an item has no price.
      assertThat(conversion(1).value).isUndefined();
    });
- name: Only quantities that are known count
  code: |-
    event.value = undefined;
    eachSends([
      [2, ['35.00', 3]],
      [undefined, ['25.00', 2]],
      [0, ['15.00', 1]],
      [0.5, ['20.00', undefined]],
      [-1, [undefined, undefined]],
      ['2 pcs', [undefined, undefined]]
    ], (quantity) => {
      event.items = [{ item_id: 'A', price: 10, quantity: quantity }, { item_id: 'B', price: 15 }];
    }, (it) => [it.value, it.number_items]);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"quantity of an item" cannot be used') >= 0)).hasLength(2);
    });
- name: Items may be a list with or without holes or JSON text or a single one and junk among them is dropped
  code: |-
    eachSends([
      ['[{"item_id":"A"},{"item_id":"B"}]', 2],
      [{ 0: { item_id: 'A' }, 4: { item_id: 'B' } }, 2],
      [[undefined, 'two', 7, {}, [], { item_id: 'A' }, { item_id: 'B' }], 2],
      [{ item_id: 'A' }, 1],
      ['two', 0]
    ], (items) => {
      event.items = items;
    }, (it) => it.contents ? it.contents.length : 0);
    callLater(() => {
      warns('"items" cannot be used');
    });
- name: Each key of an item finds its place and which one is the product the operator says
  code: |-
    event.items = [{ item_id: 'A', item_name: 'Shoe', item_category: 'Shoes', item_group_id: 7, item_variant: 'red', price: '32.5', quantity: '2' }];
    runCode(settings);
    event.items = [{ id: 12, name: 'Sock', price: 0, item_variant: 'A-red' }];
    runCode(settings);
    settings.contentIdSource = 'item_variant';
    runCode(settings);
    callLater(() => {
      assertThat(conversion(0).contents).isEqualTo([{ content_id: 'A', content_group_id: '7', content_name: 'Shoe', content_type: 'Shoes', content_price: '32.50', num_items: 2 }]);
      assertThat(conversion(1).contents).isEqualTo([{ content_id: '12', content_name: 'Sock', content_price: '0.00' }]);
      assertThat(conversion(2).contents[0].content_id).isEqualTo('A-red');
    });
- name: The time of the event is read in each unit and as ISO text with an offset
  code: |-
    eachSends([
      [{ event_time: 1763800000 }, '2025-11-22T08:26:40.000Z'],
      [{ event_time: 1763800000.5 }, '2025-11-22T08:26:40.500Z'],
      [{ event_time: '1763800000123' }, '2025-11-22T08:26:40.123Z'],
      [{ timestamp_micros: 1763800000123456 }, '2025-11-22T08:26:40.123Z'],
      [{ timestamp: 1709251199 }, '2024-02-29T23:59:59.000Z'],
      [{ event_time: '2025-11-22T08:00:00Z' }, '2025-11-22T08:00:00.000Z'],
      [{ event_time: '2025-11-22T09:30:00.123456+01:30' }, '2025-11-22T08:00:00.123Z'],
      [{ event_time: '2025-11-21T23:00:00-0900' }, '2025-11-22T08:00:00.000Z'],
      [{}, '2025-11-22T08:32:01.456Z']
    ], (found) => {
      event.event_time = found.event_time;
      event.timestamp_micros = found.timestamp_micros;
      event.timestamp = found.timestamp;
    }, (it) => it.conversion_time);
- name: A time that is none or in the future is now with a warning
  code: |-
    eachSends([
      ['yesterday', '2025-11-22T08:32:01.456Z'],
      ['20251122', '2025-11-22T08:32:01.456Z'],
      ['2025-02-29T10:00:00Z', '2025-11-22T08:32:01.456Z'],
      ['2025-11-22T24:30:00Z', '2025-11-22T08:32:01.456Z'],
      ['2026-01-01T00:00:00.000Z', '2025-11-22T08:32:01.456Z'],
      [{ at: 1 }, '2025-11-22T08:32:01.456Z']
    ], (time) => {
      event.event_time = time;
    }, (it) => it.conversion_time);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('The time of the event cannot be used') >= 0)).hasLength(6);
    });
- name: The conversion id is the order number before the event id unless the operator says otherwise
  code: |-
    eachSends([
      [{ transaction_id: 't-1', event_id: 'e-1' }, 't-1'],
      [{ source: 'event_id', transaction_id: 't-1', event_id: 'e-1' }, 'e-1'],
      [{ source: 'event_id', transaction_id: 't-1' }, 't-1'],
      [{ transaction_id: 'undefined', event_id: 17 }, '17'],
      [{ 'x-ga-event_id': 'e-2' }, 'e-2'],
      [{ 'x-ga-mp2-evnid': 'e-3' }, 'e-3'],
      [{ transaction_id: 't-1', unique_event_id: '1763800321456_123456789' }, 't-1'],
      [{ unique_event_id: '1763800321456_123456789' }, '1763800321456_123456789'],
      [{ transaction_id: 'jane%40shop.example-77' }, undefined]
    ], (found) => {
      settings.conversionIdSource = found.source;
      ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid', 'transaction_id', 'unique_event_id'].forEach((key) => {
        event[key] = found[key];
      });
    }, (it) => it.conversion_id);
    callLater(() => {
      warns('"conversion_id" holds an e-mail address');
    });
- name: A page URL is sent without a query that holds a person
  code: |-
    eachSends([
      ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
      ['https://shop.example/a?mail=jane%40shop.example&b=c', 'https://shop.example/a'],
      ['https://shop.example/a?mail=jane%2540shop.example', 'https://shop.example/a'],
      ['https://shop.example/a#jane@shop.example', 'https://shop.example/a'],
      ['https://shop.example/a?order=1234567;PHONE=%2B49%20151%202345678', 'https://shop.example/a'],
      ['https://shop.example/a?hotel=1234567&telco_id=12345678&t=1234567', 'https://shop.example/a?hotel=1234567&telco_id=12345678&t=1234567'],
      ['https://shop.example/jane@shop.example', undefined],
      ['nowhere', undefined]
    ], (url) => {
      event.page_location = url;
    }, (it) => it.event_source_url);
    callLater(() => {
      assertThat(warnings().filter((it) => it.indexOf('"page_location" cannot be used') >= 0)).hasLength(2);
    });
- name: Conversion data of the operator wins over the event and an empty row leaves it alone
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
    settings.conversionData = [{ name: 'value', value: '' }, { name: 'conversion_id', value: '{{Order}}' }];
    runCode(settings);
    callLater(() => {
      const it = conversion(0);
      assertThat(it.value).isEqualTo('1.50');
      assertThat(it.price_currency).isEqualTo('USD');
      assertThat(it.conversion_id).isEqualTo('7');
      assertThat(it.conversion_time).isEqualTo('2025-11-22T08:00:00.000Z');
      assertThat(it.number_items).isEqualTo(5);
      assertThat(it.description).isEqualTo('shoes');
      assertThat(it.search_string).isEqualTo('trail');
      assertThat(it.event_source_url).isEqualTo('https://shop.example/own');
      assertThat(conversion(1).value).isEqualTo('65.00');
      assertThat(conversion(1).conversion_id).isEqualTo('t-1');
    });
- name: Conversion data of the operator that cannot be used is told and not replaced
  code: |-
    settings.conversionData = [
      { name: 'value', value: '1,234' },
      { name: 'price_currency', value: 'euro' },
      { name: 'number_items', value: '0' },
      { name: 'conversion_id', value: { id: 7 } },
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
- name: No person reaches X in a text
  code: |-
    settings.conversionData = [
      { name: 'description', value: 'for jane@shop.example' },
      { name: 'note', value: { to: ['jane@shop.example'] } },
      { name: 'call', value: { tel: '0151 2345678' } },
      { name: 'contact_email', value: 'jane@shop.example' },
      { name: 'jane@shop.example', value: 1 }
    ];
    event.items[0].item_name = 'Card for jane@shop.example';
    event.items[1].item_id = 'PRINT@300.A4';
    event.user_agent = 'Bot (first@shop.example) via (jane@shop.example)';
    runCode(settings);
    callLater(() => {
      const it = conversion();
      const all = sent[0].body + logs.join('\n');
      ['jane', 'first@', '2345678'].forEach((text) => assertThat(all).doesNotContain(text));
      assertThat(it.contents[0].content_id).isEqualTo('A');
      assertThat(it.contents[1].content_id).isEqualTo('PRINT@300.A4');
      assertThat(it.identifiers[3].user_agent).isEqualTo('Bot ((e-mail address)) via ((e-mail address))');
      warns('"description" holds an e-mail address');
      warns('"note" holds an e-mail address');
      warns('"call" holds an e-mail address or a phone number');
      warns('"content_name" holds an e-mail address');
      warns('"contact_email" belongs in');
      warns('The name of a row');
    });
- name: Contents of the operator may be a list or JSON text and count the items
  code: |-
    eachSends([
      [[{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }], 4],
      ['[{"content_id":"X","content_name":"Own","content_price":5,"num_items":4}]', 4],
      [[{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }], 9]
    ], (contents) => {
      settings.conversionData = [{ name: 'contents', value: contents }];
      if (sent.length === 2) {
        settings.conversionData.push({ name: 'number_items', value: '9' });
      }
    }, (it) => it.number_items);
    callLater(() => {
      sent.forEach((request, number) => {
        assertThat(conversion(number).contents).isEqualTo([{ content_id: 'X', content_name: 'Own', content_price: '5.00', num_items: 4 }]);
      });
    });
- name: Additional fields are sent under their names and reserved ones are not
  code: |-
    let long = 'x';
    while (long.length <= 1024) {
      long = long + long;
    }
    event.items[0].item_name = long;
    event.items[1].item_id = long;
    const circle = {};
    circle.self = circle;
    settings.conversionData = [
      { name: 'restricted_data_use', value: 'restrict_optimization' },
      { name: 'flag', value: true },
      { name: 'circle', value: circle },
      { name: 'ratio', value: 1 / 0 },
      { name: 'note', value: long },
      { name: 'token', value: 'key ' + settings.pixelToken },
      { name: 'conversion_id', value: long },
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
      warns('"ip_address" belongs in');
      assertThat(it.price_currency).isEqualTo('EUR');
      warns('"currency" is called "price_currency" here');
      assertThat(it.number_items).isEqualTo(3);
      warns('"num_items" is called "number_items" here');
      assertThat(it.circle).isUndefined();
      warns('"circle" cannot be used');
      warns('"ratio" cannot be used');
      assertThat(it.token).isUndefined();
      warns('"token" holds');
      // What is over-long is left out whole.
      assertThat(it.contents[0].content_name).isUndefined();
      assertThat(it.contents[1].content_id).isUndefined();
      assertThat(it.conversion_id).isUndefined();
      ['note', 'content_name', 'content_id', 'conversion_id'].forEach((name) => warns('"' + name + '" is longer than'));
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
- name: What a conversion lacks or should not be is a warning and it is sent all the same
  code: |-
    event.event_id = undefined;
    event.transaction_id = undefined;
    runCode(settings);
    event.currency = undefined;
    runCode(settings);
    event.value = undefined;
    event.items = undefined;
    runCode(settings);
    event.user_data = undefined;
    event.page_location = undefined;
    runCode(settings);
    settings.customEvents = [{ eventName: 'refund', eventId: 'o87ne' }];
    event.event_name = 'refund';
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(5);
      warns('The conversion has no conversion_id');
      warns('The conversion has a value but no currency');
      warns('The purchase has no value');
      warns('Only IP address and user agent identify the person');
      warns('The event is a refund: X counts it as one more conversion');
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
- name: The click id of the landing page is kept in the form of the pixel
  code: |-
    runCode(settings);
    callLater(() => {
      assertApi('setCookie').wasCalledWith('_twclid', keptClickId, {
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
    const options = [];
    mock('setCookie', (name, value, option) => {
      options.push(option);
    });
    settings.clickIdCookieDays = '30';
    settings.clickIdCookieDomain = 'shop.example';
    settings.clickIdCookieHttpOnly = true;
    runCode(settings);
    ['0', '401', 'long', ''].forEach((days) => {
      settings.clickIdCookieDays = days;
      runCode(settings);
    });
    callLater(() => {
      assertThat(options[0]).isEqualTo({
        domain: 'shop.example',
        path: '/',
        'max-age': 2592000,
        secure: true,
        httpOnly: true,
        sameSite: 'lax'
      });
      // Out of range it is 390 days.
      assertThat(options.map((it) => it['max-age'])).isEqualTo([2592000, 33696000, 33696000, 33696000, 33696000]);
    });
- name: The cookie is written only for a click id that it does not hold in any form
  code: |-
    const written = [];
    mock('setCookie', (name, value) => {
      written.push(value);
    });
    cookies._twclid = ['2-4m8k1vq7zj0c5t'];
    runCode(settings);
    cookies._twclid = ['', '%7B%22twclid%22%3A%222-4m8k1vq7zj0c5t%22%7D'];
    runCode(settings);
    cookies._twclid = ['2-older'];
    runCode(settings);
    event.page_location = 'https://shop.example/thanks';
    runCode(settings);
    callLater(() => {
      assertThat(written).isEqualTo([keptClickId]);
      assertThat(conversion(3).identifiers[0].twclid).isEqualTo('2-older');
    });
- name: The click id is kept although the event is not mapped
  code: |-
    event.event_name = 'scroll';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('No X event ID is configured');
      assertApi('setCookie').wasCalled();
    });
- name: An event without a page has the click id of the page that sent it
  code: |-
    headers.referer = event.page_location;
    event.page_location = undefined;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers[0].twclid).isEqualTo('2-4m8k1vq7zj0c5t');
      assertThat(conversion().event_source_url).isUndefined();
      assertApi('setCookie').wasCalled();
    });
- name: A click id is cleaned and one that is damaged leaves the kept one
  code: |-
    cookies._twclid = ['2-kept'];
    eachSends([
      ['2-kept%20', '2-kept'],
      ['2-kept/', '2-kept'],
      ['2-kept?utm_source=x', '2-kept'],
      ['2-kept&amp;b=c', '2-kept'],
      ['2%25%25damaged', '2-kept'],
      ['%3Cscript%3E', '2-kept'],
      ['', '2-kept'],
      ['undefined', '2-kept']
    ], (value) => {
      event.page_location = 'https://shop.example/?twclid=' + value;
    }, (it) => it.identifiers[0].twclid);
    callLater(() => {
      assertApi('setCookie').wasNotCalled();
      assertThat(warnings().filter((it) => it.indexOf('The twclid in the URL of the page is damaged') === 0)).hasLength(2);
    });
- name: Without the box no cookie is written
  code: |-
    settings.setClickIdCookie = false;
    runCode(settings);
    callLater(() => {
      assertThat(conversion().identifiers[0].twclid).isEqualTo('2-4m8k1vq7zj0c5t');
      assertApi('setCookie').wasNotCalled();
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
    event['x-ga-gcd'] = '13l3l3l3l1l1';
    runCode(settings);
    callLater(() => {
      sendsNothingSaying('no consent signal for ad_storage, and consent is required. Nothing was sent.');
      assertThat(lines('Message')[1].Message).contains('consent mode is not in use on the site');
      assertApi('setCookie').wasNotCalled();
    });
- name: Denied consent is a warning where the operator sends always
  code: |-
    event['x-ga-gcs'] = 'G100';
    runCode(settings);
    event['x-ga-gcs'] = undefined;
    event.consent_state = { ad_storage: true, ad_user_data: 'denied' };
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(sent).hasLength(2);
      assertThat(warnings()).isEqualTo([
        'ad_storage is denied, but Consent is set to Always: the conversion is sent.',
        'ad_user_data is denied, but Consent is set to Always: the conversion is sent.'
      ]);
    });
- name: Both signals are needed when both are asked for
  code: |-
    settings.consent = 'adStorageAndUserData';
    event['x-ga-gcd'] = '13r3r3q3q5l1';
    runCode(settings);
    event.consent_state = { ad_storage: true, ad_user_data: 'granted' };
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(lines('Message')[0].Message).contains('ad_user_data is denied (x-ga-gcd)');
      assertThat(sent).hasLength(1);
      assertApi('setCookie').wasCalled();
    });
- name: Each spelling of a granted consent state counts and no other does
  code: |-
    settings.consent = 'adStorage';
    const states = [true, 'true', 'GRANTED', ' granted ', 1, '1', false, 'false', 'denied', 0, 'yes'];
    const counted = states.map((state) => {
      const before = sent.length;
      event.consent_state = { ad_storage: state };
      runCode(settings);
      return sent.length > before;
    });
    callLater(() => {
      assertThat(counted).isEqualTo([true, true, true, true, true, true, false, false, false, false, false]);
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
- name: The first source that states a signal decides
  code: |-
    settings.consent = 'adStorage';
    const went = [];
    const add = (change) => {
      const before = sent.length;
      change();
      runCode(settings);
      went.push(sent.length > before);
    };
    // gcd under its other names, gcs for ad_storage, the consent block of the server.
    add(() => {
      event['x-sst-system_properties'] = { consent: { consentGrantedState: { ad_storage: true, ad_user_data: true } } };
    });
    add(() => {
      event['x-ga-gcs'] = 'G100';
    });
    add(() => {
      event['x-sst-system_properties'] = { gcd: '13r3r3r3r5l1' };
    });
    add(() => {
      event['x-ga-mp2-gcd'] = '13q3q3q3q5l1';
    });
    add(() => {
      event.consent_state = { ad_storage: true };
    });
    // gcs never speaks for user data, and a dash is no statement.
    add(() => {
      event['x-ga-gcs'] = 'G111';
      event['x-ga-mp2-gcd'] = undefined;
      event['x-sst-system_properties'] = undefined;
      event.consent_state = undefined;
    });
    add(() => {
      settings.consent = 'adStorageAndUserData';
    });
    add(() => {
      settings.consent = 'adStorage';
      event['x-ga-gcs'] = 'G1--';
    });
    callLater(() => {
      assertThat(went).isEqualTo([true, false, true, false, true, true, false, false]);
    });
- name: A refusal of X is reported in its words with the label of the field
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"event_id","message":"event_id (o6dkt) is not a single event tag (SET)"}]}' }, 'X answered 400: event_id (o6dkt) is not a single event tag (SET) (INVALID_PARAMETER, X event ID). Copy X event ID'],
      [{ statusCode: 404, headers: {}, body: '{"errors":[{"code":"INVALID","message":"Version 12.0 is not available."}]}' }, 'Import the newest version of the template.'],
      [{ statusCode: 404, headers: {}, body: '{"errors":[{"code":"NOT_FOUND","parameter":"event_id","message":"event_id (abc) does not belong to provided account"},{"code":"INVALID_PARAMETER","parameter":"event_id","message":"event_id (abc) is not a single event tag (SET)"}]}' }, 'does not belong to provided account (NOT_FOUND, X event ID); event_id (abc) is not a single event tag (SET) (INVALID_PARAMETER, X event ID). Copy X event ID'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"hashed_email","message":"hashed_email (abc) is not a valid SHA-256 hash"}]}' }, 'User data, e-mail address)'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"conversion_time","message":"Expected Time"}]}' }, 'Expected Time (INVALID_PARAMETER, Conversion data, conversion_time)'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"","message":"At least one user identifier must be provided"}]}' }, 'At least one user identifier must be provided (INVALID_PARAMETER). Send a click ID'],
      [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"MISSING_PARAMETER"}]}' }, 'MISSING_PARAMETER'],
      [{ statusCode: 400, headers: {}, body: '{"errors":["Conversion count limit is 500"]}' }, 'Conversion count limit is 500.'],
      [{ statusCode: 400, headers: {}, body: '{"errors":{"code":"INVALID"}}' }, 'X answered 400: INVALID.']
    ]);
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
- name: Success is what X says it processed and nothing beside it
  code: |-
    answers = [
      { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1}}' },
      { statusCode: 202, headers: {}, body: ' {"errors":[],"data":{"conversions_processed":1,"debug_id":"d-1"}} ' },
      { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1},"errors":["rejected"]}' },
      { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":0},"errors":["rejected"]}' },
      { statusCode: 204, headers: {} }
    ];
    answers.forEach(() => runCode(settings));
    callLater(() => {
      assertThat(lines('Message').map((line) => line.Message)).isEqualTo(['X processed the conversion.', 'X processed the conversion, debug_id d-1.']);
      const reasons = lines('Failure').map((line) => line.Reason);
      assertThat(reasons).hasLength(3);
      assertThat(reasons[0]).contains('rejected.');
      assertThat(reasons[1]).contains('X refused the conversion: rejected. Correct what X names.');
      assertThat(reasons[2]).contains('X answered 204 without saying that it processed the conversion. The answer is empty.');
    });
- name: An unauthenticated request names the credentials
  code: |-
    settings.authMethod = 'oauth1';
    eachAnswerFailsSaying([
      [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_ACCESS","message":"This request is not properly authenticated"}]}' }, 'not properly authenticated (UNAUTHORIZED_ACCESS). Check the four credentials, Consumer key to Access token secret: X does not say which one is wrong. After an approval for the Ads API make a new Access token'],
      [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":89,"message":"Invalid or expired token."}]}' }, 'Access token is revoked or expired: make a new Access token and Access token secret.'],
      [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}' }, 'Check the clock of the server.'],
      [{ statusCode: 401, headers: { date: 'yesterday' }, body: '' }, 'The answer is empty. Check the four credentials']
    ]);
- name: A clock more than five minutes off is named in place of the credentials
  code: |-
    settings.authMethod = 'oauth1';
    eachAnswerFailsSaying([
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'The clock of the server is 11 minutes behind X\'s'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:20:01 GMT' }, body: '' }, 'The clock of the server is 12 minutes ahead of X\'s'],
      [{ statusCode: 401, headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, body: '' }, 'minutes behind X\'s'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:02 GMT' }, body: '' }, 'The clock of the server is 5 minutes behind X\'s'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:01 GMT' }, body: '' }, 'Check the four credentials'],
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nox 2025 08:00:00 GMT' }, body: '' }, 'Check the four credentials']
    ]);
- name: A forbidden request names access and role and says to make the token anew
  code: |-
    settings.authMethod = 'oauth1';
    eachAnswerFailsSaying([
      [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_CLIENT_APPLICATION","message":"The client application does not have access to X Ads API"}]}' }, 'The app needs access to the Ads API (tier Conversion Only or Standard) with write permission, the user behind Access token the role of ad manager or account administrator. After an approval make a new Access token and Access token secret.'],
      [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"READONLY_CLIENT_APPLICATION"}]}' }, 'Give the app write permission'],
      [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"ACCOUNT_LOCKED_OUT"}]}' }, 'sign in to x.com as this user.']
    ]);
- name: The limit of requests is named with its end and left to the replay when that is far away
  code: |-
    settings.retries = '3';
    const ends = [
      [{ 'x-rate-limit-reset': '1763800381' }, 'limit of requests is reached; it ends in 60 seconds: replay the conversion later.'],
      [{ 'x-rate-limit-reset': 'soon' }, 'limit of requests is reached: replay the conversion later.'],
      [undefined, 'limit of requests is reached: replay the conversion later.']
    ];
    answers = ends.map((row) => {
      return { statusCode: 429, headers: row[0], body: '' };
    });
    ends.forEach(() => runCode(settings));
    later(2, () => {
      assertThat(sent).hasLength(3);
      ends.forEach((row, number) => {
        assertThat(lines('Failure')[number].Reason).contains(row[1]);
      });
    });
- name: Other failures are told apart by their status or by what became of the connection
  code: |-
    eachAnswerFailsSaying([
      [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'Check Pixel access token: it must be the one generated for this very pixel'],
      [{ statusCode: 403, headers: {}, body: '' }, 'Check Pixel access token'],
      [{ statusCode: 403, headers: {}, body: '<html>hello</html>' }, 'X answered 403: The answer is a web page, as a proxy or firewall sends it. Let the server reach ads-api.x.com.'],
      [{ statusCode: 500, headers: {}, body: '{"errors":[{"code":"INTERNAL_ERROR","message":"An unexpected error occurred"}]}' }, 'X answered 500: An unexpected error occurred (INTERNAL_ERROR). The fault is on X\'s side.'],
      [{ statusCode: 302, headers: { location: 'https://elsewhere.example' }, body: '' }, 'X answered 302'],
      [{ statusCode: 405, headers: {}, body: '' }, 'X answered 405: The answer is empty. Import the newest version of the template.'],
      [{ statusCode: 400, headers: {}, body: '{}' }, 'X answered 400: The answer names no error.'],
      [{ reason: 'timed_out' }, 'X did not answer within 4000 ms and may have counted the conversion. Raise Time limit'],
      [{ reason: 'failed' }, 'The connection to X failed. Check that the server may reach ads-api.x.com.'],
      [{}, 'The connection to X failed'],
      [undefined, 'The answer of X could not be read.']
    ]);
- name: A failure says whether X may have counted the conversion
  code: |-
    settings.retries = '0';
    const rows = [
      [{ statusCode: 400, headers: {}, body: '{"errors":["refused"]}' }, false],
      [{ statusCode: 429, headers: {}, body: '' }, false],
      [{ statusCode: 503, headers: {}, body: '{"errors":[{"code":"SERVICE_UNAVAILABLE"}]}' }, false],
      [{ statusCode: 502, headers: {}, body: '' }, true],
      [{ statusCode: 200, headers: {}, body: '' }, true],
      [{ reason: 'timed_out' }, true],
      [{ reason: 'failed' }, true]
    ];
    answers = rows.map((row) => row[0]);
    rows.forEach(() => runCode(settings));
    callLater(() => {
      assertThat(lines('Failure').map((line) => line.InDoubt)).isEqualTo(rows.map((row) => row[1]));
    });
- name: What X repeats is cut and shows neither a whole hash nor a credential nor a person
  code: |-
    const mail = hash('test@x.com');
    let text = mail + ' ' + mail + ' secret-token jane@shop.example';
    while (text.length < 3000) {
      text = text + ' and so on';
    }
    answers = [
      { statusCode: 400, headers: {}, body: JSON.stringify({ errors: [{ message: text }] }) },
      { statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1,"debug_id":"secret-token"}}' }
    ];
    runCode(settings);
    runCode(settings);
    callLater(() => {
      const shown = mail.slice(0, 8) + '... ' + mail.slice(0, 8) + '... (secret) (e-mail address) and so on';
      assertThat(lines('Failure')[0].Reason).contains(shown);
      assertThat(lines('Failure')[0].Reason.length).isLessThan(400);
      assertThat(lines('Response')[0].ResponseBody).contains(shown);
      assertThat(lines('Response')[0].ResponseBody.length).isLessThan(2100);
      assertThat(lines('Message')[0].Message).isEqualTo('X processed the conversion, debug_id (secret).');
      assertThat(logs.join('\n')).doesNotContain('secret-token');
    });
- name: What X announces about its API is a warning
  code: |-
    answers = [{ statusCode: 200, headers: { 'x-api-warn': 'Version 12 ends' }, body: processed.body }];
    runCode(settings);
    callLater(() => {
      succeeds();
      assertThat(lines('Warning')[0].Message).isEqualTo('X announces: Version 12 ends. Look for a newer version of the template.');
      assertThat(lines('Warning')[0].ApiWarning).contains('Version 12 ends');
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
- name: A fault on the side of X is tried again with a fresh signature and the same conversion
  code: |-
    settings.authMethod = 'oauth1';
    attemptTakes = 2000;
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
      assertThat(sent[0].options.headers.Authorization).contains('oauth_timestamp="1763800321"');
      assertThat(sent[1].options.headers.Authorization).contains('oauth_timestamp="1763800323"');
    });
- name: Each failure that may pass is tried again
  code: |-
    answers = [
      { statusCode: 408, headers: {}, body: '' },
      { statusCode: 429, headers: { 'x-rate-limit-reset': '1763800322' }, body: '' },
      { reason: 'failed' },
      processed
    ];
    settings.retries = '3';
    runCode(settings);
    later(4, () => {
      succeeds();
      assertThat(sent).hasLength(4);
    });
- name: No answer in time is tried again only with a conversion id
  code: |-
    answers = [{ reason: 'timed_out' }, processed, { reason: 'timed_out' }];
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(sent).hasLength(2);
      event.event_id = undefined;
      event.transaction_id = undefined;
      runCode(settings);
      later(2, () => {
        assertThat(sent).hasLength(3);
        assertThat(lines('Failure')[0].Reason).contains('X did not answer within 4000 ms');
      });
    });
- name: There are as many further attempts as the field says and one when it is out of range
  code: |-
    answers = [{ statusCode: 503, headers: {}, body: '' }];
    [0, '9', 2].forEach((retries) => {
      settings.retries = retries;
      runCode(settings);
    });
    later(4, () => {
      assertThat(sent).hasLength(6);
      assertThat(lines('Failure').map((line) => line.Attempt)).isEqualTo([1, 2, 3]);
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
- name: Nothing follows a success or a refusal
  code: |-
    settings.retries = '3';
    answers = [processed, { statusCode: 400, headers: {}, body: '' }];
    runCode(settings);
    runCode(settings);
    later(3, () => {
      assertThat(sent).hasLength(2);
      assertApi('gtmOnSuccess').wasCalled();
      assertThat(lines('Failure')).hasLength(1);
    });
- name: Each line names the tag and the event and the trace and shows identifiers shortened
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
      assertThat(request.ConversionId).isEqualTo('t-1');
      const shown = JSON.parse(request.RequestBody).conversions[0];
      assertThat(shown.identifiers).isEqualTo([
        { twclid: '2-4m8k1v...' },
        { hashed_email: '5806dc6b...' },
        { hashed_phone_number: '1fa6b8d9...' },
        { ip_address: '(not shown)', user_agent: '(not shown)' }
      ]);
      assertThat(shown.event_source_url).isEqualTo('https://shop.example/thanks');
      assertThat(shown.value).isEqualTo('65.00');
      assertThat(shown.contents).hasLength(2);
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
- name: A failure is written by default with the request as it must be sent again
  code: |-
    settings.logging = undefined;
    mock('getContainerVersion', { debugMode: false });
    answers = [{ statusCode: 404, headers: {}, body: '' }];
    settings.authMethod = 'oauth1';
    runCode(settings);
    callLater(() => {
      assertThat(logs).hasLength(1);
      const line = lines('Failure')[0];
      assertThat(line.RequestMethod).isEqualTo('POST');
      assertThat(line.RequestUrl).isEqualTo(sent[0].url);
      assertThat(line.RequestBody).isEqualTo(sent[0].body);
      assertThat(line.EventId).isEqualTo('tw-o8z6j-o87ne');
      assertThat(line.ConversionId).isEqualTo('t-1');
      assertThat(line.Attempt).isEqualTo(1);
      assertThat(JSON.stringify(line)).doesNotContain(settings.consumerKey);
      assertThat(JSON.stringify(line)).doesNotContain('OAuth');
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
- name: In preview mode everything is written and outside only what the operator asks for
  code: |-
    event.event_name = 'scroll';
    const written = [
      ['preview', false], ['preview', true], ['failures', false], ['failures', true], ['always', false]
    ].map((row) => {
      settings.logging = row[0];
      mock('getContainerVersion', { debugMode: row[1] });
      const before = logs.length;
      runCode(settings);
      return logs.length - before;
    });
    settings.logging = 'preview';
    mock('getContainerVersion', { debugMode: false });
    settings.pixelId = '';
    runCode(settings);
    settings.logging = 'failures';
    runCode(settings);
    callLater(() => {
      assertThat(written).isEqualTo([0, 1, 0, 1, 1]);
      assertThat(lines('Failure')).hasLength(1);
      // Nothing was sent, so there is nothing to send again.
      assertThat(lines('Failure')[0].RequestBody).isUndefined();
    });
- name: Rows go to BigQuery only when the three fields are filled in
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
    runCode(settings);
    settings.bigQueryTableId = 'x_conversions';
    answers = [processed, { statusCode: 404, headers: {}, body: '' }];
    runCode(settings);
    callLater(() => {
      assertApi('logToConsole').wasNotCalled();
      assertThat(inserted.map((it) => it.row.type)).isEqualTo(['Request', 'Response', 'Failure']);
      inserted.forEach((it) => {
        assertThat(it.table).isEqualTo({ projectId: 'project', datasetId: 'tagging', tableId: 'x_conversions' });
        assertThat(it.options).isEqualTo({ ignoreUnknownValues: true });
        assertThat(it.row.timestamp).isEqualTo('2025-11-22T08:32:01.456Z');
        assertThat(it.row.name).isEqualTo('X Conversions');
        assertThat(it.row.trace_id).isEqualTo('trace-1');
        assertThat(it.row.event_name).isEqualTo('purchase');
      });
      const row = inserted[2].row;
      assertThat(row.reason).contains('X answered 404');
      assertThat(row.in_doubt).isFalse();
      assertThat(row.attempt).isEqualTo(1);
      assertThat(row.event_id).isEqualTo('tw-o8z6j-o87ne');
      assertThat(row.conversion_id).isEqualTo('t-1');
      assertThat(row.request_method).isEqualTo('POST');
      assertThat(row.request_url).isEqualTo(sent[1].url);
      assertThat(row.request_body).isEqualTo(sent[1].body);
      assertThat(inserted[1].row.response_status_code).isEqualTo(404);
    });
- name: A row that cannot be written is told on the console and changes nothing
  code: |-
    mockObject('BigQuery', {
      insert: () => Promise.create((resolve, reject) => reject([{ reason: 'invalid' }]))
    });
    settings.logging = 'failures';
    mock('getContainerVersion', { debugMode: false });
    settings.bigQueryProjectId = 'project';
    settings.bigQueryDatasetId = 'tagging';
    settings.bigQueryTableId = 'x_conversions';
    event.event_name = 'scroll';
    runCode(settings);
    later(2, () => {
      succeeds();
      assertThat(logs).hasLength(1);
      warns('BigQuery did not take a row. Check the three fields and the columns of the table.');
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
      if (!answer || answer.statusCode) {
        resolve(answer);
      } else {
        reject(answer);
      }
    });
  });

  // The values of each name, as they stand in the header.
  const cookies = {};
  mock('getCookieValues', (name) => cookies[name] || []);
  mock('setCookie', () => {});
  mock('getEventData', (path) => {
    let value = event;
    path.split('.').forEach((step) => {
      value = value ? value[step] : undefined;
    });
    return value;
  });
  const headers = { 'trace-id': 'trace-1' };
  mock('getRequestHeader', (name) => headers[name]);
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

  // One run for each row, which sends nothing: change puts the row's first entry in place; the reason holds its second.
  const eachIsRefusedSaying = (rows, change) => {
    rows.forEach((row) => {
      change(row[0]);
      runCode(settings);
    });
    callLater(() => {
      assertApi('gtmOnSuccess').wasNotCalled();
      assertApi('gtmOnFailure').wasCalled();
      assertThat(sent).hasLength(0);
      assertThat(lines('Failure')).hasLength(rows.length);
      rows.forEach((row, number) => {
        assertThat(lines('Failure')[number].Reason).contains(row[1]);
      });
    });
  };

  // One run for each row: the answer is the row's first entry; the reason of the failure holds its second.
  const eachAnswerFailsSaying = (rows) => {
    settings.retries = '0';
    rows.forEach((row) => {
      answers = [row[0]];
      runCode(settings);
    });
    later(2, () => {
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

  // The landing page's click id, in the form in which X's pixel keeps it.
  const keptClickId = '{"pixelVersion":"2.3.33","timestamp":"1763800321456","twclid":"2-4m8k1vq7zj0c5t","source":1}';

  const sendsNothingSaying = (text) => {
    succeeds();
    assertThat(sent).hasLength(0);
    assertThat(lines('Message')[0].Message).contains(text);
  };


___NOTES___

Built from TypeScript; the source, its tests and the documentation are in the template's repository.
Change the source and build it anew rather than this code.
