/**
 * Keeps the page up to date: on a change the page is asked for again and its main part put in place.
 *
 * What somebody chose and where they are stays. Without JavaScript, the page is as good as its last load.
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
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (!answer || !answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  const main = document.querySelector("main");
  const chosen = [...main.querySelectorAll("select")].map(({ id, value }) => [id, value]);
  const focused = document.activeElement && document.activeElement.id;
  main.replaceWith(next);
  for (const [id, value] of chosen) {
    const select = document.getElementById(id);
    if (select) select.value = value;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
document.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  fetch(event.target.action, { method: "POST", body }).then(refresh);
});
`;
