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
      conversion_id: 'e-1',
      contents: [
        { content_id: 'A', content_name: 'Shoe', content_price: '32.50', num_items: 1 },
        { content_id: 'B', content_name: 'Sock', content_price: '16.25', num_items: 2 }
      ],
      event_source_url: 'https://shop.example/thanks?order=7&twclid=2-4m8k1vq7zj0c5t'
    }]
  });
});

// scenario: A request is signed with OAuth inside the container
runCode(settings);
callLater(() => {
  const header = sent[0].options.headers.Authorization;
  assertThat(header).isEqualTo('OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="OOAmbOAmbOAm", oauth_signature="lYJyhABP4qSEI7ac2Hbo09xRd3c%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1763800321", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"');
  assertThat(sent[0].options.headers['Content-Type']).isEqualTo('application/json');
});

// scenario: A pixel access token is sent as a plain value and nothing is signed
settings.authMethod = 'pixelToken';
settings.pixelToken = 'secret-token';
runCode(settings);
callLater(() => {
  succeeds();
  assertThat(sent[0].options.headers).isEqualTo({ 'Content-Type': 'application/json', 'X-Pixel-Token': 'secret-token' });
  assertThat(logs.join('\n')).doesNotContain('secret-token');
});

// scenario: Overrides of the operator win over the event
settings.userData = [{ name: 'email', value: 'foo@bar.com' }, { name: 'twclid', value: 'own' }];
settings.conversionData = [
  { name: 'value', value: '0' },
  { name: 'price_currency', value: 'usd' },
  { name: 'conversion_id', value: 7 },
  { name: 'conversion_time', value: '2025-11-22T08:00:00.000Z' },
  { name: 'number_items', value: 5 },
  { name: 'description', value: 'shoes' },
  { name: 'search_string', value: 'trail' },
  { name: 'restricted_data_use', value: 'restrict_optimization' },
  { name: 'event_source_url', value: '' }
];
runCode(settings);
callLater(() => {
  const it = conversion();
  assertThat(it.identifiers[0].twclid).isEqualTo('own');
  assertThat(it.identifiers[1].hashed_email).isEqualTo('0c7e6a405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b');
  assertThat(it.value).isEqualTo('0.00');
  assertThat(it.price_currency).isEqualTo('USD');
  assertThat(it.conversion_id).isEqualTo('7');
  assertThat(it.conversion_time).isEqualTo('2025-11-22T08:00:00.000Z');
  assertThat(it.number_items).isEqualTo(5);
  assertThat(it.description).isEqualTo('shoes');
  assertThat(it.search_string).isEqualTo('trail');
  assertThat(it.restricted_data_use).isEqualTo('restrict_optimization');
  assertThat(it.event_source_url).isEqualTo(event.page_location);
});

// scenario: Without a value the items are summed up and without a currency the first item names it
event.value = undefined;
event.currency = undefined;
event.items[0].currency = 'GBP';
runCode(settings);
callLater(() => {
  assertThat(conversion().value).isEqualTo('65.00');
  assertThat(conversion().price_currency).isEqualTo('GBP');
});

// scenario: The transaction id comes first when the operator says so
settings.conversionIdSource = 'transaction_id';
runCode(settings);
callLater(() => {
  assertThat(conversion().conversion_id).isEqualTo('t-1');
});

// scenario: With reading switched off only the overrides are sent
settings.autoUserData = false;
settings.autoConversionData = false;
settings.userData = [{ name: 'email', value: 'foo@bar.com' }];
runCode(settings);
callLater(() => {
  const it = conversion();
  assertThat(it.identifiers).hasLength(2);
  assertThat(it.value).isUndefined();
  assertThat(it.contents).isUndefined();
  assertThat(it.conversion_id).isUndefined();
});
