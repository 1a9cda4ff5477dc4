import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFailure } from '../../scripts/replay/failure-line.ts';
import { createSplitter, type LogRecord } from '../../scripts/replay/records.ts';
import { conversionOf, failure, folder, ndjson, recently, replayText, run, stand } from './replay-setup.ts';

/** A row of the BigQuery table. */
function row(id: string): Record<string, unknown> {
  const line = failure({ id });
  return {
    name: line.Name,
    type: line.Type,
    trace_id: line.TraceId,
    event_name: line.EventName,
    reason: line.Reason,
    request_method: line.RequestMethod,
    request_url: line.RequestUrl,
    request_body: line.RequestBody,
    timestamp: '1795342530000',
  };
}
const entry = (id: string) => ({ insertId: 'x', jsonPayload: failure({ id }), timestamp: recently });
const textEntry = (id: string) => ({ insertId: 'x', textPayload: JSON.stringify(failure({ id })) });
const other = { Name: 'X Conversions', Type: 'Request', EventName: 'purchase' };

const forms: [string, string | Uint8Array][] = [
  ['lines as the tag writes them', ndjson(failure({ id: '1' }), failure({ id: '2' }))],
  [
    'Windows line ends, a byte order mark and no end',
    `\uFEFF${ndjson(failure({ id: '1' })).replaceAll('\n', '\r\n')}${JSON.stringify(failure({ id: '2' }))}`,
  ],
  [
    'a prefix before each line',
    ndjson(
      `2026-11-22T10:15:30Z app {x} `.replace('{x} ', '') + JSON.stringify(failure({ id: '1' })),
      `web: ${JSON.stringify(failure({ id: '2' }))}`,
    ),
  ],
  ['an array of Cloud Logging, pretty', JSON.stringify([entry('1'), textEntry('2')], null, 2)],
  ['an array of Cloud Logging on one line', JSON.stringify([entry('1'), textEntry('2')])],
  ['lines of Cloud Logging', ndjson(entry('1'), textEntry('2'))],
  [
    'lines below jsonPayload.message',
    ndjson({ jsonPayload: { message: JSON.stringify(failure({ id: '1' })) } }, entry('2')),
  ],
  ['an array of BigQuery rows', JSON.stringify([row('1'), row('2')])],
  ['lines of BigQuery rows', ndjson(row('1'), row('2'))],
  [
    'pretty objects without an array',
    `${JSON.stringify(entry('1'), null, 2)}\n${JSON.stringify(row('2'), null, 2)}\n`,
  ],
  [
    'bodies as objects',
    ndjson({
      ...failure(),
      RequestBody: { conversions: [conversionOf({ id: '1' }), conversionOf({ id: '2' })] },
    }),
  ],
  ['gzip', gzipSync(ndjson(failure({ id: '1' }), failure({ id: '2' })))],
];

describe('the input', () => {
  test.each(forms)('may be %s', async (_, text) => {
    const server = await stand();
    const { code, summary, again } = await replayText(server, text);
    expect(summary).toMatchObject({ conversions: 2, delivered: 2, damaged: 0, other: 0 });
    expect(code).toBe(0);
    expect(['1', '2'].map((id) => server.recorded.find('o87ne', id)?.processed)).toEqual([1, 1]);
    expect((await again()).summary).toMatchObject({ delivered: 0, alreadyDelivered: 2 });
  });

  test('may come from standard input and from several files', async () => {
    const server = await stand();
    const { summary, again } = await replayText(server, ndjson(failure({ id: '1' })));
    expect(summary.delivered).toBe(1);
    const more = await again({ args: ['-'], input: ndjson(failure({ id: '1' }), failure({ id: '2' })) });
    expect(more.summary).toMatchObject({ conversions: 3, alreadyDelivered: 1, doubles: 1, delivered: 1 });
  });

  test('is sent as the line has it', async () => {
    const server = await stand();
    const change = {
      value: '65.00',
      price_currency: 'EUR',
      contents: [{ content_id: 'ü"\\' }],
      own_field: 7,
    };
    await replayText(server, ndjson(failure({ id: '1', change })));
    expect(server.received[0]?.body).toEqual({ conversions: [conversionOf({ id: '1', change })] });
  });

  test('is skipped and counted where it is something else', async () => {
    const server = await stand();
    const foreign = { ...failure({ id: '9' }), Name: 'Other tag' };
    const { code, summary, entries } = await replayText(
      server,
      ndjson(
        other,
        'plain text',
        '',
        'null',
        '[]',
        '17',
        foreign,
        { textPayload: 'GET /g/collect' },
        failure({ id: '1' }),
      ),
    );
    expect({ code, entries }).toEqual({ code: 0, entries: [] });
    expect(summary).toMatchObject({ records: 8, other: 7, conversions: 1, delivered: 1 });
  });

  test('names each damaged line with its place, and delivers the others', async () => {
    const server = await stand();
    const whole = JSON.stringify(failure({ id: '2' }));
    const { code, entries, summary, file } = await replayText(
      server,
      Buffer.concat([
        Buffer.from(ndjson(failure({ id: '1' }), whole.slice(0, 150), { textPayload: whole.slice(0, 150) })),
        Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
        Buffer.from(
          ndjson(
            { ...failure(), RequestBody: '{"conversions":' },
            { ...failure(), RequestBody: { conversions: [] } },
            { ...failure(), RequestUrl: 'https://ads-api.x.com/12/measurement/conversions/a%2Fb' },
            { ...failure(), RequestMethod: 'GET' },
            failure({ id: '3' }),
          ),
        ),
      ]),
    );
    expect(code).toBe(1);
    expect(summary).toMatchObject({ damaged: 7, delivered: 2 });
    expect(entries.map(({ kind, where, reason }) => [kind, where, reason])).toEqual([
      ['damaged', `${file}:2`, 'a failure line that is not complete JSON'],
      ['damaged', `${file}:3`, 'a failure line that is not complete JSON'],
      ['damaged', `${file}:4`, 'bytes that are not UTF-8'],
      ['damaged', `${file}:5`, 'a failure line whose RequestBody holds no conversions'],
      ['damaged', `${file}:6`, 'a failure line whose RequestBody holds no conversions'],
      ['damaged', `${file}:7`, 'a failure line whose RequestUrl names no pixel'],
      ['damaged', `${file}:8`, 'a failure line whose RequestMethod is not POST'],
    ]);
  });

  test('counts failures without a conversion by their reason, which is no failure of the replay', async () => {
    const server = await stand();
    const nobody = { ...failure(), RequestBody: undefined, Reason: 'The event identifies nobody.' };
    const { code, summary } = await replayText(server, ndjson(nobody, nobody, failure({ id: '1' })));
    expect(code).toBe(0);
    expect(summary).toMatchObject({
      nothingToSend: 2,
      delivered: 1,
      reasons: { nothingToSend: { 'The event identifies nobody.': 2 } },
    });
  });

  test('that is truncated gzip or UTF-16 is called damaged, not empty', async () => {
    const packed = gzipSync(ndjson(failure({ id: '1' }), failure({ id: '2' })));
    const cut = await replayText(undefined, packed.subarray(0, packed.length - 20), { args: ['--dry-run'] });
    const wide = await replayText(undefined, Buffer.from(`\uFEFF${ndjson(failure())}`, 'utf16le'), {
      args: ['--dry-run'],
    });
    expect([cut.code, cut.entries[0]?.reason]).toEqual([1, 'reading failed: unexpected end of file']);
    expect([wide.code, wide.entries[0]?.reason]).toEqual([1, 'the file is UTF-16: convert it to UTF-8']);
  });

  test('goes on behind a damaged element of an array', async () => {
    const text = JSON.stringify([entry('1'), entry('2'), entry('3')], null, 2).split('\n');
    const broken = text.map((line, i) =>
      i === text.findIndex((l) => l.includes('Reason')) ? line.slice(0, -3) : line,
    );
    const { summary, entries } = await replayText(undefined, broken.join('\n'), { args: ['--dry-run'] });
    expect(summary).toMatchObject({ damaged: 1, conversions: 2 });
    expect(entries[0]?.reason).toMatch(/^damaged JSON, nothing of lines 2 to \d+ could be read$/);
  });

  test('without any failure line says so', async () => {
    const { code, err } = await replayText(undefined, ndjson(other), { args: ['--dry-run'] });
    expect(code).toBe(1);
    expect(err).toMatch(/Is this the right export/);
  });

  test('that is an export in which nothing was found is no failure, and an empty file is one', async () => {
    const none = await replayText(undefined, '[]\n', { args: ['--dry-run'] });
    expect([none.code, none.err]).toEqual([0, expect.stringMatching(/^There is no record to read/)]);
    const file = join(folder(), 'failures.json');
    writeFileSync(file, '');
    const empty = await run({ args: [file, '--dry-run'] });
    expect([empty.code, empty.err]).toEqual([2, expect.stringMatching(/is empty: the export has failed/)]);
  });
});

function split(bytes: Uint8Array, cuts: readonly number[]): LogRecord[] {
  const splitter = createSplitter();
  const records: LogRecord[] = [];
  let start = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const end = Math.max(start, cut % (bytes.length + 1));
    records.push(...splitter.push(bytes.subarray(start, end)));
    start = end;
  }
  return [...records, ...splitter.push(bytes.subarray(start)), ...splitter.end()];
}

describe('the splitter', () => {
  const cuts = fc.array(fc.nat(5000), { maxLength: 8 });

  test('gives the objects of any array, whatever the layout and wherever the chunks end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.nat(3),
        cuts,
        (values, indent, at) => {
          const records = split(Buffer.from(JSON.stringify(values, null, indent)), at);
          expect(records.map((record) => ('text' in record ? JSON.parse(record.text) : record))).toEqual(
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  test('reads any bytes the same way wherever the chunks end, and counts lines', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom('', '[{', '{\n', 'a\n'),
        cuts,
        (bytes, head, at) => {
          const whole = Buffer.concat([Buffer.from(head), bytes]);
          const records = split(whole, at);
          expect(records).toEqual(split(whole, []));
          const last = whole.filter((byte) => byte === 10).length + 1;
          for (const { line } of records) expect(line >= 1 && line <= last).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('never keeps a line or an object of more than a megabyte', () => {
    const long = 'x'.repeat(1_200_000);
    const lines = split(Buffer.from(`short\n${long}\n{"a":1}\n`), [100_000, 900_000]);
    expect(lines).toEqual([
      { line: 1, text: 'short' },
      { line: 2, problem: 'a line of more than 1048576 bytes' },
      { line: 3, text: '{"a":1}' },
    ]);
    const objects = split(Buffer.from(`[\n{"a":"${long}"},\n{"b":1}]`), [100_000, 900_000]);
    expect(objects.at(-1)).toEqual({ line: 3, text: '{"b":1}' });
    expect(objects[0]).toMatchObject({ line: 2, problem: expect.stringMatching(/damaged JSON/) });
  });
});

describe('whether X may have the conversion', () => {
  const timedOut = 'X did not answer within 4000 ms and may have counted the conversion. Raise Time limit.';
  const saysNothing = 'X answered 200 without saying that it processed the conversion. The answer is empty.';
  test.each([
    ['a line that says so', { InDoubt: true, Reason: 'any' }, true],
    ['a line that says no, whatever the reason reads like', { InDoubt: false, Reason: timedOut }, false],
    ['an export that writes texts', { InDoubt: 'true' }, true],
    ['an export that writes texts in capitals', { InDoubt: 'FALSE' }, false],
    ['a line that says something else', { InDoubt: 'perhaps' }, true],
    ['an older line of a time-out', { Reason: timedOut }, true],
    ['an older line of an empty answer', { Reason: saysNothing }, true],
    ['an older line of a refusal', { Reason: 'X answered 400: no.' }, false],
    ['a line with an empty field', { InDoubt: null, Reason: timedOut }, true],
  ])('is read from %s', (_, fields, inDoubt) => {
    const line = { ...failure({ id: '1' }), ...fields };
    expect(readFailure(JSON.stringify(line))).toMatchObject({ kind: 'failure', inDoubt });
    expect(readFailure(JSON.stringify({ jsonPayload: line }))).toMatchObject({ inDoubt });
    const { InDoubt, ...rest } = line as Record<string, unknown>;
    const asRow = { ...row('1'), reason: rest.Reason, in_doubt: InDoubt };
    expect(readFailure(JSON.stringify(asRow))).toMatchObject({ kind: 'failure', inDoubt });
  });
});

test('no text makes the reader throw', () => {
  const lines = fc.constantFrom(
    JSON.stringify(failure({ id: '1' })),
    JSON.stringify(row('1')),
    JSON.stringify(entry('1')),
  );
  fc.assert(
    fc.property(lines, fc.nat(400), fc.string(), (line, at, junk) => {
      expect(['other', 'damaged', 'nothingToSend', 'failure']).toContain(
        readFailure(line.slice(0, at) + junk + line.slice(at + junk.length)).kind,
      );
    }),
    { numRuns: 300 },
  );
});

test('an unknown file is a mistake of the caller', async () => {
  const { code, err } = await run({ args: ['/no/such/file'] });
  expect(code).toBe(2);
  expect(err).toMatch(/no such file/);
});
