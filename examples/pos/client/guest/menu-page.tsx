import { useEffect, useState, type ReactElement } from "react";
import type { GuestAnswer, Product } from "../../common/api.ts";
import { Icon } from "../common/icons.tsx";
import { formatMoney } from "../common/money.ts";
import { Picture } from "../common/picture.tsx";
import { BasketSheet } from "./basket-sheet.tsx";
import { sumOf, useBasket } from "./basket.ts";
import { Stepper } from "./stepper.tsx";

/** The menu on a guest's phone. */
export function MenuPage({ guest, token }: { readonly guest: GuestAnswer; readonly token: string }): ReactElement {
  const { basket, add } = useBasket(token);
  const [open, setOpen] = useState(false);
  const { count, total } = sumOf(basket, guest.products);
  const { categories, currency } = guest;

  return (
    <div className="guest">
      <header className="guest-head">
        <div>
          <p>{guest.shop}</p>
          <h1>Table {guest.table}</h1>
        </div>
        {guest.mode === "LIVE" ? null : <span className="guest-mode">{guest.mode} · no real money</span>}
      </header>
      <CategoryTabs categories={categories} />
      <main>
        {categories.map(({ id, name }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{name}</h2>
            <ul>
              {guest.products
                .filter(({ category }) => category === id)
                .map((product) => (
                  <li key={product.id}>
                    <ProductRow
                      product={product}
                      currency={currency}
                      quantity={basket.quantities[product.id] ?? 0}
                      add={add}
                    />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </main>
      {count > 0 ? (
        <div className="guest-bar">
          <button type="button" className="button button-primary button-large" onClick={() => setOpen(true)}>
            <Icon name="basket" />
            <span className="money">
              View basket · {count} · {formatMoney(total, currency)}
            </span>
          </button>
        </div>
      ) : null}
      {open ? <BasketSheet guest={guest} token={token} basket={basket} add={add} close={() => setOpen(false)} /> : null}
    </div>
  );
}

/** Links to the sections; the one that is being read is marked. */
function CategoryTabs({ categories }: { readonly categories: GuestAnswer["categories"] }): ReactElement {
  const [current, setCurrent] = useState(categories[0]?.id);
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) setCurrent(target.id);
      },
      { rootMargin: "-130px 0px -70% 0px" },
    );
    for (const { id } of categories) {
      const section = document.getElementById(id);
      if (section) seen.observe(section);
    }
    return () => seen.disconnect();
  }, [categories]);
  return (
    <nav className="guest-tabs" aria-label="Categories">
      {categories.map(({ id, name }) => (
        <a key={id} href={`#${id}`} aria-current={current === id ? "true" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

function ProductRow({
  product: { id, name, about, price, category },
  currency,
  quantity,
  add,
}: {
  readonly product: Product;
  readonly currency: string;
  readonly quantity: number;
  add(productId: string, by: number): void;
}): ReactElement {
  return (
    <article className="row">
      <Picture id={id} category={category} />
      <div className="row-words">
        <h3>{name}</h3>
        <p>{about}</p>
      </div>
      <p className="row-price money">{formatMoney(price, currency)}</p>
      {quantity === 0 ? (
        <button type="button" className="row-add" aria-label={`Add ${name}`} onClick={() => add(id, 1)}>
          <Icon name="plus" size={24} />
        </button>
      ) : (
        <Stepper name={name} quantity={quantity} add={(by) => add(id, by)} />
      )}
    </article>
  );
}
