import type { ReactElement } from "react";
import { Icon, type IconName } from "../../common/icons.tsx";
import { Link } from "../router.tsx";

const places: readonly { readonly href: string; readonly name: string; readonly icon: IconName }[] = [
  { href: "/counter", name: "Counter", icon: "counter" },
  { href: "/tables", name: "Tables", icon: "tables" },
  { href: "/orders", name: "Orders", icon: "orders" },
  { href: "/readers", name: "Readers", icon: "card" },
];

/** Where the staff can go: a rail on a tablet, a bar at the bottom of a phone. */
export function Rail({ path }: { readonly path: string }): ReactElement {
  return (
    <nav className="rail" aria-label="Screens">
      <img src={new URL("../../icon.svg", import.meta.url).href} alt="" width="40" height="40" />
      <ul>
        {places.map(({ href, name, icon }) => (
          <li key={href}>
            <Link href={href} aria-current={path.startsWith(href) ? "page" : undefined}>
              <Icon name={icon} size={24} />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
