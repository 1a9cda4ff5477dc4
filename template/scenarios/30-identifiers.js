// scenario: The click id comes from the page then the cookies then the event
event.twclid = '2-event';
cookies.twclid = ['2-other'];
cookies._twclid = ['2-cookie'];
runCode(settings);
event.page_location = 'https://shop.example/thanks#?twclid=2-fragment';
runCode(settings);
cookies._twclid = [];
runCode(settings);
cookies.twclid = [];
runCode(settings);
callLater(() => {
  assertThat(sent.map((request, number) => conversion(number).identifiers[0].twclid)).isEqualTo(['2-4m8k1vq7zj0c5t', '2-cookie', '2-other', '2-event']);
});

// scenario: The cookie of the click id is read bare and as JSON and the first good one of several counts
event.page_location = 'https://shop.example/thanks';
event.user_data = undefined;
eachSends([
  [['2-bare'], '2-bare'],
  [['{"pixelVersion":"2.3.33","twclid":"2-json","source":1}'], '2-json'],
  [['%7B%22twclid%22%3A%222-once%22%7D'], '2-once'],
  [['%257B%2522twclid%2522%253A%25222-twice%2522%257D'], '2-twice'],
  [['', 'undefined', '{"twclid":', '2-good', '2-other'], '2-good'],
  [['%E0%A4%A', '<script>'], undefined]
], (values) => {
  cookies._twclid = values;
}, (it) => it.identifiers[0].twclid);

// scenario: An e-mail address is found in each place and hashed without what surrounds it
const foundMail = hash('test@x.com');
eachSends([
  [{ user_data: { email_address: ' Test@X.com ', email: 'other@x.com' } }, foundMail],
  [{ user_data: { email: 'mailto:test@x.com' } }, foundMail],
  [{ user_data: { email_address: ['', '<test@x.com>,'] } }, foundMail],
  [{ user_data: { email_address: { 0: 'nobody', 3: 'test@x.com' } } }, foundMail],
  [{ user_data: { email_address: 'none@none', email: 'test@x.com' } }, foundMail],
  [{ user_data: { sha256_email_address: foundMail.toUpperCase() } }, foundMail],
  [{ user_data: '{"email_address":"test@x.com"}' }, foundMail],
  [{ email: 'test@x.com' }, foundMail],
  [{ user_data: {} }, undefined]
], (found) => {
  event.user_data = found.user_data;
  event.email = found.email;
}, (it) => it.identifiers[1].hashed_email);

// scenario: A phone number is found in each place and hashed in E164 with the plus
const decodeUriComponent = require('decodeUriComponent');
const foundPhone = hash('+11234567890');
eachSends([
  [{ user_data: { phone_number: '+1 (123) 456-7890', phone: '+49 151 23456789' } }, foundPhone],
  [{ user_data: { phone: '001.123.456.7890' } }, foundPhone],
  [{ user_data: { phone: decodeUriComponent('%E2%80%AA+1 123%E2%80%91456%E2%80%937890%E2%80%AC') } }, foundPhone],
  [{ user_data: { phone_number: ['unknown', decodeUriComponent('%EF%BC%8B%EF%BC%91 123/456 7890')] } }, foundPhone],
  [{ user_data: { sha256_phone_number: foundPhone.toUpperCase() } }, foundPhone],
  [{ phone: '+11234567890' }, foundPhone],
  [{ user_data: {} }, undefined]
], (found) => {
  event.user_data = found.user_data;
  event.phone = found.phone;
}, (it) => it.identifiers[1].hashed_phone_number);

// scenario: A national phone number is completed with the calling code
event.user_data = {};
eachSends([
  [['49', '0151 2345-6789'], hash('+4915123456789')],
  [['+49', '(0151) 23456789'], hash('+4915123456789')],
  [['49', '4915123456789'], hash('+4915123456789')],
  [['', '+44 (0)20 7946 0958'], hash('+442079460958')],
  [['', '+49 0151 23456789'], hash('+4915123456789')],
  [['1', '1 123 456 7890'], hash('+11234567890')],
  [['1', '(212) 555-0100'], hash('+12125550100')],
  [['1', '0151 2345-6789'], undefined],
  [['47', '47 91 23 45 67'], hash('+4791234567')],
  [['39', '391 234 5678'], hash('+393912345678')],
  [['39', '06 1234 5678'], hash('+390612345678')],
  [['7', '8 912 345-67-89'], hash('+79123456789')],
  [['7', '812 345-67-89'], hash('+78123456789')],
  [['36', '06 20 123 4567'], hash('+36201234567')],
  [['375', '80 29 491-19-11'], hash('+375294911911')],
  [['225', '01 23 45 67 89'], hash('+2250123456789')],
  [['55', '55 98765-4321'], hash('+5555987654321')],
  [[49, 15123456789], hash('+4915123456789')]
], (row) => {
  settings.countryCallingCode = row[0];
  event.user_data.phone_number = row[1];
}, (it) => it.identifiers[1].hashed_phone_number);

// scenario: A person that cannot be read is told without being shown
event.user_data = {};
eachSends([
  [['email_address', 'not an address'], 2],
  [['phone_number', '0151 2345-6789'], 2],
  [['phone_number', '+1 call me'], 2],
  [['phone', '+49 151 2345 6789 0123 4567'], 2]
], (row) => {
  event.user_data = {};
  event.user_data[row[0]] = row[1];
}, (it) => it.identifiers.length);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"email" cannot be used') >= 0)).hasLength(1);
  assertThat(warnings().filter((it) => it.indexOf('"phone" cannot be used') >= 0)).hasLength(3);
  const log = logs.join('\n');
  assertThat(log).doesNotContain('not an address');
  assertThat(log).doesNotContain('2345');
  assertThat(log).doesNotContain('call me');
});

// scenario: What broken variables leave behind is passed over without a word
const nothing = ['undefined', ' NULL ', '(not set)', '{{Email}}', hash(''), hash('undefined')];
eachSends(nothing.map((text) => [text, hash('test@x.com')]), (text) => {
  event.user_data = { email_address: text, email: 'test@x.com', phone_number: text };
}, (it) => it.identifiers[1].hashed_email);
callLater(() => {
  sent.forEach((request, number) => assertThat(conversion(number).identifiers).hasLength(3));
});

// scenario: An IP address is sent without what proxies add and a private one is left out
event.user_data = undefined;
eachSends([
  [['203.0.113.24'], '203.0.113.24'],
  [['203.0.113.24:54321'], '203.0.113.24'],
  [['10.0.0.1, 203.0.113.24'], '203.0.113.24'],
  [['::ffff:203.0.113.24'], '203.0.113.24'],
  [['[2001:db8::1]:443'], '2001:db8::1'],
  [[undefined, '203.0.113.24'], '203.0.113.24'],
  [['192.168.1.7'], undefined],
  [['2001::db8::1'], undefined],
  [['unknown'], undefined]
], (places) => {
  event.ip_override = places[0];
  event.ip = places[1];
}, (it) => {
  // A user agent that is left alone joins the click id.
  const pair = it.identifiers[it.identifiers.length - 1];
  assertThat(pair.user_agent).isEqualTo('Mozilla/5.0');
  return pair.ip_address;
});
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"ip_address" cannot be used') >= 0)).hasLength(3);
});

// scenario: An event that identifies nobody fails and sends nothing
event.page_location = undefined;
event.user_data = undefined;
event.ip_override = undefined;
runCode(settings);
callLater(() => {
  failsSaying('The event identifies nobody: no click ID, e-mail address, phone number, or IP address with user agent');
  assertThat(sent).hasLength(0);
});

// scenario: The browser id of the pixel is sent only when asked for and never alone
cookies._twpid = ['forged', 'tw.1788724682629.93328193554679845'];
runCode(settings);
settings.sendBrowserId = true;
runCode(settings);
event.page_location = undefined;
event.user_data = undefined;
event.ip_override = undefined;
runCode(settings);
callLater(() => {
  assertThat(sent).hasLength(2);
  assertThat(conversion(0).identifiers[0].twpid).isUndefined();
  assertThat(conversion(1).identifiers[0]).isEqualTo({ twclid: '2-4m8k1vq7zj0c5t', twpid: 'tw.1788724682629.93328193554679845' });
  assertThat(lines('Failure')[0].Reason).contains('identifies nobody');
});

// scenario: User data of the operator wins over the event and an empty row leaves it alone
settings.userData = [
  { name: 'twclid', value: 'own' },
  { name: 'email', value: 'Foo@bar.com' },
  { name: 'phone', value: hash('+4915123456789').toUpperCase() },
  { name: 'ip_address', value: '198.51.100.7' },
  { name: 'user_agent', value: 'Own/1.0' }
];
runCode(settings);
settings.userData = [{ name: 'email', value: '' }, { name: 'phone', value: undefined }];
runCode(settings);
callLater(() => {
  assertThat(conversion(0).identifiers).isEqualTo([
    { twclid: 'own' },
    { hashed_email: hash('foo@bar.com') },
    { hashed_phone_number: hash('+4915123456789') },
    { ip_address: '198.51.100.7', user_agent: 'Own/1.0' }
  ]);
  assertThat(conversion(1).identifiers[1].hashed_email).isEqualTo(hash('test@x.com'));
});

// scenario: User data of the operator that cannot be used is told and not replaced
settings.userData = [
  { name: 'email', value: 'nobody' },
  { name: 'phone', value: 'nobody' },
  { name: 'twclid', value: 'no click' }
];
runCode(settings);
settings.userData = [{ name: 'user_agent', value: { agent: 'Mozilla/5.0' } }];
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers).hasLength(1);
  warns('"email" cannot be used');
  warns('"phone" cannot be used');
  warns('"twclid" cannot be used');
  assertThat(conversion(1).identifiers).hasLength(3);
  warns('"user_agent" cannot be used');
});

// scenario: With reading switched off only the operator identifies somebody
settings.autoUserData = false;
event.page_location = undefined;
runCode(settings);
settings.userData = [{ name: 'email', value: 'foo@bar.com' }];
runCode(settings);
callLater(() => {
  assertThat(lines('Failure')[0].Reason).contains('Read identifiers from the event is off, and the table User data holds nothing');
  assertThat(sent).hasLength(1);
  assertThat(conversion().identifiers).isEqualTo([{ hashed_email: hash('foo@bar.com') }]);
});
