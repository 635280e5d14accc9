// Say whether answers are saved, in the words of the page; trouble is told in the page's alert.
const state = document.querySelector("[data-state]");
const trouble = document.querySelector("[data-trouble]");

export function say(name, detail = {}) {
  if (name === "newer" || name === "refused") {
    trouble.textContent = detail.sentence ?? "";
    trouble.hidden = false;
  }
  const words = state.dataset[name];
  if (words === undefined) return;
  state.textContent = words.replace("{time}", detail.at ?? "");
  state.classList.toggle("unsaved", name !== "saved");
}
