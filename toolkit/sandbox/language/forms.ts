/**
 * The forms of the language: what can be written, each with the public repositories of server templates it was seen in. A form
 * that stands in two or more is proven; of the others nothing shows that Google's editor and servers take them. `npm run corpus`
 * counts the repositories anew. Which form a place in the code has is find-forms.ts's business.
 */

/** One way to write something. */
export interface Form {
  /** Source of a variable template that holds it. */
  readonly example: string;
  /** Up to three public repositories, `owner/name`, whose server templates hold it. */
  readonly seen: readonly string[];
  /** What to write instead, where the form is not proven: an imperative sentence. */
  readonly instead?: string;
}

const form = (example: string, seen: readonly string[] = [], instead?: string): Form => ({
  example,
  seen,
  ...(instead !== undefined && { instead }),
});

const OWN_NAME = 'Write a = a - b, a plain assignment.';
const PLAIN_GROUP = 'Use a plain group (…); count the groups of the result anew.';
const OWN_CHARACTER = 'Write the character itself.';

/** Every form, by the words that name it in a message. */
export const FORMS = {
  // Declarations and functions
  const: form('const a = 1; return a;', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  let: form('let a = 1; return a;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/tradetracker-server-tag',
  ]),
  'let without a value': form('let a; return a;', [
    'Converteo/converteo-sgtm-template-array-object-parser',
    'RaptorServices/raptor-sgtm-eventtracking',
    'Spectacle-HQ/spectacle-gtm-server-side-template',
  ]),
  var: form('var a = 1; return a;', [
    '74minutos/server_gtm_uuid',
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
  ]),
  'several names in one declaration': form('let a = 1, b = 2; return a + b;', [
    'Converteo/converteo-sgtm-template-array-object-parser',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'RaptorServices/raptor-sgtm-eventtracking',
  ]),
  'function declaration': form('function f() { return 1; } return f();', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AffilaeTech/GTM_server_side',
  ]),
  'function declaration inside a function declaration': form(
    'function f() { function g() { return 1; } return g(); } return f();',
    [
      'Anuj20/httpRequest',
      'EulerianTechnologies/gtm-ss-eulerian-analytics',
      'google-marketing-solutions/gps-sgtm-pantheon',
    ],
  ),
  'function declaration inside an arrow or a function expression': form(
    'const f = () => { function g() { return 1; } return g(); }; return f();',
    [],
    'Use a constant with an arrow, or declare the function at the top level.',
  ),
  'call above the declaration of the function': form('return f(); function f() { return 1; }', [
    'AffilaeTech/GTM_server_side',
    'Converteo/converteo-sgtm-template-array-object-parser',
    'RaptorServices/raptor-sgtm-eventtracking',
  ]),
  'function expression': form('const f = function() { return 1; }; return f();', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/gtagClient',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
  ]),
  'arrow with a block': form('const f = () => { return 1; }; return f();', [
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
    'AdPageGroup/tradetracker-server-tag',
  ]),
  'arrow with an expression': form('const f = (a) => a; return f(1);', [
    'Click2Buy/gtm-server-template',
    'Converteo/converteo-sgtm-template-array-object-parser',
    'NHinternesch/gtm-server-client-custom-event-parser',
  ]),
  'arrow with an object': form('const f = (a) => ({a: a}); return f(1);', [
    'AdPageGroup/spotler-server-tag',
    'google-marketing-solutions/gps-sgtm-pantheon',
    'qbe-digital-analytics/gtm-ss-traffic-type-classifier',
  ]),
  'arrow with an assignment': form('let n = 0; const f = (a) => n = a; return f(1);', [
    'stape-io/axon-tag',
    'stape-io/braze-server-tag',
    'stape-io/facebook-tag',
  ]),
  'function called where it is written': form(
    'return (() => 1)();',
    ['metricasboss/gtm-templates', 'oneviewhub/gtm-server-tag', 'square/server-to-server-gtm-client'],
    'Name the function and call it in a statement of its own.',
  ),
  arguments: form('const f = () => arguments.length; return f(1);', [
    'google/sgtm-event-data-filter',
    'metricasboss/gtm-templates',
    'stape-io/data-client',
  ]),
  'name with $ or a letter outside ASCII': form(
    'const $a = 1; return $a;',
    [],
    'Use letters A to Z, digits and the underscore.',
  ),
  'trailing comma in arguments or parameters': form(
    "const log = require('logToConsole'); log('a',);",
    ['mgid/gtm-server-template', 'stape-io/cookie-restore-tag', 'stape-io/quora-tag'],
    'Delete the comma.',
  ),

  // Statements
  if: form('if (data.a) { return 1; }', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'if without braces': form('if (data.a) return 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
  ]),
  else: form('if (data.a) { return 1; } else { return 2; }', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'else if': form('if (data.a) { return 1; } else if (data.b) { return 2; }', [
    'AI-Advisors/ai-crawler-analytics',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'Jude-Nwachukwu/sgtm-country-code-name-converter',
  ]),
  for: form('for (let i = 0; i < 2; i++) { data.f(i); }', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/gtagClient',
    'Anuj20/BigQuery-Real-Time-Write',
  ]),
  'for without a start': form(
    'let i = 0; for (; i < 2; i++) { data.f(i); }',
    ['stape-io/http-lookup-variable', 'stape-io/json-http-request-tag'],
    'Declare the counter in the head of the loop.',
  ),
  'for without a test or an update': form('for (let i = 0; i < 3;) { i++; }', [], 'Write a while loop.'),
  'for … in with const': form('for (const k in data) { return k; }', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
    'amzn/ads-pao-amznjs-gtm-server-side-template',
  ]),
  'for … in with let': form('for (let k in data) { return k; }', [
    'Anuj20/httpRequest',
    'Click2Buy/gtm-server-template',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
  ]),
  'for … in with var': form('for (var k in data) { return k; }', [
    'Jude-Nwachukwu/sgtm-country-code-name-converter',
    'NHinternesch/gtm-server-client-custom-event-parser',
    'avohq/gtm-server-avo-inspector-template',
  ]),
  'for … in with a variable declared before': form('let k; for (k in data) { return k; }', [
    'stape-io/http-lookup-variable',
    'stape-io/json-http-request-tag',
  ]),
  'for … of with const': form('for (const v of data.list) { return v; }', [
    'Andiministrator/aGTM',
    'google/sgtm-event-data-filter',
    'google-marketing-solutions/gps_soteria',
  ]),
  'for … of with let': form('for (let v of data.list) { return v; }', [
    'google-marketing-solutions/gps-sgtm-pantheon',
    'kwanko/sgtm-tag',
  ]),
  'for … of with var': form(
    'for (var v of data.list) { return v; }',
    ['gtm-templates-knowit-experience/sgtm-exclude-whitelist-query-strings', 'mbaersch/url-cleaner'],
    'Declare it with const.',
  ),
  'for … of with a variable declared before': form(
    'let v; for (v of data.list) { return v; }',
    [],
    'Declare it in the head of the loop with const.',
  ),
  'for … of over a conditional expression': form(
    'for (const v of data.a ? data.b : data.c) { return v; }',
    [],
    'Give the list a name first.',
  ),
  while: form('let i = 0; while (i < 3) { i++; }', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'IntimateMerger/gtm-server-template-affiliate-preserver',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
  ]),
  'do … while': form(
    'let i = 0; do { i++; } while (i < 3); return i;',
    ['IntimateMerger/gtm-server-template-affiliate-preserver'],
    'Write a while loop.',
  ),
  switch: form("switch (data.a) { case 'x': return 1; }", [
    'AffilaeTech/GTM_server_side',
    'Click2Buy/gtm-server-template',
    'Converteo/converteo-sgtm-template-array-object-parser',
  ]),
  default: form("switch (data.a) { case 'x': return 1; default: return 2; }", [
    'AffilaeTech/GTM_server_side',
    'Click2Buy/gtm-server-template',
    'Converteo/converteo-sgtm-template-array-object-parser',
  ]),
  'case without statements': form("switch (data.a) { case 'x': case 'y': return 1; }", [
    'Click2Buy/gtm-server-template',
    'Converteo/converteo-sgtm-template-array-object-parser',
    'qbe-digital-analytics/gtm-ss-traffic-type-classifier',
  ]),
  'case that falls through after statements': form(
    "let n = 0; switch (data.a) { case 'x': n = 1; case 'y': n++; } return n;",
    ['stape-io/google-conversion-events-tag', 'stape-io/google-customer-match-tag'],
  ),
  'let or const in a case': form("switch (data.a) { case 'x': const b = 1; return b; }", [
    'AffilaeTech/GTM_server_side',
    'Click2Buy/gtm-server-template',
    'Converteo/converteo-sgtm-template-array-object-parser',
  ]),
  break: form('while (data.a) { break; }', [
    'AI-Advisors/ai-crawler-analytics',
    'AffilaeTech/GTM_server_side',
    'Andiministrator/aGTM',
  ]),
  continue: form('for (const k in data) { if (k) { continue; } return k; }', [
    'AI-Advisors/ai-crawler-analytics',
    'avohq/gtm-server-avo-inspector-template',
    'axeptio/axeptio-sgtm-public-template',
  ]),
  return: form('return 1;', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AffilaeTech/GTM_server_side',
  ]),
  'return without a value': form('if (data.a) { return; }', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
  ]),
  'block that belongs to no statement': form(
    '{ const a = 1; }',
    [],
    'Remove the braces, or make a function of the block.',
  ),
  'empty statement': form(
    'const a = 1;; return a;',
    [
      'stape-io/gads-conversion-adjustments-tag',
      'stape-io/gads-offline-conversion-tag',
      'stape-io/hubspot-tag',
    ],
    'Delete the semicolon.',
  ),
  directive: form(
    "'use strict'; return 1;",
    ['i19s/sgtm-basket-variable'],
    'Delete the statement; directives have no meaning in the sandbox.',
  ),

  // Values
  object: form('return {a: 1};', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  'object with quoted keys': form("return {'a-b': 1};", [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'object with numbers as keys': form("return {1: 'a'};", [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'stape-io/awin-conversion-api-tag',
  ]),
  'trailing comma in an object': form('return {a: 1,};', [
    'AffilaeTech/GTM_server_side',
    'Anuj20/BigQuery-Real-Time-Write',
    'Anuj20/httpRequest',
  ]),
  array: form('return [1];', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/spotler-server-tag',
    'Andiministrator/gtagClient',
  ]),
  'trailing comma in an array': form('return [1,];', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
    'amzn/ads-pao-amznjs-gtm-server-side-template',
  ]),
  text: form("return 'a';", [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  number: form('return 1;', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  fraction: form('return 1.5;', [
    'RaptorServices/raptor-sgtm-eventtracking',
    'stape-io/data-client',
    'stape-io/math-variable',
  ]),
  'hexadecimal number': form('return 0xff;', [], 'Write the number in plain decimals.'),
  'number with an exponent': form('return 1e3;', [], 'Write the number in plain decimals.'),
  'true, false': form('return true;', [
    'AI-Advisors/ai-crawler-analytics',
    'AffilaeTech/GTM_server_side',
    'Andiministrator/aGTM',
  ]),
  null: form('return null;', [
    'AI-Advisors/ai-crawler-analytics',
    'AffilaeTech/GTM_server_side',
    'Andiministrator/aGTM',
  ]),
  undefined: form('return undefined;', [
    'Converteo/converteo-sgtm-template-array-object-parser',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'Jude-Nwachukwu/sgtm-country-code-name-converter',
  ]),
  '\\n, \\t, \\\\ or a quote escaped in a text': form("return '\\n';", [
    'Andiministrator/gtagClient',
    'Converteo/converteo-sgtm-template-array-object-parser',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
  ]),
  '\\u or \\x in a text': form("return '\\u00e9';", [], OWN_CHARACTER),
  'octal escape in a text': form("return '\\1';", [], OWN_CHARACTER),
  'text continued on the next line': form("return 'a\\\nb';", [], 'Join two texts with +.'),
  'escape that JavaScript ignores': form(
    "return '\\d'.match('a');",
    [],
    'Leave the backslash out; in a pattern it must stand twice.',
  ),
  'character outside ASCII in a text': form("return 'é';", [
    'Andiministrator/gtagClient',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'gtm-templates-knowit-experience/sgtm-user-data-formatter-sha256-hasher',
  ]),

  // Access and calls
  'a.b': form('return data.a;', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  'a[b]': form('return data.a[data.b];', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  "a['b']": form("return data['a'];", [
    'Andiministrator/gtagClient',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'IntimateMerger/gtm-server-template-affiliate-preserver',
  ]),
  'a[0]': form('return data.a[0];', [
    'AI-Advisors/ai-crawler-analytics',
    'AffilaeTech/GTM_server_side',
    'Click2Buy/gtm-server-template',
  ]),
  '({…})[key] or […][index]': form(
    "return ({a: 1})['a'];",
    ['Anuj20/httpRequest'],
    'Give the object a name first.',
  ),
  'f(a)': form("return require('getType')(data);", [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  'a.f(b)': form("return data.a.indexOf('b');", [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  'f(a)(b)': form("return require('getType')(data);", [
    'elbwalker/sgtm-client-template',
    'elbwalker/sgtm-tag-bigquery',
    'mbaersch/ga4mp-tag-server',
  ]),
  'a[f](b)': form(
    'return data.a[data.b](1);',
    ['square/server-to-server-gtm-client', 'stape-io/brevo-tag', 'stape-io/infobip-lookup-server-variable'],
    'Put the function into a variable and call that.',
  ),
  'push with several values': form(
    'const a = []; a.push(1, 2); return a;',
    ['gtm-templates-praba/pii-redactor-variable'],
    'Write one push for each.',
  ),
  'match(…).slice(…).join(…)': form(
    "return 'ab'.match('(a)(b)').slice(1).join('');",
    [],
    'Walk over the indices of the match; groups that took no part are undefined.',
  ),
  'function of an API passed as a value': form(
    "const JSON = require('JSON'); return data.list.map(JSON.stringify);",
    [],
    'Put an arrow around it: (value) => JSON.stringify(value).',
  ),
  'then(a, b)': form('return data.p.then((a) => a, (e) => e);', [
    'AI-Advisors/ai-crawler-analytics',
    'Converteo/converteo-sgtm-template-array-object-parser',
    'cloudymoma/sgtm-ga4-to-bigquery',
  ]),
  'then(a)': form('return data.p.then((a) => a);', [
    'Andiministrator/gtagClient',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
  ]),
  'catch(f)': form('return data.p.catch((e) => e);', [
    'Andiministrator/gtagClient',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
    'Spectacle-HQ/spectacle-gtm-server-side-template',
  ]),
  'finally(f)': form(
    'return data.p.finally(() => 1);',
    [
      'google-marketing-solutions/gps-sgtm-pantheon',
      'google-marketing-solutions/gps_soteria',
      'selnekovic/sgtm-templates',
    ],
    'Use then(a, b) with the same call in both.',
  ),

  // Assignments
  'a = b': form('let a; a = 1; return a;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AffilaeTech/GTM_server_side',
  ]),
  'a.b = c': form('data.a = 1;', [
    'Andiministrator/aGTM',
    'Converteo/converteo-sgtm-template-array-object-parser',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
  ]),
  'a[b] = c': form('data.a[data.b] = 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'a = b = c': form(
    'let a; let b; a = b = 1; return a + b;',
    ['stape-io/http-lookup-variable', 'stape-io/json-http-request-tag', 'stape-io/reddit-tag'],
    'Write two statements.',
  ),
  'assignment as an argument': form(
    'let a; data.f(a = 1); return a;',
    ['stape-io/awin-tag'],
    'Write the assignment first.',
  ),
  'assignment as an operand': form(
    'let a; const b = (a = 1) + 1; return a + b;',
    [],
    'Write the assignment as a statement first.',
  ),
  'a += b': form('let a = 1; a += 1; return a;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/tradetracker-server-tag',
    'Andiministrator/gtagClient',
  ]),
  'a.b += c': form(
    'data.a += 1;',
    ['Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM', 'stape-io/logger-tag'],
    'Write o.n = o.n + 1.',
  ),
  'a -= b': form('let a = 1; a -= 1; return a;', ['avohq/gtm-server-avo-inspector-template'], OWN_NAME),
  'a *= b': form('let a = 1; a *= 2; return a;', [], OWN_NAME),
  'a /= b': form('let a = 1; a /= 2; return a;', [], OWN_NAME),
  'a %= b': form('let a = 1; a %= 2; return a;', [], OWN_NAME),
  'a <<= b': form('let a = 1; a <<= 2; return a;', [], OWN_NAME),
  'a >>= b': form('let a = 1; a >>= 2; return a;', [], OWN_NAME),
  'a >>>= b': form('let a = 1; a >>>= 2; return a;', [], OWN_NAME),
  'a &= b': form('let a = 1; a &= 2; return a;', [], OWN_NAME),
  'a |= b': form('let a = 1; a |= 2; return a;', [], OWN_NAME),
  'a ^= b': form('let a = 1; a ^= 2; return a;', ['makingscience-gausstag/gauss_tag_gtm_server'], OWN_NAME),
  'a++': form('let a = 1; a++; return a;', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/gtagClient',
    'Converteo/converteo-sgtm-template-array-object-parser',
  ]),
  '++a': form('let a = 1; ++a; return a;', [
    'line/line-conversion-api-server-tag',
    'stape-io/cookie-restore-tag',
    'stape-io/data-client',
  ]),
  'a--': form('let a = 1; a--; return a;', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'IntimateMerger/gtm-server-template-affiliate-preserver',
    'Rakuten-Advertising-Developers/Affiliate-for-Server-Side-GTM',
  ]),
  '--a': form('let a = 1; --a; return a;', [], 'Write a--, or a = a - 1.'),
  '++ or -- inside an expression': form('let a = 1; return data.list[a++];', [
    'IntimateMerger/gtm-server-template-affiliate-preserver',
    'avohq/gtm-server-avo-inspector-template',
    'stape-io/data-client',
  ]),
  '++ or -- on a property': form('data.n++;', [], 'Write o.n = o.n + 1.'),

  // Operators
  '!a': form('return !data.a;', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
  ]),
  '-a': form('return -data.a;', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/gtagClient',
    'Converteo/converteo-sgtm-template-array-object-parser',
  ]),
  '~a': form('return ~data.a;', [
    'taneli-salonen1/sgtm-ip-address-match',
    'trkkn/gtm-server-variable-template-ip-range-categorizer',
  ]),
  'typeof a': form('return typeof data.a;', [
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
    'Click2Buy/gtm-server-template',
  ]),
  'a ? b : c': form('return data.a ? 1 : 2;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/tradetracker-server-tag',
    'AffilaeTech/GTM_server_side',
  ]),
  'a && b': form('return data.a && 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'a || b': form('return data.a || 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/tradetracker-server-tag',
    'AffilaeTech/GTM_server_side',
  ]),
  'a == b': form('return data.a == 1;', [
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
    'Anuj20/httpRequest',
  ]),
  'a != b': form('return data.a != 1;', [
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
    'Converteo/converteo-sgtm-template-array-object-parser',
  ]),
  'a === b': form('return data.a === 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/tradetracker-server-tag',
  ]),
  'a !== b': form('return data.a !== 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/aGTM',
    'Andiministrator/gtagClient',
  ]),
  'a < b': form('return data.a < 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'a <= b': form('return data.a <= 1;', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'amzn/ads-pao-amznjs-gtm-server-side-template',
    'avohq/gtm-server-avo-inspector-template',
  ]),
  'a > b': form('return data.a > 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'Andiministrator/gtagClient',
  ]),
  'a >= b': form('return data.a >= 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
    'AdPageGroup/spotler-server-tag',
  ]),
  'a + b': form('return data.a + 1;', [
    '74minutos/server_gtm_uuid',
    'AI-Advisors/ai-crawler-analytics',
    'AdPageGroup/copernica-server-tag',
  ]),
  'a - b': form('return data.a - 1;', [
    'AI-Advisors/ai-crawler-analytics',
    'Andiministrator/aGTM',
    'Anuj20/httpRequest',
  ]),
  'a * b': form('return data.a * 2;', [
    'Click2Buy/gtm-server-template',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'IntimateMerger/gtm-server-template-affiliate-preserver',
  ]),
  'a / b': form('return data.a / 2;', [
    'Anuj20/httpRequest',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'IntimateMerger/gtm-server-template-affiliate-preserver',
  ]),
  'a % b': form('return data.a % 2;', [
    'Anuj20/httpRequest',
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'IntimateMerger/gtm-server-template-affiliate-preserver',
  ]),
  'a & b': form('return data.a & 2;', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'google-marketing-solutions/gps-sgtm-pantheon',
    'mbaersch/cyrb53-hasher',
  ]),
  'a | b': form('return data.a | 2;', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'mbaersch/cyrb53-hasher',
    'stape-io/axon-tag',
  ]),
  'a ^ b': form(
    'return data.a ^ 2;',
    ['google-marketing-solutions/gps-sgtm-pantheon', 'mbaersch/cyrb53-hasher', 'stape-io/axon-tag'],
    'Write (a | b) - (a & b).',
  ),
  'a << b': form('return data.a << 2;', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'mbaersch/cyrb53-hasher',
    'stape-io/axon-tag',
  ]),
  'a >> b': form('return data.a >> 2;', [
    'EulerianTechnologies/gtm-ss-eulerian-analytics',
    'alifmahmudashik/gtm-template-platform-items-mapper-sgtm',
    'mbaersch/cyrb53-hasher',
  ]),
  'a >>> b': form('return data.a >>> 2;', [
    'makingscience-gausstag/gauss_tag_gtm_server',
    'mbaersch/cyrb53-hasher',
    'taneli-salonen1/sgtm-ip-address-match',
  ]),

  // Patterns, the texts that match and search take
  'pattern: class, [a-z] or [^a-z]': form("return 'a'.match('[^a-z]');", [
    'Snapchat/capi-google-tag-manager-serverside-tag',
    'facebookincubator/ConversionsAPI-Tag-for-GoogleTagManager',
    'gtm-templates-knowit-experience/sgtm-exclude-whitelist-query-strings',
  ]),
  'pattern: group': form("return 'a'.match('(a)');", [
    'stape-io/google-conversion-events-tag',
    'stape-io/linkedin-tag',
    'stape-io/mixpanel-tag',
  ]),
  'pattern: alternatives': form("return 'a'.match('a|b');", [
    'gtm-templates-knowit-experience/sgtm-exclude-whitelist-query-strings',
    'gtm-templates-knowit-experience/sgtm-ip-anonymizer-variable',
    'stape-io/infobip-lookup-server-variable',
  ]),
  'pattern: ^ or $': form("return 'a'.match('^a$');", [
    'Snapchat/capi-google-tag-manager-serverside-tag',
    'facebookincubator/ConversionsAPI-Tag-for-GoogleTagManager',
    'gtm-templates-knowit-experience/sgtm-ip-anonymizer-variable',
  ]),
  'pattern: dot': form("return 'a'.match('.');", [
    'gtm-templates-knowit-experience/sgtm-exclude-whitelist-query-strings',
    'stape-io/google-conversion-events-tag',
    'stape-io/mixpanel-tag',
  ]),
  'pattern: * or +': form("return 'a'.match('a+b*');", [
    'gtm-templates-knowit-experience/sgtm-exclude-whitelist-query-strings',
    'stape-io/google-conversion-events-tag',
    'stape-io/impact-tag',
  ]),
  'pattern: ?': form("return 'a'.match('ab?');", [
    'gtm-templates-knowit-experience/sgtm-user-data-formatter-sha256-hasher',
    'stape-io/google-conversion-events-tag',
    'stape-io/google-customer-match-tag',
  ]),
  'pattern: {n,m}': form("return 'a'.match('a{1,3}');", [
    'Snapchat/capi-google-tag-manager-serverside-tag',
    'facebookincubator/ConversionsAPI-Tag-for-GoogleTagManager',
    'gtm-templates-knowit-experience/sgtm-ip-anonymizer-variable',
  ]),
  'pattern: \\d': form("return 'a'.match('\\\\d');", [
    'gtm-templates-knowit-experience/sgtm-ip-anonymizer-variable',
    'stape-io/file-proxy-client',
    'stape-io/linkedin-tag',
  ]),
  'pattern: \\D': form("return 'a'.match('\\\\D');", [], 'Write [^0-9].'),
  'pattern: \\w': form("return 'a'.match('\\\\w');", [], 'Write [A-Za-z0-9_].'),
  'pattern: \\W': form("return 'a'.match('\\\\W');", [], 'Write [^A-Za-z0-9_].'),
  'pattern: \\s': form(
    "return 'a'.match('\\\\s');",
    ['stape-io/tradedoubler-tag'],
    'Write the blanks that are meant: [ \\t\\n\\r].',
  ),
  'pattern: \\S': form("return 'a'.match('\\\\S');", [], 'Write [^ ] with the characters meant.'),
  'pattern: escaped punctuation': form("return 'a'.match('\\\\.');", [
    'gtm-templates-knowit-experience/sgtm-ip-anonymizer-variable',
    'gtm-templates-knowit-experience/sgtm-user-data-formatter-sha256-hasher',
    'stape-io/google-conversion-events-tag',
  ]),
  'pattern: \\n, \\r or \\t': form(
    "return 'a'.match('\\\\n');",
    [],
    "Put the character into the text: '\\n'.",
  ),
  'pattern: (?:…)': form(
    "return 'a'.match('(?:a)');",
    ['gtm-templates-knowit-experience/sgtm-ip-anonymizer-variable'],
    PLAIN_GROUP,
  ),
  'pattern: look-ahead': form("return 'a'.match('a(?=b)');", [], 'Write two tests, or cut with slice.'),
  'pattern: look-behind': form("return 'a'.match('(?<=a)b');", [], 'Write two tests, or cut with slice.'),
  'pattern: named group': form("return 'a'.match('(?<n>a)');", [], PLAIN_GROUP),
  'pattern: lazy quantifier': form(
    "return 'a'.match('a+?b');",
    [],
    'Use a class that leaves out what comes next: [^b]+b.',
  ),
  'pattern: \\b': form(
    "return 'a'.match('\\\\ba');",
    [],
    'Write the characters that may stand before: (^|[^a-z]).',
  ),
  'pattern: \\u or \\x': form(
    "return 'a'.match('\\\\u200e');",
    [],
    'Remove such characters by split and join, or write the character itself.',
  ),
  'pattern: back-reference': form("return 'a'.match('(a)\\\\1');", [], 'Compare the two parts in code.'),
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof FORMS;

/** A form by its name, with the optional fields visible. */
export const formNamed = (name: FormName): Form => FORMS[name];

/** Whether public server templates of two or more repositories hold the form. */
export const isProven = (name: FormName): boolean => formNamed(name).seen.length >= 2;
