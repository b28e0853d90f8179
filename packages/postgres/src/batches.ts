/** Puts requests together that arrive while others are under way. */
export interface Batches<Request, Answer> {
  ask(request: Request): Promise<Answer>;
  /** Resolves once everything that was asked is answered. */
  idle(): Promise<void>;
}

/** How requests are put together. */
export interface BatchOptions<Request, Answer> {
  /** How many batches may be under way at once. */
  readonly lanes: number;
  /** How many requests a batch takes. */
  readonly limit: number;
  /** By what two requests are in each other's way: they are never under way together, and keep their order. */
  readonly keysOf: (request: Request) => readonly string[];
  /** Answers each request in its place: a function that gives the answer or throws. */
  readonly perform: (requests: readonly Request[]) => Promise<readonly (() => Answer)[]>;
}

/** Makes a line of requests. A request that finds the line empty goes at once: waiting for others would only cost time. */
export function batchesOf<Request, Answer>(options: BatchOptions<Request, Answer>): Batches<Request, Answer> {
  const { lanes, limit, keysOf, perform } = options;
  const busy = new Set<string>();
  let line: Waiting<Request, Answer>[] = [];
  let underWay = 0;
  let isTurnAsked = false;
  let resters: (() => void)[] = [];

  function askTurn(): void {
    if (isTurnAsked || underWay >= lanes) return;
    isTurnAsked = true;
    // Those who ask in the same turn of the event loop share a batch.
    nextTurn(() => {
      isTurnAsked = false;
      while (underWay < lanes && send());
    });
  }

  function send(): boolean {
    const batch = takeFree();
    if (batch.length === 0) return false;
    underWay++;
    void settle(batch).finally(() => {
      underWay--;
      for (const { keys } of batch) for (const key of keys) busy.delete(key);
      if (line.length > 0) askTurn();
      else if (underWay === 0) rest();
    });
    return true;
  }

  function takeFree(): readonly Waiting<Request, Answer>[] {
    const batch: Waiting<Request, Answer>[] = [];
    const left: Waiting<Request, Answer>[] = [];
    // Also what has to wait keeps those behind it waiting: the order of one payment's commits is that of their asking.
    const reserved = new Set<string>();
    for (const waiting of line) {
      const isFree = batch.length < limit && waiting.keys.every((key) => !busy.has(key) && !reserved.has(key));
      (isFree ? batch : left).push(waiting);
      for (const key of waiting.keys) reserved.add(key);
    }
    for (const { keys } of batch) for (const key of keys) busy.add(key);
    line = left;
    return batch;
  }

  async function settle(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await perform(batch.map(({ request }) => request));
      for (const [n, waiting] of batch.entries()) answer(waiting, answers[n]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  function rest(): void {
    const all = resters;
    resters = [];
    for (const resolve of all) resolve();
  }

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        line.push({ request, keys: keysOf(request), resolve, reject });
        askTurn();
      }),
    idle: () =>
      line.length === 0 && underWay === 0 ? Promise.resolve() : new Promise((resolve) => void resters.push(resolve)),
  };
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly keys: readonly string[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

function answer<Request, Answer>(
  { resolve, reject }: Waiting<Request, Answer>,
  give: (() => Answer) | undefined,
): void {
  try {
    if (give === undefined) throw new RangeError("A batch left a request unanswered.");
    resolve(give());
  } catch (error) {
    reject(error);
  }
}

// Taken before a test runner can replace it by a pretend one.
const { setImmediate: nextTurn } = globalThis;
