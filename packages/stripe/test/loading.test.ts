import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

/** Imports the gateway in a process of its own, makes one, and prints what was asked for by name. */
const script = `
  import { registerHooks } from "node:module";
  const asked = [];
  registerHooks({ resolve: (name, context, next) => (asked.push(name), next(name, context)) });
  const { stripeGateway } = await import("@tillkit/stripe");
  stripeGateway({ secretKey: "sk_test_abc", webhookSecrets: "whsec_first0000000000000" });
  console.log(JSON.stringify(asked));
`;

it("the stripe package is not loaded until it is needed", () => {
  const output = execFileSync(
    process.execPath,
    ["--conditions=@tillkit/source", "--no-warnings", "--input-type=module", "--eval", script],
    { cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8" },
  );
  const asked: unknown = JSON.parse(output);
  expect(asked).toContain("@tillkit/stripe");
  expect(asked).not.toContain("stripe");
});
