/**
 * Keeps the page up to date: on a change the page is asked for again and its main part put in place.
 *
 * What somebody chose, typed or opened and where they are stays. Without JavaScript, the page is as good as its last
 * load.
 */
export const dashboardScript = `
const events = new EventSource("/_simulator/changes");
let waiting = false;
events.onmessage = () => {
  if (waiting) return;
  waiting = true;
  setTimeout(refresh, 150);
};
async function refresh() {
  waiting = false;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (answer && answer.ok) put(await answer.text());
}
function put(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  const next = parsed.querySelector("main");
  const time = document.querySelector(".clock time");
  if (time) time.replaceWith(parsed.querySelector(".clock time"));
  const main = document.querySelector("main");
  for (const { id, type, value, checked } of main.querySelectorAll("select[id], input[id]")) {
    const field = next.querySelector("#" + CSS.escape(id));
    if (field && type === "radio") field.checked = checked;
    else if (field) field.value = value;
  }
  for (const { id } of main.querySelectorAll("details[id][open]")) {
    const details = next.querySelector("#" + CSS.escape(id));
    if (details) details.open = true;
  }
  const focused = document.activeElement && main.contains(document.activeElement) ? document.activeElement : undefined;
  const inside = focused && focused.closest("form");
  main.replaceWith(next);
  if (!focused) return;
  const again = focused.id && document.getElementById(focused.id);
  if (again && !again.disabled) again.focus({ preventScroll: true });
  // The button that was pressed makes no sense any more: stay with its reader.
  else if (inside) document.querySelector('form[action="' + inside.getAttribute("action") + '"] :is(select, button:enabled)')?.focus({ preventScroll: true });
}
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { submitter, target } = event;
  const to = submitter && submitter.hasAttribute("formaction") ? submitter.formAction : target.action;
  const body = new URLSearchParams(new FormData(target, submitter));
  const answer = await fetch(to, { method: "POST", body }).catch(() => undefined);
  if (answer && answer.status === 400) put(await answer.text());
  else refresh();
});
`;
