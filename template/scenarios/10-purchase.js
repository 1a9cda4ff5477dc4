// scenario: A purchase is sent as one complete conversion
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent).hasLength(1);
  assertThat(sent[0].url).isEqualTo('https://ads-api.x.com/12/measurement/conversions/o8z6j');
  assertThat(sent[0].options.method).isEqualTo('POST');
  assertThat(sent[0].options.timeout).isEqualTo(4000);
  assertThat(JSON.parse(sent[0].body)).isEqualTo({
    conversions: [{
      conversion_time: '2025-11-22T08:32:01.456Z',
      event_id: 'tw-o8z6j-o87ne',
      identifiers: [
        { twclid: '2-4m8k1vq7zj0c5t' },
        { hashed_email: '5806dc6b2f04fb728708a8f7b81c14edcd4fba36f77914cf0c9368d9a3a25f76' },
        { hashed_phone_number: '1fa6b8d986d9b9cd01bf36951815158bbde9f520c0567c835dfe34783d0a4231' },
        { ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }
      ],
      value: '65.00',
      price_currency: 'EUR',
      number_items: 3,
      conversion_id: 't-1',
      contents: [
        { content_id: 'A', content_name: 'Shoe', content_price: '32.50', num_items: 1 },
        { content_id: 'B', content_name: 'Sock', content_price: '16.25', num_items: 2 }
      ],
      event_source_url: 'https://shop.example/thanks?order=7&twclid=2-4m8k1vq7zj0c5t'
    }]
  });
  assertThat(warnings()).isEqualTo([]);
});

// scenario: A pixel access token is sent as a plain value and nothing is signed
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent[0].options.headers).isEqualTo({ 'Content-Type': 'application/json', 'X-Pixel-Token': 'secret-token' });
  assertApi('generateRandom').wasNotCalled();
});

// scenario: A request is signed with OAuth inside the container
settings.authMethod = 'oauth1';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent[0].options.headers).isEqualTo({
    'Content-Type': 'application/json',
    Authorization: 'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="oooooooooooooo", oauth_signature="JN4ODoc4W%2F0xnMvPukrcOu6jd9k%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"'
  });
});

// scenario: Credentials with any characters give a valid signature
settings.authMethod = 'oauth1';
settings.consumerKey = 'ck(\'a\')';
settings.consumerSecret = 'c!s*&=%';
settings.accessToken = 't~k-._ +"x';
settings.accessTokenSecret = '7 /\\7';
runCode(settings);
callLater(() => {
  assertThat(sent[0].options.headers.Authorization).isEqualTo('OAuth oauth_consumer_key="ck%28%27a%27%29", oauth_nonce="ooooooooooooo", oauth_signature="6oRcPbsBo4SWEXn1FNj%2BeqMBebM%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="t~k-._%20%2B%22x", oauth_version="1.0"');
});

// scenario: What is kept between runs shows no credential and is not trusted when it is damaged
settings.authMethod = 'oauth1';
runCode(settings);
runCode(settings);
const kept = JSON.stringify(storage);
for (const key in storage) {
  storage[key] = storage[key].split('1').join('2');
}
runCode(settings);
for (const key in storage) {
  storage[key] = 'something else';
}
runCode(settings);
callLater(() => {
  assertThat(kept).isNotEqualTo('{}');
  assertThat(kept).doesNotContain(settings.consumerKey);
  assertThat(kept).doesNotContain(settings.consumerSecret);
  assertThat(kept).doesNotContain(settings.accessToken);
  assertThat(kept).doesNotContain(settings.accessTokenSecret);
  const header = sent[0].options.headers.Authorization;
  assertThat(sent.map((request) => request.options.headers.Authorization)).isEqualTo([header, header, header, header]);
});
