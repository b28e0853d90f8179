import type { PlacedTips } from "@tillkit/core";
import { useState, type ReactElement } from "react";
import { ApiError, postJson } from "../../common/api.ts";
import { formatMoney } from "../../common/money.ts";
import { fieldsOf, suggestionsOf, tipKinds, wordsOf, type TipFields } from "./tip-fields.ts";

interface TipsFormProps {
  readonly location: string;
  readonly currency: string;
  /** What the readers there suggest now. */
  readonly placed: PlacedTips;
  /** What all locations suggest that have nothing of their own. */
  readonly account: PlacedTips;
}

/** What the readers of this shop suggest as tips. */
export function TipsForm({ location, currency, placed, account }: TipsFormProps): ReactElement {
  const [fields, setFields] = useState(() => fieldsOf(placed, currency));
  const [said, setSaid] = useState<{ readonly done?: string; readonly problem?: string }>({});
  const { kind } = fields;

  const change = (changed: Partial<TipFields>): void => {
    setFields({ ...fields, ...changed });
    setSaid({});
  };
  const save = async (): Promise<void> => {
    const suggestions = suggestionsOf(fields);
    const tips = suggestions && { [currency]: suggestions };
    try {
      setFields(fieldsOf(await postJson<PlacedTips>("/api/tillkit/reader_tips", { location, tips }), currency));
      setSaid({ done: "Saved. Readers ask this way within about five minutes." });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setSaid({ problem: error.message });
    }
  };

  return (
    <form
      className="card tips-form"
      aria-labelledby="tips-title"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 id="tips-title">Tips</h2>
      <p>What readers suggest before the card. A guest can always give another amount, or none.</p>
      <div className="tabs" role="group" aria-label="What readers suggest">
        <button type="button" aria-pressed={kind === "account"} onClick={() => change({ kind: "account" })}>
          Like the account
        </button>
        {tipKinds.map(({ kind: other, name }) => (
          <button key={other} type="button" aria-pressed={kind === other} onClick={() => change({ kind: other })}>
            {name}
          </button>
        ))}
      </div>
      {kind === "account" ? (
        <p>In the whole account: {wordsOf(account.tips[currency], (amount) => formatMoney(amount, currency))}.</p>
      ) : null}
      {kind === "amounts" || kind === "both" ? (
        <Three
          name={`Amount in ${currency.toUpperCase()}`}
          step="0.01"
          values={fields.amounts}
          change={(amounts) => change({ amounts })}
        />
      ) : null}
      {kind === "both" ? (
        <label className="tips-field">
          From this bill on, percentages
          <input
            type="number"
            min="0.01"
            step="0.01"
            required
            value={fields.threshold}
            onChange={({ target }) => change({ threshold: target.value })}
          />
        </label>
      ) : null}
      {kind === "percentages" || kind === "both" ? (
        <Three
          name="Percentage"
          step="1"
          max="100"
          values={fields.percentages}
          change={(percentages) => change({ percentages })}
        />
      ) : null}
      <button type="submit" className="button button-primary">
        Save tips
      </button>
      <p role="status">{said.done}</p>
      {said.problem === undefined ? null : (
        <p className="tips-problem" role="alert">
          {said.problem}
        </p>
      )}
    </form>
  );
}

function Three({
  name,
  step,
  max,
  values,
  change,
}: {
  readonly name: string;
  readonly step: string;
  readonly max?: string;
  readonly values: readonly string[];
  change(values: readonly string[]): void;
}): ReactElement {
  return (
    <div className="tips-three">
      {values.map((value, place) => (
        <label key={`place ${place + 1}`} className="tips-field">
          {name} {place + 1}
          <input
            type="number"
            min={step}
            step={step}
            required={place === 0}
            {...(max === undefined ? {} : { max })}
            value={value}
            onChange={({ target }) => change(values.with(place, target.value))}
          />
        </label>
      ))}
    </div>
  );
}
