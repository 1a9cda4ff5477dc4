/**
 * The refusals of the language check: what a problem looks like, and the table of every stable code with its severity,
 * the reason, the way out and a pair of examples. The page docs/sandbox-rules.md, the messages and the tests are all made
 * from this table. An error is something Google's editor refuses or its interpreter cannot run; a warning is something
 * that has an instruction but that no published template is known to use, or that runs with a surprise.
 */

import type { TemplateKind } from './apis.ts';

/** One finding in a template or test section. `line` and `column` count from 1 in that section's source. */
export interface Problem {
  code: string;
  severity: 'error' | 'warning';
  /** Subject, expectation, observation, next step. */
  message: string;
  line: number;
  column: number;
  /** `docs/sandbox-rules.md#<anchor>` */
  page: string;
}

/** One row of the table. */
export interface Rule {
  readonly severity: 'error' | 'warning';
  /** What the rule is about, a noun phrase. */
  readonly title: string;
  /** Why it is refused: one or two sentences. */
  readonly why: string;
  /** What to write instead: one imperative sentence. */
  readonly instead: string;
  /** Complete source that bites, and the nearest source that does not. */
  readonly bad: string;
  readonly good: string;
  /** The kind of section the examples are; a variable when absent. */
  readonly kind?: TemplateKind | 'TEST';
  /** True when the compiler has a form for it all the same. Warnings always compile. */
  readonly compiles?: true;
}

export const RULES = {
  SANDBOX_SYNTAX: {
    severity: 'error',
    title: 'text that is not JavaScript',
    why: 'The parser stops at the first place it cannot read, so nothing behind it has been checked.',
    instead: 'Correct the text at the position given and check again.',
    bad: 'const a = (1;',
    good: 'const a = (1);',
  },
  SANDBOX_CONTROL_BYTE: {
    severity: 'error',
    title: 'a control character',
    why: 'NUL and other control characters break the import of a template; only tab and line ends are safe.',
    instead: 'Delete the character.',
    bad: "return 'a\u0001b';",
    good: "return 'a b';",
    compiles: true,
  },
  SANDBOX_MISSING_SEMICOLON: {
    severity: 'error',
    title: 'a missing semicolon',
    why: 'The template compiler inserts no semicolons: it reads on into the next line and reports an error there.',
    instead: 'End the statement with a semicolon.',
    bad: 'const a = 1\nreturn a;',
    good: 'const a = 1;\nreturn a;',
    compiles: true,
  },
  SANDBOX_HTML_COMMENT: {
    severity: 'error',
    title: 'an HTML-like comment',
    why: 'Only browsers read <!-- and --> as comments; the template compiler reads them as operators.',
    instead: 'Write the comment with // or /* */.',
    bad: 'return 1;\n<!-- note',
    good: 'return 1;\n// note',
    compiles: true,
  },
  SANDBOX_HASHBANG: {
    severity: 'error',
    title: 'a hashbang line',
    why: 'A first line that starts with #! is for shells; a template is the body of a function.',
    instead: 'Delete the line.',
    bad: '#!/usr/bin/env node\nreturn 1;',
    good: '// a variable\nreturn 1;',
    compiles: true,
  },
  SANDBOX_TOO_LONG: {
    severity: 'error',
    title: 'source that is too long',
    why: 'The limit is several times the largest template ever published; what is longer is not a template.',
    instead: 'Check that the file is the right one, or shorten it.',
    bad: `return '${'x'.repeat(1_000_000)}';`,
    good: "return 'x';",
  },
  SANDBOX_NESTING_TOO_DEEP: {
    severity: 'error',
    title: 'nesting that is too deep',
    why: 'Parser, compiler and interpreter walk nested code by recursion, and their stack ends.',
    instead: 'Split the expression or the blocks into functions or named values.',
    bad: `return ${'['.repeat(700)}${']'.repeat(700)};`,
    good: 'return [[[]]];',
  },
  SANDBOX_DIRECTIVE: {
    severity: 'warning',
    title: 'a directive',
    why: 'Directives such as use strict have no meaning in the sandbox and no published template has one.',
    instead: 'Delete the statement.',
    bad: "'use strict';\nreturn 1;",
    good: 'return 1;',
  },
  SANDBOX_REGEX_LITERAL: {
    severity: 'error',
    title: 'a regular-expression literal',
    why: 'The template compiler cannot parse the slash, and the interpreter has no value for it.',
    instead:
      "Pass the pattern as text, s.match('^a+$'), or use require('createRegex') and require('testRegex').",
    bad: "return 'aa'.match(/^a+$/);",
    good: "return 'aa'.match('^a+$');",
  },
  SANDBOX_TEMPLATE_LITERAL: {
    severity: 'error',
    title: 'a template literal',
    why: 'Backquoted text, tagged or not, is not part of the accepted language.',
    instead: 'Join quoted strings with +.',
    bad: 'const n = 1;\nreturn `n is $' + '{n}`;',
    good: "const n = 1;\nreturn 'n is ' + n;",
  },
  SANDBOX_NUMBER_FORM: {
    severity: 'error',
    title: 'a number in a form the sandbox does not read',
    why: 'Numbers become JSON: there is no bigint, and separators, 0b, 0o and a leading zero are not read.',
    instead: 'Write the number in plain decimals.',
    bad: 'return 1_000;',
    good: 'return 1000;',
  },
  SANDBOX_NUMBER_NOTATION: {
    severity: 'warning',
    title: 'a hexadecimal or exponent number',
    why: 'It should compile to a plain number, but no published template shows that the compiler reads it.',
    instead: 'Write the number in plain decimals.',
    bad: 'return 0xff;',
    good: 'return 255;',
  },
  SANDBOX_STRING_ESCAPE: {
    severity: 'warning',
    title: 'an uncommon escape in a string',
    why: 'No published template uses \\x, \\u, octal escapes or a continued line, so their reading is not proven.',
    instead: 'Write the character itself, or fetch it with a decoding API.',
    bad: "return '\\u00e9';",
    good: "return '\\n';",
  },
  SANDBOX_ARRAY_HOLE: {
    severity: 'error',
    title: 'a hole in an array literal',
    why: 'An array is compiled to the list of its elements; there is no instruction for a missing one.',
    instead: 'Write undefined where the hole is.',
    bad: 'return [1, , 3];',
    good: 'return [1, undefined, 3];',
  },
  SANDBOX_SHORTHAND_PROPERTY: {
    severity: 'error',
    title: 'a shorthand property',
    why: 'Object literals are accepted with key and value only.',
    instead: 'Write the key and the value: {a: a}.',
    bad: 'const a = 1;\nreturn {a};',
    good: 'const a = 1;\nreturn {a: a};',
  },
  SANDBOX_SHORTHAND_METHOD: {
    severity: 'error',
    title: 'a shorthand method',
    why: 'Object literals are accepted with key and value only.',
    instead: 'Write the function as a value: {f: () => 1}.',
    bad: 'return {f() { return 1; }};',
    good: 'return {f: () => 1};',
  },
  SANDBOX_COMPUTED_KEY: {
    severity: 'error',
    title: 'a computed key in an object literal',
    why: 'Keys of a compiled object literal are fixed text.',
    instead: 'Create the object first, then assign: o[key] = value.',
    bad: "const k = 'a';\nreturn {[k]: 1};",
    good: "const k = 'a';\nconst o = {};\no[k] = 1;\nreturn o;",
  },
  SANDBOX_ACCESSOR: {
    severity: 'error',
    title: 'a getter or setter',
    why: 'Objects of the sandbox are plain maps; a property cannot run code.',
    instead: 'Use a function-valued property and call it.',
    bad: 'return {get a() { return 1; }};',
    good: 'return {a: () => 1};',
  },
  SANDBOX_SPREAD: {
    severity: 'error',
    title: 'a spread element',
    why: 'There is no instruction that unpacks a list into arguments, an array or an object.',
    instead: 'Use concat for arrays, a for-in loop for objects, and explicit arguments for calls.',
    bad: 'const a = [1];\nreturn [...a, 2];',
    good: 'const a = [1];\nreturn a.concat([2]);',
  },
  SANDBOX_REST_PARAMETER: {
    severity: 'error',
    title: 'a rest parameter',
    why: 'Parameters are compiled to a list of plain names.',
    instead: 'Read the extra values from arguments.',
    bad: 'const f = (...list) => list;\nreturn f(1);',
    good: 'const f = () => arguments;\nreturn f(1);',
  },
  SANDBOX_DEFAULT_PARAMETER: {
    severity: 'error',
    title: 'a default value of a parameter',
    why: 'Parameters are compiled to a list of plain names.',
    instead: 'Test for undefined in the body.',
    bad: 'const f = (a = 1) => a;\nreturn f();',
    good: 'const f = (a) => a === undefined ? 1 : a;\nreturn f();',
  },
  SANDBOX_DESTRUCTURING: {
    severity: 'error',
    title: 'a destructuring pattern',
    why: 'Declarations, parameters and assignments are compiled with one plain name each.',
    instead: 'Read the parts one by one.',
    bad: 'const {a} = data;\nreturn a;',
    good: 'const a = data.a;\nreturn a;',
  },
  SANDBOX_CLASS: {
    severity: 'error',
    title: 'a class',
    why: 'The sandbox has no constructors and no prototypes.',
    instead: 'Return an object of functions from a function.',
    bad: 'class A {}\nreturn 1;',
    good: 'const makeA = () => ({n: 1});\nreturn makeA();',
  },
  SANDBOX_NEW: {
    severity: 'error',
    title: 'new',
    why: 'Nothing in the sandbox can be constructed; arrays and objects come from literals, the rest from require.',
    instead: 'Use a literal, or the API that gives the value.',
    bad: 'return new data.Thing();',
    good: 'return {};',
  },
  SANDBOX_THIS: {
    severity: 'error',
    title: 'this',
    why: 'Functions of the sandbox have no receiver.',
    instead: 'Pass the object as an argument.',
    bad: 'return this;',
    good: 'return data;',
  },
  SANDBOX_TRY: {
    severity: 'error',
    title: 'try, catch or finally',
    why: 'Authors cannot catch errors of the sandbox; an error ends the run.',
    instead: 'Test values before use; APIs give undefined for bad input, promises have catch.',
    bad: 'try { return 1; } catch (e) { return 2; }',
    good: "const JSON = require('JSON');\nconst v = JSON.parse('{}');\nreturn v === undefined ? 2 : v;",
  },
  SANDBOX_THROW: {
    severity: 'error',
    title: 'throw',
    why: 'There is no instruction that raises an error.',
    instead: 'Return a value that says so, or report failure.',
    bad: "throw 'no';",
    good: 'return undefined;',
  },
  SANDBOX_DELETE: {
    severity: 'error',
    title: 'delete',
    why: 'There is no instruction that removes a property.',
    instead: "Call require('Object').delete(object, 'key').",
    bad: 'delete data.a;',
    good: "const Object = require('Object');\nObject.delete(data, 'a');",
  },
  SANDBOX_IN: {
    severity: 'error',
    title: 'the operator in',
    why: 'There is no instruction for it; only the loop for … in exists.',
    instead: "Call o.hasOwnProperty('key').",
    bad: "return 'a' in data;",
    good: "return data.hasOwnProperty('a');",
  },
  SANDBOX_INSTANCEOF: {
    severity: 'error',
    title: 'the operator instanceof',
    why: 'The sandbox has no constructors to compare with.',
    instead: "Compare require('getType')(value) with a type name.",
    bad: 'return data instanceof data.T;',
    good: "const getType = require('getType');\nreturn getType(data) === 'object';",
  },
  SANDBOX_VOID: {
    severity: 'error',
    title: 'the operator void',
    why: 'There is no instruction for it.',
    instead: 'Write undefined.',
    bad: 'return void 0;',
    good: 'return undefined;',
  },
  SANDBOX_COMMA: {
    severity: 'error',
    title: 'the comma operator',
    why: 'No published template has it and minifiers that produce it make templates that fail to import.',
    instead: 'Write one statement for each expression.',
    bad: 'let a = 1;\na = 2, a = 3;\nreturn a;',
    good: 'let a = 1;\na = 2;\na = 3;\nreturn a;',
    compiles: true,
  },
  SANDBOX_UNARY_PLUS: {
    severity: 'error',
    title: 'unary plus',
    why: 'There is no instruction for it.',
    instead: "Call require('makeNumber').",
    bad: 'return +data.n;',
    good: "const makeNumber = require('makeNumber');\nreturn makeNumber(data.n);",
  },
  SANDBOX_EXPONENT_OPERATOR: {
    severity: 'error',
    title: 'the operator **',
    why: 'There is no instruction for it.',
    instead: "Call require('Math').pow.",
    bad: 'return 2 ** 3;',
    good: "const Math = require('Math');\nreturn Math.pow(2, 3);",
  },
  SANDBOX_OPTIONAL_CHAINING: {
    severity: 'error',
    title: 'optional chaining',
    why: 'The language is older than ?. and has no instruction for it.',
    instead: 'Test the object first: o && o.p.',
    bad: 'return data.a?.b;',
    good: 'return data.a && data.a.b;',
  },
  SANDBOX_NULLISH: {
    severity: 'error',
    title: 'the operator ??',
    why: 'The language is older than ?? and has no instruction for it.',
    instead: 'Compare with undefined and null.',
    bad: 'return data.a ?? 1;',
    good: 'return data.a === undefined ? 1 : data.a;',
  },
  SANDBOX_LOGICAL_ASSIGNMENT: {
    severity: 'error',
    title: 'a logical assignment',
    why: 'The language is older than ||=, &&= and ??=.',
    instead: 'Write the assignment out: a = a || b.',
    bad: 'let a = data.a;\na ||= 1;\nreturn a;',
    good: 'let a = data.a;\na = a || 1;\nreturn a;',
  },
  SANDBOX_LABEL: {
    severity: 'error',
    title: 'a label',
    why: 'break and continue are compiled without a target.',
    instead: 'Put the inner loop into a function and return from it.',
    bad: 'outer: while (data.a) { break outer; }',
    good: 'while (data.a) { break; }',
  },
  SANDBOX_DO_WHILE: {
    severity: 'error',
    title: 'a do … while loop',
    why: 'No published template has one, and the opcode reserved for it is not implemented.',
    instead: 'Write a while loop.',
    bad: 'let i = 0;\ndo { i++; } while (i < 3);\nreturn i;',
    good: 'let i = 0;\nwhile (i < 3) { i++; }\nreturn i;',
    compiles: true,
  },
  SANDBOX_WITH: {
    severity: 'error',
    title: 'a with statement',
    why: 'Names are resolved when the template is compiled.',
    instead: 'Name the object at each access.',
    bad: 'with (data) { return 1; }',
    good: 'return data.a;',
  },
  SANDBOX_DEBUGGER: {
    severity: 'error',
    title: 'a debugger statement',
    why: 'There is no instruction for it.',
    instead: "Log with require('logToConsole').",
    bad: 'debugger;',
    good: "const log = require('logToConsole');\nlog('here');",
  },
  SANDBOX_ASYNC: {
    severity: 'error',
    title: 'async or await',
    why: 'The sandbox has promises but no syntax for them.',
    instead: 'Chain with then and catch.',
    bad: 'const f = async () => 1;\nreturn f();',
    good: "const Promise = require('Promise');\nreturn Promise.create((resolve) => { resolve(1); });",
  },
  SANDBOX_GENERATOR: {
    severity: 'error',
    title: 'a generator',
    why: 'A function of the sandbox cannot be suspended.',
    instead: 'Collect the values in an array and return it.',
    bad: 'function* f() { yield 1; }\nreturn f();',
    good: 'function f() { return [1]; }\nreturn f();',
  },
  SANDBOX_MODULE: {
    severity: 'error',
    title: 'import or export',
    why: 'A template is one function body; only require gives access to anything outside.',
    instead: "Fetch an API with require('name'); copy other code into the template.",
    bad: "import('x');",
    good: "const log = require('logToConsole');\nlog('x');",
  },
  SANDBOX_FUNCTION_IN_BLOCK: {
    severity: 'error',
    title: 'a function declaration inside a block',
    why: 'Declarations of functions are hoisted only from the top level of a function body.',
    instead: 'Move the declaration out of the block, or assign a function to a const.',
    bad: 'if (data.a) { function f() { return 1; } return f(); }',
    good: 'if (data.a) { const f = () => 1; return f(); }',
  },
  SANDBOX_DEFAULT_NOT_LAST: {
    severity: 'error',
    title: 'a default that is not the last case',
    why: 'The compiled switch runs its default after all cases, so another place would change the meaning.',
    instead: 'Move the default to the end of the switch.',
    bad: "switch (data.a) { default: return 1; case 'x': return 2; }",
    good: "switch (data.a) { case 'x': return 2; default: return 1; }",
  },
  SANDBOX_LOOP_TARGET: {
    severity: 'error',
    title: 'a loop that does not assign to a plain variable',
    why: 'for … in and for … of are compiled with the name of one variable and no start value.',
    instead: 'Declare the variable in the loop head: for (const key in object).',
    bad: 'for (data.k in data) { return data.k; }',
    good: 'for (const k in data) { return k; }',
  },
  SANDBOX_COMPOUND_ASSIGNMENT: {
    severity: 'warning',
    title: 'a compound assignment other than +=',
    why: 'It can be compiled like +=, but no published template has one.',
    instead: 'Write it out: a = a - b.',
    bad: 'let a = 1;\na -= 1;\nreturn a;',
    good: 'let a = 1;\na += 1;\nreturn a;',
  },
  SANDBOX_MEMBER_UPDATE: {
    severity: 'warning',
    title: '++ or -- on a property',
    why: 'The object is evaluated twice, and no published server template has it.',
    instead: 'Write it out: o.n = o.n + 1.',
    bad: 'data.n++;',
    good: 'data.n = data.n + 1;',
  },
  SANDBOX_NAMED_FUNCTION_EXPRESSION: {
    severity: 'warning',
    title: 'a named function expression',
    why: 'Hardly any published template has one, and at run time the name is not visible inside the function.',
    instead: 'Declare the function, or leave the name out.',
    bad: 'const f = function g() { return 1; };\nreturn f();',
    good: 'const f = function() { return 1; };\nreturn f();',
  },
  SANDBOX_IMMEDIATE_CALL: {
    severity: 'warning',
    title: 'a function called where it is written',
    why: 'Hardly any published template has one.',
    instead: 'Name the function and call it in a statement of its own.',
    bad: 'return (() => 1)();',
    good: 'const f = () => 1;\nreturn f();',
  },
  SANDBOX_COMPUTED_CALL: {
    severity: 'warning',
    title: 'a method called by a computed name',
    why: 'No published template has one, so what the compiler makes of it is not known.',
    instead: 'Write the name of the method, or put the function into a variable first and call that.',
    bad: 'const o = {a: () => 1};\nreturn o[data.name]();',
    good: 'const o = {a: () => 1};\nconst f = o[data.name];\nreturn f();',
  },
  SANDBOX_LITERAL_STATEMENT: {
    severity: 'warning',
    title: 'a value alone as a statement',
    why: "It does nothing in JavaScript; Google's interpreter takes every statement for an instruction and fails at it.",
    instead: 'Delete the statement.',
    bad: '1;\nreturn 2;',
    good: 'return 2;',
  },
  SANDBOX_BARE_BLOCK: {
    severity: 'warning',
    title: 'a block that belongs to no statement',
    why: 'No published template has one.',
    instead: 'Remove the braces, or make a function of the block.',
    bad: '{ const a = 1; }',
    good: 'const a = 1;',
  },
  SANDBOX_EMPTY_STATEMENT: {
    severity: 'warning',
    title: 'an empty statement',
    why: 'A lone semicolon does nothing, and no published template has one.',
    instead: 'Delete the semicolon.',
    bad: 'const a = 1;;\nreturn a;',
    good: 'const a = 1;\nreturn a;',
  },
  SANDBOX_TRAILING_COMMA: {
    severity: 'warning',
    title: 'a trailing comma in arguments or parameters',
    why: 'It is newer than the language of the sandbox and hardly ever published; arrays and objects may have one.',
    instead: 'Delete the comma.',
    bad: "const log = require('logToConsole');\nlog('a',);",
    good: "const log = require('logToConsole');\nlog('a');",
  },
  SANDBOX_INCOMPLETE_FOR: {
    severity: 'warning',
    title: 'a for loop without a test or without an update',
    why: 'Every published for loop has both.',
    instead: 'Write a while loop.',
    bad: 'for (let i = 0; i < 3;) { i++; }',
    good: 'let i = 0;\nwhile (i < 3) { i++; }',
  },
  SANDBOX_IDENTIFIER_CHARACTER: {
    severity: 'warning',
    title: 'a name with $, an escape or a letter outside ASCII',
    why: 'No published template has one, and the compiler itself uses the name $0.',
    instead: 'Use letters A to Z, digits and the underscore.',
    bad: 'const $a = 1;\nreturn $a;',
    good: 'const _a = 1;\nreturn _a;',
  },
  SANDBOX_UNDECLARED: {
    severity: 'error',
    title: 'a name that is not declared',
    why: 'The compiler refuses undeclared names, even on a branch that never runs; there are no globals such as window.',
    instead: "Declare the name, or fetch the API: const Math = require('Math').",
    bad: 'return Math.round(1.5);',
    good: "const Math = require('Math');\nreturn Math.round(1.5);",
    compiles: true,
  },
  SANDBOX_USE_BEFORE_DECLARATION: {
    severity: 'error',
    title: 'a const or let used before its declaration in the same function',
    why: 'The compiler refuses it; only a nested function may mention a name that is declared further down.',
    instead: 'Move the declaration up.',
    bad: 'const a = b;\nconst b = 1;\nreturn a;',
    good: 'const a = () => b;\nconst b = 1;\nreturn a();',
    compiles: true,
  },
  SANDBOX_CONST_ASSIGNMENT: {
    severity: 'error',
    title: 'an assignment to a const',
    why: 'The interpreter ignores it silently, so the old value stays.',
    instead: 'Declare the variable with let.',
    bad: 'const a = 1;\na = 2;\nreturn a;',
    good: 'let a = 1;\na = 2;\nreturn a;',
    compiles: true,
  },
  SANDBOX_DUPLICATE_DECLARATION: {
    severity: 'error',
    title: 'a name declared twice in one scope',
    why: 'A second const or let of the same name is an error in JavaScript and is ignored by the interpreter.',
    instead: 'Rename one of the two; note that data is declared already.',
    bad: 'const data = 1;\nreturn data;',
    good: 'const value = 1;\nreturn value;',
    compiles: true,
  },
  SANDBOX_RESERVED_NAME: {
    severity: 'error',
    title: 'a name that the sandbox keeps for itself',
    why: 'require, arguments, undefined and $0 have a fixed meaning in compiled code.',
    instead: 'Choose another name.',
    bad: 'const require = 1;\nreturn require;',
    good: 'const required = 1;\nreturn required;',
    compiles: true,
  },
  SANDBOX_CONST_IN_CASE: {
    severity: 'warning',
    title: 'a const in a switch that can run again in the same scope',
    why: 'A case has no scope of its own. Where a loop repeats the switch in one scope, or a second switch in that scope declares names too, the old const stays and the new value is lost.',
    instead: 'Declare the variable with let before the switch, or move the body of the case into a function.',
    bad: 'let i = 0;\nwhile (i < 2) {\n  switch (i) { case 0: const a = i; break; }\n  i++;\n}',
    good: 'let i = 0;\nlet a;\nwhile (i < 2) {\n  switch (i) { case 0: a = i; break; }\n  i++;\n}',
  },
  SANDBOX_REQUIRE_ARGUMENT: {
    severity: 'error',
    title: 'a require that does not name its API',
    why: 'Permissions are found in the text of the template, so require must be called directly with one string literal.',
    instead: "Write require('getEventData') for each API.",
    bad: "const name = 'Math';\nreturn require(name).abs(1);",
    good: "return require('Math').abs(1);",
    compiles: true,
  },
  SANDBOX_UNKNOWN_API: {
    severity: 'error',
    title: 'an API that does not exist',
    why: 'require of an unknown name stops the run.',
    instead: 'Correct the name; names are case-sensitive.',
    bad: "return require('geteventdata')('a');",
    good: "return require('getEventData')('a');",
    compiles: true,
  },
  SANDBOX_WEB_ONLY_API: {
    severity: 'error',
    title: 'an API of web templates',
    why: 'A server container has no page, no window and no script tags.',
    instead: 'Use the API for the server that is named in the message, if there is one.',
    bad: "const sendPixel = require('sendPixel');\nsendPixel('https://example.com/');",
    good: "const sendHttpGet = require('sendHttpGet');\nsendHttpGet('https://example.com/');",
    compiles: true,
  },
  SANDBOX_API_WRONG_TEMPLATE: {
    severity: 'error',
    title: 'an API that this kind of template may not call',
    why: 'Some APIs are for clients only and stop a tag or a variable.',
    instead: 'Move the call to a template of the right kind.',
    bad: "require('claimRequest')();",
    good: "return require('getRequestPath')();",
    compiles: true,
  },
  SANDBOX_DEPRECATED_API: {
    severity: 'warning',
    title: 'a deprecated API',
    why: 'It still works, but Google has named a successor.',
    instead: 'Use the API that is named in the message.',
    bad: "return require('getTimestamp')();",
    good: "return require('getTimestampMillis')();",
  },
  SANDBOX_UNKNOWN_API_MEMBER: {
    severity: 'error',
    title: 'a member that the API does not have',
    why: 'API objects hold only the functions Google lists for them.',
    instead: 'Use a listed member, or write the function yourself.',
    bad: "const Math = require('Math');\nreturn Math.random();",
    good: "const Math = require('Math');\nreturn Math.floor(1.5);",
    compiles: true,
  },
  SANDBOX_UNKNOWN_METHOD: {
    severity: 'error',
    title: 'a method that this type does not have',
    why: 'Only a part of the standard methods exists in the sandbox; a missing one stops the run.',
    instead: 'Use one of the methods listed for the type.',
    bad: "return 'abc'.startsWith('a');",
    good: "return 'abc'.indexOf('a') === 0;",
    compiles: true,
  },
  SANDBOX_UNAVAILABLE_METHOD: {
    severity: 'warning',
    title: 'a standard method that no sandbox type has',
    why: 'The type of the value is not known here. Unless it is an object with a function of this name, the call stops the run.',
    instead: 'Use methods of the sandbox; write the missing one as a function.',
    bad: "return data.text.startsWith('a');",
    good: "return data.text.indexOf('a') === 0;",
  },
  SANDBOX_METHOD_AS_VALUE: {
    severity: 'warning',
    title: 'a method read without a call',
    why: 'Methods of strings, arrays, numbers and booleans are not values: reading one gives undefined.',
    instead: 'Wrap the call in a function: (x) => list.push(x).',
    bad: 'const list = [];\nconst push = list.push;\nreturn push;',
    good: 'const list = [];\nconst push = (x) => list.push(x);\nreturn push;',
  },
  SANDBOX_NO_OUTCOME: {
    severity: 'error',
    title: 'a tag that can never report an outcome',
    why: 'A tag whose code mentions neither data.gtmOnSuccess nor data.gtmOnFailure is refused.',
    instead: 'Call data.gtmOnSuccess() or data.gtmOnFailure() once on every path.',
    bad: "const log = require('logToConsole');\nlog('done');",
    good: "const log = require('logToConsole');\nlog('done');\ndata.gtmOnSuccess();",
    kind: 'TAG',
    compiles: true,
  },
} as const satisfies Record<string, Rule>;

export type Code = keyof typeof RULES;

/** The rule behind a code, with the optional fields visible. */
export function rule(code: Code): Rule {
  return RULES[code];
}

/** The address of a code's section in the rules page. */
export function pageOf(code: Code): string {
  return `docs/sandbox-rules.md#${code.toLowerCase()}`;
}

/**
 * Makes a problem: `observed` is what was found, a noun phrase without a full stop; the rest of the message comes from
 * the table. `instead` replaces the table's next step where the place allows a more exact one.
 */
export function problem(
  code: Code,
  at: { readonly line: number; readonly column: number },
  observed: string,
  instead?: string,
): Problem {
  const { severity, why, instead: usual } = rule(code);
  const message = `${observed}: ${why} ${instead ?? usual}`;
  return { code, severity, message, line: at.line, column: at.column, page: pageOf(code) };
}
