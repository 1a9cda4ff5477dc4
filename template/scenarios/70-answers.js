// scenario: A refusal of X is reported in its words with the label of the field
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

// scenario: Success is what X says it processed and nothing beside it
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

// scenario: An unauthenticated request names the credentials
settings.authMethod = 'oauth1';
eachAnswerFailsSaying([
  [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_ACCESS","message":"This request is not properly authenticated"}]}' }, 'not properly authenticated (UNAUTHORIZED_ACCESS). Check the four credentials, Consumer key to Access token secret: X does not say which one is wrong. After an approval for the Ads API make a new Access token'],
  [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":89,"message":"Invalid or expired token."}]}' }, 'Access token is revoked or expired: make a new Access token and Access token secret.'],
  [{ statusCode: 401, headers: {}, body: '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}' }, 'Check the clock of the server.'],
  [{ statusCode: 401, headers: { date: 'yesterday' }, body: '' }, 'The answer is empty. Check the four credentials']
]);

// scenario: A clock more than five minutes off is named in place of the credentials
settings.authMethod = 'oauth1';
eachAnswerFailsSaying([
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:44:01 GMT' }, body: '' }, 'The clock of the server is 11 minutes behind X\'s'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:20:01 GMT' }, body: '' }, 'The clock of the server is 12 minutes ahead of X\'s'],
  [{ statusCode: 401, headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, body: '' }, 'minutes behind X\'s'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:02 GMT' }, body: '' }, 'The clock of the server is 5 minutes behind X\'s'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nov 2025 08:37:01 GMT' }, body: '' }, 'Check the four credentials'],
  [{ statusCode: 401, headers: { date: 'Sat, 22 Nox 2025 08:00:00 GMT' }, body: '' }, 'Check the four credentials']
]);

// scenario: A forbidden request names access and role and says to make the token anew
settings.authMethod = 'oauth1';
eachAnswerFailsSaying([
  [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"UNAUTHORIZED_CLIENT_APPLICATION","message":"The client application does not have access to X Ads API"}]}' }, 'The app needs access to the Ads API (tier Conversion Only or Standard) with write permission, the user behind Access token the role of ad manager or account administrator. After an approval make a new Access token and Access token secret.'],
  [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"READONLY_CLIENT_APPLICATION"}]}' }, 'Give the app write permission'],
  [{ statusCode: 403, headers: {}, body: '{"errors":[{"code":"ACCOUNT_LOCKED_OUT"}]}' }, 'sign in to x.com as this user.']
]);

// scenario: The limit of requests is named with its end and left to the replay when that is far away
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

// scenario: Other failures are told apart by their status or by what became of the connection
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

// scenario: A failure says whether X may have counted the conversion
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

// scenario: What X repeats is cut and shows neither a whole hash nor a credential nor a person
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

// scenario: What X announces about its API is a warning
answers = [{ statusCode: 200, headers: { 'x-api-warn': 'Version 12 ends' }, body: processed.body }];
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(lines('Warning')[0].Message).isEqualTo('X announces: Version 12 ends. Look for a newer version of the template.');
  assertThat(lines('Warning')[0].ApiWarning).contains('Version 12 ends');
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
