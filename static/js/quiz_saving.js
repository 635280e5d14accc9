// Save a choice at once and typed text after a pause; what was typed just before the page goes away is kept too.
const PAUSE = 800;

// Returns what forgets the pause: a form that is sent brings the text along itself.
export function bindSaving(form, put) {
  let waiting = 0;
  const forget = () => {
    clearTimeout(waiting);
    waiting = 0;
  };
  const save = () => {
    forget();
    put(form);
  };
  form.addEventListener("change", save);
  form.addEventListener("input", ({ target }) => {
    forget();
    if (/^(text$|blank:)/.test(target.name)) waiting = setTimeout(save, PAUSE);
  });
  addEventListener("pagehide", () => waiting && save());
  return forget;
}
