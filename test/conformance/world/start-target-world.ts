import { announcedKinds } from "#domain/source-record.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { layered } from "#connectors/kit/layered.ts";
import type { ShopCatalogue } from "#connectors/shopify/emulator/seed/catalogue.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { whenQuiet } from "#test/support/story.ts";
import type { SmallWorldOptions } from "#test/support/small-world.ts";
import { startTroubleWorld, type TroubleWorld } from "#test/support/trouble-world.ts";
import type { FlowProbe, TargetHandle, TargetSubject } from "../subject.ts";
import { createTampering, tamperedEmulator } from "./tampered-emulator.ts";
import { createShopper } from "./create-shopper.ts";
import { lookAfterPurchases } from "./purchases.ts";
import type { FlowUnderTest, TargetWorld, Watch } from "./target-world.ts";

/** What the shop sells, and nobody who has bought there before. */
const catalogue: ShopCatalogue = { ...usualCatalogue, customers: [], companies: [] };

export interface TargetWorldOptions {
  /** Laid over the settings of the subject. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** True: the shop announces nothing by itself. */
  readonly withoutWebhooks?: boolean;
}

/** Starts a small world of the subject, lets a guarantee look at it, and ends it in any case. */
export async function withTargetWorld(
  subject: TargetSubject,
  tell: (world: TargetWorld) => Promise<void>,
  options: TargetWorldOptions = {},
): Promise<void> {
  const world = await startTargetWorld(subject, options);
  try {
    await tell(world);
  } finally {
    await world.stop();
  }
}

async function startTargetWorld(subject: TargetSubject, options: TargetWorldOptions): Promise<TargetWorld> {
  const tampering = createTampering();
  const connector: TargetConnector = subject.connector;
  let place = { system: "", basePath: "" };
  const wish: SmallWorldOptions = {
    // Nobody but those who buy.
    shop: { catalogue },
    target: {
      connector,
      emulator: (clock) => {
        const emulator = subject.emulator({ clock, catalogue });
        place = emulator;
        return tamperedEmulator(emulator, tampering);
      },
      credentials: (baseUrl) => subject.credentials(baseUrl),
    },
    settings: layered(subject.settings, options.settings ?? {}),
    ...(options.withoutWebhooks === undefined ? {} : { withoutWebhooks: options.withoutWebhooks }),
  };
  const world = await startTroubleWorld(wish);
  const target = handleOf(world, place);
  const flows = subject.flows.map((probe) => underTest(connector, probe));
  return {
    ...world,
    subject,
    connection: `acme-${connector.name}`,
    target,
    tampering,
    flows,
    ...createShopper(world),
    ...lookAfterPurchases(world, target, flows),
    settled: () => whenQuiet(world),
    watch: () => watch(world, place.system, flows),
  };
}

function handleOf(
  world: TroubleWorld,
  { system, basePath }: { readonly system: string; readonly basePath: string },
): TargetHandle {
  return {
    url: world.host.url + basePath,
    control: (path, body) => world.control(`/${system}${path}`, body),
    dump: () => world.control(`/${system}/dump`),
    faults: (faults) => world.faults(system, faults),
  };
}

/** A probe with what the connector says of its flow. */
export function underTest(connector: TargetConnector, probe: FlowProbe): FlowUnderTest {
  const flow = connector.flows.find(({ name }) => name === probe.flow);
  if (flow === undefined) throw new TypeError(`${connector.name} has no flow ${probe.flow}`);
  const kind = announcedKinds.find((announced) => announced === flow.sourceKind);
  if (kind === undefined) throw new TypeError(`no shop announces ${flow.sourceKind}, so the suite cannot`);
  return { ...probe, kind, noun: flow.targetNoun };
}

function watch(world: TroubleWorld, system: string, flows: readonly FlowUnderTest[]): Watch {
  const { next } = world.host.requests(system);
  const all = () => world.host.requests(system, next).requests;
  const of: Watch["of"] = (...operations) => all().filter(({ operation }) => operations.includes(operation));
  const writing = flows.flatMap(({ operations, update }) => [
    operations.create,
    ...(update === undefined ? [] : [update.operation]),
  ]);
  return { all, of, writes: () => of(...writing) };
}
