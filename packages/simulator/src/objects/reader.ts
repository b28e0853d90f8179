import type { World } from "../world.ts";
import type { ReaderSlot } from "./reader-slot.ts";
import type { Location, Reader, ReaderAction } from "./types.ts";

/** A reader to put on the counter. */
export interface ReaderInput {
  readonly label: string;
  readonly id?: string;
  readonly deviceType?: string;
  readonly location?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Puts a reader on the counter, in the simulated account's only location unless told otherwise. */
export function createReader(world: World, input: ReaderInput): ReaderSlot {
  const location = input.location ?? "tml_front";
  if (!world.locations.has(location)) world.locations.set(location, createLocation(world, location));
  const reader: Reader = {
    id: input.id ?? world.random.id("tmr_"),
    object: "terminal.reader",
    action: null,
    device_sw_version: "2.42.0",
    device_type: input.deviceType ?? "simulated_wisepos_e",
    ip_address: "192.0.2.10",
    label: input.label,
    last_seen_at: world.clock.now(),
    livemode: world.livemode,
    location,
    metadata: { ...input.metadata },
    serial_number: world.random.id("SIM", 10).toUpperCase(),
    status: "online",
  };
  const slot: ReaderSlot = {
    reader,
    phase: { kind: "idle" },
    screen: { kind: "idle", message: "Ready" },
    connection: "online",
    failure: null,
    collected: null,
  };
  world.readers.set(reader.id, slot);
  return slot;
}

/** Puts a changed reader in the place of the old one. */
export function updateReader(
  world: World,
  id: string,
  { action, status, lastSeenAt, label, metadata, ...change }: Partial<Omit<ReaderSlot, "reader">> & ReaderChange,
): ReaderSlot {
  const current = world.readers.get(id);
  if (!current) throw new Error(`There is no reader ${id}`);
  const reader: Reader = {
    ...current.reader,
    ...(action !== undefined && { action }),
    ...(status !== undefined && { status }),
    ...(label !== undefined && { label }),
    ...(metadata !== undefined && { metadata }),
    ...(lastSeenAt !== undefined && { last_seen_at: lastSeenAt }),
  };
  const changed: ReaderSlot = { ...current, ...change, reader };
  world.readers.set(id, changed);
  world.changed("readers");
  return changed;
}

interface ReaderChange {
  readonly action?: ReaderAction | null;
  readonly status?: "online" | "offline";
  readonly lastSeenAt?: number;
  readonly label?: string;
  readonly metadata?: Record<string, string>;
}

function createLocation(world: World, id: string): Location {
  const { country, businessName } = world.settings.account;
  const address = {
    city: "Springfield",
    country,
    line1: "1 Main Street",
    line2: null,
    postal_code: "12345",
    state: null,
  };
  return {
    id,
    object: "terminal.location",
    address,
    display_name: businessName,
    livemode: world.livemode,
    metadata: {},
  };
}
