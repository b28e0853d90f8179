import { useEffect, useRef, useState, type ReactElement } from "react";
import type { MenuAnswer, Product } from "../../../common/api.ts";
import { Icon } from "../../common/icons.tsx";
import { formatMoney } from "../../common/money.ts";
import { Picture } from "../../common/picture.tsx";
import type { Cart } from "./cart.ts";

/** The menu as tiles, by category or by what was typed. `/` jumps into the search. */
export function ProductGrid({
  menu,
  cart,
  add,
}: {
  readonly menu: MenuAnswer;
  readonly cart: Cart;
  add(productId: string): void;
}): ReactElement {
  const [category, setCategory] = useState("all");
  const [wanted, setWanted] = useState("");
  const search = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const jump = (event: KeyboardEvent): void => {
      if (event.key !== "/" || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      search.current?.focus();
    };
    addEventListener("keydown", jump);
    return () => removeEventListener("keydown", jump);
  }, []);

  const words = wanted.trim().toLowerCase();
  const products = menu.products.filter((product) =>
    words === "" ? category === "all" || product.category === category : product.name.toLowerCase().includes(words),
  );
  return (
    <section className="menu" aria-label="Menu">
      <div className="menu-head">
        <label className="search">
          <Icon name="search" />
          <span className="sr-only">Search the menu</span>
          <input
            ref={search}
            type="search"
            placeholder="Search"
            value={wanted}
            aria-keyshortcuts="/"
            onChange={({ target }) => setWanted(target.value)}
            onKeyDown={({ key }) => {
              if (key === "Escape") setWanted("");
              const [first] = products;
              if (key === "Enter" && words !== "" && first) {
                add(first.id);
                setWanted("");
              }
            }}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
        <div className="chips" role="group" aria-label="Categories">
          {[{ id: "all", name: "All" }, ...menu.categories].map(({ id, name }) => (
            <button
              key={id}
              type="button"
              aria-pressed={words === "" && category === id}
              onClick={() => {
                setCategory(id);
                setWanted("");
              }}
            >
              {name}
            </button>
          ))}
        </div>
      </div>
      {products.length === 0 ? (
        <p className="empty">
          <strong>Nothing on the menu is called “{wanted.trim()}”.</strong>
          Try a shorter word.
        </p>
      ) : (
        <ul className="tiles">
          {products.map((product) => (
            <li key={product.id}>
              <Tile product={product} currency={menu.currency} count={cart.get(product.id) ?? 0} add={add} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Tile({
  product: { id, name, price, category },
  currency,
  count,
  add,
}: {
  readonly product: Product;
  readonly currency: string;
  readonly count: number;
  add(productId: string): void;
}): ReactElement {
  return (
    <button type="button" className="tile" data-chosen={count > 0} onClick={() => add(id)}>
      <Picture id={id} category={category} />
      <span className="tile-name">{name}</span>
      <span className="tile-price money">{formatMoney(price, currency)}</span>
      {count > 0 ? (
        <span className="tile-count">
          {count}
          <span className="sr-only"> in the sale</span>
        </span>
      ) : null}
    </button>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
  );
}
