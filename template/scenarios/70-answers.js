// scenario: A refusal of X is reported in its words with the label of the field
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

// scenario: A refusal of X is not repeated
answers = [{ statusCode: 400, headers: {}, body: '' }];
settings.retries = '3';
runCode(settings);
later(2, () => {
  failsSaying('X answered 400');
  assertThat(sent).hasLength(1);
});

// scenario: An answer that says nothing of a processed conversion is no success
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

// scenario: The form of an answer without errors is named
eachAnswerFailsSaying([
  [{ statusCode: 204, headers: {}, body: '' }, 'The answer is empty.'],
  [{ statusCode: 204, headers: {} }, 'The answer is empty.'],
  [{ statusCode: 200, headers: {}, body: '<html>hello</html>' }, 'The answer is a web page, as a proxy, firewall or gateway sends it.'],
  [{ statusCode: 200, headers: {}, body: '{}' }, 'The answer names no error.']
]);

// scenario: Errors beside a processed conversion are no success
eachAnswerFailsSaying([
  [{ statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1},"errors":["rejected"]}' }, 'X answered 200 with a count of conversions and with errors: rejected.'],
  [{ statusCode: 200, headers: {}, body: '{"data":{"conversions_processed":1},"errors":"rejected"}' }, 'X answered 200 with a count of conversions and with errors: rejected.']
]);

// scenario: Success without a debug id or with an empty list of errors is success
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

// scenario: An unauthenticated request names the credentials
settings.authMethod = 'oauth1';
eachAnswerFailsSaying([
  [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_ACCESS","message":"This request is not properly authenticated"}]}' }, 'not properly authenticated (UNAUTHORIZED_ACCESS). Check Consumer key, Consumer secret, Access token and Access token secret'],
  [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":89,"message":"Invalid or expired token."}]}' }, 'Access token is revoked or expired'],
  [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}' }, 'Check the clock of the server.'],
  [{ statusCode: 401, headers: { date: 'yesterday' }, body: '' }, 'The answer is empty. Check Consumer key']
]);

// scenario: A clock more than five minutes off is named in place of the credentials
settings.authMethod = 'oauth1';
eachAnswerFailsSaying([
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'The clock of the server is 11 minutes behind X\'s'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:20:01 GMT' }, body: '' }, 'The clock of the server is 12 minutes ahead of X\'s'],
  [{ statusCode: 401, headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, body: '' }, 'minutes behind X\'s'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:02 GMT' }, body: '' }, 'The clock of the server is 5 minutes behind X\'s'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:01 GMT' }, body: '' }, 'Check Consumer key'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nox 2025 08:00:00 GMT' }, body: '' }, 'Check Consumer key']
]);

// scenario: With a pixel access token an unauthenticated request names the token
eachAnswerFailsSaying([
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'Check Pixel access token'],
  [{ statusCode: 403, headers: {}, body: '' }, 'Check Pixel access token']
]);

// scenario: A forbidden request names access and role
settings.authMethod = 'oauth1';
eachAnswerFailsSaying([
  [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_CLIENT_APPLICATION","message":"The client application does not have access to X Ads API"}]}' }, 'does not have access to X Ads API (UNAUTHORIZED_CLIENT_APPLICATION). The app needs access to the Ads API']
]);

// scenario: The limit of requests is named with its end
eachAnswerFailsSaying([
  [{ statusCode: 429, headers: { 'x-rate-limit-reset': '1763800381' }, body: '' }, 'limit of requests is reached; it ends in 60 seconds: replay the conversion after that.'],
  [{ statusCode: 429, headers: { 'x-rate-limit-reset': '1763800000' }, body: '' }, 'limit of requests is reached.'],
  [{ statusCode: 429, headers: { 'x-rate-limit-reset': 'soon' }, body: '' }, 'limit of requests is reached: replay the conversion later.'],
  [{ statusCode: 429, body: '' }, 'limit of requests is reached: replay the conversion later.']
]);

// scenario: A fault on the side of X is named as one
eachAnswerFailsSaying([
  [{ statusCode: 500, headers: {}, body: '{"errors":[{"code":"INTERNAL_ERROR","message":"An unexpected error occurred"}]}' }, 'X answered 500: An unexpected error occurred (INTERNAL_ERROR). The fault is on X\'s side.'],
  [{ statusCode: 503, headers: {}, body: '<html></html>' }, 'X answered 503: The answer is a web page, as a proxy, firewall or gateway sends it.']
]);

// scenario: A redirect and other answers are failures with their status
eachAnswerFailsSaying([
  [{ statusCode: 302, headers: { location: 'https://elsewhere.example' }, body: '' }, 'X answered 302'],
  [{ statusCode: 405, headers: {}, body: '' }, 'X answered 405'],
  [{ statusCode: 408, headers: {}, body: '' }, 'X answered 408']
]);

// scenario: No answer within the time limit and no connection are told apart
eachAnswerFailsSaying([
  [{ reason: 'timed_out' }, 'X did not answer within 4000 ms'],
  [{ reason: 'failed' }, 'The connection to X failed'],
  [{}, 'The connection to X failed']
]);

// scenario: A long refusal is cut and shows no whole hash
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

// scenario: What X announces about its API is a warning
answers = [{ statusCode: 200, headers: { 'x-api-warn': 'Version 12 ends' }, body: processed.body }];
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(lines('Warning')[0].Message).contains('X announces: Version 12 ends.');
});

// scenario: Reported early the log still tells what X said
settings.respondEarly = true;
answers = [{ statusCode: 403, headers: {}, body: '' }];
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(lines('Message')[0].Message).contains('before X answered');
  assertThat(lines('Failure')[0].Reason).contains('X answered 403');
});
