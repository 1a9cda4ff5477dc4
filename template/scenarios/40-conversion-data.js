// scenario: A value is read as shops write it and zero is a value
eachSends([
  [65, '65.00'],
  [0, '0.00'],
  [0.0000005, '0.00'],
  ['19.9', '19.90'],
  [' 12 ', '12.00'],
  ['.99', '0.99'],
  [12.49499999, '12.49'],
  [73033601.195, '73033601.20'],
  ['1,299.00', '1299.00'],
  ['1.299,00', '1299.00'],
  ['1 299,00', '1299.00'],
  ['12,50', '12.50'],
  ['1.234', '1.23']
], (value) => {
  event.value = value;
}, (it) => it.value);

// scenario: A value that may mean two things or is negative or no number is left out and told
eachSends([
  ['1,234', undefined],
  ['12.50 EUR', undefined],
  [true, undefined],
  [100000000000000, undefined],
  [-5, undefined]
], (value) => {
  event.value = value;
}, (it) => it.value);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"value" cannot be used') >= 0)).hasLength(4);
  assertThat(warnings().filter((it) => it.indexOf('"value" is negative') >= 0)).hasLength(1);
});

// scenario: A currency says how many decimals an amount has and is told when it is none
eachSends([
  ['eur', ['EUR', '12.35']],
  ['KWD', ['KWD', '12.345']],
  ['JPY', ['JPY', '12.35']],
  ['euro', [undefined, '12.35']]
], (currency) => {
  event.value = '12.345';
  event.currency = currency;
}, (it) => [it.price_currency, it.value]);
callLater(() => {
  warns('"currency" cannot be used');
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

// scenario: Without a value the items are summed up and the first item names the currency
event.value = '(not set)';
event.currency = undefined;
event.items[0].currency = 'gbp';
event.items[1].currency = 'USD';
event.items[0].quantity = undefined;
runCode(settings);
event.items[1].price = undefined;
runCode(settings);
callLater(() => {
  assertThat(conversion(0).value).isEqualTo('65.00');
  assertThat(conversion(0).price_currency).isEqualTo('GBP');
  // Nothing is summed up while an item has no price.
  assertThat(conversion(1).value).isUndefined();
});

// scenario: Only quantities that are known count
event.value = undefined;
eachSends([
  [2, ['35.00', 3]],
  [undefined, ['25.00', 2]],
  [0, ['15.00', 1]],
  [0.5, ['20.00', undefined]],
  [-1, [undefined, undefined]],
  ['2 pcs', [undefined, undefined]]
], (quantity) => {
  event.items = [{ item_id: 'A', price: 10, quantity: quantity }, { item_id: 'B', price: 15 }];
}, (it) => [it.value, it.number_items]);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"quantity of an item" cannot be used') >= 0)).hasLength(2);
});

// scenario: Items may be a list with or without holes or JSON text or a single one and junk among them is dropped
eachSends([
  ['[{"item_id":"A"},{"item_id":"B"}]', 2],
  [{ 0: { item_id: 'A' }, 4: { item_id: 'B' } }, 2],
  [[undefined, 'two', 7, {}, [], { item_id: 'A' }, { item_id: 'B' }], 2],
  [{ item_id: 'A' }, 1],
  ['two', 0]
], (items) => {
  event.items = items;
}, (it) => it.contents ? it.contents.length : 0);
callLater(() => {
  warns('"items" cannot be used');
});

// scenario: Each key of an item finds its place and which one is the product the operator says
event.items = [{ item_id: 'A', item_name: 'Shoe', item_category: 'Shoes', item_group_id: 7, item_variant: 'red', price: '32.5', quantity: '2' }];
runCode(settings);
event.items = [{ id: 12, name: 'Sock', price: 0, item_variant: 'A-red' }];
runCode(settings);
settings.contentIdSource = 'item_variant';
runCode(settings);
callLater(() => {
  assertThat(conversion(0).contents).isEqualTo([{ content_id: 'A', content_group_id: '7', content_name: 'Shoe', content_type: 'Shoes', content_price: '32.50', num_items: 2 }]);
  assertThat(conversion(1).contents).isEqualTo([{ content_id: '12', content_name: 'Sock', content_price: '0.00' }]);
  assertThat(conversion(2).contents[0].content_id).isEqualTo('A-red');
});

// scenario: The time of the event is read in each unit and as ISO text with an offset
eachSends([
  [{ event_time: 1763800000 }, '2025-11-22T08:26:40.000Z'],
  [{ event_time: 1763800000.5 }, '2025-11-22T08:26:40.500Z'],
  [{ event_time: '1763800000123' }, '2025-11-22T08:26:40.123Z'],
  [{ timestamp_micros: 1763800000123456 }, '2025-11-22T08:26:40.123Z'],
  [{ timestamp: 1709251199 }, '2024-02-29T23:59:59.000Z'],
  [{ event_time: '2025-11-22T08:00:00Z' }, '2025-11-22T08:00:00.000Z'],
  [{ event_time: '2025-11-22T09:30:00.123456+01:30' }, '2025-11-22T08:00:00.123Z'],
  [{ event_time: '2025-11-21T23:00:00-0900' }, '2025-11-22T08:00:00.000Z'],
  [{}, '2025-11-22T08:32:01.456Z']
], (found) => {
  event.event_time = found.event_time;
  event.timestamp_micros = found.timestamp_micros;
  event.timestamp = found.timestamp;
}, (it) => it.conversion_time);

// scenario: A time that is none or in the future is now with a warning
eachSends([
  ['yesterday', '2025-11-22T08:32:01.456Z'],
  ['20251122', '2025-11-22T08:32:01.456Z'],
  ['2025-02-29T10:00:00Z', '2025-11-22T08:32:01.456Z'],
  ['2025-11-22T24:30:00Z', '2025-11-22T08:32:01.456Z'],
  ['2026-01-01T00:00:00.000Z', '2025-11-22T08:32:01.456Z'],
  [{ at: 1 }, '2025-11-22T08:32:01.456Z']
], (time) => {
  event.event_time = time;
}, (it) => it.conversion_time);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('The time of the event cannot be used') >= 0)).hasLength(6);
});

// scenario: The conversion id is the order number before the event id unless the operator says otherwise
eachSends([
  [{ transaction_id: 't-1', event_id: 'e-1' }, 't-1'],
  [{ source: 'event_id', transaction_id: 't-1', event_id: 'e-1' }, 'e-1'],
  [{ source: 'event_id', transaction_id: 't-1' }, 't-1'],
  [{ transaction_id: 'undefined', event_id: 17 }, '17'],
  [{ 'x-ga-event_id': 'e-2' }, 'e-2'],
  [{ 'x-ga-mp2-evnid': 'e-3' }, 'e-3'],
  [{ transaction_id: 't-1', unique_event_id: '1763800321456_123456789' }, 't-1'],
  [{ unique_event_id: '1763800321456_123456789' }, '1763800321456_123456789'],
  [{ transaction_id: 'jane%40shop.example-77' }, undefined]
], (found) => {
  settings.conversionIdSource = found.source;
  ['event_id', 'x-ga-event_id', 'x-ga-mp2-evnid', 'transaction_id', 'unique_event_id'].forEach((key) => {
    event[key] = found[key];
  });
}, (it) => it.conversion_id);
callLater(() => {
  warns('"conversion_id" holds an e-mail address');
});

// scenario: A page URL is sent without a query that holds a person
eachSends([
  ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
  ['https://shop.example/a?mail=jane%40shop.example&b=c', 'https://shop.example/a'],
  ['https://shop.example/a?mail=jane%2540shop.example', 'https://shop.example/a'],
  ['https://shop.example/a#jane@shop.example', 'https://shop.example/a'],
  ['https://shop.example/a?order=1234567;PHONE=%2B49%20151%202345678', 'https://shop.example/a'],
  ['https://shop.example/a?hotel=1234567&telco_id=12345678&t=1234567', 'https://shop.example/a?hotel=1234567&telco_id=12345678&t=1234567'],
  ['https://shop.example/jane@shop.example', undefined],
  ['nowhere', undefined]
], (url) => {
  event.page_location = url;
}, (it) => it.event_source_url);
callLater(() => {
  assertThat(warnings().filter((it) => it.indexOf('"page_location" cannot be used') >= 0)).hasLength(2);
});

// scenario: Conversion data of the operator wins over the event and an empty row leaves it alone
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
settings.conversionData = [{ name: 'value', value: '' }, { name: 'conversion_id', value: '{{Order}}' }];
runCode(settings);
callLater(() => {
  const it = conversion(0);
  assertThat(it.value).isEqualTo('1.50');
  assertThat(it.price_currency).isEqualTo('USD');
  assertThat(it.conversion_id).isEqualTo('7');
  assertThat(it.conversion_time).isEqualTo('2025-11-22T08:00:00.000Z');
  assertThat(it.number_items).isEqualTo(5);
  assertThat(it.description).isEqualTo('shoes');
  assertThat(it.search_string).isEqualTo('trail');
  assertThat(it.event_source_url).isEqualTo('https://shop.example/own');
  assertThat(conversion(1).value).isEqualTo('65.00');
  assertThat(conversion(1).conversion_id).isEqualTo('t-1');
});

// scenario: Conversion data of the operator that cannot be used is told and not replaced
settings.conversionData = [
  { name: 'value', value: '1,234' },
  { name: 'price_currency', value: 'euro' },
  { name: 'number_items', value: '0' },
  { name: 'conversion_id', value: { id: 7 } },
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

// scenario: No person reaches X in a text
settings.conversionData = [
  { name: 'description', value: 'for jane@shop.example' },
  { name: 'note', value: { to: ['jane@shop.example'] } },
  { name: 'call', value: { tel: '0151 2345678' } },
  { name: 'contact_email', value: 'jane@shop.example' },
  { name: 'jane@shop.example', value: 1 }
];
event.items[0].item_name = 'Card for jane@shop.example';
event.items[1].item_id = 'PRINT@300.A4';
event.user_agent = 'Bot (first@shop.example) via (jane@shop.example)';
runCode(settings);
callLater(() => {
  const it = conversion();
  const all = sent[0].body + logs.join('\n');
  ['jane', 'first@', '2345678'].forEach((text) => assertThat(all).doesNotContain(text));
  assertThat(it.contents[0].content_id).isEqualTo('A');
  assertThat(it.contents[1].content_id).isEqualTo('PRINT@300.A4');
  assertThat(it.identifiers[3].user_agent).isEqualTo('Bot ((e-mail address)) via ((e-mail address))');
  warns('"description" holds an e-mail address');
  warns('"note" holds an e-mail address');
  warns('"call" holds an e-mail address or a phone number');
  warns('"content_name" holds an e-mail address');
  warns('"contact_email" belongs in');
  warns('The name of a row');
});

// scenario: Contents of the operator may be a list or JSON text and count the items
eachSends([
  [[{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }], 4],
  ['[{"content_id":"X","content_name":"Own","content_price":5,"num_items":4}]', 4],
  [[{ item_id: 'X', item_name: 'Own', price: 5, quantity: 4 }], 9]
], (contents) => {
  settings.conversionData = [{ name: 'contents', value: contents }];
  if (sent.length === 2) {
    settings.conversionData.push({ name: 'number_items', value: '9' });
  }
}, (it) => it.number_items);
callLater(() => {
  sent.forEach((request, number) => {
    assertThat(conversion(number).contents).isEqualTo([{ content_id: 'X', content_name: 'Own', content_price: '5.00', num_items: 4 }]);
  });
});

// scenario: Additional fields are sent under their names and reserved ones are not
let long = 'x';
while (long.length <= 1024) {
  long = long + long;
}
event.items[0].item_name = long;
event.items[1].item_id = long;
const circle = {};
circle.self = circle;
settings.conversionData = [
  { name: 'restricted_data_use', value: 'restrict_optimization' },
  { name: 'flag', value: true },
  { name: 'circle', value: circle },
  { name: 'ratio', value: 1 / 0 },
  { name: 'note', value: long },
  { name: 'token', value: 'key ' + settings.pixelToken },
  { name: 'conversion_id', value: long },
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
  warns('"ip_address" belongs in');
  assertThat(it.price_currency).isEqualTo('EUR');
  warns('"currency" is called "price_currency" here');
  assertThat(it.number_items).isEqualTo(3);
  warns('"num_items" is called "number_items" here');
  assertThat(it.circle).isUndefined();
  warns('"circle" cannot be used');
  warns('"ratio" cannot be used');
  assertThat(it.token).isUndefined();
  warns('"token" holds');
  // What is over-long is left out whole.
  assertThat(it.contents[0].content_name).isUndefined();
  assertThat(it.contents[1].content_id).isUndefined();
  assertThat(it.conversion_id).isUndefined();
  ['note', 'content_name', 'content_id', 'conversion_id'].forEach((name) => warns('"' + name + '" is longer than'));
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
