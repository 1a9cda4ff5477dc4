// scenario: The click id of the landing page is kept in the cookie
runCode(settings);
callLater(() => {
  assertApi('setCookie').wasCalledWith('_twclid', '2-4m8k1vq7zj0c5t', {
    domain: 'auto',
    path: '/',
    'max-age': 33696000,
    secure: true,
    httpOnly: false,
    sameSite: 'lax'
  });
});

// scenario: Lifetime and domain and HttpOnly of the cookie are the choice of the operator
settings.clickIdCookieDays = '30';
settings.clickIdCookieDomain = 'shop.example';
settings.clickIdCookieHttpOnly = true;
runCode(settings);
callLater(() => {
  assertApi('setCookie').wasCalledWith('_twclid', '2-4m8k1vq7zj0c5t', {
    domain: 'shop.example',
    path: '/',
    'max-age': 2592000,
    secure: true,
    httpOnly: true,
    sameSite: 'lax'
  });
});

// scenario: A lifetime out of range is 390 days
const ages = [];
mock('setCookie', (name, value, options) => {
  ages.push(options['max-age']);
});
['0', '401', '-1', 'long', ''].forEach((days) => {
  settings.clickIdCookieDays = days;
  runCode(settings);
});
callLater(() => {
  assertThat(ages).isEqualTo([33696000, 33696000, 33696000, 33696000, 33696000]);
});

// scenario: A click id that the cookie already holds is not written again
cookies._twclid = '2-4m8k1vq7zj0c5t';
runCode(settings);
cookies._twclid = '%7B%22twclid%22%3A%222-4m8k1vq7zj0c5t%22%7D';
runCode(settings);
callLater(() => {
  assertApi('setCookie').wasNotCalled();
});

// scenario: A newer click id replaces the one in the cookie
cookies._twclid = '2-older';
const written = [];
mock('setCookie', (name, value) => {
  written.push(name + '=' + value);
});
runCode(settings);
callLater(() => {
  assertThat(written).isEqualTo(['_twclid=2-4m8k1vq7zj0c5t']);
});

// scenario: A click id of the cookie is used and not written
event.page_location = 'https://shop.example/thanks';
cookies._twclid = '2-cookie';
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers[0].twclid).isEqualTo('2-cookie');
  assertApi('setCookie').wasNotCalled();
});

// scenario: A click id with other characters is neither sent nor written
eachSends([
  ['https://shop.example/?twclid=%3Cscript%3E', undefined],
  ['https://shop.example/?twclid=a;Domain=evil', undefined],
  ['https://shop.example/?twclid=', undefined],
  ['https://shop.example/?xtwclid=2-abc', undefined]
], (url) => {
  event.page_location = url;
}, (it) => it.identifiers[0].twclid);
callLater(() => {
  assertApi('setCookie').wasNotCalled();
});

// scenario: Without the box no cookie is written
settings.setClickIdCookie = false;
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers[0].twclid).isEqualTo('2-4m8k1vq7zj0c5t');
  assertApi('setCookie').wasNotCalled();
});

// scenario: The cookie is written once before the first attempt
const order = [];
mock('setCookie', () => {
  order.push('cookie');
});
mock('sendHttpRequest', () => {
  order.push('request');
  return Promise.create((resolve) => resolve(processed));
});
runCode(settings);
callLater(() => {
  assertThat(order).isEqualTo(['cookie', 'request']);
});
