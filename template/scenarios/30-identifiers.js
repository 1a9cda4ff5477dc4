// scenario: The click id comes from the page then the cookies then the event
event.twclid = '2-event';
cookies.twclid = '2-other';
cookies._twclid = '2-cookie';
runCode(settings);
event.page_location = 'https://shop.example/thanks#?twclid=2-fragment';
runCode(settings);
cookies._twclid = undefined;
runCode(settings);
cookies.twclid = undefined;
runCode(settings);
callLater(() => {
  assertThat(sent.map((request, number) => conversion(number).identifiers[0].twclid)).isEqualTo(['2-4m8k1vq7zj0c5t', '2-cookie', '2-other', '2-event']);
});

// scenario: The click id of the pixel cookie is read bare and as JSON encoded up to two times
event.page_location = 'https://shop.example/thanks';
event.user_data = undefined;
eachSends([
  ['2-bare', '2-bare'],
  ['{"pixelVersion":1,"twclid":"2-json"}', '2-json'],
  ['%7B%22pixelVersion%22%3A1%2C%22twclid%22%3A%222-once%22%7D', '2-once'],
  ['%257B%2522twclid%2522%253A%25222-twice%2522%257D', '2-twice'],
  ['%25257B%252522twclid%252522%25253A%2525222-thrice%252522%25257D', undefined],
  ['{"twclid":', undefined],
  ['{"twclid":{"id":"2"}}', undefined],
  ['%E0%A4%A', undefined],
  ['<script>', undefined]
], (cookie) => {
  cookies._twclid = cookie;
}, (it) => it.identifiers[0].twclid);

// scenario: An e-mail address is found in each place and hashed trimmed and in lower case
const foundMail = hash('test@x.com');
eachSends([
  [{ user_data: { email_address: ' Test@X.com ', email: 'other@x.com' } }, foundMail],
  [{ user_data: { email: 'TEST@x.com' } }, foundMail],
  [{ user_data: { email_address: ['', 'test@x.com'] } }, foundMail],
  [{ user_data: { email_address: { 0: 'nobody', 1: 'test@x.com' } } }, foundMail],
  [{ user_data: { email_address: 'nobody', email: 'test@x.com' } }, foundMail],
  [{ user_data: { sha256_email_address: foundMail } }, foundMail],
  [{ user_data: { sha256_email_address: foundMail.toUpperCase(), email: 'nobody' } }, foundMail],
  [{ user_data: { email_address: foundMail } }, foundMail],
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
  [{ user_data: { phone_number: ['unknown', '+1 123/456 7890'] } }, foundPhone],
  [{ user_data: { phone_number: { 0: '+11234567890' } } }, foundPhone],
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
  [['49', '+44 (0)20 7946 0958'], hash('+442079460958')],
  [['1', '1 123 456 7890'], hash('+11234567890')],
  [['1', '(123) 456-7890'], hash('+11234567890')],
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

// scenario: A phone number that cannot be completed is left out with a warning
event.user_data = {};
eachSends([
  [['', '0151 2345-6789'], undefined],
  [['', '12'], undefined],
  [['', '+1 call me'], undefined],
  [['', '+49 151 2345 6789 0123 4567'], undefined],
  [['1', '2345-6789'], undefined],
  [['1', '011 49 151 23456789'], undefined]
], (row) => {
  settings.countryCallingCode = row[0];
  event.user_data.phone_number = row[1];
}, (it) => it.identifiers[1].hashed_phone_number);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"phone" cannot be used') >= 0)).hasLength(6);
  assertThat(logs.join('\n')).doesNotContain('2345');
});

// scenario: An e-mail address or phone number that is none is told wherever it stands
const places = [
  { user_data: { email_address: 'not given' } },
  { user_data: { email: 'not given' } },
  { user_data: { sha256_email_address: 'not given' } },
  { email: 'not given' },
  { user_data: { phone_number: 'not given' } },
  { user_data: { phone: 'not given' } },
  { user_data: { sha256_phone_number: 'not given' } },
  { phone: 'not given' }
];
places.forEach((found) => {
  event.user_data = found.user_data;
  event.email = found.email;
  event.phone = found.phone;
  runCode(settings);
});
callLater(() => {
  assertThat(sent).hasLength(8);
  assertThat(conversion(7).identifiers).hasLength(2);
  assertThat(warnings().filter((it) => it.indexOf('"email" cannot be used') >= 0)).hasLength(4);
  assertThat(warnings().filter((it) => it.indexOf('"phone" cannot be used') >= 0)).hasLength(4);
  assertThat(logs.join('\n')).doesNotContain('not given');
});

// scenario: Addresses of both protocols are sent and what is none is not
eachSends([
  ['203.0.113.24', { ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }],
  ['2001:db8::1', { ip_address: '2001:db8::1', user_agent: 'Mozilla/5.0' }],
  ['::ffff:203.0.113.24', { ip_address: '::ffff:203.0.113.24', user_agent: 'Mozilla/5.0' }],
  ['unknown', undefined]
], (address) => {
  event.ip_override = address;
}, (it) => it.identifiers[3]);

// scenario: A lone address or user agent joins the first strong identifier
event.user_data = undefined;
eachSends([
  [{ ip_override: '203.0.113.24' }, [{ twclid: '2-4m8k1vq7zj0c5t', ip_address: '203.0.113.24' }]],
  [{ user_agent: 'Mozilla/5.0' }, [{ twclid: '2-4m8k1vq7zj0c5t', user_agent: 'Mozilla/5.0' }]],
  [{}, [{ twclid: '2-4m8k1vq7zj0c5t' }]]
], (found) => {
  event.ip_override = found.ip_override;
  event.user_agent = found.user_agent;
}, (it) => it.identifiers);

// scenario: An event that identifies nobody fails and sends nothing
event.page_location = undefined;
event.user_data = undefined;
event.user_agent = undefined;
runCode(settings);
callLater(() => {
  refusesSaying('identifies nobody');
});

// scenario: Address and user agent alone are sent as a pair
event.page_location = undefined;
event.user_data = 'somebody';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(conversion().identifiers).isEqualTo([{ ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }]);
});

// scenario: The browser id of the pixel is sent only when asked for and beside another identifier
cookies._twpid = 'tw.1788724682629.93328193554679845';
runCode(settings);
settings.sendBrowserId = true;
runCode(settings);
cookies._twpid = 'forged';
runCode(settings);
callLater(() => {
  assertThat(conversion(0).identifiers[0].twpid).isUndefined();
  assertThat(conversion(1).identifiers[0]).isEqualTo({ twclid: '2-4m8k1vq7zj0c5t', twpid: 'tw.1788724682629.93328193554679845' });
  assertThat(conversion(2).identifiers[0].twpid).isUndefined();
});

// scenario: A user agent that is only an e-mail address identifies nobody
event.user_data = undefined;
event.page_location = undefined;
event.user_agent = 'jane@shop.example';
runCode(settings);
callLater(() => {
  refusesSaying('without the e-mail address in its user agent');
});

// scenario: The browser id of the pixel alone identifies nobody
settings.sendBrowserId = true;
cookies._twpid = 'tw.1788724682629.93328193554679845';
event.page_location = undefined;
event.user_data = undefined;
event.ip_override = undefined;
runCode(settings);
callLater(() => {
  refusesSaying('identifies nobody');
});

// scenario: User data of the operator wins over the event
settings.userData = [
  { name: 'twclid', value: 'own' },
  { name: 'email', value: 'Foo@bar.com' },
  { name: 'phone', value: hash('+4915123456789').toUpperCase() },
  { name: 'ip_address', value: '198.51.100.7' },
  { name: 'user_agent', value: 'Own/1.0' }
];
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers).isEqualTo([
    { twclid: 'own' },
    { hashed_email: hash('foo@bar.com') },
    { hashed_phone_number: hash('+4915123456789') },
    { ip_address: '198.51.100.7', user_agent: 'Own/1.0' }
  ]);
});

// scenario: An empty row of the user data leaves the value of the event
settings.userData = [{ name: 'email', value: '' }, { name: 'phone', value: undefined }];
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers).hasLength(4);
  assertThat(conversion().identifiers[1].hashed_email).isEqualTo(hash('test@x.com'));
});

// scenario: User data of the operator that cannot be used is told and not replaced
settings.userData = [
  { name: 'email', value: 'nobody' },
  { name: 'phone', value: 'none' },
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

// scenario: With reading switched off the event identifies nobody
settings.autoUserData = false;
event.page_location = undefined;
runCode(settings);
callLater(() => {
  refusesSaying('Read identifiers from the event is off');
});

// scenario: With reading switched off the operator still can
settings.autoUserData = false;
settings.userData = [{ name: 'email', value: 'foo@bar.com' }];
event.page_location = undefined;
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers).isEqualTo([{ hashed_email: hash('foo@bar.com') }]);
});
