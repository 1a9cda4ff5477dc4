// scenario: Each line names the tag and the event and the trace and shows identifiers shortened
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

// scenario: No secret and no personal data reaches the log
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

// scenario: A failure is written by default with the request as it must be sent again
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

// scenario: Never means no line even in preview mode and even for a failure
settings.logging = 'never';
runCode(settings);
settings.pixelId = '';
runCode(settings);
callLater(() => {
  assertApi('gtmOnSuccess').wasCalled();
  assertApi('gtmOnFailure').wasCalled();
  assertApi('logToConsole').wasNotCalled();
});

// scenario: In preview mode everything is written and outside only what the operator asks for
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

// scenario: Rows go to BigQuery only when the three fields are filled in
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

// scenario: A row that cannot be written is told on the console and changes nothing
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
