// scenario: A fault on the side of X is tried again with a fresh signature and the same conversion
settings.authMethod = 'oauth1';
attemptTakes = 2000;
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
  assertThat(sent[0].options.headers.Authorization).contains('oauth_timestamp="1763800321"');
  assertThat(sent[1].options.headers.Authorization).contains('oauth_timestamp="1763800323"');
});

// scenario: Each failure that may pass is tried again
answers = [
  { statusCode: 408, headers: {}, body: '' },
  { statusCode: 429, headers: { 'x-rate-limit-reset': '1763800322' }, body: '' },
  { reason: 'failed' },
  processed
];
settings.retries = '3';
runCode(settings);
later(4, () => {
  succeeds();
  assertThat(sent).hasLength(4);
});

// scenario: No answer in time is tried again only with a conversion id
answers = [{ reason: 'timed_out' }, processed, { reason: 'timed_out' }];
runCode(settings);
later(2, () => {
  succeeds();
  assertThat(sent).hasLength(2);
  event.event_id = undefined;
  event.transaction_id = undefined;
  runCode(settings);
  later(2, () => {
    assertThat(sent).hasLength(3);
    assertThat(lines('Failure')[0].Reason).contains('X did not answer within 4000 ms');
  });
});

// scenario: There are as many further attempts as the field says and one when it is out of range
answers = [{ statusCode: 503, headers: {}, body: '' }];
[0, '9', 2].forEach((retries) => {
  settings.retries = retries;
  runCode(settings);
});
later(4, () => {
  assertThat(sent).hasLength(6);
  assertThat(lines('Failure').map((line) => line.Attempt)).isEqualTo([1, 2, 3]);
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

// scenario: Nothing follows a success or a refusal
settings.retries = '3';
answers = [processed, { statusCode: 400, headers: {}, body: '' }];
runCode(settings);
runCode(settings);
later(3, () => {
  assertThat(sent).hasLength(2);
  assertApi('gtmOnSuccess').wasCalled();
  assertThat(lines('Failure')).hasLength(1);
});
