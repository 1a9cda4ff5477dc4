// scenario: The host of the page is given without www
mock('getEventData', 'https://www.shop.example/cart?step=1');
assertThat(runCode({})).isEqualTo('shop.example');

// scenario: The www stays when it is wanted
mock('getEventData', 'https://www.shop.example/');
assertThat(runCode({ keepWww: true })).isEqualTo('www.shop.example');

// scenario: A text that is no address has no host
mock('getEventData', 'nowhere');
assertThat(runCode({})).isUndefined();
