// Runs before every scenario, in the same scope. Nothing here reaches the network.
const callLater = require('callLater');
const JSON = require('JSON');
const Promise = require('Promise');

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

const settings = {
  pixelId: 'o8z6j',
  authMethod: 'oauth1',
  consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
  consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
  accessTokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-o87ne' }],
  logging: 'always'
};

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
  return Promise.create((resolve, reject) => {
    if (answer.statusCode) {
      resolve(answer);
    } else {
      reject(answer);
    }
  });
});

let cookies = {};
mock('getCookieValues', (name) => cookies[name] ? [cookies[name]] : []);
mock('setCookie', () => {});
mock('getEventData', (path) => {
  let value = event;
  path.split('.').forEach((step) => {
    value = value ? value[step] : undefined;
  });
  return value;
});
mock('getTimestampMillis', 1763800321456);
mock('generateRandom', 12345678);
mock('getContainerVersion', { debugMode: true });

const logs = [];
mock('logToConsole', (line) => {
  logs.push(line);
});

// The one conversion of the first request.
const conversion = () => JSON.parse(sent[0].body).conversions[0];

const succeeds = () => {
  assertApi('gtmOnSuccess').wasCalled();
  assertApi('gtmOnFailure').wasNotCalled();
};

// Failure, nothing sent after it, and a log line that holds the text.
const failsSaying = (text) => {
  assertApi('gtmOnFailure').wasCalled();
  assertApi('gtmOnSuccess').wasNotCalled();
  assertThat(logs.join('\n')).contains(text);
};

const sendsNothingSaying = (text) => {
  succeeds();
  assertThat(sent).hasLength(0);
  assertThat(logs.join('\n')).contains(text);
};
