// scenario: A fault on the side of X is tried again with a fresh signature and the same conversion id
settings.authMethod = 'oauth1';
let draws = 10000000;
mock('generateRandom', () => {
  draws = draws + 1;
  return draws;
});
answers = [{ statusCode: 503, headers: {}, body: '' }, processed];
runCode(settings);
later(2, () => {
  succeeds();
  assertThat(sent).hasLength(2);
  assertThat(sent[0].body).isEqualTo(sent[1].body);
  assertThat(sent[0].options.headers.Authorization).isNotEqualTo(sent[1].options.headers.Authorization);
  warns('X answered 503');
  assertThat(lines('Request').map((line) => line.Attempt)).isEqualTo([1, 2]);
  assertThat(lines('Response').map((line) => line.Attempt)).isEqualTo([1, 2]);
});

// scenario: A second attempt takes the time anew for its signature and not for the conversion
settings.authMethod = 'oauth1';
attemptTakes = 2000;
answers = [{ statusCode: 500, headers: {}, body: '' }, processed];
runCode(settings);
later(2, () => {
  succeeds();
  assertThat(sent[0].options.headers.Authorization).contains('oauth_timestamp="1763800321"');
  assertThat(sent[1].options.headers.Authorization).contains('oauth_timestamp="1763800323"');
  assertThat(conversion(1).conversion_time).isEqualTo(conversion(0).conversion_time);
});

// scenario: Each failure that may pass is tried again
answers = [
  { statusCode: 408, headers: {}, body: '' },
  { statusCode: 425, headers: {}, body: '' },
  { statusCode: 429, headers: { 'x-rate-limit-reset': '1763800322' }, body: '' },
  processed
];
settings.retries = '3';
runCode(settings);
later(4, () => {
  succeeds();
  assertThat(sent).hasLength(4);
});

// scenario: A connection that fails is tried again
answers = [{ reason: 'failed' }, processed];
runCode(settings);
later(2, () => {
  succeeds();
  assertThat(sent).hasLength(2);
});

// scenario: No answer in time is tried again with a conversion id
answers = [{ reason: 'timed_out' }, processed];
runCode(settings);
later(2, () => {
  succeeds();
  assertThat(sent).hasLength(2);
});

// scenario: No answer in time is not tried again without a conversion id
event.event_id = undefined;
event.transaction_id = undefined;
settings.retries = '3';
answers = [{ reason: 'timed_out' }];
runCode(settings);
later(2, () => {
  failsSaying('X did not answer within 4000 ms');
  assertThat(sent).hasLength(1);
});

// scenario: Without retries one failure is the outcome
settings.retries = '0';
answers = [{ statusCode: 503, headers: {}, body: '' }];
runCode(settings);
later(2, () => {
  failsSaying('X answered 503');
  assertThat(sent).hasLength(1);
});

// scenario: There are as many further attempts as the field says
settings.retries = 2;
answers = [{ statusCode: 503, headers: {}, body: '' }];
runCode(settings);
later(4, () => {
  failsSaying('X answered 503');
  assertThat(lines('Failure')[0].Attempt).isEqualTo(3);
  assertThat(sent).hasLength(3);
});

// scenario: A number of retries out of range counts as one
settings.retries = '9';
answers = [{ statusCode: 503, headers: {}, body: '' }];
runCode(settings);
later(4, () => {
  failsSaying('X answered 503');
  assertThat(sent).hasLength(2);
});

// scenario: All attempts together stay within twelve seconds
settings.retries = '3';
attemptTakes = 4000;
answers = [{ reason: 'timed_out' }];
runCode(settings);
later(5, () => {
  failsSaying('X did not answer');
  assertThat(sent).hasLength(3);
});

// scenario: Nothing follows a success
settings.retries = '3';
runCode(settings);
later(3, () => {
  succeeds();
  assertThat(sent).hasLength(1);
});
