// scenario: Without the required consent nothing is sent and no cookie is written
settings.consent = 'adStorage';
event['x-ga-gcs'] = 'G101';
runCode(settings);
callLater(() => {
  sendsNothingSaying('ad_storage is denied (x-ga-gcs)');
  assertApi('setCookie').wasNotCalled();
});

// scenario: An event without any consent signal counts as not granted
settings.consent = 'adStorage';
runCode(settings);
callLater(() => {
  sendsNothingSaying('no consent signal for ad_storage');
});

// scenario: Both signals are needed when both are asked for
settings.consent = 'adStorageAndUserData';
event['x-ga-gcd'] = '13r3r3q3q5l1';
runCode(settings);
callLater(() => {
  sendsNothingSaying('ad_user_data is denied (x-ga-gcd)');
});

// scenario: With consent the conversion is sent
settings.consent = 'adStorageAndUserData';
event.consent_state = { ad_storage: true, ad_user_data: 'granted' };
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(1);
});

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

// scenario: A click id that the cookie already holds is not written again
cookies._twclid = '2-4m8k1vq7zj0c5t';
runCode(settings);
callLater(() => {
  assertApi('setCookie').wasNotCalled();
});

// scenario: The click id comes from the cookie of the pixel when the page has none
event.page_location = 'https://shop.example/thanks';
cookies._twclid = '%7B%22pixelVersion%22%3A1%2C%22twclid%22%3A%222-cookie%22%7D';
runCode(settings);
callLater(() => {
  assertThat(conversion().identifiers[0].twclid).isEqualTo('2-cookie');
  assertApi('setCookie').wasNotCalled();
});
