// scenario: Check only shows what would be sent and sends and signs nothing
settings.sendMode = 'checkOnly';
settings.authMethod = 'oauth1';
// It is told whatever else is written.
settings.logging = 'never';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(0);
  assertApi('generateRandom').wasNotCalled();
  assertThat(storage).isEqualTo({});
  assertThat(logs).hasLength(1);
  const line = lines('WouldSend')[0];
  assertThat(line.Message).isEqualTo('Mode is check only: nothing was sent.');
  const shown = JSON.parse(line.RequestBody).conversions[0];
  assertThat(shown.event_id).isEqualTo('tw-o8z6j-o87ne');
  assertThat(shown.value).isEqualTo('65.00');
  assertThat(shown.identifiers[1]).isEqualTo({ hashed_email: '5806dc6b...' });
  // The click id is kept all the same, for the day on which conversions are sent.
  assertApi('setCookie').wasCalled();
});

// scenario: Check only says why nothing would be sent and is a success all the same
settings.sendMode = 'checkOnly';
const rows = [
  ['Two rows of one table take the event "purchase"', () => settings.categoryEvents.push(settings.categoryEvents[0])],
  ['No X event ID is configured for the event "purchase"', () => {
    settings.categoryEvents = [];
  }],
  ['ad_storage is denied', () => {
    settings.consent = 'adStorage';
    event.consent_state = { ad_storage: false };
  }],
  ['Pixel access token is empty', () => {
    settings.pixelToken = '';
  }]
];
rows.forEach((row) => {
  row[1]();
  runCode(settings);
});
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(0);
  assertThat(logs).hasLength(rows.length);
  rows.forEach((row, number) => {
    const line = lines('WouldSend')[number];
    assertThat(line.Reason).contains(row[0]);
    assertThat(line.Message).contains('nothing was sent');
    // Once is enough.
    assertThat(line.Reason.toLowerCase().indexOf('nothing was sent')).isEqualTo(-1);
    assertThat(line.RequestBody).isUndefined();
  });
});
