// scenario: A pixel ID that is none fails and names the field
settings.pixelId = 'o8 z6j';
runCode(settings);
callLater(() => {
  refusesSaying('Pixel ID must be 3 to 12 letters and digits, got "o8 z6j"');
});

// scenario: An empty pixel ID fails and names the field
settings.pixelId = undefined;
runCode(settings);
callLater(() => {
  refusesSaying('Pixel ID must be');
});

// scenario: A long wrong pixel ID is not shown since it may be a secret
settings.pixelId = 'https://business.x.com/en/events-manager';
runCode(settings);
callLater(() => {
  refusesSaying('got "(40 characters)"');
});

// scenario: Each missing credential fails and names its field
const missing = {
  consumerKey: 'Consumer key is empty',
  consumerSecret: 'Consumer secret is empty',
  accessToken: 'Access token is empty',
  accessTokenSecret: 'Access token secret is empty'
};
settings.authMethod = 'oauth1';
for (const field in missing) {
  const value = settings[field];
  settings[field] = ' ';
  runCode(settings);
  settings[field] = value;
}
callLater(() => {
  assertApi('gtmOnSuccess').wasNotCalled();
  assertThat(sent).hasLength(0);
  const reasons = lines('Failure').map((line) => line.Reason).join('\n');
  for (const field in missing) {
    assertThat(reasons).contains(missing[field]);
  }
});

// scenario: A credential with half a character fails and names its field
mock('encodeUriComponent', () => undefined);
settings.authMethod = 'oauth1';
runCode(settings);
callLater(() => {
  refusesSaying('Consumer key holds a broken character');
});

// scenario: An empty pixel access token fails and names the field
settings.pixelToken = '';
runCode(settings);
callLater(() => {
  refusesSaying('Pixel access token is empty');
});

// scenario: A pixel access token with blanks fails and is not shown
settings.pixelToken = 'two words';
runCode(settings);
callLater(() => {
  refusesSaying('Pixel access token must be one word');
  assertThat(logs.join('\n')).doesNotContain('two words');
});

// scenario: The time limit is taken from the field
settings.timeoutMs = '2500';
runCode(settings);
callLater(() => {
  assertThat(sent[0].options.timeout).isEqualTo(2500);
});

// scenario: A time limit out of range fails and names the field
settings.timeoutMs = '5000';
runCode(settings);
callLater(() => {
  refusesSaying('Time limit must be a number from 500 to 4900, got "5000"');
});

// scenario: Values with blanks around them are trimmed
settings.pixelId = ' o8z6j ';
settings.pixelToken = ' secret-token ';
settings.categoryEvents = [{ category: 'purchase', eventId: ' o87ne ' }];
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent[0].url).isEqualTo('https://ads-api.x.com/12/measurement/conversions/o8z6j');
  assertThat(sent[0].options.headers['X-Pixel-Token']).isEqualTo('secret-token');
  assertThat(conversion().event_id).isEqualTo('o87ne');
});

// scenario: Tables filled with something else count as empty
settings.customEvents = 'none';
settings.userData = 'none';
settings.conversionData = [undefined, { value: 'without a name' }];
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(1);
});
