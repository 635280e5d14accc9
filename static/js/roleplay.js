// Smooths the role-play: a confirmed choice is sent without reloading, the new lines are added to the
// conversation and the first of them gets the focus. Every rule lives on the server; without this file,
// and whenever sending fails, the form posts as any form does.
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

function addLines(from) {
  const talk = document.querySelector("[data-talk]");
  const lines = from.querySelector("[data-talk]").children;
  document.getElementById("latest")?.removeAttribute("id");
  const known = talk.children.length;
  for (const line of [...lines].slice(known)) talk.append(document.adoptNode(line));
}

function replaceParts(from) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = from.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) part.replaceWith(document.adoptNode(fresh));
  }
}

function showNotes(from) {
  document.querySelector("main > .notes")?.remove();
  const notes = from.querySelector("main > .notes");
  if (notes) document.querySelector("main").prepend(document.adoptNode(notes));
}

function focusLatest() {
  const latest = document.getElementById("latest");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  latest?.focus({ preventScroll: true });
  latest?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

async function send(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = parse(await answer.text());
  const stays = answer.ok && page.querySelector("[data-player]") && answer.redirected;
  if (!stays) return location.assign(answer.redirected ? answer.url : location.href);
  addLines(page);
  replaceParts(page);
  showNotes(page);
  focusLatest();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.part !== "form") return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  send(form).catch(() => form.submit());
});
