const time = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hour12: false });
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short" });
const exact = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

/** A moment for a list: the time today, the date before it otherwise. */
export function when(moment: string | number): string {
  const date = new Date(moment);
  const today = date.toDateString() === new Date().toDateString();
  return today ? time.format(date) : `${day.format(date)}, ${time.format(date)}`;
}

/** A moment to the second. */
export const whenExactly = (moment: string | number): string => exact.format(new Date(moment));
