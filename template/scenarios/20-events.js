// scenario: An event without a row sends nothing and succeeds
event.event_name = 'scroll';
runCode(settings);
callLater(() => {
  sendsNothingSaying('No event ID is configured for the event');
});

// scenario: A single event wins over its category
settings.customEvents = [{ eventName: ' purchase ', eventId: ' tw-o8z6j-own ' }];
runCode(settings);
callLater(() => {
  assertThat(conversion().event_id).isEqualTo('tw-o8z6j-own');
});

// scenario: The custom category takes every event no other row takes
event.event_name = 'quote_requested';
settings.categoryEvents.push({ category: 'custom', eventId: 'tw-o8z6j-all' });
runCode(settings);
callLater(() => {
  assertThat(conversion().event_id).isEqualTo('tw-o8z6j-all');
});

// scenario: Other events go to the default event ID when that is switched on
event.event_name = 'quote_requested';
settings.otherEvents = 'send';
settings.defaultEventId = 'tw-o8z6j-rest';
runCode(settings);
callLater(() => {
  assertThat(conversion().event_id).isEqualTo('tw-o8z6j-rest');
});
