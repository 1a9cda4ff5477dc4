// Runs before every scenario, in the same scope. Nothing here reaches the network.
const callLater = require('callLater');
const JSON = require('JSON');
const Promise = require('Promise');
const sha256Sync = require('sha256Sync');

// A purchase as the GA4 client hands it over; a scenario changes what it is about.
const event = {
  event_name: 'purchase',
  page_location: 'https://shop.example/thanks?order=7&twclid=2-4m8k1vq7zj0c5t',
  ip_override: '203.0.113.24',
  user_agent: 'Mozilla/5.0',
  event_id: 'e-1',
  transaction_id: 't-1',
  value: 65,
  currency: 'eur',
  items: [
    { item_id: 'A', item_name: 'Shoe', price: 32.5, quantity: 1 },
    { item_id: 'B', item_name: 'Sock', price: 16.25, quantity: 2 }
  ],
  user_data: { email_address: ' Test@X.com ', phone_number: '+1 (123) 456-7890' }
};

// With the token nothing has to be signed; a scenario about signatures sets authMethod to oauth1.
const settings = {
  pixelId: 'o8z6j',
  authMethod: 'pixelToken',
  pixelToken: 'secret-token',
  consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
  consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
  accessTokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-o87ne' }],
  logging: 'always'
};

// 2025-11-22T08:32:01.456Z. An attempt to send takes so many milliseconds.
let now = 1763800321456;
let attemptTakes = 0;
mock('getTimestampMillis', () => now);

const processed = {
  statusCode: 200,
  headers: {},
  body: '{"request":{"params":{"account_id":"18ce552mlaq"}},"data":{"conversions_processed":1,"debug_id":"ff02e052"}}'
};

// X's answers in turn; the last one repeats. An answer with a reason and no status is a failed request.
let answers = [processed];
const sent = [];
mock('sendHttpRequest', (url, options, body) => {
  const answer = answers[sent.length < answers.length ? sent.length : answers.length - 1];
  sent.push({ url: url, options: options, body: body });
  now = now + attemptTakes;
  return Promise.create((resolve, reject) => {
    if (!answer || answer.statusCode) {
      resolve(answer);
    } else {
      reject(answer);
    }
  });
});

// The values of each name, as they stand in the header.
const cookies = {};
mock('getCookieValues', (name) => cookies[name] || []);
mock('setCookie', () => {});
mock('getEventData', (path) => {
  let value = event;
  path.split('.').forEach((step) => {
    value = value ? value[step] : undefined;
  });
  return value;
});
const headers = { 'trace-id': 'trace-1' };
mock('getRequestHeader', (name) => headers[name]);
mock('generateRandom', 12345678);
mock('getContainerVersion', { debugMode: true });

const storage = {};
mockObject('templateDataStorage', {
  getItemCopy: (key) => storage[key],
  setItemCopy: (key, value) => {
    storage[key] = value;
  }
});

const logs = [];
mock('logToConsole', (line) => {
  logs.push(line);
});

const hash = (text) => sha256Sync(text, { outputEncoding: 'hex' });

// The one conversion of a request, of the first one when no number is given.
const conversion = (number) => JSON.parse(sent[number || 0].body).conversions[0];

// The log's lines of one type.
const lines = (type) => logs.map((line) => JSON.parse(line)).filter((line) => line.Type === type);
const warnings = () => lines('Warning').map((line) => line.Message);

// Checks after so many turns of the queue: each attempt after the first needs one more.
const later = (turns, check) => {
  callLater(() => {
    if (turns > 1) {
      later(turns - 1, check);
    } else {
      check();
    }
  });
};

// One run for each row: change puts the row's first entry in place; look then finds its second entry in the conversion.
const eachSends = (rows, change, look) => {
  rows.forEach((row) => {
    change(row[0]);
    runCode(settings);
  });
  callLater(() => {
    assertThat(sent).hasLength(rows.length);
    rows.forEach((row, number) => {
      assertThat(look(conversion(number)), JSON.stringify(row[0])).isEqualTo(row[1]);
    });
  });
};

const succeeds = () => {
  assertApi('gtmOnSuccess').wasCalled();
  assertApi('gtmOnFailure').wasNotCalled();
};

// Failure, and one line that gives the reason.
const failsSaying = (text) => {
  assertApi('gtmOnFailure').wasCalled();
  assertApi('gtmOnSuccess').wasNotCalled();
  assertThat(lines('Failure')).hasLength(1);
  assertThat(lines('Failure')[0].Reason).contains(text);
};

// One run for each row, which sends nothing: change puts the row's first entry in place; the reason holds its second.
const eachIsRefusedSaying = (rows, change) => {
  rows.forEach((row) => {
    change(row[0]);
    runCode(settings);
  });
  callLater(() => {
    assertApi('gtmOnSuccess').wasNotCalled();
    assertApi('gtmOnFailure').wasCalled();
    assertThat(sent).hasLength(0);
    assertThat(lines('Failure')).hasLength(rows.length);
    rows.forEach((row, number) => {
      assertThat(lines('Failure')[number].Reason).contains(row[1]);
    });
  });
};

// One run for each row: the answer is the row's first entry; the reason of the failure holds its second.
const eachAnswerFailsSaying = (rows) => {
  settings.retries = '0';
  rows.forEach((row) => {
    answers = [row[0]];
    runCode(settings);
  });
  later(2, () => {
    assertApi('gtmOnSuccess').wasNotCalled();
    assertApi('gtmOnFailure').wasCalled();
    assertThat(lines('Failure')).hasLength(rows.length);
    rows.forEach((row, number) => {
      assertThat(lines('Failure')[number].Reason).contains(row[1]);
    });
  });
};

const warns = (text) => {
  assertThat(warnings().join('\n')).contains(text);
};

// The landing page's click id, in the form in which X's pixel keeps it.
const keptClickId = '{"pixelVersion":"2.3.33","timestamp":"1763800321456","twclid":"2-4m8k1vq7zj0c5t","source":1}';

const sendsNothingSaying = (text) => {
  succeeds();
  assertThat(sent).hasLength(0);
  assertThat(lines('Message')[0].Message).contains(text);
};
