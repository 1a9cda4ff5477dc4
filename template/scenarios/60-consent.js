// scenario: Without the required consent nothing is sent and no cookie is written
settings.consent = 'adStorage';
event['x-ga-gcs'] = 'G101';
runCode(settings);
callLater(() => {
  sendsNothingSaying('ad_storage is denied (x-ga-gcs)');
  assertApi('setCookie').wasNotCalled();
  assertThat(logs).hasLength(1);
});

// scenario: An event without any consent signal counts as not granted
settings.consent = 'adStorageAndUserData';
runCode(settings);
callLater(() => {
  sendsNothingSaying('no consent signal for ad_storage, and consent is required');
  assertApi('setCookie').wasNotCalled();
});

// scenario: When consent mode is not in use the log says so
settings.consent = 'adStorage';
event['x-ga-gcd'] = '13l3l3l3l1l1';
runCode(settings);
callLater(() => {
  sendsNothingSaying('consent mode is not in use on the site');
});

// scenario: Without the setting no consent is asked for
event.consent_state = { ad_storage: false };
event['x-ga-gcs'] = 'G100';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(1);
});

// scenario: Both signals are needed when both are asked for
settings.consent = 'adStorageAndUserData';
event['x-ga-gcd'] = '13r3r3q3q5l1';
runCode(settings);
callLater(() => {
  sendsNothingSaying('ad_user_data is denied (x-ga-gcd)');
});

// scenario: With both signals granted the conversion is sent and the cookie written
settings.consent = 'adStorageAndUserData';
event.consent_state = { ad_storage: true, ad_user_data: 'granted' };
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(1);
  assertApi('setCookie').wasCalled();
});

// scenario: Each spelling of a granted consent state counts and no other does
settings.consent = 'adStorage';
const states = [true, 'true', 'granted', 1, '1', false, 'false', 'denied', 0, 'yes'];
const counted = states.map((state) => {
  const before = sent.length;
  event.consent_state = { ad_storage: state };
  runCode(settings);
  return sent.length > before;
});
callLater(() => {
  assertThat(counted).isEqualTo([true, true, true, true, true, false, false, false, false, false]);
  assertThat(lines('Message').filter((line) => line.Message.indexOf('ad_storage is denied (consent_state)') === 0)).hasLength(5);
});

// scenario: The letters of gcd are read signal by signal
settings.consent = 'adStorageAndUserData';
const rows = [
  ['13r3r3r3r5l1', true],
  ['13t3t3t3t5l1', true],
  ['13R3R3R3R5l1', true],
  ['13r3r3r3l1', true],
  ['13r3lNl3l5l1', true],
  ['13p3p3p3p5l1', false],
  ['13q3q3q3q5l1', false],
  ['13u3u3u3u5l1', false],
  ['13q3r3q3q5l1', false],
  ['13r3r3q3q5l1', false],
  ['13l3l3t3t5l1', false],
  ['13B3B3B3B5l1', false],
  ['13l3l3l3l5_4', true],
  ['13l3l3l3l5G4', false],
  ['13l3l3l3l5O4', false],
  ['13l3l3l3l5_1', false],
  ['13r', false],
  ['23r3r3r3r5l1', false]
];
const went = rows.map((row) => {
  const before = sent.length;
  event['x-ga-gcd'] = row[0];
  runCode(settings);
  return sent.length > before;
});
callLater(() => {
  succeeds();
  assertThat(went).isEqualTo(rows.map((row) => row[1]));
});

// scenario: gcd is found under each of its keys
settings.consent = 'adStorage';
event['x-ga-mp2-gcd'] = '13r3r3r3r5l1';
runCode(settings);
event['x-ga-mp2-gcd'] = undefined;
event['x-sst-system_properties'] = { gcd: '13r3r3r3r5l1' };
runCode(settings);
callLater(() => {
  assertThat(sent).hasLength(2);
});

// scenario: gcs speaks for ad storage and never for user data
event['x-ga-gcs'] = 'G111';
settings.consent = 'adStorage';
runCode(settings);
settings.consent = 'adStorageAndUserData';
runCode(settings);
callLater(() => {
  assertThat(sent).hasLength(1);
  assertThat(lines('Message').filter((line) => line.Message.indexOf('no consent signal for ad_user_data') >= 0)).hasLength(1);
});

// scenario: A dash in gcs is no statement
settings.consent = 'adStorage';
event['x-ga-gcs'] = 'G1--';
runCode(settings);
callLater(() => {
  sendsNothingSaying('no consent signal for ad_storage');
});

// scenario: The consent block of the server is read last
settings.consent = 'adStorageAndUserData';
event['x-sst-system_properties'] = { consent: { consentGrantedState: { ad_storage: true, ad_user_data: true } } };
runCode(settings);
event['x-ga-gcs'] = 'G100';
runCode(settings);
callLater(() => {
  assertThat(sent).hasLength(1);
  assertThat(lines('Message').filter((line) => line.Message.indexOf('ad_storage is denied (x-ga-gcs)') === 0)).hasLength(1);
});
