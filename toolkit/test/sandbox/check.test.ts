import { describe, expect, it } from 'vitest';
import { check } from '../../sandbox/index.ts';
import { permission, template } from './build-template.ts';

const codes = (parts: Parameters<typeof template>[0]): string[] =>
  check(template(parts)).map(({ code }) => code);

describe('check', () => {
  it('finds nothing wrong with a good template', () => {
    expect(
      codes({
        code: "const log = require('logToConsole');\nlog('x');\ndata.gtmOnSuccess();",
        permissions: [permission('logging', { environments: 'debug' })],
        setup: 'const field = {};',
        scenarios: [
          { name: 'One', code: "runCode(field);\nassertApi('gtmOnSuccess').wasCalled();" },
          {
            name: 'Two',
            code: "mock('logToConsole', () => {});\nrunCode(data);\nassertApi('logToConsole').wasCalled();",
          },
        ],
      }),
    ).toEqual([]);
  });

  it('puts the findings of all sections in the order of the file, at lines of the file', () => {
    const subject = template({
      code: "let a\nconst b = /x/;\nrequire('logToConsole')(a, b);\ndata.gtmOnSuccess();",
      parameters: [{ type: 'TEXTS', name: 'a' }],
      permissions: [permission('nonsense')],
      setup: 'const s = missing;',
      scenarios: [
        { name: 'One', code: 'runCode({});\nnobody();\nfail();' },
        { name: 'Two', code: 'fail();\nrunCode({})' },
      ],
    });
    const lines = subject.text.split('\n');
    const found = check(subject).map(({ code, line }) => `${code}: ${lines[line - 1]?.trim()}`);
    expect(found).toEqual([
      'TPL_SCHEMA: "type": "TEXTS",',
      'TPL_FIELD_UNREAD: "name": "a"',
      'SANDBOX_MISSING_SEMICOLON: let a',
      'SANDBOX_REGEX_LITERAL: const b = /x/;',
      "PERMISSION_MISSING: require('logToConsole')(a, b);",
      'PERMISSION_UNKNOWN: "publicId": "nonsense",',
      'SANDBOX_UNDECLARED: nobody();',
      'SANDBOX_MISSING_SEMICOLON: runCode({})',
      'SANDBOX_UNDECLARED: const s = missing;',
    ]);
  });
});
