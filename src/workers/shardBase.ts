import { formatReader } from '../codec/index.ts';
import { type AnyKeyspace, Keyspace, recoverShard } from '../replay/index.ts';
import { type CancelSignal, computeVerdict } from '../scan/index.ts';
import type { RepairRequest } from './api.ts';
import type { PartnerFile } from './partnerFile.ts';
import { type OwnFile, shardFiles } from './shardFiles.ts';

/** What a shard holds before its log is replayed: what its snapshot does, where that is open too. */
export interface ShardBase {
  /** Makes it anew for each call: whoever gets it changes it. */
  readonly make: () => Promise<AnyKeyspace>;
  /** Why nothing can rest on it; null when it can. */
  readonly problem: string | null;
}

const NOTHING: ShardBase = { make: async () => new Keyspace(), problem: null };

/** @param log another file's shard has nothing before it */
export async function shardBase(
  log: OwnFile,
  partner: PartnerFile,
  request: RepairRequest,
  signal: CancelSignal,
): Promise<ShardBase> {
  const { reader } = request;
  if (request.partner === null || log.index.kind !== 'aof') return NOTHING;
  const read = await partner.read(request.partner, signal, () => undefined);
  const files = shardFiles(log, read);
  const { snapshot, shardId } = files;
  const refused = (why: string): ShardBase => ({
    ...NOTHING,
    problem: `The log goes on from ${request.partner?.file.name}, ${why}`,
  });
  if (snapshot === null) return refused('which can’t be read.');
  const verdict = await computeVerdict(snapshot.source, snapshot.index, reader, { shardInName: shardId });
  if (verdict.error !== null)
    return refused(`which ember ${formatReader(reader)} does not load: ${verdict.error}. Repair that first.`);
  const make = async (): Promise<AnyKeyspace> =>
    (await recoverShard({ ...files, log: null }, { reader, nowMs: BigInt(Date.now()) })).keyspace;
  return { make, problem: null };
}
