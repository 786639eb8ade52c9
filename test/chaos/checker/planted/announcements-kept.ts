import { thing, type Spoils } from "./spoilt.ts";

export const announcementsKeptSpoils: Spoils = {
  "one that was answered with success and not stored": ({ hub }) => void hub.inbox.pop(),
  "one that is stored twice": ({ hub }) => void hub.inbox.push(thing(hub.inbox[0])),
  "one that the shop never sent": ({ hub }) => void hub.inbox.push("00000000-0000-4000-8000-000000000001"),
};
