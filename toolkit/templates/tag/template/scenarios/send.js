// scenario: An event is posted with its label
mock('getEventData', (key) => (key === 'event_name' ? 'purchase' : undefined));
mock('sendHttpRequest', (url, options, body) => {
  assertThat(url).isEqualTo('https://collect.example.com/events');
  assertThat(body).isEqualTo('{"event":"purchase","label":"shop"}');
  return require('Promise').create((resolve) => resolve({ statusCode: 200 }));
});
runCode({ label: 'shop' });
callLater(() => {
  assertApi('gtmOnSuccess').wasCalled();
  assertApi('gtmOnFailure').wasNotCalled();
});

// scenario: A refusal is a failure
mock('getEventData', () => 'purchase');
mock('sendHttpRequest', () => require('Promise').create((resolve) => resolve({ statusCode: 500 })));
runCode({});
callLater(() => {
  assertApi('gtmOnFailure').wasCalled();
});

// scenario: A request that does not arrive is a failure
mock('getEventData', () => 'purchase');
mock('sendHttpRequest', () => require('Promise').create((resolve, reject) => reject({ reason: 'failed' })));
runCode({});
callLater(() => {
  assertApi('gtmOnFailure').wasCalled();
});
