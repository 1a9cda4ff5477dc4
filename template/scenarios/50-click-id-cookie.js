// scenario: The click id of the landing page is kept in the form of the pixel
runCode(settings);
callLater(() => {
  assertApi('setCookie').wasCalledWith('_twclid', keptClickId, {
    domain: 'auto',
    path: '/',
    'max-age': 33696000,
    secure: true,
    httpOnly: false,
    sameSite: 'lax'
  });
});

// scenario: Lifetime and domain and HttpOnly of the cookie are the choice of the operator
const options = [];
mock('setCookie', (name, value, option) => {
  options.push(option);
});
settings.clickIdCookieDays = '30';
settings.clickIdCookieDomain = 'shop.example';
settings.clickIdCookieHttpOnly = true;
runCode(settings);
['0', '401', 'long', ''].forEach((days) => {
  settings.clickIdCookieDays = days;
  runCode(settings);
});
callLater(() => {
  assertThat(options[0]).isEqualTo({
    domain: 'shop.example',
    path: '/',
    'max-age': 2592000,
    secure: true,
    httpOnly: true,
    sameSite: 'lax'
  });
  // Out of range it is 390 days.
  assertThat(options.map((it) => it['max-age'])).isEqualTo([2592000, 33696000, 33696000, 33696000, 33696000]);
});

// scenario: The cookie is written only for a click id that it does not hold in any form
const written = [];
mock('setCookie', (name, value) => {
  written.push(value);
});
cookies._twclid = ['2-4m8k1vq7zj0c5t'];
runCode(settings);
cookies._twclid = ['', '%7B%22twclid%22%3A%222-4m8k1vq7zj0c5t%22%7D'];
runCode(settings);
cookies._twclid = ['2-older'];
runCode(settings);
event.page_location = 'https://shop.example/thanks';
runCode(settings);
callLater(() => {
  assertThat(written).isEqualTo([keptClickId]);
  assertThat(conversion(3).identifiers[0].twclid).isEqualTo('2-older');
});

// scenario: The click id is kept although the event is not mapped
event.event_name = 'scroll';
runCode(settings);
callLater(() => {
  sendsNothingSaying('No X event ID is configured');
  assertApi('setCookie').wasCalled();
});

// scenario: An event without a page has the click id of the page that sent it
headers.referer = event.page_location;
event.page_location = undefined;
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers[0].twclid).isEqualTo('2-4m8k1vq7zj0c5t');
  assertThat(conversion().event_source_url).isUndefined();
  assertApi('setCookie').wasCalled();
});

// scenario: A click id is cleaned and one that is damaged leaves the kept one
cookies._twclid = ['2-kept'];
eachSends([
  ['2-kept%20', '2-kept'],
  ['2-kept/', '2-kept'],
  ['2-kept?utm_source=x', '2-kept'],
  ['2-kept&amp;b=c', '2-kept'],
  ['2%25%25damaged', '2-kept'],
  ['%3Cscript%3E', '2-kept'],
  ['', '2-kept'],
  ['undefined', '2-kept']
], (value) => {
  event.page_location = 'https://shop.example/?twclid=' + value;
}, (it) => it.identifiers[0].twclid);
callLater(() => {
  assertApi('setCookie').wasNotCalled();
  assertThat(warnings().filter((it) => it.indexOf('The twclid in the URL of the page is damaged') === 0)).hasLength(2);
});

// scenario: Without the box no cookie is written
settings.setClickIdCookie = false;
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers[0].twclid).isEqualTo('2-4m8k1vq7zj0c5t');
  assertApi('setCookie').wasNotCalled();
});
