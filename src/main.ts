/**
 * One run of the tag, in order: settings, consent, click id and its cookie, event map, conversion,
 * authorisation, send, judge, report. Each step stands in a module of its own; here is only their order.
 */
import { browserId, clickIdOfVisit } from './cookies.ts';
import { getEventData, getTimestampMillis, stringify } from './gtm.ts';
import { eventName, shown, tellsAll, warn } from './journal.ts';
import { labelOf } from './labels.ts';
import { deniedSignal, missingConsent } from './mapping/consent.ts';
import { conversion } from './mapping/conversion.ts';
import { eventIdFor } from './mapping/event-map.ts';
import { identifiers } from './mapping/identifiers.ts';
import { givenText } from './mapping/not-given.ts';
import { dropPersons } from './mapping/persons.ts';
import { endFailed, endUnsent, wouldSend } from './outcome.ts';
import { send } from './sending.ts';
import * as settings from './settings.ts';
import { settingsProblem, settingsWarning } from './settings-check.ts';
import { toolbox } from './toolbox.ts';

/** Tells what is sent all the same and may not be meant. */
function tellDoubts(): void {
  const doubt = settingsWarning();
  if (doubt) {
    warn(doubt);
  }
  const denied = settings.neededSignals.length === 0 ? deniedSignal(toolbox) : '';
  if (denied) {
    warn(denied + ' is denied, but ' + labelOf('consent') + ' is set to Always: the conversion is sent.');
  }
}

function run(): void {
  const problem = settingsProblem();
  if (problem) {
    endFailed(problem);
    return;
  }
  const page = givenText(getEventData('page_location'));
  // Google's own renderer visits pages like a browser but is no visitor.
  if (page.indexOf('https://gtm-msr.appspot.com/') === 0) {
    endUnsent('The page is rendered by Google, not visited.');
    return;
  }
  const refused = missingConsent(settings.neededSignals, toolbox);
  if (refused) {
    endUnsent(refused);
    return;
  }

  // The click id of a landing page is kept whatever the event is.
  const clickId = clickIdOfVisit(page);

  const mapped = eventIdFor(eventName, settings.eventTables);
  if (mapped.problem) {
    endFailed(mapped.problem);
    return;
  }
  if (!mapped.eventId) {
    endUnsent('No X event ID is configured for the event "' + eventName + '".');
    return;
  }

  if (tellsAll) {
    tellDoubts();
  }

  const now = getTimestampMillis();
  const found = identifiers(
    {
      overrides: settings.userDataOverrides,
      auto: settings.readsUserData,
      clickId: clickId,
      countryCallingCode: settings.countryCallingCode,
    },
    toolbox,
  );
  const sent = conversion(
    {
      eventId: mapped.eventId,
      category: mapped.category,
      identifiers: found,
      overrides: settings.conversionDataOverrides,
      auto: settings.readsConversionData,
      page: page,
      conversionIdSource: settings.conversionIdSource,
      contentIdSource: settings.contentIdSource,
      now: now,
      tellsDoubts: tellsAll,
    },
    toolbox,
  );
  dropPersons(sent, toolbox);
  const first = sent.identifiers[0];
  if (!first) {
    const table = 'the table ' + labelOf('userData');
    endFailed(
      settings.readsUserData
        ? 'The event identifies nobody: no click ID, e-mail address, phone number, or IP address with ' +
            'user agent that can be used. Send one of them with the event, or fill in ' +
            table +
            '.'
        : labelOf('autoUserData') +
            ' is off, and ' +
            table +
            ' holds nothing that can be used. Switch it on, or fill in the table.',
    );
    return;
  }
  if (settings.sendsBrowserId) {
    // X's reference does not list it, so it never stands alone.
    first.twpid = browserId();
  }

  if (settings.checksOnly) {
    wouldSend('', stringify({ conversions: [shown(sent)] }));
    return;
  }
  send(sent, stringify({ conversions: [sent] })!, now);
}

run();
