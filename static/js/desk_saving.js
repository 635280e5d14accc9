// Send an editor's form once, and whole: after the editor of running text has put its last keys into the form, and
// after an autosave that is under way. The first autosave creates the page; sent beside it, the form would
// create the page a second time and be refused.
const TEXT_IS_KEPT_AFTER = 300; // milliseconds; the editor waits 250 after the last key
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const waiting = new WeakSet();
const whole = new WeakSet();

async function settle(controller) {
  await pause(TEXT_IS_KEPT_AFTER);
  while (controller.submitPromise) await controller.submitPromise;
  controller.activeValue = false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  const controller = window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave");
  if (!controller || whole.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (waiting.has(form)) return;
  waiting.add(form);
  const chosen = Object.assign(document.createElement("input"), { type: "hidden" });
  if (button?.name) form.append(Object.assign(chosen, { name: button.name, value: button.value }));
  await settle(controller);
  whole.add(form);
  form.requestSubmit();
}, true);
