/*
 * Looks at the faults that a scan found and says what happened to the bytes, as far as they tell. What is proven comes
 * first, marks that speak for a cause next; where the bytes support nothing, nothing is said. Reading and computing
 * are bounded whatever the number of faults: the first ones are explained, the others keep what the scan said.
 */
import { type ByteSource, crc32Update } from '../codec/index.ts';
import { RowKind } from '../columnar/index.ts';
import type { FileIndex } from '../scan/index.ts';
import { BoundedReader, type ReaderOptions } from './diagnose/boundedReader.ts';
import { entriesMessage } from './diagnose/damagedMessage.ts';
import { findInserted, findMissing } from './diagnose/editedBytes.ts';
import { findByCorrection, findByEvidence, WRITTEN } from './diagnose/evidenceCause.ts';
import { findFill } from './diagnose/fills.ts';
import { FooterProof } from './diagnose/footerProof.ts';
import { findOverwritten } from './diagnose/foreignBlock.ts';
import { findLeftover } from './diagnose/leftover.ts';
import { findLength } from './diagnose/lengthField.ts';
import { lossOf } from './diagnose/loss.ts';
import { findRepeatedRuns } from './diagnose/repeatedRuns.ts';
import { findRepeatedStretch } from './diagnose/repeatedStretch.ts';
import { type FaultSite, type Finding, isUnexplained, type Shared, siteOf } from './diagnose/site.ts';
import { countGaps, findByteInFrame, findSnapshotCause } from './diagnose/snapshotCause.ts';
import { findStaleBlocks } from './diagnose/staleBlocks.ts';
import { findSwaps } from './diagnose/swappedBlocks.ts';
import { findReplacementCharacters, findTextMode } from './diagnose/textMode.ts';

/** Faults that are explained. */
const MOST_FAULTS = 2000;
/** Faults whose borders are compared with one another. */
const MOST_COMPARED = 256;
/** Missing bytes that a checksum gives back. */
const MOST_RESTORED = 2;
/** Bytes looked at by what costs more than reading: a second or so. */
const MOST_EFFORT = 128 << 20;

/** Explains the faults of a scanned file, in place. What was explained stays when it is stopped. */
export async function diagnose(
  source: ByteSource,
  index: FileIndex,
  options: ReaderOptions = {},
): Promise<void> {
  await index.format.repair.diagnose?.(source, index, options);
}

/** The same of ember's files: every finder rests on their checksums, or on how ember writes. */
export async function diagnoseEmber(
  source: ByteSource,
  index: FileIndex,
  options: ReaderOptions,
): Promise<void> {
  const reader = new BoundedReader(source, options);
  const shared: Shared = {
    index,
    reader,
    effort: { left: MOST_EFFORT },
    gaps: countGaps(index),
    footer: index.faults.find(({ evidence }) => evidence.kind === 'bad-footer') ?? null,
  };
  const sites: FaultSite[] = [];
  for (const [number, fault] of index.faults.entries()) {
    if (sites.length >= MOST_FAULTS) break;
    if (fault.severity !== 'info') sites.push(siteOf(shared, number, fault));
  }
  if (sites.length > 0) await new Explanation(shared, sites, options).run();
  await findRepeatedRuns(index, reader, options);
}

/** Rows that are records, or should be. */
const isDamagedRow = ({ index, fault, isGap }: FaultSite): boolean =>
  isGap || index.rows.kind(fault.row) === RowKind.record || index.rows.kind(fault.row) === RowKind.entry;

class Explanation {
  readonly #shared: Shared;
  readonly #index: FileIndex;
  readonly #sites: readonly FaultSite[];
  readonly #options: ReaderOptions;
  /** What was found by comparing faults with one another, by their numbers. */
  #swaps: ReadonlyMap<number, Finding> = new Map();
  #stale: ReadonlyMap<number, Finding> = new Map();
  #proof: FooterProof | null = null;

  constructor(shared: Shared, sites: readonly FaultSite[], options: ReaderOptions) {
    this.#shared = shared;
    this.#index = shared.index;
    this.#sites = sites;
    this.#options = options;
  }

  async run(): Promise<void> {
    const torn = this.#sites
      .filter((site) => isUnexplained(site.fault) && isDamagedRow(site))
      .slice(0, MOST_COMPARED)
      .sort((a, b) => a.from - b.from);
    this.#swaps = await findSwaps(torn);
    await this.#options.onProgress?.();
    this.#stale = await findStaleBlocks(torn.filter(({ number }) => !this.#swaps.has(number)));
    this.#proof = await FooterProof.of(this.#index, this.#shared.reader);
    for (const site of this.#sites) {
      if (this.#options.signal?.aborted === true) return;
      const finding = await this.#explain(site);
      if (finding !== null) {
        const { cause, certainty, odds } = finding;
        const loss = await lossOf(site, finding);
        this.#index.attachDiagnosis(site.number, { cause, certainty, odds: odds ?? null, loss });
      }
      await this.#options.onProgress?.();
    }
    this.#sureOfTextMode();
  }

  /** One line end that is proven to have been rewritten speaks for all the others. */
  #sureOfTextMode(): void {
    const proven = new Set<string>();
    const { faults } = this.#index;
    for (const { diagnosis } of faults) {
      if (diagnosis?.cause.kind === 'text-mode' && diagnosis.certainty === 'proven')
        proven.add(diagnosis.cause.change);
    }
    for (const [number, { diagnosis }] of faults.entries()) {
      if (diagnosis?.cause.kind !== 'text-mode' || !proven.has(diagnosis.cause.change)) continue;
      this.#index.attachDiagnosis(number, { ...diagnosis, certainty: 'proven' });
    }
  }

  async #explain(site: FaultSite): Promise<Finding | null> {
    const { kind } = site.fault.evidence;
    const early = findByCorrection(site) ?? this.#swaps.get(site.number);
    if (early !== undefined) return early;
    const named =
      (kind === 'torn-tail' ? await this.#explainTail(site) : null) ?? (await findByEvidence(site));
    if (named !== null) return named;
    if (kind === 'bad-footer' || kind === 'count-mismatch') return findSnapshotCause(site, this.#proof);
    if (!isDamagedRow(site)) return null;
    return site.isGap ? this.#explainGap(site) : this.#explainRecord(site);
  }

  /** What may look like a write that was cut off, but is none. */
  async #explainTail(site: FaultSite): Promise<Finding | null> {
    const { evidence } = site.fault;
    if (evidence.kind !== 'torn-tail' || site.index.kind !== 'aof') return null;
    const fill = await findFill(site);
    const isLastBlock =
      fill?.cause.kind === 'filled' && fill.cause.span.to === site.to && fill.cause.startsOn > 0;
    if (isLastBlock && fill.certainty !== 'possible') return fill;
    const text = await findTextMode(site, null);
    if (text !== null || site.isSealed || (evidence.missing ?? 0) > MOST_RESTORED) return text;
    const missing = await findMissing(site, null);
    return missing?.cause.kind === 'missing-bytes' ? missing : null;
  }

  async #explainGap(site: FaultSite): Promise<Finding | null> {
    const edited = await this.#findEdit(site);
    if (edited !== null) return edited;
    const fill = await findFill(site);
    if (fill !== null && fill.certainty !== 'possible') return fill;
    const marked = this.#stale.get(site.number) ?? (await findReplacementCharacters(site));
    if (marked != null) return marked;
    if (fill !== null) return fill;
    const overwritten = await findOverwritten(site);
    if (overwritten?.certainty === 'likely') return overwritten;
    const leftover = await findLeftover(site);
    if (leftover !== null && leftover.certainty !== 'possible') return leftover;
    return overwritten ?? leftover;
  }

  /** Bytes put in, left out or rewritten, where a checksum proves it. */
  async #findEdit(site: FaultSite): Promise<Finding | null> {
    const isEntry = this.#index.kind === 'snapshot';
    const isProvable = this.#proof !== null && site.gaps === 1 && site.to <= this.#proof.footerAt;
    const message =
      isEntry && isProvable && this.#proof !== null ? await entriesMessage(site, this.#proof) : null;
    if (isEntry && !site.isSealed && message === null) return null;
    if (message !== null && crc32Update(message.before, message.bytes) === message.behind) return WRITTEN;
    const text = await findTextMode(site, message);
    if (text !== null || site.isSealed) return text ?? findLength(site, message);
    return (
      (await findRepeatedStretch(site, this.#proof)) ??
      (await findInserted(site, message)) ??
      (await findLength(site, message)) ??
      (await findMissing(site, message))
    );
  }

  /** A record whose lengths hold: bytes in it were changed. */
  async #explainRecord(site: FaultSite): Promise<Finding | null> {
    const inFrame = site.isSealed ? await findByteInFrame(site) : null;
    if (inFrame !== null) return inFrame;
    const fill = await findFill(site);
    if (fill !== null && fill.certainty !== 'possible') return fill;
    const marked = this.#stale.get(site.number) ?? fill ?? (await findOverwritten(site));
    if (marked != null) return marked;
    const cause = { kind: 'altered' as const, span: { from: site.from, to: site.to } };
    return site.isSealed ? { cause, certainty: 'proven' } : { cause, certainty: 'likely', bound: 'at-least' };
  }
}
