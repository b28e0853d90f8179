import type { Gateway, TipMenu } from "@tillkit/core";

/** What readers suggest: an account's suggestions, and those of locations that have their own. */
export function tipsOf(mustBeThere: (locationId: string) => void): Pick<Gateway, "readTips" | "writeTips"> {
  const own = new Map<string, TipMenu>();
  let account: TipMenu = {};

  const readTips: Gateway["readTips"] = async ({ location }) => {
    if (location !== undefined) mustBeThere(location);
    const at = location === undefined ? {} : { location };
    const tips = location === undefined ? undefined : own.get(location);
    if (tips !== undefined) return { ...at, tips, from: "location", sharedWith: [] };
    return { ...at, tips: account, from: isEmpty(account) ? "nowhere" : "account", sharedWith: [] };
  };

  return {
    readTips,
    writeTips: async ({ location }, menu) => {
      if (location === undefined) account = menu;
      else {
        mustBeThere(location);
        if (isEmpty(menu)) own.delete(location);
        else own.set(location, menu);
      }
      return readTips(location === undefined ? {} : { location });
    },
  };
}

const isEmpty = (menu: TipMenu): boolean => Object.keys(menu).length === 0;
