/* The help texts. */

export const COMMANDS = ['check', 'records', 'recover', 'repair', 'convert', 'damage'] as const;
export type CommandName = (typeof COMMANDS)[number];

const EXIT_CODES = `Exit codes: 0 clean · 1 damage found · 2 wrong usage · 3 not readable at all; of several files the worst.
Errors go to standard error, one line each.`;

const KEY_OPTIONS = `  --key-file FILE   the key of encrypted files: 32 raw bytes, or 64 hexadecimal digits
  --key HEX         the same on the command line, where other users of the machine may see it`;

const READERS = `VERSION is an ember version such as 0.4.9, which means the build with all features; 0.4.9+none or
0.4.9+vector,encryption name another build.`;

export const GENERAL_HELP = `shardscope: finds where and how ember's persistence files are damaged, and saves what can be saved.

  shardscope check FILE...            what the server makes of a file, and every fault in it
  shardscope records FILE...          its records, as JSON lines
  shardscope recover DIR --shard N    what the server holds after it has loaded a shard, as JSON lines
  shardscope repair FILE -o OUT       a new file without what is damaged
  shardscope convert FILE -o OUT ...  its records or keys as JSON lines, CSV, commands, a snapshot or a log
  shardscope damage FILE -o OUT ...   a copy with known damage, for tests

FILE is a log (shard-N.aof) or a snapshot (shard-N.snap); a directory stands for all of its shards.
Input files are never written to, but by "repair --in-place", which keeps a backup beside the file.
"shardscope COMMAND --help" says more; --version prints the version.

${EXIT_CODES}
`;

export const HELP: Readonly<Record<CommandName, string>> = {
  check: `shardscope check [options] FILE...

Says what each file is, what a reader makes of it, and lists the faults: where, with what evidence, what it
means for the data, and what can be done.

  --json            one JSON object a file, one a line
  --reader VERSION  the reader to judge by (0.4.9)
${KEY_OPTIONS}

${READERS}

The exit code says whether the file is damaged. What an undamaged file means to a reader that can't load all of
it is in the verdict.

${EXIT_CODES}
`,
  records: `shardscope records [options] FILE...

Prints one JSON line a record, in file order, up to the first fault. 64-bit integers are decimal strings, binary
values Base64.

  --salvage         also what holds behind damage, each with "salvaged":true; with "embedded":true where it may be
                    part of a damaged record's own value, and "unproven":true where no checksum vouches for it
  --reader VERSION  only what this reader yields
  --filter QUERY    only what the query asks for, such as 'type:HSET,SADD key:user:10* size>1k'
  --match-case      texts of the query differ by upper and lower case
${KEY_OPTIONS}

A query is terms that must all hold: a word that the key contains, or one of
  key:user:10*  key:/pattern/  value:"text"  type:HSET,SADD  size>1k  ttl<60s  ttl:none  crc:bad
  fault:*  salvaged:yes  embedded:yes  at:0x1000..0x2000  #:100..200  db:0
"-" before a term turns it round, "or" stands between two ways, parentheses group.

${READERS}

Given a directory or several files, every line begins with "file".

${EXIT_CODES}
`,
  recover: `shardscope recover [options] DIR --shard N
shardscope recover [options] FILE

Prints what the server would hold after it has loaded a shard: the snapshot, then the log on top of it, by its own
rules. One JSON line a key, sorted by key. What the server would log goes to standard error.

  --shard N         which shard of the directory; not needed where there is only one
  --salvage         what it would hold after a repair that saves everything that holds
  --at MS           the clock, a Unix time in milliseconds, for expiries at an absolute time (now)
  --schemas         behind the keys, the protobuf schemas
  --json-logs       the lines on standard error as JSON objects
  --reader VERSION  the reader whose rules to go by (0.4.9)
${KEY_OPTIONS}

${READERS}

Exit codes: 0 everything was loaded · 1 something is lost: an error ended the snapshot or the log, the end of a
log was dropped without a word, or the server went down; with --salvage, a file is damaged · 2 wrong usage ·
3 there is no such shard, or nothing of it can be read.
`,
  repair: `shardscope repair [options] FILE -o OUT
shardscope repair [options] --preset compact DIR [--shard N] -o OUTDIR

Writes a repaired copy to OUT, reads it back, and replays it: only when it holds what the plan promised does it get
its name. FILE itself is never changed.

  -o, --output OUT  the file to write; it must not exist
  --force           replace OUT if it exists
  --in-place        instead of -o: put the repaired file in the place of FILE, which stays beside it as FILE.backup
                    (or .backup-2 …). Stop the server first
  --preset PRESET   truncate      keep everything before the first fault
                    drop-damaged  take out damaged records whose neighbours hold (the default); where framing is
                                  lost in a log, it ends there
                    salvage       keep everything that holds, also behind lost framing
                    fix-bits      salvage, and put flipped bits and wrong bytes right where a checksum names them
                    rewrite       salvage, and write the records of a log that the reader doesn't know in terms of
                                  ones that it does
                    compact       write everything that holds in the log and the snapshot of a shard as one snapshot
                                  and an empty log, into OUTDIR. Takes a directory, or a log
  --shard N         to compact: which shard of the directory; not needed where there is only one
  --plan FILE       do what a saved plan says; it is refused for any other file than the one it was made for
  --save-plan FILE  write the plan, as JSON, to be looked at, changed, and given to --plan
  --dry-run         write no file: only say what would be done, and what would come of it
  --json            print the plan and its result as one JSON object
  --reader VERSION  the reader to judge by, and to rewrite for (0.4.9)
  --snapshot FILE   the snapshot that a log goes on from; rewrite and compact take the one beside the log by themselves
  --no-snapshot     there is none
${KEY_OPTIONS}

Exit codes: 0 nothing was damaged · 1 OUT is written, and something was damaged; or what was written is not what the
plan promised, and was removed (an error says so) · 2 wrong usage, or a plan that is refused · 3 nothing was written:
FILE can't be read, or OUT can't be written.
`,
  convert: `shardscope convert [options] FILE -o OUT --to FORM
shardscope convert [options] DIR --shard N -o OUT --to FORM

Writes what FILE holds in another form. FILE is only read. Given a directory, what the shard holds after the snapshot
and the log on top of it.

  --to FORM         json  its records up to the first fault, as "shardscope records" prints them
                    csv   the same, a line a record: i, at, size, type, key, arguments, ttl, state
                    resp  the same as commands for redis-cli --pipe; of a directory, commands that make its keys
                    snap  what the server holds after it has loaded FILE, as a snapshot that it loads
                    aof   the same, as a log
                    rdb   the same, as an RDB for AiKv: strings alone. FILE may then be JSON lines of keys
  -o, --output OUT  the file to write; it must not exist
  --force           replace OUT if it exists
  --salvage         also what holds behind damage
  --shard N         which shard of the directory; of one file, the number that a snapshot is written for
  --at MS           the clock, a Unix time in milliseconds, for expiries at an absolute time (now)
  --reader VERSION  the reader whose rules to go by, and to write a snapshot or a log for (0.4.9)
${KEY_OPTIONS}

${READERS}

What a form can't hold is named on standard error: Redis has no protobuf values, and vector sets of another kind;
AiKv's RDB holds strings alone, and ember database 0 alone.
A snapshot or a log is written in plaintext, also of encrypted files; expiries at an absolute time become the times
that are left.

Exit codes: 0 nothing was damaged, and everything is in OUT · 1 OUT is written, and something is missing from it: it
was damaged, not loaded, or can't be said in that form · 2 wrong usage · 3 nothing was written.
`,
  damage: `shardscope damage FILE -o OUT DAMAGE...

Writes a copy of any file with known damage. Damages are done in the order given, each to what the one before it
left; the same command always writes the same file.

  --flip OFFSET.BIT        flip one bit; 0 is the lowest, 7 the highest
  --zero FROM..TO          zeros over a span
  --random FROM..TO        random bytes over a span
  --copy FROM..TO:AT       a copy of a span over what stands at AT
  --swap FROM..TO,FROM..TO exchange two spans
  --delete FROM..TO        take a span out
  --insert OFFSET:HEX      put bytes in; OFFSET:FROM..TO puts a copy of a span in
  --truncate N             keep the first N bytes
  --seed N                 for random bytes (1); the second --random uses the next number
  -o, --output OUT         the file to write; it must not exist, and never be FILE
  --force                  replace OUT if it exists

Offsets are decimal or 0x…, from the beginning of the file; TO is behind the last byte of the span, or the end of
the file when left out.
`,
};
