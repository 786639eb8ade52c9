import type { ApiRole, AttentionView, JournalView, RecordView } from "#engine/ports/engine-store.ts";
import type { Hub, HubEvent } from "#engine/use-cases/hub.ts";
import { createApiClient } from "./http-hub/api-client.ts";
import { ServerRefusedError } from "./http-hub/error-of-answer.ts";
import { listenEvents } from "./http-hub/listen-events.ts";
import { sendWebhook } from "./http-hub/send-webhook.ts";

export interface HttpHubOptions {
  /** Address of the server, such as `http://127.0.0.1:7420`; a path before `/api/v1` is kept. */
  readonly url: string;
  readonly token: string;
  /** First and longest wait before a broken event stream is opened again; default 500 ms and 10 s. */
  readonly reconnect?: { readonly firstWaitMs: number; readonly longestWaitMs: number };
}

export interface HttpHub extends Hub {
  /** Ends the event stream and closes the sockets. */
  close(): Promise<void>;
}

const pageSize = 500;

/**
 * A hub behind a server: the whole port over the HTTP API. Refusals reject with the same `UseCaseError` (or `SyncError`) as they
 * would nearby; a token or request that the server itself refuses rejects with `ServerRefusedError`, an address where no server
 * answers with `ServerUnreachableError`. `resolve` ignores its `by`: the server notes whose token it was. `advanceClock` is
 * there always and is refused by a server without a sandbox.
 */
export function createHttpHub(options: HttpHubOptions): HttpHub {
  const api = createApiClient(options);
  const listeners = new Set<(event: HubEvent) => void>();
  let stopListening: (() => void) | null = null;

  const at = (...parts: readonly string[]): string => `/${parts.map(encodeURIComponent).join("/")}`;
  const named = (records: readonly string[] | undefined): object =>
    records === undefined ? {} : { records };

  const silence = (): void => {
    stopListening?.();
    stopListening = null;
  };

  return {
    receiveWebhook: (_connector, headers, rawBody) => sendWebhook(api, headers, rawBody),

    apply: (configuration) => api.send("POST", "/configuration", configuration),
    exportConfiguration: () => api.get("/configuration"),
    settingsSchema: (connector) => api.get(at("connectors", connector, "schema")),

    connections: async () => (await api.get<Answers["connections"]>("/connections")).connections,
    connection: (name) => api.get(at("connections", name)),
    doctor: async (connection) => {
      const path = connection === undefined ? "/doctor" : at("connections", connection, "test");
      return (await api.send<Answers["findings"]>("POST", path)).findings;
    },
    pause: async (connection) => void (await api.send("POST", at("connections", connection, "pause"))),
    resume: async (connection) => void (await api.send("POST", at("connections", connection, "resume"))),

    journal: async ({ limit: wanted = 100, ...query }) => {
      const lines: JournalView[] = [];
      let before = query.before;
      while (lines.length < wanted) {
        const limit = Math.min(pageSize, wanted - lines.length);
        const page = await api.get<Answers["journal"]>("/journal", { ...query, limit, before });
        lines.unshift(...page.journal);
        if (page.earlier === undefined) break;
        before = page.earlier;
      }
      return lines;
    },

    records: async (query) => {
      const wanted = query.limit ?? 100;
      const records: RecordView[] = [];
      let after = query.after;
      while (records.length < wanted) {
        const limit = Math.min(pageSize, wanted - records.length);
        const page = await api.get<Answers["page"]>("/records", { ...query, limit, after });
        records.push(...page.records);
        if (page.next === null) break;
        after = page.next;
      }
      return records;
    },
    record: (id, page = {}) => api.get(at("records", id), { ...page }),
    show: async (text) => (await api.get<Answers["stories"]>("/show", { q: text })).stories,
    plan: (connection, records) => api.send("POST", at("connections", connection, "plan"), named(records)),
    sync: async (connection, records) =>
      (await api.send<Answers["records"]>("POST", at("connections", connection, "sync"), named(records)))
        .records,

    attention: async (connection, page = {}) => {
      const wanted = page.limit ?? 1_000;
      const attention: AttentionView[] = [];
      let { after } = page;
      while (attention.length < wanted) {
        const limit = Math.min(pageSize, wanted - attention.length);
        const found = await api.get<Answers["attention"]>("/attention", { connection, limit, after });
        attention.push(...found.attention);
        if (found.next === null) break;
        after = found.next;
      }
      return attention;
    },
    resolve: (id, choice) => api.send("POST", at("attention", id), { choice }),
    retry: async (query) => (await api.send<{ count: number }>("POST", "/retry", query)).count,

    startBackfill: (request) => api.send("POST", "/runs", request),
    runs: async (connection) => (await api.get<Answers["runs"]>("/runs", { connection })).runs,
    run: (id) => api.get(at("runs", id)),
    cancelRun: (id) => api.send("DELETE", at("runs", id)),
    pauseRun: (id) => api.send("POST", at("runs", id, "pause")),
    resumeRun: (id) => api.send("POST", at("runs", id, "resume")),

    silence: (connection) => api.get(at("connections", connection, "silence")),
    probeSilence: (connection) =>
      api.send("POST", at("connections", connection, "silence"), { action: "probe" }),
    answerSilence: (connection, silent) =>
      api.send("POST", at("connections", connection, "silence"), { action: silent ? "confirm" : "deny" }),

    createKey: (role, name) => api.send("POST", "/keys", { role, name }),
    keys: async () => (await api.get<Answers["keys"]>("/keys")).keys,
    revokeKey: async (id) => void (await api.send("DELETE", at("keys", id))),
    authenticate: async (token) => {
      const other = createApiClient({ ...options, token });
      try {
        return await other.get<{ id: string; role: ApiRole }>("/me");
      } catch (error) {
        if (error instanceof ServerRefusedError && error.status === 401) return null;
        throw error;
      } finally {
        await other.close();
      }
    },

    onEvent: (listener) => {
      listeners.add(listener);
      stopListening ??= listenEvents(
        api,
        (event) => {
          for (const each of listeners) each(event);
        },
        options.reconnect ?? { firstWaitMs: 500, longestWaitMs: 10_000 },
      );
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) silence();
      };
    },
    ready: () => api.ready(),
    advanceClock: async (ms) => void (await api.send("POST", "/sandbox/clock", { ms })),

    close: async () => {
      listeners.clear();
      silence();
      await api.close();
    },
  };
}

/** What lists come wrapped in. */
interface Answers {
  readonly connections: { readonly connections: Awaited<ReturnType<Hub["connections"]>> };
  readonly findings: { readonly findings: Awaited<ReturnType<Hub["doctor"]>> };
  readonly journal: { readonly journal: readonly JournalView[]; readonly earlier?: number };
  readonly page: { readonly records: readonly RecordView[]; readonly next: string | null };
  readonly records: { readonly records: readonly RecordView[] };
  readonly stories: { readonly stories: Awaited<ReturnType<Hub["show"]>> };
  readonly attention: { readonly attention: readonly AttentionView[]; readonly next: string | null };
  readonly keys: { readonly keys: Awaited<ReturnType<Hub["keys"]>> };
  readonly runs: { readonly runs: Awaited<ReturnType<Hub["runs"]>> };
}
