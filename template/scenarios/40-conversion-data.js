// scenario: A value is a number or a plain decimal text and zero is a value
eachSends([
  [65, '65.00'],
  [0, '0.00'],
  ['0', '0.00'],
  ['19.9', '19.90'],
  [' 12 ', '12.00'],
  [19.999, '20.00'],
  [0.1, '0.10'],
  [-5, '-5.00'],
  [-0.001, '0.00'],
  [25000000, '25000000.00'],
  ['123456789.125', '123456789.13'],
  [100000000000000, undefined]
], (value) => {
  event.value = value;
}, (it) => it.value);

// scenario: A value that is no plain number is left out with a warning and never misread
eachSends([
  ['12,50', undefined],
  ['1.234,50', undefined],
  ['12.50 EUR', undefined],
  [true, undefined],
  [[65], undefined]
], (value) => {
  event.value = value;
}, (it) => it.value);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"value" cannot be used') >= 0)).hasLength(5);
});

// scenario: What is missing may stand below ecommerce
event.ecommerce = { value: '600.00', currency: 'GBP', transaction_id: 't-9', items: [{ item_id: 'Z', price: '500.00' }] };
event.value = undefined;
event.currency = undefined;
event.transaction_id = undefined;
event.event_id = undefined;
event.items = undefined;
runCode(settings);
callLater(() => {
  const it = conversion();
  assertThat(it.value).isEqualTo('600.00');
  assertThat(it.price_currency).isEqualTo('GBP');
  assertThat(it.conversion_id).isEqualTo('t-9');
  assertThat(it.contents).isEqualTo([{ content_id: 'Z', content_price: '500.00' }]);
  assertThat(it.number_items).isEqualTo(1);
});

// scenario: Without a value the items are summed up and without a currency the first item names it
event.value = undefined;
event.currency = undefined;
event.items[0].currency = 'gbp';
event.items[1].currency = 'USD';
event.items[0].quantity = undefined;
runCode(settings);
callLater(() => {
  assertThat(conversion().value).isEqualTo('65.00');
  assertThat(conversion().price_currency).isEqualTo('GBP');
});

// scenario: Nothing is summed up while an item has no price
event.value = undefined;
event.items[1].price = undefined;
runCode(settings);
callLater(() => {
  assertThat(conversion().value).isUndefined();
});

// scenario: A currency that is none is left out with a warning
event.currency = 'euro';
runCode(settings);
callLater(() => {
  assertThat(conversion().price_currency).isUndefined();
  warns('"currency" cannot be used');
});

// scenario: Junk among the items is dropped
event.items = [undefined, 'two', 7, {}, [], { quantity: 3 }, { item_id: 'A', quantity: 2 }, { item_name: 'Sock', quantity: 'many' }];
runCode(settings);
callLater(() => {
  assertThat(conversion().contents).isEqualTo([{ content_id: 'A', num_items: 2 }, { content_name: 'Sock' }]);
  assertThat(conversion().number_items).isEqualTo(3);
});

// scenario: Junk among the items does not spoil the sum
event.value = undefined;
event.items = [undefined, 'two', {}, { quantity: 3 }, { item_id: 'A', price: 2.5, quantity: 2 }];
runCode(settings);
callLater(() => {
  assertThat(conversion().value).isEqualTo('5.00');
});

// scenario: Items that are no list are left out with a warning
event.items = 'two';
runCode(settings);
callLater(() => {
  assertThat(conversion().contents).isUndefined();
  assertThat(conversion().number_items).isUndefined();
  warns('"items" cannot be used');
});

// scenario: Items may be JSON text or an object with numbers for keys or a single item
eachSends([
  ['[{"item_id":"A"},{"item_id":"B"}]', 2],
  [{ 0: { item_id: 'A' }, 1: { item_id: 'B' } }, 2],
  [{ item_id: 'A' }, 1]
], (items) => {
  event.items = items;
}, (it) => it.contents.length);
callLater(() => {
  assertThat(conversion(1).contents).isEqualTo([{ content_id: 'A' }, { content_id: 'B' }]);
});

// scenario: Each key of an item finds its place
event.items = [{ item_id: 'A', item_name: 'Shoe', item_category: 'Shoes', item_group_id: 7, item_variant: 'red', price: '32.5', quantity: '2' }];
runCode(settings);
event.items = [{ id: 12, name: 'Sock', price: 0 }];
runCode(settings);
callLater(() => {
  assertThat(conversion(0).contents).isEqualTo([{ content_id: 'A', content_group_id: '7', content_name: 'Shoe', content_type: 'Shoes', content_price: '32.50', num_items: 2 }]);
  assertThat(conversion(1).contents).isEqualTo([{ content_id: '12', content_name: 'Sock', content_price: '0.00' }]);
});

// scenario: The product id is the variant when the operator says so
settings.contentIdSource = 'item_variant';
event.items = [{ item_id: 'A', item_variant: 'A-red' }];
runCode(settings);
callLater(() => {
  assertThat(conversion().contents[0].content_id).isEqualTo('A-red');
});

// scenario: A cart of two hundred items is sent as a whole
event.items = [];
let count = 0;
while (count < 200) {
  event.items.push({ item_id: 'sku-' + count, price: 1.5, quantity: 2 });
  count += 1;
}
event.value = undefined;
runCode(settings);
callLater(() => {
  assertThat(conversion().contents).hasLength(200);
  assertThat(conversion().number_items).isEqualTo(400);
  assertThat(conversion().value).isEqualTo('600.00');
});

// scenario: The time of the event is read in seconds and milliseconds and microseconds and as ISO text
eachSends([
  [{ event_time: 1763800000 }, '2025-11-22T08:26:40.000Z'],
  [{ event_time: '1763800000' }, '2025-11-22T08:26:40.000Z'],
  [{ event_time: 1763800000.5 }, '2025-11-22T08:26:40.500Z'],
  [{ event_time: 1763800000123 }, '2025-11-22T08:26:40.123Z'],
  [{ timestamp_micros: 1763800000123456 }, '2025-11-22T08:26:40.123Z'],
  [{ timestamp: 1763800000 }, '2025-11-22T08:26:40.000Z'],
  [{ timestamp: 1709251199 }, '2024-02-29T23:59:59.000Z'],
  [{ timestamp: 1735689600 }, '2025-01-01T00:00:00.000Z'],
  [{ event_time: '2025-11-22T08:00:00.000Z' }, '2025-11-22T08:00:00.000Z'],
  [{ event_time: '2025-11-22T08:00:00Z' }, '2025-11-22T08:00:00.000Z'],
  [{ event_time: '2025-11-22T08:00:00.123456+00:00' }, '2025-11-22T08:00:00.123Z'],
  [{}, '2025-11-22T08:32:01.456Z']
], (found) => {
  event.event_time = found.event_time;
  event.timestamp_micros = found.timestamp_micros;
  event.timestamp = found.timestamp;
}, (it) => it.conversion_time);

// scenario: A conversion is never in the future
eachSends([
  [1763900000, '2025-11-22T08:32:01.456Z'],
  ['2026-01-01T00:00:00.000Z', '2025-11-22T08:32:01.456Z']
], (time) => {
  event.event_time = time;
}, (it) => it.conversion_time);

// scenario: A time that is none is now with a warning
eachSends([
  ['yesterday', '2025-11-22T08:32:01.456Z'],
  [-1, '2025-11-22T08:32:01.456Z'],
  [{ at: 1 }, '2025-11-22T08:32:01.456Z']
], (time) => {
  event.event_time = time;
}, (it) => it.conversion_time);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('The time of the event cannot be used') >= 0)).hasLength(3);
});

// scenario: The event id is found under each of its keys
eachSends([
  [{ event_id: 'e-1', unique_event_id: 'u-1' }, 'e-1'],
  [{ event_id: 17 }, '17'],
  [{ 'x-ga-event_id': 'e-2' }, 'e-2'],
  [{ 'x-ga-mp2-evnid': 'e-3' }, 'e-3'],
  [{ transaction_id: 't-1', unique_event_id: '1763800321456_123456789' }, 't-1'],
  [{ unique_event_id: '1763800321456_123456789' }, '1763800321456_123456789'],
  [{}, undefined]
], (found) => {
  ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid', 'transaction_id', 'unique_event_id'].forEach((key) => {
    event[key] = found[key];
  });
}, (it) => it.conversion_id);

// scenario: The other id stands in for the one that comes first
eachSends([
  [{ conversionIdSource: 'event_id', event_id: 'e-1', transaction_id: 't-1' }, 'e-1'],
  [{ conversionIdSource: 'event_id', transaction_id: 't-1' }, 't-1'],
  [{ conversionIdSource: 'transaction_id', event_id: 'e-1', transaction_id: 't-1' }, 't-1'],
  [{ conversionIdSource: 'transaction_id', event_id: 'e-1' }, 'e-1']
], (row) => {
  settings.conversionIdSource = row.conversionIdSource;
  event.event_id = row.event_id;
  event.transaction_id = row.transaction_id;
}, (it) => it.conversion_id);

// scenario: A page URL is sent without a query that holds an e-mail address or a phone number
eachSends([
  ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
  ['https://shop.example/a?b=%C3%BC', 'https://shop.example/a?b=%C3%BC'],
  ['https://shop.example/a?mail=jane%40shop.example&b=c', 'https://shop.example/a'],
  ['https://shop.example/a#jane@shop.example', 'https://shop.example/a'],
  ['https://shop.example/a?order=1234567&phone=%2B49%20151%202345678', 'https://shop.example/a'],
  ['https://shop.example/a?hotel=1234567&telescope=3&t=1234567', 'https://shop.example/a?hotel=1234567&telescope=3&t=1234567'],
  ['https://shop.example/jane@shop.example', undefined],
  ['nowhere', undefined]
], (url) => {
  event.page_location = url;
}, (it) => it.event_source_url);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"page_location" cannot be used') >= 0)).hasLength(2);
});

// scenario: Conversion data of the operator wins over the event
settings.conversionData = [
  { name: 'value', value: '0' },
  { name: 'price_currency', value: 'usd' },
  { name: 'conversion_id', value: 7 },
  { name: 'conversion_time', value: '2025-11-22T08:00:00.000Z' },
  { name: 'number_items', value: 5 },
  { name: 'description', value: ' shoes ' },
  { name: 'search_string', value: 'trail' },
  { name: 'event_source_url', value: 'https://shop.example/own' },
  { name: 'value', value: '1.5' }
];
runCode(settings);
callLater(() => {
  const it = conversion();
  assertThat(it.value).isEqualTo('1.50');
  assertThat(it.price_currency).isEqualTo('USD');
  assertThat(it.conversion_id).isEqualTo('7');
  assertThat(it.conversion_time).isEqualTo('2025-11-22T08:00:00.000Z');
  assertThat(it.number_items).isEqualTo(5);
  assertThat(it.description).isEqualTo('shoes');
  assertThat(it.search_string).isEqualTo('trail');
  assertThat(it.event_source_url).isEqualTo('https://shop.example/own');
});

// scenario: An empty row of the conversion data leaves the value of the event
settings.conversionData = [{ name: 'value', value: '' }, { name: 'conversion_id', value: undefined }];
runCode(settings);
callLater(() => {
  assertThat(conversion().value).isEqualTo('65.00');
  assertThat(conversion().conversion_id).isEqualTo('e-1');
});

// scenario: Conversion data of the operator that cannot be used is told and not replaced
settings.conversionData = [
  { name: 'value', value: '12,50' },
  { name: 'price_currency', value: 'euro' },
  { name: 'number_items', value: '0' },
  { name: 'event_source_url', value: 'nowhere' },
  { name: 'contents', value: '[broken' }
];
runCode(settings);
callLater(() => {
  const it = conversion();
  settings.conversionData.forEach((row) => {
    assertThat(it[row.name]).isUndefined();
    warns('"' + row.name + '" cannot be used');
  });
});

// scenario: An e-mail address never reaches X in a text
settings.conversionData = [
  { name: 'description', value: 'for jane@shop.example' },
  { name: 'note', value: { to: 'jane@shop.example' } },
  { name: 'contact_email', value: 'jane@shop.example' }
];
event.items[0].item_name = 'Card for jane@shop.example';
event.user_agent = 'Bot (jane@shop.example)';
runCode(settings);
callLater(() => {
  const it = conversion();
  assertThat(sent[0].body).doesNotContain('jane');
  assertThat(it.contents[0].content_id).isEqualTo('A');
  warns('"description" holds an e-mail address');
  warns('"note" holds an e-mail address');
  warns('"content_name" holds an e-mail address');
  warns('"contact_email" belongs into the User data table');
  assertThat(logs.join('\n')).doesNotContain('jane');
});

// scenario: Contents of the operator may be a list or JSON text and count the items
eachSends([
  [[{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }], 4],
  ['[{"item_id":"X","item_name":"Own","price":5,"quantity":4}]', 4],
  [' [{"item_id":"X","item_name":"Own","price":5,"quantity":4}] ', 4]
], (contents) => {
  settings.conversionData = [{ name: 'contents', value: contents }];
}, (it) => it.number_items);
callLater(() => {
  sent.forEach((request, number) => {
    assertThat(conversion(number).contents).isEqualTo([{ content_id: 'X', content_name: 'Own', content_price: '5.00', num_items: 4 }]);
  });
});

// scenario: A number of items of the operator stays beside contents of the operator
settings.conversionData = [
  { name: 'number_items', value: '9' },
  { name: 'contents', value: [{ item_id: 'X', quantity: 4 }] }
];
runCode(settings);
callLater(() => {
  assertThat(conversion().number_items).isEqualTo(9);
});

// scenario: Additional fields are sent under their names and reserved ones are not
settings.conversionData = [
  { name: 'restricted_data_use', value: 'restrict_optimization' },
  { name: 'flag', value: true },
  { name: 'event_id', value: 'o-other' },
  { name: 'identifiers', value: [] },
  { name: 'ip_address', value: '198.51.100.7' },
  { name: 'currency', value: 'USD' },
  { name: 'num_items', value: 5 }
];
runCode(settings);
callLater(() => {
  const it = conversion();
  assertThat(it.restricted_data_use).isEqualTo('restrict_optimization');
  assertThat(it.flag).isTrue();
  assertThat(it.event_id).isEqualTo('tw-o8z6j-o87ne');
  assertThat(it.identifiers).hasLength(4);
  warns('"event_id" is set by the tag');
  warns('"identifiers" is set by the tag');
  assertThat(it.ip_address).isUndefined();
  warns('"ip_address" belongs into the User data table');
  assertThat(it.price_currency).isEqualTo('EUR');
  warns('"currency" is called "price_currency" here');
  assertThat(it.number_items).isEqualTo(3);
  warns('"num_items" is called "number_items" here');
});

// scenario: With reading switched off only the conversion data of the operator is sent
settings.autoConversionData = false;
settings.conversionData = [{ name: 'value', value: '3' }, { name: 'price_currency', value: 'EUR' }, { name: 'conversion_id', value: 'own' }];
runCode(settings);
callLater(() => {
  const it = conversion();
  it.identifiers = undefined;
  assertThat(JSON.stringify(it)).isEqualTo('{"conversion_time":"2025-11-22T08:32:01.456Z","event_id":"tw-o8z6j-o87ne","value":"3.00","price_currency":"EUR","conversion_id":"own"}');
});

// scenario: A malformed event still gives one outcome
event.items = { 0: 'two' };
event.value = 'abc';
event.currency = 978;
event.user_data = 'somebody';
event.page_location = 'nowhere';
event.event_id = ['e'];
event.transaction_id = { id: 1 };
runCode(settings);
callLater(() => {
  succeeds();
  const it = conversion();
  assertThat(it.value).isUndefined();
  assertThat(it.price_currency).isUndefined();
  assertThat(it.contents).isUndefined();
  assertThat(it.event_source_url).isUndefined();
  assertThat(it.conversion_id).isUndefined();
  assertThat(it.identifiers).isEqualTo([{ ip_address: '203.0.113.24', user_agent: 'Mozilla/5.0' }]);
});
