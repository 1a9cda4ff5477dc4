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
event['x-ga-gcd'] = '13l3l3l3l1l1';
runCode(settings);
callLater(() => {
  sendsNothingSaying('no consent signal for ad_storage, and consent is required. Nothing was sent.');
  assertThat(lines('Message')[1].Message).contains('consent mode is not in use on the site');
  assertApi('setCookie').wasNotCalled();
});

// scenario: Denied consent is a warning where the operator sends always
event['x-ga-gcs'] = 'G100';
runCode(settings);
event['x-ga-gcs'] = undefined;
event.consent_state = { ad_storage: true, ad_user_data: 'denied' };
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(2);
  assertThat(warnings()).isEqualTo([
    'ad_storage is denied, but Consent is set to Always: the conversion is sent.',
    'ad_user_data is denied, but Consent is set to Always: the conversion is sent.'
  ]);
});

// scenario: Both signals are needed when both are asked for
settings.consent = 'adStorageAndUserData';
event['x-ga-gcd'] = '13r3r3q3q5l1';
runCode(settings);
event.consent_state = { ad_storage: true, ad_user_data: 'granted' };
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(lines('Message')[0].Message).contains('ad_user_data is denied (x-ga-gcd)');
  assertThat(sent).hasLength(1);
  assertApi('setCookie').wasCalled();
});

// scenario: Each spelling of a granted consent state counts and no other does
settings.consent = 'adStorage';
const states = [true, 'true', 'GRANTED', ' granted ', 1, '1', false, 'false', 'denied', 0, 'yes'];
const counted = states.map((state) => {
  const before = sent.length;
  event.consent_state = { ad_storage: state };
  runCode(settings);
  return sent.length > before;
});
callLater(() => {
  assertThat(counted).isEqualTo([true, true, true, true, true, true, false, false, false, false, false]);
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

// scenario: The first source that states a signal decides
settings.consent = 'adStorage';
const went = [];
const add = (change) => {
  const before = sent.length;
  change();
  runCode(settings);
  went.push(sent.length > before);
};
// gcd under its other names, gcs for ad_storage, the consent block of the server.
add(() => {
  event['x-sst-system_properties'] = { consent: { consentGrantedState: { ad_storage: true, ad_user_data: true } } };
});
add(() => {
  event['x-ga-gcs'] = 'G100';
});
add(() => {
  event['x-sst-system_properties'] = { gcd: '13r3r3r3r5l1' };
});
add(() => {
  event['x-ga-mp2-gcd'] = '13q3q3q3q5l1';
});
add(() => {
  event.consent_state = { ad_storage: true };
});
// gcs never speaks for user data, and a dash is no statement.
add(() => {
  event['x-ga-gcs'] = 'G111';
  event['x-ga-mp2-gcd'] = undefined;
  event['x-sst-system_properties'] = undefined;
  event.consent_state = undefined;
});
add(() => {
  settings.consent = 'adStorageAndUserData';
});
add(() => {
  settings.consent = 'adStorage';
  event['x-ga-gcs'] = 'G1--';
});
callLater(() => {
  assertThat(went).isEqualTo([true, false, true, false, true, true, false, false]);
});
