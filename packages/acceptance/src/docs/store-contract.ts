import { durableStoreCases, storeCases, storeProperties } from "@tillkit/testing";

/** What the contract looks for in a store: each property, and the claims that look for it. */
export function storeContractList(): string {
  const cases = [
    ...storeCases.map(({ name, property }) => ({ property, line: `- ${name}` })),
    ...durableStoreCases.map(({ name, property }) => ({
      property,
      line: `- ${name} *(data that outlives its process)*`,
    })),
  ];
  return Object.entries(storeProperties)
    .map(([name, promise]) => {
      const claims = cases.filter(({ property }) => property === name).map(({ line }) => line);
      return [`## ${name[0]?.toUpperCase()}${name.slice(1)}`, promise, claims.join("\n")].join("\n\n");
    })
    .join("\n\n");
}
