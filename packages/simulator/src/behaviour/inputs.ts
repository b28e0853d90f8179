import type Stripe from "stripe";

import { plainScreen } from "../objects/screen.ts";
import type { Reader, ReaderAction } from "../objects/types.ts";
import { invalidParameter, invalidRequest } from "../protocol/errors.ts";
import type { World } from "../world.ts";
import { keep } from "./files.ts";
import { mergeMetadata } from "./metadata.ts";
import { begin } from "./reader-actions.ts";
import { endAction, timeOut } from "./reader-end.ts";
import { findReader } from "./reader-reach.ts";

type Input = NonNullable<ReaderAction["collect_inputs"]>["inputs"][number];

/** POST /v1/terminal/readers/{id}/collect_inputs: up to five questions to the guest. */
export function collectInputs(world: World, id: string, params: Stripe.Terminal.ReaderCollectInputsParams): Reader {
  const { inputs, metadata } = params;
  if (inputs.length < 1 || inputs.length > 5) throw invalidParameter("Between 1 and 5 inputs can be asked.", "inputs");
  const asked = inputs.map((input, index) => newInput(input, `inputs[${index}]`));
  const reader = begin(world, id, { kind: "asking", cancelable: false }, plainScreen("asking", titleOf(asked[0])), {
    type: "collect_inputs",
    collect_inputs: { inputs: asked, metadata: mergeMetadata({}, metadata) },
  });
  const { phase } = findReader(world, id);
  world.setAlarm(`questions of ${id}`, untouchedMs, { kind: "prompt_lapses", reader: id, phase });
  return reader;
}

/** The guest answers, in the order of the questions; null skips. Throws when a required question is skipped. */
export function answerInputs(world: World, id: string, answers?: readonly (string | null)[]): Reader {
  const { phase, reader } = findReader(world, id);
  const asked = reader.action?.collect_inputs;
  if (phase.kind !== "asking" || !asked) throw invalidRequest(`${reader.label} is not asking anything.`);
  const inputs = asked.inputs.map((input, index) => answered(world, input, answers ? answers[index] : undefined));
  const screen = plainScreen("approved", "Thank you");
  const collected = { collect_inputs: { ...asked, inputs }, status: "succeeded" } as const;
  return endAction(world, id, screen, collected).reader;
}

/** POST /v1/test_helpers/terminal/readers/{id}/succeed_input_collection */
export function succeedInputCollection(
  world: World,
  id: string,
  { skip_non_required_inputs: skip }: { readonly skip_non_required_inputs?: "all" | "none" },
): Reader {
  const asked = findReader(world, id).reader.action?.collect_inputs?.inputs ?? [];
  return answerInputs(
    world,
    id,
    skip === "all" ? asked.map(({ required, type }) => (required ? (sample[type] ?? "-") : null)) : undefined,
  );
}

/** POST /v1/test_helpers/terminal/readers/{id}/timeout_input_collection */
export function timeoutInputCollection(world: World, id: string): Reader {
  if (findReader(world, id).phase.kind !== "asking") throw invalidRequest("This reader is not collecting inputs.");
  return timeOut(world, id).reader;
}

/** Questions nobody touches go away after two minutes (page Collect inputs). */
const untouchedMs = 120_000;

/** Signatures are kept for seven days (page Collect inputs). */
const signatureKeptSeconds = 7 * 86_400;

const sample: Readonly<Record<string, string>> = {
  email: "guest@example.com",
  numeric: "1234",
  phone: "+15555550123",
  signature: "signed",
  text: "Some text",
};

function newInput(input: Stripe.Terminal.ReaderCollectInputsParams.Input, at: string): Input {
  const { type, custom_text: text, required = false, selection, toggles = [] } = input;
  checkLength(text.title, 40, `${at}[custom_text][title]`);
  checkLength(text.description, type === "selection" ? 500 : 100, `${at}[custom_text][description]`);
  checkLength(text.submit_button, 30, `${at}[custom_text][submit_button]`);
  checkLength(text.skip_button, 14, `${at}[custom_text][skip_button]`);
  const choices = selection?.choices ?? [];
  if (type === "selection" && (choices.length < 1 || choices.length > 4))
    throw invalidParameter("A selection has between 1 and 4 choices.", `${at}[selection][choices]`);
  if (toggles.length > 4) throw invalidParameter("An input has up to 4 toggles.", `${at}[toggles]`);
  return {
    type,
    required,
    custom_text: {
      title: text.title,
      description: text.description ?? null,
      submit_button: text.submit_button ?? null,
      skip_button: text.skip_button ?? null,
    },
    toggles: toggles.map(({ title, description, default_value: value }) => ({
      title: title ?? null,
      description: description ?? null,
      default_value: value ?? null,
      value: null,
    })),
    ...(type === "selection"
      ? {
          selection: {
            id: null,
            text: null,
            choices: choices.map(({ id, text: label, style }) => ({ id, text: label, style: style ?? null })),
          },
        }
      : { [type]: { value: null } }),
  };
}

function answered(world: World, input: Input, answer: string | null | undefined): Input {
  if (answer === null) {
    if (input.required) throw invalidRequest(`The question '${titleOf(input)}' may not be skipped.`);
    return { ...input, skipped: true };
  }
  const toggles = (input.toggles ?? []).map((toggle) => ({ ...toggle, value: toggle.default_value ?? "disabled" }));
  const done = { ...input, toggles, skipped: false };
  if (input.selection) {
    const { choices } = input.selection;
    const chosen = choices.find(({ id, text }) => id === answer || text === answer) ?? choices[0];
    return { ...done, selection: { ...input.selection, id: chosen?.id ?? null, text: chosen?.text ?? null } };
  }
  const text = answer ?? sample[input.type] ?? "";
  return { ...done, [input.type]: { value: input.type === "signature" ? keepSignature(world, text) : text } };
}

/** A signature is a file of its own: its value is the file's id. */
function keepSignature(world: World, name: string): string {
  const label = name.replaceAll(/[^\w ]/g, "");
  const content = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><text x="8" y="40">${label}</text></svg>`;
  const purpose = "customer_signature";
  return keep(world, { purpose, filename: "signature.svg", type: "svg", content, keptSeconds: signatureKeptSeconds })
    .id;
}

function checkLength(text: string | undefined, most: number, at: string): void {
  if (text !== undefined && text.length > most)
    throw invalidParameter(`Invalid string: ${at} must be at most ${most} characters.`, at);
}

function titleOf(input: Input | undefined): string {
  return input?.custom_text?.title ?? "A question";
}
