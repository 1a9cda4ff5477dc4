___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Every field",
  "description": "One of each, for tests of the page.",
  "containerContexts": [
    "SERVER"
  ]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "LABEL",
    "name": "label",
    "displayName": "Just a label"
  },
  {
    "type": "GROUP",
    "name": "g0",
    "displayName": "No zippy",
    "groupStyle": "NO_ZIPPY",
    "subParams": [
      {
        "type": "TEXT",
        "name": "delay",
        "displayName": "Delay",
        "simpleValueType": true,
        "help": "How long it waits.",
        "valueUnit": "seconds",
        "valueHint": "5",
        "valueValidators": [
          {
            "type": "NON_NEGATIVE_NUMBER"
          }
        ]
      },
      {
        "type": "TEXT",
        "name": "names",
        "displayName": "Names",
        "simpleValueType": true,
        "textAsList": true,
        "lineCount": 3
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "g1",
    "displayName": "Open",
    "groupStyle": "ZIPPY_OPEN",
    "subParams": [
      {
        "type": "CHECKBOX",
        "name": "details",
        "checkboxText": "With details",
        "simpleValueType": true,
        "defaultValue": false,
        "subParams": [
          {
            "type": "TEXT",
            "name": "detail",
            "displayName": "Only with details",
            "simpleValueType": true,
            "enablingConditions": [
              {
                "paramName": "details",
                "paramValue": true,
                "type": "EQUALS"
              }
            ]
          }
        ]
      },
      {
        "type": "RADIO",
        "name": "mode",
        "displayName": "Mode",
        "simpleValueType": true,
        "radioItems": [
          {
            "value": "a",
            "displayValue": "First",
            "help": "The first way."
          },
          {
            "value": "b",
            "displayValue": "Second",
            "subParams": [
              {
                "type": "TEXT",
                "name": "second",
                "displayName": "Of the second",
                "simpleValueType": true
              }
            ]
          }
        ]
      },
      {
        "type": "SELECT",
        "name": "region",
        "displayName": "Region",
        "simpleValueType": true,
        "notSetText": "Anywhere",
        "selectItems": [
          {
            "value": "eu",
            "displayValue": "Europe"
          },
          {
            "value": "us",
            "displayValue": "America"
          }
        ]
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "g2",
    "displayName": "Closed",
    "groupStyle": "ZIPPY_CLOSED",
    "help": "Rarely needed.",
    "subParams": [
      {
        "type": "TEXT",
        "name": "rare",
        "displayName": "Rare",
        "simpleValueType": true
      }
    ]
  },
  {
    "type": "GROUP",
    "name": "g3",
    "displayName": "Open when changed",
    "groupStyle": "ZIPPY_OPEN_ON_PARAM",
    "subParams": [
      {
        "type": "TEXT",
        "name": "changed",
        "displayName": "Changed",
        "simpleValueType": true,
        "defaultValue": "1"
      }
    ]
  },
  {
    "type": "SIMPLE_TABLE",
    "name": "pairs",
    "displayName": "Pairs",
    "newRowButtonText": "Add pair",
    "simpleTableColumns": [
      {
        "type": "TEXT",
        "name": "key",
        "displayName": "Key",
        "defaultValue": "",
        "isUnique": true
      },
      {
        "type": "SELECT",
        "name": "kind",
        "displayName": "Kind",
        "defaultValue": "x",
        "selectItems": [
          {
            "value": "x",
            "displayValue": "X"
          },
          {
            "value": "y",
            "displayValue": "Y"
          }
        ]
      }
    ]
  },
  {
    "type": "PARAM_TABLE",
    "name": "headers",
    "displayName": "Headers",
    "newRowButtonText": "Add header",
    "newRowTitle": "New header",
    "editRowTitle": "Edit header",
    "paramTableColumns": [
      {
        "param": {
          "type": "TEXT",
          "name": "header",
          "displayName": "Header name",
          "simpleValueType": true
        },
        "isUnique": true
      },
      {
        "param": {
          "type": "SELECT",
          "name": "kind",
          "displayName": "Kind",
          "simpleValueType": true,
          "defaultValue": "none",
          "selectItems": [
            {
              "value": "none",
              "displayValue": "Removed"
            },
            {
              "value": "fixed",
              "displayValue": "Fixed"
            }
          ],
          "subParams": [
            {
              "type": "TEXT",
              "name": "fixed",
              "displayName": "Fixed value",
              "simpleValueType": true,
              "enablingConditions": [
                {
                  "paramName": "kind",
                  "paramValue": "fixed",
                  "type": "EQUALS"
                }
              ]
            }
          ]
        },
        "isUnique": false
      }
    ]
  }
]


___SANDBOXED_JS_FOR_SERVER___

const log = require('logToConsole');
const JSON = require('JSON');

// What the fields give, as the page's log shows it.
log(JSON.stringify(data));
if (data.mode === 'b') {
  data.gtmOnFailure();
} else {
  data.gtmOnSuccess();
}


___SERVER_PERMISSIONS___

[
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
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: The first way succeeds
  code: |-
    runCode({ mode: 'a' });
    assertApi('gtmOnSuccess').wasCalled();
- name: The answer is what it is not
  code: |-
    runCode({ mode: 'a' });
    assertThat(41).isEqualTo(42);


___NOTES___

For tests of the playground.
