import type { ReactElement } from "react";

/** A drawing of a product on its category's colour. Decoration: the name stands beside it. */
export function Picture({ id, category }: { readonly id: string; readonly category: string }): ReactElement {
  return (
    <span className="picture" data-category={category} aria-hidden="true">
      <svg viewBox="0 0 64 64" width="100%" height="100%">
        {drawings[id] ?? <circle cx="32" cy="32" r="16" fill="#b9a48a" />}
      </svg>
    </span>
  );
}

function cup(liquid: string, { foam, body = "#fffdf8", small = false }: CupLook = {}): ReactElement {
  return (
    <g transform={small ? "translate(9 13) scale(.72)" : undefined}>
      <ellipse cx="31" cy="53" rx="23" ry="4" fill="#00000014" />
      <ellipse cx="31" cy="51.5" rx="21" ry="3.6" fill={body} />
      <ellipse cx="31" cy="51" rx="13" ry="2" fill="#00000014" />
      <path d="M45 29h3.500a6 6 0 0 1 0 12H44" fill="none" stroke={body} strokeWidth="4" />
      <path d="M13 26h36v8c0 9-7 16-16 16h-4c-9 0-16-7-16-16z" fill={body} />
      <path d="M40 26h9v8c0 9-7 16-16 16h-3c7-3 10-12 10-24z" fill="#0000000d" />
      <ellipse cx="31" cy="26" rx="18" ry="5" fill={body} />
      <ellipse cx="31" cy="26.3" rx="15.5" ry="3.7" fill={liquid} />
      {foam ? (
        <path d="M31 29c-7-1-9-4-5.5-5 3-.8 4.5.3 5.5 1 1-.7 2.5-1.8 5.5-1 3.5 1 1.5 4-5.5 5z" fill={foam} />
      ) : null}
      <path
        d="M25 18c-2.5-3 2.5-4.5 0-8M36 18c-2.5-3 2.5-4.5 0-8"
        fill="none"
        stroke="#ffffff"
        strokeOpacity=".75"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </g>
  );
}

interface CupLook {
  readonly foam?: string;
  readonly body?: string;
  readonly small?: boolean;
}

function glass(liquid: string, top: ReactElement): ReactElement {
  return (
    <g>
      <ellipse cx="32" cy="56" rx="15" ry="3" fill="#00000014" />
      <path d="m38 20 6-14" stroke="#d9534a" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M19 16h26l-3 37a4 4 0 0 1-4 3.500H26a4 4 0 0 1-4-3.500z" fill="#ffffff" fillOpacity=".7" />
      <path d="M20.3 24h23.400l-2.2 27.500a3 3 0 0 1-3 2.700h-13a3 3 0 0 1-3-2.700z" fill={liquid} />
      <rect x="24" y="26" width="8" height="8" rx="2" fill="#fff" fillOpacity=".35" transform="rotate(-12 28 30)" />
      <rect x="33" y="31" width="8" height="8" rx="2" fill="#fff" fillOpacity=".28" transform="rotate(14 37 35)" />
      {top}
    </g>
  );
}

const leaf = (
  <g fill="#4f8f4a">
    <path d="M24 18c-6-1-8-6-7-9 5 0 8 3 7 9z" />
    <path d="M25 18c0-6 4-9 8-9 0 5-3 9-8 9z" fill="#67a85f" />
  </g>
);

const slice = (color: string, rind: string): ReactElement => (
  <g>
    <circle cx="20" cy="18" r="8" fill={rind} />
    <circle cx="20" cy="18" r="6.3" fill={color} />
    <path d="M20 12v12M14.8 15l10.4 6M14.8 21l10.4-6" stroke={rind} strokeWidth="1" />
  </g>
);

const bread = "M12 52V31c-5-2-5-14 5-15h30c10 1 10 13 5 15v21a3 3 0 0 1-3 3H15a3 3 0 0 1-3-3z";

const drawings: Readonly<Record<string, ReactElement>> = {
  espresso: cup("#3b2015", { small: true }),
  "flat-white": cup("#a8744a", { foam: "#f6e7d3" }),
  cappuccino: cup("#e9d3b6", { foam: "#8a5a35" }),
  latte: cup("#c8986a", { foam: "#fbf1e2", body: "#dfeae6" }),
  mocha: cup("#5a3222", { foam: "#fff6ea", body: "#f3dccb" }),
  "cold-brew": glass("#4a2a1a", <g />),
  "breakfast-tea": cup("#b4602a"),
  "mint-tea": glass("#b9c46a", leaf),
  chai: cup("#c9955f", { foam: "#f2dfc2", body: "#f4e3cf" }),
  matcha: cup("#8bab4e", { foam: "#e8f0cf" }),
  "hot-chocolate": cup("#4d2a1d", { foam: "#ffffff", body: "#e9d4c6" }),
  croissant: (
    <g>
      <ellipse cx="32" cy="51" rx="24" ry="3.5" fill="#00000014" />
      <path d="M6 46c-1-8 3-15 9-17l7 14c-4 0-8 2-10 5-2 2-5 1-6-2z" fill="#c9833a" />
      <path d="M58 46c1-8-3-15-9-17l-7 14c4 0 8 2 10 5 2 2 5 1 6-2z" fill="#c9833a" />
      <path d="M13 31c2-6 6-10 12-11l3 20c-3 0-6 1-8 4z" fill="#dc9a4c" />
      <path d="M51 31c-2-6-6-10-12-11l-3 20c3 0 6 1 8 4z" fill="#dc9a4c" />
      <path d="M23 21c3-4 15-4 18 0l-4 20c-3-1.5-7-1.5-10 0z" fill="#ebb265" />
      <path d="M28 22c2-1.5 6-1.5 8 0" fill="none" stroke="#fbdca4" strokeWidth="2" strokeLinecap="round" />
    </g>
  ),
  "pain-au-chocolat": (
    <g>
      <ellipse cx="32" cy="49" rx="24" ry="3.5" fill="#00000014" />
      <rect x="8" y="22" width="48" height="26" rx="11" fill="#d8944a" />
      <path d="M20 22h8l-3 26h-8zM34 22h8l-3 26h-8z" fill="#e9b067" />
      <circle cx="53" cy="31" r="3.4" fill="#41231a" />
      <circle cx="53" cy="40" r="3.4" fill="#41231a" />
    </g>
  ),
  "cinnamon-roll": (
    <g>
      <ellipse cx="32" cy="53" rx="21" ry="3.5" fill="#00000014" />
      <circle cx="32" cy="32" r="21" fill="#d9a05c" />
      <path
        d="M32 33c1-3 6-2 6 2 0 5-7 8-12 4s-4-14 5-17 18 3 17 13-11 16-20 14"
        fill="none"
        stroke="#8f4f22"
        strokeWidth="3.6"
        strokeLinecap="round"
      />
      <path
        d="M17 25c4 2 5-4 9-3s3 5 8 3 8 2 12 1"
        fill="none"
        stroke="#fffaf0"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </g>
  ),
  muffin: (
    <g>
      <ellipse cx="32" cy="56" rx="15" ry="3" fill="#00000014" />
      <path d="M17 34h30l-4 20a3 3 0 0 1-3 2.500H24a3 3 0 0 1-3-2.500z" fill="#7f6fb0" />
      <path d="m24 36 2 20M32 36v20M40 36l-2 20" stroke="#6a5b9b" strokeWidth="2" />
      <path
        d="M13 34c-3-5 1-9 4-10 1-7 8-12 15-12s14 5 15 12c3 1 7 5 4 10-1 2-3 3-5 3H18c-2 0-4-1-5-3z"
        fill="#e3b26c"
      />
      <g fill="#3f3f7d">
        <circle cx="25" cy="22" r="3" />
        <circle cx="37" cy="19" r="3" />
        <circle cx="33" cy="29" r="3" />
        <circle cx="43" cy="29" r="2.6" />
        <circle cx="20" cy="31" r="2.6" />
      </g>
    </g>
  ),
  "banana-bread": (
    <g>
      <path d={bread} fill="#a9692f" />
      <path
        d="M16 50V30c-4-3-3-10 3-10h26c6 0 7 7 3 10v20a1.5 1.5 0 0 1-1.5 1.500h-29A1.5 1.5 0 0 1 16 50z"
        fill="#e8c17a"
      />
      <g fill="#9a6a2c">
        <circle cx="24" cy="30" r="1.8" />
        <circle cx="38" cy="28" r="1.8" />
        <circle cx="31" cy="37" r="1.8" />
        <circle cx="41" cy="43" r="1.8" />
        <circle cx="23" cy="45" r="1.8" />
      </g>
      <rect x="25" y="31" width="15" height="9" rx="2.5" fill="#fff3b8" transform="rotate(-8 32 35)" />
    </g>
  ),
  cookie: (
    <g>
      <ellipse cx="32" cy="53" rx="20" ry="3.5" fill="#00000014" />
      <circle cx="32" cy="32" r="20.5" fill="#c88d4e" />
      <circle cx="31" cy="31" r="17" fill="#d69c5c" />
      <g fill="#43251a">
        <rect x="21" y="22" width="7" height="6" rx="2" />
        <rect x="36" y="20" width="6" height="6" rx="2" />
        <rect x="28" y="34" width="7" height="6" rx="2" />
        <rect x="40" y="34" width="6" height="6" rx="2" />
        <rect x="18" y="36" width="6" height="5" rx="2" />
      </g>
      <path d="M33 28v.1M25 33v.1M37 43v.1M44 29v.1" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </g>
  ),
  "avocado-toast": (
    <g>
      <path d={bread} fill="#b97c3d" />
      <path d="M16 49V31c-4-3-3-11 3-11h26c6 0 7 8 3 11v18c-5 2-8-1-12 1s-8 1-11 0-6 1-9-1z" fill="#9cc063" />
      <g fill="#d9534a">
        <circle cx="25" cy="30" r="2.6" />
        <circle cx="39" cy="29" r="2.6" />
        <circle cx="32" cy="40" r="2.6" />
      </g>
      <path d="M30 32l4-2M22 41l4 2M39 40l3-3" stroke="#5f8a34" strokeWidth="2.2" strokeLinecap="round" />
    </g>
  ),
  "grilled-cheese": (
    <g>
      <ellipse cx="32" cy="52" rx="24" ry="3.5" fill="#00000014" />
      <path d="M8 44 31 16a4 4 0 0 1 6 0l20 28z" fill="#d99e53" />
      <path d="M14 40 33 18l16 22z" fill="#e9b76f" />
      <path d="M7 43h51v4c-4 0-4 6-8 6s-3-5-7-5-4 3-8 3-4-3-9-3-5 4-9 4-5-5-10-5z" fill="#f7b733" />
      <path d="M10 48h46a2 2 0 0 1 0 5H10a2 2 0 0 1 0-5z" fill="#c4843c" fillOpacity=".55" />
      <path d="m26 31 6 7M33 26l7 9" stroke="#b97730" strokeWidth="2.4" strokeLinecap="round" />
    </g>
  ),
  "salmon-bagel": (
    <g>
      <ellipse cx="32" cy="53" rx="23" ry="3.5" fill="#00000014" />
      <path d="M10 42h44v3a8 8 0 0 1-8 8H18a8 8 0 0 1-8-8z" fill="#c98b48" />
      <path
        d="M8 40c5-3 8 2 12 0s8 2 12 0 8 2 12 0 8 2 12 0v4c-4 3-8-1-12 1s-8-2-12 0-8-2-12 0-8 1-12-1z"
        fill="#fff8ea"
      />
      <path
        d="M8 35c6-4 9 2 13-1s8 3 12 0 7 3 11 0 9 1 12 1v4c-5 3-8-1-12 1s-8-2-12 0-8-2-12 0-8 1-12-1z"
        fill="#f58f73"
      />
      <path d="M9 35c0-11 9-19 23-19s23 8 23 19z" fill="#dba25c" />
      <path
        d="M24 23l2 1M32 20h2M40 24l2-1M30 28l2 1M20 30l2-1M42 30l2 1"
        stroke="#fff3d2"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </g>
  ),
  soup: (
    <g>
      <ellipse cx="32" cy="54" rx="20" ry="3.5" fill="#00000014" />
      <path d="m44 30 13-15" stroke="#9aa3ad" strokeWidth="3" strokeLinecap="round" />
      <path d="M8 30h48c0 13-9 23-20 24h-8C17 53 8 43 8 30z" fill="#fffdf8" />
      <path d="M44 30h12c0 13-9 23-20 24h-4c8-4 12-13 12-24z" fill="#0000000d" />
      <ellipse cx="32" cy="30" rx="24" ry="6.5" fill="#fffdf8" />
      <ellipse cx="32" cy="30.3" rx="20.5" ry="4.8" fill="#e3762f" />
      <path d="M22 30c3-2 6 2 9 0s6 1 8 0" fill="none" stroke="#fff3df" strokeWidth="1.8" strokeLinecap="round" />
      <path
        d="M27 19c-2.5-3 2.5-4.5 0-8M37 19c-2.5-3 2.5-4.5 0-8"
        fill="none"
        stroke="#fff"
        strokeOpacity=".75"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </g>
  ),
  "orange-juice": glass("#f59a23", slice("#ffc163", "#ef8512")),
  lemonade: glass("#f6e27a", slice("#fff2a3", "#eccb2f")),
  "sparkling-water": (
    <g>
      <ellipse cx="32" cy="58" rx="11" ry="2.6" fill="#00000014" />
      <rect x="28" y="5" width="8" height="6" rx="1.5" fill="#2b7a8f" />
      <path d="M28 12h8v8c0 4 7 6 7 14v19a4 4 0 0 1-4 4H25a4 4 0 0 1-4-4V34c0-8 7-10 7-14z" fill="#9fd3df" />
      <path d="M21 36h22v12H21z" fill="#fff" fillOpacity=".85" />
      <path d="M25 44c2-4 4 2 7-1s4 0 7-2" fill="none" stroke="#2b7a8f" strokeWidth="2" strokeLinecap="round" />
      <path d="M26 30v.1M37 28v.1M32 25v.1M35 53v.1M28 52v.1" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    </g>
  ),
};
