// scenario: A pixel ID that is none fails and names the field
eachIsRefusedSaying([
  ['o8 z6j', 'Pixel ID must be 3 to 12 letters and digits, got "o8 z6j". Copy it from X Events Manager.'],
  [undefined, 'Pixel ID must be'],
  ['{{X pixel}}', 'got "{{X pixel}}"'],
  // It may be a secret.
  ['https://business.x.com/en/events-manager', 'got "(40 characters)"']
], (id) => {
  settings.pixelId = id;
});

// scenario: Each missing credential fails and names its field
const missing = {
  consumerKey: 'Consumer key is empty',
  consumerSecret: 'Consumer secret is empty',
  accessToken: 'Access token is empty',
  accessTokenSecret: 'Access token secret is empty',
  pixelToken: 'Pixel access token is empty'
};
const rows = [];
for (const field in missing) {
  rows.push([field, missing[field]]);
}
const right = JSON.parse(JSON.stringify(settings));
eachIsRefusedSaying(rows, (field) => {
  settings.consumerKey = right.consumerKey;
  settings.consumerSecret = right.consumerSecret;
  settings.accessToken = right.accessToken;
  settings.authMethod = field === 'pixelToken' ? 'pixelToken' : 'oauth1';
  settings[field] = ' ';
});

// scenario: A placeholder in place of a credential is refused and named
eachIsRefusedSaying([
  ['REPLACE_ME', 'Pixel access token holds the placeholder REPLACE_ME. Copy it again from X Events Manager'],
  ['{{X token}}', 'Pixel access token holds the placeholder {{X token}}.'],
  ['undefined', 'Pixel access token holds the placeholder undefined.']
], (token) => {
  settings.pixelToken = token;
});

// scenario: A credential copied with something around or inside it is refused and not shown
const decodeUriComponent = require('decodeUriComponent');
settings.authMethod = 'oauth1';
eachIsRefusedSaying([
  ['"copied-key"', 'Consumer key stands in quotes.'],
  [decodeUriComponent('copied-%E2%80%8Bkey'), 'Consumer key holds a character that is broken or cannot be seen.'],
  [decodeUriComponent('copied-%0Akey'), 'Consumer key holds a character that is broken or cannot be seen.']
], (key) => {
  settings.consumerKey = key;
});
callLater(() => {
  assertThat(logs.join('\n')).doesNotContain('copied-');
});

// scenario: A credential with a blank is a warning and no header holds a token outside of ASCII
settings.pixelToken = 'two words';
runCode(settings);
warns('Pixel access token holds a blank. Check it when X answers 401.');
settings.pixelToken = 'tók-en';
runCode(settings);
settings.authMethod = 'oauth1';
settings.accessToken = 'two words';
runCode(settings);
callLater(() => {
  assertThat(lines('Failure')[0].Reason).contains('Pixel access token must be ASCII text.');
  assertThat(sent).hasLength(2);
  warns('Access token holds a blank. Check it when X answers 401.');
  assertThat(logs.join('\n')).doesNotContain('two words');
});

// scenario: The time limit is taken from the field and out of range it fails
settings.timeoutMs = '2500';
runCode(settings);
settings.timeoutMs = '5000';
runCode(settings);
callLater(() => {
  assertThat(sent).hasLength(1);
  assertThat(sent[0].options.timeout).isEqualTo(2500);
  assertThat(lines('Failure')[0].Reason).contains('Time limit must be a whole number from 500 to 4900, got "5000".');
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
