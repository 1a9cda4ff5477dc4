// scenario: An empty pixel ID fails and names the field
settings.pixelId = '';
runCode(settings);
callLater(() => {
  failsSaying('Pixel ID must be');
  assertThat(sent).hasLength(0);
});

// scenario: A missing credential fails and names the field
settings.accessTokenSecret = undefined;
runCode(settings);
callLater(() => {
  failsSaying('Access token secret is empty');
  assertThat(sent).hasLength(0);
});

// scenario: An event that identifies nobody fails and sends nothing
event.page_location = undefined;
event.user_data = undefined;
event.user_agent = undefined;
runCode(settings);
callLater(() => {
  failsSaying('identifies nobody');
  assertThat(sent).hasLength(0);
});

// scenario: A malformed event still gives one outcome
event.items = 'two';
event.value = 'abc';
event.user_data = 'somebody';
event.page_location = 'nowhere';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(conversion().value).isUndefined();
  assertThat(conversion().contents).isUndefined();
  assertThat(conversion().event_source_url).isUndefined();
  assertThat(conversion().identifiers).isEqualTo([{ ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }]);
});

// scenario: A refusal of X is reported in its words and not repeated
answers = [{ statusCode: 400, headers: {}, body: '{"errors":[{"code":"INVALID_PARAMETER","parameter":"event_id","message":"event_id (o6dkt) is not a single event tag (SET)"}]}' }];
runCode(settings);
callLater(() => {
  failsSaying('event_id (o6dkt) is not a single event tag (SET) (Event ID)');
  assertThat(sent).hasLength(1);
});

// scenario: An answer that is not JSON is no success
answers = [{ statusCode: 200, headers: {}, body: '<html>hello</html>' }];
runCode(settings);
callLater(() => {
  failsSaying('without saying that it processed the conversion');
});

// scenario: A fault on the side of X is tried again with a fresh signature and the same conversion id
let draws = 10000000;
mock('generateRandom', () => {
  draws = draws + 1;
  return draws;
});
answers = [{ statusCode: 503, headers: {}, body: '' }, processed];
runCode(settings);
// The second attempt is made one turn after the first answer.
callLater(() => callLater(() => {
  succeeds();
  assertThat(sent).hasLength(2);
  assertThat(sent[0].body).isEqualTo(sent[1].body);
  assertThat(sent[0].options.headers.Authorization).isNotEqualTo(sent[1].options.headers.Authorization);
}));

// scenario: Without retries one failure is the outcome
settings.retries = '0';
answers = [{ statusCode: 503, headers: {}, body: '' }];
runCode(settings);
callLater(() => {
  failsSaying('X answered 503');
  assertThat(sent).hasLength(1);
});

// scenario: A time out without a conversion id is not repeated
event.event_id = undefined;
event.transaction_id = undefined;
answers = [{ reason: 'timed_out' }];
runCode(settings);
callLater(() => {
  failsSaying('X did not answer within 4000 ms');
  assertThat(sent).hasLength(1);
});

// scenario: No secret and no personal data reaches the log
runCode(settings);
callLater(() => {
  const log = logs.join('\n');
  assertThat(log).doesNotContain(settings.consumerSecret);
  assertThat(log).doesNotContain(settings.accessTokenSecret);
  assertThat(log).doesNotContain(settings.accessToken);
  assertThat(log).doesNotContain('5806dc6b2f');
  assertThat(log).doesNotContain('203.0.113.24');
  assertThat(log.toLowerCase()).doesNotContain('test@x.com');
  assertThat(log).doesNotContain('4567890');
});

// scenario: Reported early the log still tells what X said
settings.respondEarly = true;
answers = [{ statusCode: 403, headers: {}, body: '' }];
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(logs.join('\n')).contains('X answered 403');
});
