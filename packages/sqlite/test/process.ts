import { firstCommit, nextCommit, paymentFixture } from "@tillkit/testing";
import { sqliteIdempotency, sqliteStore } from "@tillkit/sqlite";

/** What a forked process is to do with a database file. */
export interface Task {
  readonly file: string;
  readonly work: "race" | "claim" | "times" | "names" | "keys" | "write until killed" | "answer until killed";
  /** Tells this process's writes from another's. */
  readonly worker: string;
  readonly rounds: number;
  /** The time zone that the process, and its sessions, are in. Default: this one's. */
  readonly zone?: string;
}

const NOW = 1_000;

process.once("message", (task: Task) => {
  void perform(task).then((answer) => {
    process.send?.(answer);
    process.disconnect();
  });
});

async function perform({ file, work, worker, rounds }: Task): Promise<unknown> {
  const store = sqliteStore(file);
  const won: unknown[] = [];
  try {
    switch (work) {
      // Adds to a counter by reading, deciding and committing; tries again on a conflict.
      case "race":
        while (won.length < rounds) {
          const stored = await store.load("default", "pay_1");
          if (stored === undefined) break;
          const count = Number(stored.payment.description) + 1;
          const payment = { ...stored.payment, description: String(count) };
          const cause = `${worker} ${count}`;
          if ((await store.commit(nextCommit(stored, { payment, cause }))).type === "committed") won.push(count);
        }
        break;
      case "claim":
        for (let idle = 0; idle < 3;) {
          const lease = { token: worker, until: NOW + 1_000 };
          const claimed = await store.claim({ tenant: "default", now: NOW, lease, limit: 2 });
          won.push(...claimed.map(({ payment }) => payment.id));
          idle = claimed.length === 0 ? idle + 1 : 0;
        }
        break;
      // What it sees of times, one moment before they have come and when they have.
      case "times":
        for (const now of [NOW - 1, NOW]) {
          const lease = { token: worker, until: NOW + 1_000 };
          const claimed = await store.claim({ tenant: "default", now, lease, limit: 1 });
          const due = await store.dueMarks({ tenant: "default", now, limit: 1 });
          won.push(claimed.length, due.length, claimed[0]?.payment.createdAt ?? null, due[0]?.dueAt ?? null);
        }
        won.push(new Date(NOW).getTimezoneOffset());
        break;
      case "names":
        for (let round = 0; round < rounds; round++) {
          const payment = paymentFixture({ id: `pay_${worker}_${round}` });
          const result = await store.commit(firstCommit(payment, { take: [`reader:${round}`] }));
          if (result.type === "committed") won.push(round);
        }
        break;
      case "keys": {
        const idempotency = sqliteIdempotency(store);
        for (let round = 0; round < rounds; round++) {
          const lease = { token: `${worker} ${round}`, until: NOW + 1_000 };
          const request = { tenant: "default", key: `key ${round}`, fingerprint: "coffee", lease, now: NOW };
          if ((await idempotency.begin(request)).type === "started") won.push(round);
        }
        break;
      }
      case "write until killed":
        for (let round = 0; ; round++) {
          const ids = [0, 1, 2, 3].map((n) => `pay_${worker}_${round}_${n}`);
          await Promise.all(
            ids.map((id) => store.commit(firstCommit(paymentFixture({ id }), { cause: `evt ${id}`, dueAt: NOW }))),
          );
          process.send?.(ids);
        }
      case "answer until killed": {
        const idempotency = sqliteIdempotency(store);
        const lease = { token: worker, until: NOW + 1_000 };
        const request = { tenant: "default", fingerprint: "coffee", lease, now: NOW };
        for (let round = 0; ; round++) {
          const keys = [0, 1, 2, 3].map((n) => `key ${worker} ${round} ${n}`);
          await Promise.all(keys.map((key) => idempotency.begin({ ...request, key })));
          await Promise.all(
            keys.map((key) => {
              const answer = { status: 201, headers: { location: key }, body: key };
              return idempotency.complete({ tenant: "default", key, token: worker, answer, at: NOW });
            }),
          );
          process.send?.(keys);
        }
      }
    }
    return won;
  } finally {
    await store.close();
  }
}
