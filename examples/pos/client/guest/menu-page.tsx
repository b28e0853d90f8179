import { useEffect, useState, type ReactElement } from "react";
import type { BillAnswer, GuestMenuAnswer, OrderRequest, Product } from "../../common/api.ts";
import { Icon } from "../common/icons.tsx";
import { formatMoney } from "../common/money.ts";
import { Picture } from "../common/picture.tsx";
import { BasketSheet } from "./basket-sheet.tsx";
import { Stepper } from "../common/stepper.tsx";
import { quantityOf, type TableBill } from "./use-bill.ts";

/** The menu on a guest's phone, with what the table has ordered so far. */
export function MenuPage({
  menu,
  link,
  table: { bill, order, read, problem },
}: {
  readonly menu: GuestMenuAnswer;
  readonly link: string;
  readonly table: TableBill & { readonly bill: BillAnswer };
}): ReactElement {
  const [open, setOpen] = useState(false);
  const { shop, mode, categories, products, currency } = menu;
  const count = bill.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const orderOf = (productId: string, by: OrderRequest["by"]): void => {
    const product = products.find(({ id }) => id === productId);
    if (product) order(product, by);
  };

  return (
    <div className="guest">
      <header className="guest-head">
        <div>
          <p>{shop}</p>
          <h1>Table {bill.table}</h1>
        </div>
        {mode === "LIVE" ? null : <span className="guest-mode">{mode} · no real money</span>}
      </header>
      <CategoryTabs categories={categories} />
      <main>
        {categories.map(({ id, name }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{name}</h2>
            <ul>
              {products
                .filter(({ category }) => category === id)
                .map((product) => (
                  <li key={product.id}>
                    <ProductRow
                      product={product}
                      currency={currency}
                      quantity={quantityOf(bill, product.id)}
                      add={(by) => order(product, by)}
                    />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </main>
      {count > 0 || problem !== undefined ? (
        <div className="guest-bar">
          {problem === undefined ? null : (
            <p className="problem" role="alert">
              {problem}
            </p>
          )}
          {count > 0 ? (
            <button type="button" className="button button-primary button-large" onClick={() => setOpen(true)}>
              <Icon name="basket" />
              <span className="money">
                View basket · {count} · {formatMoney(bill.amount, currency)}
              </span>
            </button>
          ) : null}
        </div>
      ) : null}
      {open ? (
        <BasketSheet link={link} bill={bill} order={orderOf} changed={read} close={() => setOpen(false)} />
      ) : null}
    </div>
  );
}

/** Links to the sections; the one that is being read is marked. */
function CategoryTabs({ categories }: { readonly categories: GuestMenuAnswer["categories"] }): ReactElement {
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
  add(by: OrderRequest["by"]): void;
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
        <button type="button" className="row-add" aria-label={`Add ${name}`} onClick={() => add(1)}>
          <Icon name="plus" size={24} />
        </button>
      ) : (
        <Stepper name={name} quantity={quantity} add={add} />
      )}
    </article>
  );
}
