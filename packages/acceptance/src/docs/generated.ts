import { checkoutTransitions, terminalTransitions } from "@tillkit/core";
import { stateDiagram } from "./diagram.ts";
import { errorList } from "./errors.ts";
import { besideTable, inputsTable } from "./inputs.ts";
import { packagesTable } from "./packages.ts";
import { racesTable } from "./races.ts";
import type { Sections } from "./sections.ts";
import { checkoutTable, terminalTable } from "./states.ts";
import { simulatorCoverage } from "./simulator.ts";
import { storeContractList } from "./store-contract.ts";
import { eventList } from "./stripe-events.ts";

/** Everything in the documents that is made from the code. */
export function generated(): Sections {
  return new Map([
    ["terminal-states", terminalTable()],
    ["terminal-diagram", stateDiagram(terminalTransitions)],
    ["checkout-states", checkoutTable()],
    ["checkout-diagram", stateDiagram(checkoutTransitions)],
    ["races", racesTable()],
    ["inputs", inputsTable()],
    ["beside", besideTable()],
    ["errors", errorList()],
    ["packages", packagesTable()],
    ["store-contract", storeContractList()],
    ["stripe-events", eventList()],
    ["simulator-coverage", simulatorCoverage()],
  ]);
}
