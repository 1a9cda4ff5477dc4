/** The stand-in for X's endpoint, set up so that it knows exactly the pixel, events and credentials of the tag's settings. */
import { createXServer, type XServer } from '../../x-server/server.ts';

type Settings = Record<string, unknown>;

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
const rows = (value: unknown): (Settings | null)[] => (Array.isArray(value) ? (value as Settings[]) : []);

export async function startStandIn(settings: Settings, publicUrl: string): Promise<XServer> {
  const pixelId = text(settings.pixelId);
  const eventIds = [
    ...rows(settings.categoryEvents),
    ...rows(settings.customEvents),
    { eventId: settings.defaultEventId },
  ]
    .map((row) => text(row?.eventId))
    .filter((id) => id !== '');
  return createXServer({
    publicUrl,
    pixels: [{ id: pixelId, accountId: '18ce552mlaq', eventIds }],
    apps: [{ consumerKey: text(settings.consumerKey), consumerSecret: text(settings.consumerSecret) }],
    tokens: [{ token: text(settings.accessToken), secret: text(settings.accessTokenSecret) }],
    pixelTokens: [{ pixelId, token: text(settings.pixelToken) }],
  });
}
