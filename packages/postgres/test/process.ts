import { postgresStore } from "@tillkit/postgres";
import { firstCommit, nextCommit, paymentFixture } from "@tillkit/testing";
import { Pool } from "pg";

/** What a forked process is to do with a schema. */
export interface Task {
  readonly url: string;
  readonly schema: string;
  readonly work: "race" | "claim" | "times" | "names" | "write until killed";
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

async function perform({ url, schema, work, worker, rounds, zone }: Task): Promise<unknown> {
  const connection = zone === undefined ? url : new Pool({ connectionString: url, options: `-c timezone=${zone}` });
  const store = await postgresStore({ connection, schema });
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
      case "write until killed":
        for (let round = 0; ; round++) {
          const ids = [0, 1, 2, 3].map((n) => `pay_${worker}_${round}_${n}`);
          await Promise.all(
            ids.map((id) => store.commit(firstCommit(paymentFixture({ id }), { cause: `evt ${id}`, dueAt: NOW }))),
          );
          process.send?.(ids);
        }
    }
    return won;
  } finally {
    await store.close();
    if (typeof connection !== "string") await connection.end();
  }
}
