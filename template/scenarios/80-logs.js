// scenario: Each line names the tag and the event and the trace
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

// scenario: The request line shows the conversion with its identifiers shortened
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

// scenario: A failure line carries the request exactly as it must be sent again
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

// scenario: A failure before anything was sent carries no request
settings.pixelId = '';
runCode(settings);
callLater(() => {
  refusesSaying('Pixel ID');
  assertThat(lines('Failure')[0].RequestBody).isUndefined();
});

// scenario: An answer in the log is bounded and shows no whole hash
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

// scenario: Preview means lines in preview mode only
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

// scenario: Always means lines outside preview mode too
mock('getContainerVersion', { debugMode: false });
runCode(settings);
callLater(() => {
  assertThat(lines('Request')).hasLength(1);
});

// scenario: Rows go to BigQuery when the three fields are filled in
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

// scenario: A warning and a message are rows too and what is absent is no column
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

// scenario: A row that cannot be written changes nothing
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

// scenario: Without all three fields there are no rows
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
